"""Which sheet and which columns of a file hold what: shown on demand, and at once where the headers do not say it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from app.questions import Join, user_memory
from app.questions.fields import columns_of
from app.questions.readers.encodings import OFFERED, called
from app.questions.recognition import recognised
from app.ui.controls import by_controls
from app.ui.events import QUIET, SETS
from app.ui.loaded import Loaded, facts, load
from app.ui.page import Page
from app.ui.render import panel, render

_TEXTS = (".csv", ".tsv", ".txt")
"""Files whose encoding can be said."""
_JOINING = (
    "languages_joined",
    "languages_apart",
    "languages_left",
    "cells_split",
    "cells_left",
    "sheets_joined",
    "sheets_apart",
    "sheets_maybe",
)
_ALONE = ("sheets_alone",)
FIELDS = ("text.ja", "references.ja", "answer.ja", "text.en", "references.en", "answer.en", "no", "type")
"""The fields that can be chosen here, in the order of their dropdowns."""


@dataclass(frozen=True)
class ColumnsPanel:
    """The components that events read or change."""

    recognised: gr.HTML
    encoding: gr.Dropdown
    join: gr.Dropdown
    split: gr.Button
    forget: gr.Button
    sheet: gr.Dropdown
    group: gr.Accordion
    note: gr.HTML
    header_row: gr.Dropdown
    fields: tuple[gr.Dropdown, ...]
    apply: gr.Button


def build(page: Page, status: gr.JSON) -> None:
    """Lays the panel out and wires it; `status` takes the facts of what was read."""
    wire(page, layout(page), status)


def layout(page: Page) -> ColumnsPanel:
    """A dropdown for the encoding of a text file, one for the sheet, one for each field, and a button."""
    t = page.labels
    recognised_panel = panel(elem_id="nb-recognised")
    encodings = [(called(one), one) for one in OFFERED]
    encoding = gr.Dropdown(encodings, label=t("questions.encoding"), visible=False, elem_id="nb-encoding")
    sheet = gr.Dropdown([], label=t("questions.sheet"), visible=False, elem_id="nb-sheet")
    joinings = [(t(f"questions.join_{name}"), name) for name in ("no", "order", "none")]
    join = gr.Dropdown(joinings, label=t("questions.join"), visible=False, elem_id="nb-join")
    with gr.Row(elem_classes="nb-buttons"):
        split = gr.Button(visible=False, size="md", elem_id="nb-split-references")
        forget = gr.Button(
            t("questions.forget"), visible=False, size="md", elem_id="nb-forget", elem_classes="nb-for-admins"
        )
    with gr.Accordion(t("questions.mapping"), open=False, visible=False, elem_id="nb-mapping") as group:
        note = panel()
        header_row = gr.Dropdown([], label=t("questions.header_row"), visible=False, elem_id="nb-header-row")
        with gr.Row(elem_classes="nb-fields"):
            fields = tuple(gr.Dropdown([], label=t(f"questions.field_{name.replace('.', '_')}")) for name in FIELDS)
        apply = gr.Button(t("questions.mapping_apply"), size="md", elem_id="nb-mapping-apply")
    return ColumnsPanel(recognised_panel, encoding, join, split, forget, sheet, group, note, header_row, fields, apply)


def wire(page: Page, made: ColumnsPanel, status: gr.JSON) -> None:
    """The panel follows what was loaded; a choice loads it again."""
    shown = [made.encoding, made.sheet, made.group, made.note, *made.fields, made.header_row]
    offered = [made.recognised, made.join, made.split, made.forget]
    page.questions.change(page.bind(show_recognised), page.questions, offered, **QUIET)
    page.questions.change(page.bind(show), page.questions, shown, **QUIET)
    loaded = [page.questions, status]
    made.encoding.input(choose_encoding, [page.questions, made.encoding], loaded, **SETS)
    made.sheet.input(choose_sheet, [page.questions, made.sheet], loaded, **SETS)
    made.header_row.input(choose_header_row, [page.questions, made.header_row], loaded, **SETS)
    made.join.input(choose_join, [page.questions, made.join], loaded, **SETS)
    made.split.click(toggle_split, page.questions, loaded, **SETS)
    made.forget.click(forget, page.questions, loaded, **SETS)
    made.apply.click(apply, [page.questions, *made.fields], loaded, **SETS)


def show(page: Page, loaded: Loaded | None) -> tuple[Any, ...]:
    """The sheets and the columns of what was loaded; open where no question column was found."""
    reading = loaded.reading if loaded else None
    textual = loaded is not None and loaded.path is not None and loaded.path.suffix.lower() in _TEXTS
    named_encoding = loaded.encoding if loaded else None
    found_out = next((one for one in OFFERED if reading and called(one) == reading.encoding), None)
    encoding = gr.update(visible=textual or named_encoding is not None, value=named_encoding or found_out)
    if reading is None or not reading.headers or loaded is None or loaded.path is None:
        hidden = gr.update(visible=False)
        return (encoding, hidden, hidden, "", *[gr.update(choices=[], value="") for _ in FIELDS], hidden)
    sheet = gr.update(choices=list(reading.sheets), value=reading.sheet, visible=len(reading.sheets) > 1)
    note = render("mapping", page.labels, understood=reading.understood, named=bool(reading.named))
    headers = list(dict.fromkeys(name for name in reading.headers if name.strip()))
    choices = [(page.labels("questions.no_column"), ""), *((" ".join(name.split())[:60], name) for name in headers)]
    used = reading.fields
    fields = [gr.update(choices=choices, value=used.get(name, "")) for name in FIELDS]
    return (
        encoding,
        sheet,
        gr.update(visible=True, open=not reading.understood),
        note,
        *fields,
        _rows(page, loaded, reading.first_rows),
    )


def _rows(page: Page, loaded: Loaded, rows: tuple[tuple[int, str], ...]) -> Any:
    """The rows that can be said to hold the column names."""
    choices = [(page.labels("questions.header_row_found"), ""), *((f"{no}: {text}", str(no)) for no, text in rows)]
    return gr.update(choices=choices, value=str(loaded.header_row or ""), visible=bool(rows))


def show_recognised(page: Page, loaded: Loaded | None) -> tuple[Any, ...]:
    """What was recognised and how sure that is; what else can be changed with one click."""
    reading = loaded.reading if loaded else None
    if loaded is None or reading is None or loaded.path is None:
        return "", *[gr.update(visible=False)] * 3
    found = recognised(reading)
    doubts = sum(not one.certain for one in found)
    codes = {problem.code for problem in reading.problems}
    joining = bool(reading.joined or loaded.join or codes.intersection(_JOINING + _ALONE))
    name = "questions.leave_whole" if reading.split else "questions.split"
    return (
        render("recognised", page.labels, facts=found, doubts=doubts, by_controls=partial(by_controls, page.labels)),
        gr.update(visible=joining, value=loaded.join or reading.joined or None),
        gr.update(visible=bool(reading.splits), value=page.labels(name, n=len(reading.splits))),
        gr.update(visible=user_memory().knows(reading.headers)),
    )


def choose_join(loaded: Loaded | None, join: Join | None) -> tuple[Loaded | None, dict[str, object]]:
    """The same file, its languages joined as chosen."""
    return _again(loaded, join=join or None)


def toggle_split(loaded: Loaded | None) -> tuple[Loaded | None, dict[str, object]]:
    """The same file, the references of one cell split, or left whole again."""
    split = bool(loaded and loaded.reading and loaded.reading.split)
    return _again(loaded, split=["none"] if split else ["auto"])


def forget(loaded: Loaded | None) -> tuple[Loaded | None, dict[str, object]]:
    """The same file as if nothing had ever been said about its layout."""
    if loaded is None or loaded.reading is None:
        return loaded, {}
    user_memory().forget(loaded.reading.headers)
    return _again(loaded, columns=None, split=None, join=None)


def _again(loaded: Loaded | None, **said: Any) -> tuple[Loaded | None, dict[str, object]]:
    """The file read again: as was said before, but for what is said now."""
    if loaded is None or loaded.path is None:
        return loaded, {}
    before = {name: getattr(loaded, name) for name in ("columns", "sheet", "encoding", "split", "join", "header_row")}
    again = load(loaded.path, **before | said)
    return again, facts(again)


def choose_encoding(loaded: Loaded | None, encoding: str | None) -> tuple[Loaded | None, dict[str, object]]:
    """The same file, in the encoding that it is said to be in."""
    return _again(loaded, columns=None, sheet=None, encoding=encoding or None, header_row=None)


def choose_sheet(loaded: Loaded | None, sheet: str) -> tuple[Loaded | None, dict[str, object]]:
    """Another sheet of the same file."""
    return _again(loaded, columns=None, sheet=sheet, header_row=None)


def choose_header_row(loaded: Loaded | None, row: str | None) -> tuple[Loaded | None, dict[str, object]]:
    """The same sheet, with the column names in the row that is said; in the one that is found, without such."""
    sheet = loaded.reading.sheet if loaded and loaded.reading and row else loaded.sheet if loaded else None
    return _again(loaded, columns=None, sheet=sheet or None, header_row=int(row) if row else None)


def apply(loaded: Loaded | None, *chosen: str) -> tuple[Loaded | None, dict[str, object]]:
    """The same sheet with its columns as chosen; known columns that were not chosen are carried over unused."""
    if loaded is None or loaded.path is None or loaded.reading is None or not loaded.reading.headers:
        return loaded, {}
    return _again(loaded, columns=named(loaded, chosen), sheet=loaded.reading.sheet)


def named(loaded: Loaded, chosen: tuple[str, ...]) -> dict[str, str]:
    """What the choices name: each chosen column by its field; one that was read as such a field no longer is."""
    columns = columns_of((name, header) for name, header in zip(FIELDS, chosen, strict=True) if header)
    before = loaded.reading.fields if loaded.reading else {}
    dropped = {header: "" for name, header in before.items() if name in FIELDS and header not in columns}
    return dropped | columns
