"""Runs as people keep them: a name, the archive, deletion (asked twice, and undone within thirty days)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.errors import NarabeError
from app.ui.asking import leads
from app.ui.events import QUIET, SETS, opening
from app.ui.faults import failure
from app.ui.inputs import as_sent
from app.ui.page import Page
from app.ui.render import panel, render
from app.ui.runs import OPEN, current, option


@dataclass(frozen=True)
class Managing:
    """The components, folded below the list of runs."""

    box: gr.Accordion
    name: gr.Textbox
    rename: gr.Button
    archive: gr.Button
    delete: gr.Button
    sure: gr.Column
    yes: gr.Button
    no: gr.Button
    banner: gr.HTML
    deleted: gr.Dropdown
    restore: gr.Button

    @property
    def shown(self) -> list[Any]:
        """What `show` fills."""
        return [self.box, self.name, self.rename, self.archive, self.delete, self.sure, self.deleted, self.restore]


def build(page: Page, changed: Any, look: Any, watched: list[Any]) -> None:
    """Lays the card out and wires it; after each change `look` fills `watched`; `changed`: the run shown is another."""
    wire(page, layout(page), changed, look, watched)


def layout(page: Page) -> Managing:
    """A name, three buttons, a question that is asked before a deletion, and what was deleted."""
    t = page.labels
    with gr.Accordion(t("manage.title"), open=False, elem_classes="nb-fold", elem_id="nb-manage") as box:
        with gr.Row(elem_classes="nb-line"):
            name = gr.Textbox(label=t("manage.name"), info=t("manage.name_hint"), max_length=120, elem_id="nb-run-name")
            rename = gr.Button(t("manage.rename"), size="md")
        with gr.Row(elem_classes="nb-buttons"):
            archive = gr.Button(t("manage.archive"), size="md", elem_id="nb-archive")
            delete = gr.Button(t("manage.delete"), size="md", elem_id="nb-delete")
        with gr.Column(visible=False, elem_id="nb-delete-sure") as sure:
            panel(render("banner", t, kind="un", title=t("manage.sure"), text=t("manage.sure_hint")))
            with gr.Row(elem_classes="nb-buttons"):
                yes = gr.Button(t("manage.yes"), variant="stop", size="md", elem_id="nb-delete-yes")
                no = gr.Button(t("manage.no"), size="md")
        banner = panel(elem_id="nb-manage-said")
        with gr.Row(elem_classes="nb-line"):
            deleted = as_sent(gr.Dropdown([], label=t("manage.deleted"), visible=False, elem_id="nb-deleted"))
            restore = gr.Button(t("manage.restore"), size="md", visible=False, elem_id="nb-restore")
    return Managing(box, name, rename, archive, delete, sure, yes, no, banner, deleted, restore)


def wire(page: Page, made: Managing, changed: Any, look: Any, watched: list[Any]) -> None:
    """The card follows the run shown; every change of a run is seen in the list at once."""
    for event in (opening(page).select, changed):
        event(page.bind(show), page.run, made.shown, **QUIET)
    made.delete.click(lambda: gr.update(visible=True), None, made.sure, **QUIET)
    made.no.click(lambda: gr.update(visible=False), None, made.sure, **QUIET)
    acts = [
        made.rename.click(page.bind(rename), [page.run, made.name], made.banner, **QUIET),
        made.name.submit(page.bind(rename), [page.run, made.name], made.banner, **QUIET),
        made.archive.click(page.bind(archive), page.run, made.banner, **QUIET),
        made.yes.click(page.bind(delete), page.run, [page.run, made.banner], **SETS),
        made.restore.click(page.bind(restore), [made.deleted, page.run], [page.run, made.banner], **SETS),
    ]
    for act in acts:
        act.then(page.bind(show), page.run, made.shown, **QUIET).then(look, page.run, watched, **QUIET)


def show(page: Page, run_id: str) -> tuple[Any, ...]:
    """The run's name and what can be done with it; what was deleted and can be brought back: each by who may."""
    shown = current(page, run_id)
    run = page.store.run(shown) if shown and leads(page.store, shown) else None
    deleted = [one for one in page.store.deleted_runs() if leads(page.store, one.id)]
    gone = [(option(page.labels, one, arms=True), one.id) for one in deleted]
    back = gr.update(visible=bool(gone))
    mine = gr.update(interactive=run is not None)
    return (
        gr.update(visible=run is not None or not shown or bool(gone)),
        gr.update(value=run.label if run else "", placeholder=run.name if run else "", interactive=run is not None),
        mine,
        gr.update(interactive=run is not None, value=page.labels(f"manage.{_archive_word(run)}")),
        gr.update(interactive=run is not None and run.state not in OPEN),
        gr.update(visible=False),
        gr.update(choices=gone, value=gone[0][1] if gone else None, visible=bool(gone)),
        back,
    )


def _archive_word(run: Any) -> str:
    return "unarchive" if run is not None and run.archived else "archive"


def rename(page: Page, run_id: str, name: str) -> str:
    """The run is called so from now on."""
    shown = current(page, run_id)
    if shown:
        page.store.rename_run(shown, name)
    return _said(page, "renamed") if shown else ""


def archive(page: Page, run_id: str) -> str:
    """The run is put away, or back."""
    shown = current(page, run_id)
    if not shown:
        return ""
    archived = not page.store.run(shown).archived
    page.store.archive_run(shown, archived=archived)
    return _said(page, "archived" if archived else "unarchived")


def delete(page: Page, run_id: str) -> tuple[str, str]:
    """The run is deleted, and another one shown."""
    shown = current(page, run_id)
    try:
        if shown:
            page.store.delete_run(shown)
    except NarabeError as error:
        return shown, failure(page.labels, "manage.not_deleted", error)
    return current(page, ""), _said(page, "gone") if shown else ""


def restore(page: Page, run_id: str | None, shown: str) -> tuple[str, str]:
    """A deleted run is brought back and shown."""
    if not run_id:
        return shown, ""
    page.store.restore_run(run_id)
    return run_id, _said(page, "restored")


def _said(page: Page, what: str) -> str:
    return render("banner", page.labels, kind="ok", title=page.labels(f"manage.{what}"), text="")
