"""JSON and JSON Lines → a table: one record a row, its keys as the column names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.questions.cells import plain_number
from app.questions.findings import Findings
from app.questions.tables import EMPTY, MAX_CELL_CHARACTERS, QUESTION_BOUNDS, Cell, Row, Table

_LISTS = ("data", "questions", "examples", "records", "items", "rows")
"""Keys under which a JSON object may hold its list of records."""


def is_json(text: str) -> bool:
    """Whether a text looks like JSON or JSON Lines rather than separated values."""
    return text.lstrip()[:1] in ("{", "[")


def read_json(text: str, findings: Findings) -> Table:
    """The table of a JSON text: a list of objects, an object with such a list, or one object a line.

    A row's number is the line in JSON Lines, else the record's place in the list, from 1. Chat messages become the
    columns `question` (the last one of the user) and `response` (the last one of the assistant).

    Raises:
        InputError: no JSON, no records, or more than the bounds allow.
    """
    records = [(number, _flat(record)) for number, record in _records(text, findings)]
    names = list(dict.fromkeys(name for _, record in records for name in record))
    if len(names) > QUESTION_BOUNDS.columns:
        findings.fail("too_many_columns", limit=QUESTION_BOUNDS.columns)
    if len(records) > QUESTION_BOUNDS.rows:
        findings.fail("too_many_rows", limit=QUESTION_BOUNDS.rows)
    if len(records) * len(names) > QUESTION_BOUNDS.cells:
        findings.fail("too_many_cells", limit=QUESTION_BOUNDS.cells)
    rows = [Row(0, tuple(Cell(name, name) for name in names))]
    for number, record in records:
        cells = tuple(_cell(record.get(name)) for name in names)
        if any(len(cell.text) > MAX_CELL_CHARACTERS for cell in cells):
            findings.add("cell_too_long", row=number, limit=MAX_CELL_CHARACTERS)
        rows.append(Row(number, cells))
    return Table("", tuple(rows), lettered=False)


def _records(text: str, findings: Findings) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text, findings)
        return
    if isinstance(whole, dict):
        whole = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), [whole])
    for number, record in enumerate(whole, start=1):
        if not isinstance(record, dict):
            findings.fail("no_record", row=number)
        yield number, record


def _lines(text: str, findings: Findings) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            findings.fail("broken_json", row=number, reason=getattr(error, "msg", str(error)))
        if not isinstance(record, dict):
            findings.fail("no_record", row=number)
        yield number, record


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its chat messages as question and response."""
    messages = record.get("messages", record.get("conversations"))
    if not isinstance(messages, list):
        return dict(record)
    said: dict[str, Any] = {}
    for message in messages:
        if isinstance(message, dict):
            role = str(message.get("role", message.get("from", "")))
            said[role] = message.get("content", message.get("value"))
    rest = {name: value for name, value in record.items() if value is not messages}
    question, response = said.get("user", said.get("human")), said.get("assistant", said.get("gpt"))
    return {**rest, "question": question, **({"response": response} if response is not None else {})}


def _cell(value: Any) -> Cell:
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return Cell(value, "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return Cell(value, plain_number(value))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Cell(text, text)
