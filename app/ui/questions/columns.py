"""Which sheet and which columns of a file hold what: shown on demand, and at once where the headers do not say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.questions.fields import columns_of
from app.questions.readers.encodings import OFFERED
from app.ui.events import QUIET, SETS
from app.ui.loaded import Loaded, facts, load
from app.ui.page import Page
from app.ui.render import panel, render

_ENCODINGS = ("guessed_encoding", "broken_encoding", "unknown_encoding")
FIELDS = ("text.ja", "references.ja", "answer.ja", "text.en", "references.en", "answer.en", "no", "type")
"""The fields that can be chosen here, in the order of their dropdowns."""


@dataclass(frozen=True)
class ColumnsPanel:
    """The components that events read or change."""

    encoding: gr.Dropdown
    sheet: gr.Dropdown
    group: gr.Accordion
    note: gr.HTML
    fields: tuple[gr.Dropdown, ...]
    apply: gr.Button


def build(page: Page, status: gr.JSON) -> None:
    """Lays the panel out and wires it; `status` takes the facts of what was read."""
    wire(page, layout(page), status)


def layout(page: Page) -> ColumnsPanel:
    """A dropdown for the encoding of a text file, one for the sheet, one for each field, and a button."""
    t = page.labels
    encoding = gr.Dropdown(list(OFFERED), label=t("questions.encoding"), visible=False, elem_id="nb-encoding")
    sheet = gr.Dropdown([], label=t("questions.sheet"), visible=False, elem_id="nb-sheet")
    with gr.Accordion(t("questions.mapping"), open=False, visible=False, elem_id="nb-mapping") as group:
        note = panel()
        with gr.Row(elem_classes="nb-fields"):
            fields = tuple(gr.Dropdown([], label=t(f"questions.field_{name.replace('.', '_')}")) for name in FIELDS)
        apply = gr.Button(t("questions.mapping_apply"), size="md", elem_id="nb-mapping-apply")
    return ColumnsPanel(encoding, sheet, group, note, fields, apply)


def wire(page: Page, made: ColumnsPanel, status: gr.JSON) -> None:
    """The panel follows what was loaded; a choice loads it again."""
    shown = [made.encoding, made.sheet, made.group, made.note, *made.fields]
    page.questions.change(page.bind(show), page.questions, shown, **QUIET)
    loaded = [page.questions, status]
    made.encoding.input(choose_encoding, [page.questions, made.encoding], loaded, **SETS)
    made.sheet.input(choose_sheet, [page.questions, made.sheet], loaded, **SETS)
    made.apply.click(apply, [page.questions, *made.fields], loaded, **SETS)


def show(page: Page, loaded: Loaded | None) -> tuple[Any, ...]:
    """The sheets and the columns of what was loaded; open where no question column was found."""
    reading = loaded.reading if loaded else None
    guessed = loaded is not None and any(problem.code in _ENCODINGS for problem in loaded.problems)
    named_encoding = loaded.encoding if loaded else None
    encoding = gr.update(visible=guessed or named_encoding is not None, value=named_encoding)
    if reading is None or not reading.headers or loaded is None or loaded.path is None:
        hidden = gr.update(visible=False)
        return (encoding, hidden, hidden, "", *[gr.update(choices=[], value="") for _ in FIELDS])
    sheet = gr.update(choices=list(reading.sheets), value=reading.sheet, visible=len(reading.sheets) > 1)
    note = render("mapping", page.labels, understood=reading.understood, named=bool(reading.named))
    headers = list(dict.fromkeys(name for name in reading.headers if name.strip()))
    choices = [(page.labels("questions.no_column"), ""), *((" ".join(name.split())[:60], name) for name in headers)]
    used = reading.fields
    fields = [gr.update(choices=choices, value=used.get(name, "")) for name in FIELDS]
    return (encoding, sheet, gr.update(visible=True, open=not reading.understood), note, *fields)


def choose_encoding(loaded: Loaded | None, encoding: str | None) -> tuple[Loaded | None, dict[str, object]]:
    """The same file, in the encoding that it is said to be in."""
    if loaded is None or loaded.path is None:
        return loaded, {}
    again = load(loaded.path, encoding=encoding or None)
    return again, facts(again)


def choose_sheet(loaded: Loaded | None, sheet: str) -> tuple[Loaded | None, dict[str, object]]:
    """Another sheet of the same file."""
    if loaded is None or loaded.path is None:
        return loaded, {}
    again = load(loaded.path, sheet=sheet, encoding=loaded.encoding)
    return again, facts(again)


def apply(loaded: Loaded | None, *chosen: str) -> tuple[Loaded | None, dict[str, object]]:
    """The same sheet with its columns as chosen; known columns that were not chosen are carried over unused."""
    if loaded is None or loaded.path is None or loaded.reading is None or not loaded.reading.headers:
        return loaded, {}
    again = load(loaded.path, named(loaded, chosen), loaded.reading.sheet, loaded.encoding)
    return again, facts(again)


def named(loaded: Loaded, chosen: tuple[str, ...]) -> dict[str, str]:
    """What the choices name: each chosen column by its field; one that was read as such a field no longer is."""
    columns = columns_of((name, header) for name, header in zip(FIELDS, chosen, strict=True) if header)
    before = loaded.reading.fields if loaded.reading else {}
    dropped = {header: "" for name, header in before.items() if name in FIELDS and header not in columns}
    return dropped | columns
