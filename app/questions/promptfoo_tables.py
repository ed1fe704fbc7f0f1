"""The table of a promptfoo evaluation as it is exported: a column of answers for each provider, with its verdicts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.questions.table import EMPTY, Cell, Row, Table

_HEADER = re.compile(r"\[(?P<provider>[^\[\]]+)\]\s+(?P<label>\S.*)", re.DOTALL)
_VERDICT = re.compile(r"\[(?P<verdict>PASS|FAIL|ERROR)\]\s*(?:\([\d.][^()\n]*\))?\s*")
_REASON = re.compile(r"(?:^|\n)\s*(?:Pass|Fail) Reason:.*\Z", re.DOTALL)
_BEFORE = re.compile(r"\A.*\n---\n", re.DOTALL)
"""A reason that stands before the answer, as older versions wrote it."""
_EXPECTED = re.compile(r"__expected\d*")
_ASSERTED = re.compile(r"(?:not-)?(?P<kind>[a-z]+(?:-[a-z]+)*)(?:\([\d.]+\))?:\s*")
_COMPARED = ("equals", "iequals", "is", "contains", "icontains", "similar", "factuality", "starts-with")
"""Assertions that name what is right; others say how that is found."""
_LABEL = 40
"""So many characters of a prompt name it."""


def as_promptfoo(table: Table) -> Table:
    """The table with the bare answers of each provider, and whose they are; the same for any other table."""
    if not table.rows:
        return table
    header, *body = (table := _with_references(table)).rows
    found = {i: m for i, cell in enumerate(header.cells) if (m := _HEADER.fullmatch(cell.text.strip()))}
    statuses = {i for i in found if header.cell(i + 1).text.strip() == "Status"}
    judged = {i for i in found if _mostly_judged([row.cell(i).text for row in body])}
    if not judged | statuses:
        return table
    answers = {i: found[i] for i in sorted(judged | statuses)}
    rows = tuple(Row(row.number, tuple(_cell(row, i, judged, statuses) for i in range(len(row.cells)))) for row in body)
    return replace(table, rows=(header, *rows), models=tuple(_names(answers).items()), layout="promptfoo")


def _with_references(table: Table) -> Table:
    """The table with what its assertions compare with (`__expected`: equals: 東京) as references."""
    header, *body = table.rows
    places = [index for index, cell in enumerate(header.cells) if _EXPECTED.fullmatch(cell.text.strip())]
    if not places:
        return table
    names = {index: "expected" if place == 1 else f"expected {place}" for place, index in enumerate(places, start=1)}
    top = Row(header.number, tuple(Cell(names[i], names[i]) if i in names else c for i, c in enumerate(header.cells)))
    rows = [
        Row(row.number, tuple(_reference(cell) if i in names else cell for i, cell in enumerate(row.cells)))
        for row in body
    ]
    return replace(table, rows=(top, *rows), layout="promptfoo")


def _reference(cell: Cell) -> Cell:
    match = _ASSERTED.match(cell.text.strip())
    if match is None:
        return cell
    text = cell.text.strip()[match.end() :].strip() if match["kind"] in _COMPARED else ""
    return Cell(text, text) if text else EMPTY


def _mostly_judged(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    return bool(filled) and 2 * sum(_VERDICT.match(text.lstrip()) is not None for text in filled) > len(filled)


def _cell(row: Row, index: int, judged: set[int], statuses: set[int]) -> Cell:
    cell = row.cell(index)
    if index in statuses and row.cell(index + 1).text.strip().upper() == "ERROR":
        return EMPTY
    if index not in judged:
        return cell
    text = _answer(cell.text)
    return Cell(text, text) if text else EMPTY


def _answer(text: str) -> str:
    """The answer in a cell, without the verdict on it and its reason; a test that ended in an error has none."""
    match = _VERDICT.match(text.lstrip())
    if match is None:
        return text
    if match["verdict"] == "ERROR":
        return ""
    bare = _REASON.sub("", text.lstrip()[match.end() :])
    return (_BEFORE.sub("", bare) if match["verdict"] == "FAIL" else bare).strip()


def _names(answers: dict[int, re.Match[str]]) -> dict[int, str]:
    """The model of each column: its provider, with the prompt where a provider was given several."""
    count = Counter(match["provider"] for match in answers.values())
    names = {}
    for index, match in answers.items():
        label = " ".join(match["label"].split())[:_LABEL]
        names[index] = match["provider"] if count[match["provider"]] == 1 else f"{match['provider']} · {label}"
    return names
