"""A worksheet that takes any text as text: nothing becomes a formula, a link or markup, and nothing is lost."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.questions.table import letter
from app.records import CarriedValue, Formatted

_MAX_WHOLE = 10**15
"""Whole numbers from here on lose digits in Excel."""
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)
"""Excel counts a 29 February 1900; earlier days would be off by one."""

# What XML gives a meaning to, what it cannot hold (or a parser would change), and what looks like Excel's escape.
_SPECIAL = re.compile("[&<>]|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_BLANK = " \t\n"
_SHORT = 40
"""Characters of what may be a word that stands in many cells."""
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Formula(NamedTuple):
    """A formula in English notation without its `=`, and the value that it has now."""

    text: str
    value: str | int | float | None


SheetValue: TypeAlias = CarriedValue | Formula


class PlainSheet(Worksheet):  # type: ignore[misc]
    """XlsxWriter's worksheet in its row-by-row mode, with cells of its own writing.

    XlsxWriter takes a text `<r>…</r>` for markup, fails on lone surrogates and rounds to 16 digits; and a workbook of
    10,000 rows takes it several times as long. Rows must be put in order, each once, and by no other method.
    """

    _formats: Sequence[Format] = ()
    """Those of the row before, which are not changed afterwards."""
    _starts: tuple[tuple[str, str], ...] = ()

    def put_row(
        self,
        row: int,
        values: Sequence[SheetValue],
        formats: Sequence[Format],
        *,
        height: float | None = None,
        blanks: bool = False,
    ) -> None:
        """Write the cells of the 0-based `row` from column A, each in its format; None and "" leave the cell blank.

        `blanks`: whether the blank ones have their format too.

        A text is written as text. A time is written in UTC. A number that Excel cannot hold exactly becomes text.
        Only a `Formula` becomes one.
        """
        number = str(row + 1)
        cells = []
        if formats is not self._formats:
            self._formats, self._starts = formats, _frames(tuple(formats))
        for (start, style), value in zip(self._starts, values, strict=True):
            if value is None or value == "":
                if blanks:
                    cells.append(f"{start}{number}{style}/>")
            elif type(value) is str:  # most cells are; a call for each kind would take as long as all the rest
                content = _word(value) if len(value) < _SHORT else _content(value)
                cells.append(f"{start}{number}{style}{content}")
            elif type(value) is int and -_MAX_WHOLE < value < _MAX_WHOLE:
                cells.append(f"{start}{number}{style}><v>{value}</v></c>")
            elif type(value) is bool:
                cells.append(f'{start}{number}{style} t="b"><v>{value:d}</v></c>')
            else:
                cells.append(_cell(f"{start}{number}{style}", value))
        if cells:
            if self.dim_colmin != 0:
                self._check_dimensions(row, 0)
            self._check_dimensions(row, len(values) - 1)
        size = f' ht="{height}" customHeight="1"' if height else ""
        self.fh.write(f'<row r="{number}"{size}>{"".join(cells)}</row>')


@lru_cache(maxsize=256)
def _frames(formats: tuple[Format, ...]) -> tuple[tuple[str, str], ...]:
    """What stands before and after a row's number in the beginning of each of its cells: place and style."""
    return tuple(
        (f'<c r="{letter(column)}', f'" s="{cell_format._get_xf_index()}"')
        for column, cell_format in enumerate(formats)
    )


def escaped(text: str) -> str:
    """A text as the content of an XML element. What XML cannot hold is written as Excel does, `_xHHHH_`.

    Excel shows the characters themselves; `openpyxl.utils.escape.unescape` gives them back.
    """
    return _SPECIAL.sub(_entity, text) if _SPECIAL.search(text) else text


def storable(text: str) -> str:
    r"""A text for a library that escapes markup by itself, and refuses what XML cannot hold: that is escaped here.

    >>> storable("1\x07 <b>")
    '1_x0007_ <b>'
    """
    return _SPECIAL.sub(lambda match: match[0] if match[0] in _ENTITIES else _entity(match), text)


def _entity(match: re.Match[str]) -> str:
    character = match.group()
    return _ENTITIES.get(character) or f"_x{ord(character):04X}_"


def _cell(start: str, value: SheetValue) -> str:
    """The XML of a cell that is not blank. `start`: its beginning, with its place and style."""
    if isinstance(value, str):
        return start + _content(value)
    if isinstance(value, Formula):
        return _formula(start, value)
    if isinstance(value, bool):
        return f'{start} t="b"><v>{value:d}</v></c>'
    assert value is not None  # noqa: S101 - blank cells are written elsewhere
    return _moment(start, value) if isinstance(value, datetime) else _number(start, value)


def _content(value: str) -> str:
    """What follows the place and style of a cell with a text."""
    text = value if value.isalnum() else escaped(value)
    space = ' xml:space="preserve"' if text is not value or text[0] in _BLANK or text[-1] in _BLANK else ""
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


_word = lru_cache(maxsize=4096)(_content)
"""The same for what may stand in many cells."""


def _number(start: str, value: int | float | Formatted) -> str:
    number = value.number if isinstance(value, Formatted) else value
    if not math.isfinite(number) or (isinstance(number, int) and abs(number) >= _MAX_WHOLE):
        return _cell(start, str(number))
    return f"{start}><v>{number!r}</v></c>"


def _formula(start: str, formula: Formula) -> str:
    kind = ' t="str"' if isinstance(formula.value, str) else ""
    cached = "" if formula.value is None else f"<v>{escaped(str(formula.value))}</v>"
    return f"{start}{kind}><f>{escaped(formula.text)}</f>{cached}</c>"


def _moment(start: str, time: datetime) -> str:
    moment = time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    if moment < _FIRST_DAY:
        return _cell(start, moment.replace(tzinfo=None).isoformat(" "))
    return f"{start}><v>{(moment - _EPOCH).total_seconds() / 86400!r}</v></c>"
