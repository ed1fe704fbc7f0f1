"""What can be chosen for a question or a run: models and prompts, named in the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gradio as gr

from app.errors import SettingsError
from app.generation import available_models
from app.prompts import template_names
from app.records import LANGUAGES, NO_RETRIEVAL, Arm, Decoding
from app.runs.column import column_models, with_column
from app.ui.labels import TABLE, Labels
from app.ui.loaded import Loaded
from app.ui.page import Page

USUAL = Decoding()


def models() -> list[tuple[str, str]]:
    """(label, name) of each model to offer."""
    return [(info.label, info.name) for info in available_models()]


def admit(names: Sequence[str]) -> None:
    """Passes if a visitor of the page may have all of these models asked.

    Raises:
        SettingsError: one that is not offered. Any path or hub name would be opened with the rights of the server.
    """
    strange = [name for name in names if name not in offered(names)]
    if strange:
        named, known = (", ".join(listed) for listed in ([name[:80] or "“”" for name in strange[:3]], _names()))
        raise SettingsError(
            f"{named}: not offered on this page → choose one of {known}; whoever runs the server adds a model by "
            "NARABE_MODEL, or runs it with the command line",
            f"{named} は、このページでは選べません → {known} から選んでください。"
            "ほかのモデルは、サーバーの管理者が NARABE_MODEL で追加するか、コマンドで実行します",
        )


def offer_models(page: Page, loaded: Loaded | None, chosen: Sequence[str]) -> Any:
    """The models for these questions: the file's own answers too, where it has some."""
    own = column_models(loaded.questions) if loaded is not None and loaded.questions is not None else []
    more = [(column_label(page.labels, name), name) for name in own]
    return gr.update(choices=[*models(), *more], value=[name for name in offered(chosen) if name in [*_names(), *own]])


def offered(names: Sequence[str]) -> list[str]:
    """Those of the names that can be chosen; the file's own answers are among them."""
    return [name for name in names if name in _names() or Arm(model=name).is_column]


def column_label(labels: Labels, model: str) -> str:
    """The answers that the file has, with whose they are where it has several models'."""
    name = model.partition(":")[2]
    return labels("questions.model_column") + (f" · {name}" if name else "")


def _names() -> list[str]:
    return [name for _, name in models()]


def prompts(labels: Labels) -> list[tuple[str, str]]:
    """(label, name) of each prompt, the default first."""
    return [(prompt_label(labels, name), name) for name in template_names()]


def prompt_label(labels: Labels, name: str) -> str:
    """A prompt's name with what it is, where that is known."""
    key = f"questions.prompt_{name}"
    return labels(key) if key in TABLE else name


def languages(labels: Labels) -> list[tuple[str, str]]:
    """(label, code) of each language, Japanese first."""
    return [(labels(f"language.{code}"), code) for code in LANGUAGES]


def arms(
    chosen_models: Sequence[str],
    chosen_prompts: Sequence[str],
    folders: Sequence[str] = (NO_RETRIEVAL,),
    decoding: Decoding = USUAL,
) -> list[Arm]:
    """One arm for each model with each prompt and each knowledge base."""
    return with_column(
        Arm(model=model, prompt=prompt, retrieval=folder, decoding=decoding)
        for model in chosen_models
        for prompt in chosen_prompts
        for folder in folders
    )


def arm_label(labels: Labels, arm: Arm) -> str:
    """An arm in the page's language: model, prompt, retrieval."""
    if arm.is_column:
        return column_label(labels, arm.model)
    names = {name: label for label, name in models()}
    retrieval = arm.retrieval_name or labels("run.no_retrieval")
    return f"{names.get(arm.model, arm.model)} · {arm.prompt} · {retrieval}"
