"""A table with a row for each language → one with a row for each question, its languages side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from app.questions.column_meanings import column_meanings
from app.questions.findings import Findings
from app.questions.headers import Names, folded, language_named
from app.questions.sheet_pairs import Join
from app.questions.table import EMPTY, Cell, Row, Table, listed, of_model
from app.records import LANGUAGES, Language

_NAMES = ("lang", "language", "locale", "langcode", "lang_code", "言語", "言語コード", "使用言語")
_SUFFIX: dict[Language, str] = {"ja": "(jp)", "en": "(en)"}
_ENDING = re.compile(r"[_\-. ]?(ja|jp|en)$")
_DOUBLED = ("question", "reference", "context", "answer")
Pair = dict[Language, Row]
"""The rows of one question by their language; one of them may be missing."""


class _Plan(NamedTuple):
    """What is known of the columns: which one says the language, which one the number, and which ones are doubled."""

    language: int
    number: int | None
    doubled: tuple[int, ...]
    type: int | None


def with_languages_beside(
    table: Table, header: Row, names: Names, join: Join | None, findings: Findings
) -> tuple[Table, Row]:
    """The table and its header with the rows of one question joined; both as they were, where no column says languages.

    Rows belong together by their number, else by their order, if that is the same throughout; by what `join` says, if
    it says so. Where neither is sure, each row stays a question of its own.
    """
    plan = _plan(table, header, names)
    if plan is None:
        return table, header
    below = [row for row in table.rows if row.number > header.number]
    body = [row for row in below if row.cell(plan.language).text.strip()]
    if others := [str(row.number) for row in below if not row.cell(plan.language).text.strip()]:
        findings.add("note_rows", sheet=table.sheet, row=int(others[0]), rows=listed(others))
    pairs = _pairs(body, plan, join)
    code = "languages_apart" if pairs is None and join != "none" else "languages_joined" if pairs else "languages_left"
    sure = pairs if pairs is not None else [{_language(row, plan): row} for row in body]
    count, name = sum(len(pair) == 2 for pair in sure), header.cell(plan.language).text.strip()
    findings.add(code, sheet=table.sheet, row=header.number, count=count, name=name)
    return _joined(table, header, sure, plan)


def _pairs(body: Sequence[Row], plan: _Plan, join: Join | None) -> list[Pair] | None:
    if join is None:
        return _by_number(body, plan) or _by_order(body, plan)
    return {"no": _by_number, "order": _in_order, "none": lambda *_: None}[join](body, plan)


def _plan(table: Table, header: Row, names: Names) -> _Plan | None:
    column = language_column(header)
    if column is None:
        return None
    meanings = column_meanings(header, names)
    doubled = tuple(i for i, means in meanings.items() if means.role in _DOUBLED) + tuple(i for i, _ in table.models)
    asked = [index for index, means in meanings.items() if means.role == "question"]
    rows = [row for row in table.rows if row.number > header.number and _says(row, column, asked)]
    languages = {language_named(row.cell(column).text) for row in rows}
    if (
        len(asked) != 1
        or any(meanings[index].language for index in doubled if index in meanings)
        or languages != set(LANGUAGES)
    ):
        return None
    number, kind = (next((i for i, m in meanings.items() if m.role == role), None) for role in ("number", "type"))
    return _Plan(column, number, doubled, kind)


def language_column(header: Row) -> int | None:
    """The column that says which language a row is in; None without one."""
    return next((index for index, cell in enumerate(header.cells) if folded(cell.text) in _NAMES), None)


def _says(row: Row, language: int, asked: Sequence[int]) -> bool:
    """Whether a row says a language, or ought to: it asks something."""
    return any(row.cell(index).text.strip() for index in (language, *asked))


def _language(row: Row, plan: _Plan) -> Language:
    language = language_named(row.cell(plan.language).text)
    assert language is not None  # noqa: S101 - every one was looked at
    return language


def _by_number(body: Sequence[Row], plan: _Plan) -> list[Pair] | None:
    """The rows by their number, without a language at its end (1-ja, 1-en); None unless some have a partner."""
    if plan.number is None:
        return None
    pairs: dict[str, Pair] = defaultdict(dict)
    for row in body:
        key = _ENDING.sub("", folded(row.cell(plan.number).text))
        if not key or _language(row, plan) in pairs[key]:
            return None
        pairs[key][_language(row, plan)] = row
    return list(pairs.values()) if any(len(pair) == 2 for pair in pairs.values()) else None


def _by_order(body: Sequence[Row], plan: _Plan) -> list[Pair] | None:
    """The rows two by two, or the first half with the second; None if they are numbered apart, or not that regular."""
    numbers = {row.cell(plan.number).text for row in body} if plan.number is not None else {""}
    half, odd = divmod(len(body), 2)
    if odd or numbers != {""}:
        return None
    for first, second in ((body[::2], body[1::2]), (body[:half], body[half:])):
        if len({_language(row, plan) for row in first}) == len({_language(row, plan) for row in second}) == 1:
            couples = zip(first, second, strict=True)
            return [{_language(row, plan): row for row in couple} for couple in couples]
    return None


def _in_order(body: Sequence[Row], plan: _Plan) -> list[Pair] | None:
    """The n-th row of one language with the n-th of the other; None if there are not as many."""
    japanese, english = ([row for row in body if _language(row, plan) == code] for code in LANGUAGES)
    if len(japanese) != len(english):
        return None
    return [{"ja": one, "en": other} for one, other in zip(japanese, english, strict=True)]


def _joined(table: Table, header: Row, pairs: Sequence[Pair], plan: _Plan) -> tuple[Table, Row]:
    sources = _sources(header, pairs, plan)
    owners = dict(table.models)
    names = [_name(header.cell(index).text.strip(), code, owners.get(index)) for index, code in sources]
    rows, uncached = [], set()
    for pair in pairs:
        first = pair.get("ja") or pair["en"]
        number = min(row.number for row in pair.values())
        cells = []
        for place, (index, code) in enumerate(sources):
            row = pair.get(code) if code else first
            cells.append(row.cell(index) if row else EMPTY)
            if row and (row.number, index) in table.uncached:
                uncached.add((number, place))
        if plan.number is not None:
            cells[_place(sources, plan.number)] = _number(first, plan.number, paired=len(pair) == 2)
        rows.append(Row(number, tuple(cells)))
    top = Row(header.number, tuple(Cell(name, name) if name else EMPTY for name in names))
    above = [row for row in table.rows if row.number < header.number]
    whole = replace(
        table,
        rows=(*above, top, *sorted(rows, key=lambda row: row.number)),
        merged=(),
        uncached=frozenset(uncached),
        lettered=False,
        models=tuple((place, owners[index]) for place, (index, _) in enumerate(sources) if index in owners),
    )
    return whole, top


def _name(name: str, code: Language | None, model: str | None) -> str:
    """What a column is called in one of the languages; one of a model's answers keeps the model's name at its end."""
    if not name or code is None:
        return name
    if model is not None and name.endswith(of_model("", model)):
        return of_model(name.removesuffix(of_model("", model)) + _SUFFIX[code], model)
    return name + _SUFFIX[code]


def _number(row: Row, index: int, *, paired: bool) -> Cell:
    """The number of a question: what its rows have in common."""
    cell = row.cell(index)
    bare = _ENDING.sub("", cell.text.strip()) if paired else cell.text
    return cell if bare == cell.text else Cell(bare, bare)


def _place(sources: Sequence[tuple[int, Language | None]], index: int) -> int:
    return next(place for place, (source, _) in enumerate(sources) if source == index)


def _sources(header: Row, pairs: Sequence[Pair], plan: _Plan) -> list[tuple[int, Language | None]]:
    """Where the new columns come from: a column, and the row of which language; None for the first that there is."""
    width = max(len(row.cells) for row in [header, *(row for pair in pairs for row in pair.values())])
    sources: list[tuple[int, Language | None]] = []
    for index in range(width):
        if index == plan.language:
            continue
        both = index in plan.doubled or (index not in (plan.number, plan.type) and _differs(index, pairs))
        sources += [(index, "ja"), (index, "en")] if both else [(index, None)]
    return sources


def _differs(index: int, pairs: Sequence[Pair]) -> bool:
    return any(len({row.cell(index).text for row in pair.values()}) > 1 for pair in pairs)
