"""Which passages a run's prompts hold: none, the sample knowledge base, or files of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from app.errors import NarabeError
from app.records import NO_RETRIEVAL
from app.retrieval import SUFFIXES, shelf
from app.ui.events import QUIET
from app.ui.faults import failure
from app.ui.inputs import as_sent
from app.ui.labels import TABLE, Labels
from app.ui.page import Page
from app.ui.render import panel, render, upload_named


@dataclass(frozen=True)
class RetrievalBox:
    """The choice of knowledge bases, and the means to add or delete one."""

    chosen: gr.CheckboxGroup
    files: gr.File
    name: gr.Textbox
    add: gr.Button
    own: gr.Dropdown
    remove: gr.Button
    banner: gr.HTML


def choices(labels: Labels) -> list[tuple[str, str]]:
    """(label, name) of what can be chosen, no retrieval first."""
    return [(label(labels, name), name) for name in (NO_RETRIEVAL, *shelf.names())]


def label(labels: Labels, name: str) -> str:
    """A knowledge base as people read it."""
    key = f"retrieval.{name}"
    return labels(key) if name in (NO_RETRIEVAL, shelf.SAMPLE) and key in TABLE else name


def folders(names: Sequence[str]) -> list[str]:
    """What `Arm.retrieval` is for each chosen name."""
    return [shelf.folder(name) for name in names]


def build(page: Page) -> RetrievalBox:
    """The choice, and below it, folded, the upload."""
    box = layout(page)
    own = [box.own, box.remove]
    kept = [box.chosen, box.files, box.name, box.banner, *own]
    box.add.click(page.bind(keep), [box.chosen, box.files, box.name], kept, **QUIET)
    box.remove.click(page.bind(remove), [box.chosen, box.own], [box.chosen, box.banner, *own], **QUIET)
    gr.on(None, page.bind(offer), None, [box.chosen, *own], **QUIET)
    return box


def layout(page: Page) -> RetrievalBox:
    """The components."""
    t = page.labels
    chosen = as_sent(
        gr.CheckboxGroup(
            choices(t),
            value=[NO_RETRIEVAL],
            label=t("retrieval.title"),
            info=t("retrieval.hint"),
            elem_id="nb-retrieval",
        )
    )
    with gr.Accordion(t("retrieval.add"), open=False, elem_classes=["nb-fold", "nb-for-admins"]):
        files = gr.File(
            file_count="multiple",
            file_types=list(SUFFIXES),
            label=t("retrieval.files"),
            height=120,
            elem_id="nb-knowledge-drop",
            elem_classes="nb-drop",
        )
        name = gr.Textbox(label=t("retrieval.name"), max_length=40)
        add = gr.Button(t("retrieval.keep"), size="md")
        own = gr.Dropdown([], label=t("retrieval.own"), visible=False)
        gone = gr.Button(t("retrieval.remove"), size="md", variant="stop", visible=False)
        banner = panel(script=upload_named("#nb-knowledge-drop"), upload=t("retrieval.files"))
    return RetrievalBox(chosen, files, name, add, own, gone, banner)


def offer(page: Page) -> tuple[Any, Any, Any]:
    """The knowledge bases that there are now: others may have been added since the app was started."""
    return gr.update(choices=choices(page.labels)), *offer_own()


def offer_own() -> tuple[Any, Any]:
    """What can be deleted, and the button for it; neither where there is nothing."""
    own = shelf.own_names()
    return gr.update(choices=own, value=None, visible=bool(own)), gr.update(visible=bool(own))


def keep(page: Page, chosen: list[str], files: list[str] | None, name: str) -> tuple[Any, Any, Any, str, Any, Any]:
    """Keeps the uploaded files as a knowledge base, and chooses it; or says why not."""
    unchanged = (gr.skip(), gr.skip(), gr.skip())
    if not files:
        return *unchanged, _nothing(page), gr.skip(), gr.skip()
    try:
        kept = shelf.keep(name or Path(files[0]).stem[:40], [Path(path) for path in files])
    except NarabeError as error:
        return *unchanged, failure(page.labels, "retrieval.failed", error), gr.skip(), gr.skip()
    banner = render("banner", page.labels, kind="ok", title=page.labels("retrieval.kept", name=kept), text="")
    return gr.update(choices=choices(page.labels), value=[*chosen, kept]), None, "", banner, *offer_own()


def remove(page: Page, chosen: list[str], name: str | None) -> tuple[Any, str, Any, Any]:
    """Deletes a knowledge base, which is then no longer chosen; or says why not."""
    try:
        shelf.remove(name or "")
    except NarabeError as error:
        return gr.skip(), failure(page.labels, "retrieval.not_removed", error), *offer_own()
    title, note = page.labels("retrieval.removed", name=name), page.labels("retrieval.removed_note")
    left = [one for one in chosen if one != name] or [NO_RETRIEVAL]
    banner = render("banner", page.labels, kind="ok", title=title, text=note)
    return gr.update(choices=choices(page.labels), value=left), banner, *offer_own()


def _nothing(page: Page) -> str:
    title, text = page.labels("retrieval.failed"), page.labels("retrieval.no_files")
    return render("banner", page.labels, kind="no", title=title, text=text)
