"""A sheet as read, before anyone asks what its columns mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from app.questions.findings import Findings
from app.questions.readers.batches import BatchAnswer
from app.records import CarriedValue, CellValue, Formatted

MAX_FILE_BYTES = 50 * 1024**2
MAX_UNPACKED_BYTES = 256 * 1024**2
MAX_CELL_CHARACTERS = 100_000


class Cell(NamedTuple):
    """A cell: its value, the text that a spreadsheet program shows for it, and the number format that makes it so."""

    value: CellValue
    text: str
    formatted: Formatted | None = None
    """The number behind the text, where its format is not the general one."""

    @property
    def carried(self) -> CarriedValue:
        """What is carried over of the cell."""
        return self.formatted or self.value


EMPTY = Cell(None, "")


class Row(NamedTuple):
    """A row that holds something. `number` is as the spreadsheet shows it (from 1); cells start at column A."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell of the 0-based column `index`; empty beyond the row's end."""
        return self.cells[index] if index < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its rows that hold something, in order. `sheet` is empty for a text file."""

    sheet: str
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()
    """Merged ranges, e.g. `A2:A4`."""
    hidden_rows: frozenset[int] = frozenset()
    uncached: frozenset[tuple[int, int]] = frozenset()
    """(row, 0-based column) of formulas whose result the file does not hold."""
    batch: tuple[BatchAnswer, ...] = ()
    """The answers of a batch, whose questions stand elsewhere; such a table has no rows."""
    models: tuple[tuple[int, str], ...] = ()
    """0-based columns of answers by a model, each with its name, where the rows said it."""
    layout: str = ""
    """What its layout is called, where the names of its records told it (see `known_layouts`)."""
    encoding: str = ""
    """What the text that it stands in is encoded in, as people call it; empty where it is no text file."""
    lettered: bool = True
    """Whether its columns have letters, as a spreadsheet's have."""
    turned: bool = False
    """Whether rows and columns were exchanged."""

    def renamed(self, sheet: str) -> Table:
        """The same table under another name."""
        return replace(self, sheet=sheet)


def of_model(name: str, model: str) -> str:
    """What a column of a model's answers is called."""
    return f"{name} ({model})"


LISTED = 10
"""How many ranges or rows a message names."""


def listed(items: Iterable[str]) -> str:
    """The first few of the names, and how many there are when that is more."""
    names = list(items)
    more = f", … ({len(names)})" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def letter(index: int) -> str:
    """The spreadsheet's name of the 0-based column `index`: A, B, … Z, AA, …"""
    return get_column_letter(index + 1)


def check_cell(text: str, findings: Findings, sheet: str, row: int, index: int) -> None:
    """Record a cell that holds more than a question or an answer can be."""
    if len(text) > MAX_CELL_CHARACTERS:
        findings.add("cell_too_long", sheet=sheet, row=row, column=letter(index), limit=MAX_CELL_CHARACTERS)
