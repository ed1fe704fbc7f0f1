"""What can be chosen for a question or a run: models and prompts, named in the page's language."""

from __future__ import annotations

from collections.abc import Sequence

from app.generation import available_models
from app.prompts import template, template_names
from app.records import LANGUAGES, Arm
from app.ui.labels import TABLE, Labels


def models() -> list[tuple[str, str]]:
    """(label, name) of each model to offer."""
    return [(info.label, info.name) for info in available_models()]


def prompts(labels: Labels) -> list[tuple[str, str]]:
    """(label, name) of each prompt, the default first."""
    return [(prompt_label(labels, name), name) for name in template_names()]


def prompt_label(labels: Labels, name: str) -> str:
    """A prompt's name with what it is, where that is known."""
    key = f"questions.prompt_{name}"
    return labels(key) if key in TABLE else name


def languages(labels: Labels) -> list[tuple[str, str]]:
    """(label, code) of each language, Japanese first."""
    return [(labels(f"questions.language_{code}"), code) for code in LANGUAGES]


def arms(chosen_models: Sequence[str], chosen_prompts: Sequence[str]) -> list[Arm]:
    """One arm for each model with each prompt, as a run would keep them."""
    return [
        Arm(model=model, prompt=prompt, prompt_version=template(prompt).version)
        for model in chosen_models
        for prompt in chosen_prompts
    ]


def arm_label(labels: Labels, arm: Arm) -> str:
    """An arm in the page's language: model, prompt, retrieval."""
    names = {name: label for label, name in models()}
    retrieval = labels("run.no_retrieval") if arm.retrieval == "none" else arm.retrieval
    return f"{names.get(arm.model, arm.model)} · {arm.prompt} · {retrieval}"
