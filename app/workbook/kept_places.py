"""Where a run's questions stand in the workbook that they were read from: sheets, header rows and rows."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.errors import NarabeError
from app.questions.rows import trimmed
from app.questions.table import Row, Table
from app.records import Language, Question

_LOOKED_AT = 20
"""Rows above the first question among which its header is."""


class AskedSheet(NamedTuple):
    """A sheet that asks in one language.

    Attributes:
        name: the sheet's name.
        header: its header row, as the spreadsheet shows it.
        headers: what stands in that row.
        width: how many columns hold something.
        column: the 0-based column of the questions.
        rows: a question's number → its row.
        keys: a question's number → the key of its cell.
        table: what the sheet holds.
    """

    name: str
    header: int
    headers: tuple[str, ...]
    width: int
    column: int
    rows: Mapping[str, int]
    keys: Mapping[str, str]
    table: Table

    def shown(self) -> Mapping[int, frozenset[str]]:
        """Each row of a question → the keys of its cells."""
        asked = set(self.rows.values())
        return {row.number: row_keys(row) for row in self.table.rows if row.number in asked}


def row_keys(row: Row) -> frozenset[str]:
    """The keys of the cells of a row that hold something."""
    return frozenset(cell_key(cell.text) for cell in row.cells if cell.text)


def cell_key(text: str) -> str:
    """What tells the text of a cell from others, whatever spreadsheet programs do to its white space; short."""
    bare = " ".join(trimmed(text).split())
    return hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest() if bare else ""


def find_asked(tables: Sequence[Table], questions: Sequence[Question], language: Language, file: str) -> AskedSheet:
    """The sheet with the questions in `language`.

    Raises:
        NarabeError: the file does not hold one of them, or has no header above them.
    """
    wanted = {question.no: list(_keys(question.sides[language].text)) for question in questions}
    known = {key for keys in wanted.values() for key in keys}
    found: Counter[tuple[int, int]] = Counter()
    places: dict[tuple[int, int], dict[str, deque[int]]] = defaultdict(lambda: defaultdict(deque))
    for number, table in enumerate(tables):
        for row in table.rows:
            for index, cell in enumerate(row.cells):
                if cell.text and (key := cell_key(cell.text)) in known:
                    found[number, index] += 1
                    places[number, index][key].append(row.number)
    if not found:
        raise _missing(file, questions[0])
    (number, column), _ = found.most_common(1)[0]
    rows: dict[str, int] = {}
    keys: dict[str, str] = {}
    for question in questions:
        found_key = next((key for key in wanted[question.no] if places[number, column].get(key)), None)
        if found_key is None:
            raise _missing(file, question)
        keys[question.no], rows[question.no] = found_key, places[number, column][found_key].popleft()
    return _sheet(tables[number], column, rows, keys, file)


def _keys(text: str) -> Iterator[str]:
    """The keys of a question's text; what a reader put below it (a context, the choices) is cut off line by line."""
    lines = text.split("\n")
    for end in range(len(lines), 0, -1):
        if key := cell_key("\n".join(lines[:end])):
            yield key


def _sheet(table: Table, column: int, rows: Mapping[str, int], keys: Mapping[str, str], file: str) -> AskedSheet:
    first = min(rows.values())
    above = [row for row in table.rows if first - _LOOKED_AT <= row.number < first]
    if not above:
        raise NarabeError(
            f"{file}, sheet {table.sheet}: there is no header row above the questions → add one, and run it again",
            f"{file} のシート {table.sheet}：質問の上に見出し行がありません → 見出し行を加えて実行し直してください",
        )
    header = max(above, key=lambda row: (sum(bool(cell.text) for cell in row.cells), row.number))
    width = max((n for row in table.rows for n, cell in enumerate(row.cells, start=1) if cell.text), default=0)
    headers = tuple(cell.text for cell in header.cells)
    return AskedSheet(table.sheet, header.number, headers, width, column, rows, keys, table)


def _missing(file: str, question: Question) -> NarabeError:
    return NarabeError(
        f"{file} does not hold question {question.no} of the run → name the workbook that the run was made from",
        f"{file} に、この実行の質問 {question.no} がありません → 実行の元になったブックを指定してください",
    )
