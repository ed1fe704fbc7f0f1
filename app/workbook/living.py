"""Formulas over the sheet `Answers`, so that the counts of `Summary` follow what people fill in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter.utility import xl_range_abs

from app.report import SummaryRow
from app.workbook.answers import SHEET, AnswersLayout
from app.workbook.entry import ANY_VERDICT, NAMES, no_cells
from evaluators.statistics.significance import NORMAL

_LONGEST_CRITERION = 250


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the sheet `Answers` has what is counted: `rows` rows under the header, in the columns of `layout`."""

    layout: AnswersLayout
    rows: int

    def count(self, row: SummaryRow, words: str, *, other_language: bool = False) -> str:
        """A formula: answers of a row of the table whose verdict is one of the named spellings."""
        sides = [side for side in self.layout.sides if row.language in (None, side)]
        terms = []
        for side in sides:
            pairs = [(self._range("arm"), criterion(row.arm))]
            pairs += [] if row.type is None else [(self._range("type"), criterion(row.type))]
            pairs += [(self._range("language", side), '"?*"'), (self._range("verdict", side), words)]
            marks = [[(self._range("language_ok", side), no)] for no in no_cells()] if other_language else [[]]
            for mark in marks:
                arguments = ",".join(part for pair in (*pairs, *mark) for part in pair)
                terms.append(f"SUMPRODUCT(COUNTIFS({arguments}))")
        return "+".join(terms) or "0"

    def _range(self, key: str, side: object = None) -> str:
        index = self.layout.index(key, side)  # type: ignore[arg-type]
        return f"{SHEET}!{xl_range_abs(1, index, max(self.rows, 1), index)}"


def criterion(text: str) -> str:
    """A criterion of COUNTIFS that only the text itself meets, whatever stands in it; a blank for no text."""
    escaped = "".join(f"~{character}" if character in "~*?" else character for character in text)
    return '"=' + escaped.replace('"', '""') + '"'


def countable(rows: Iterable[SummaryRow]) -> frozenset[SummaryRow]:
    """The rows that a formula can count: their arm and type are short, and told apart whatever their case."""
    rows = list(rows)
    arms = Counter(key for key, _ in {(row.arm.casefold(), row.arm_key) for row in rows})
    types = Counter(key for key, _ in {(row.type.casefold(), row.type) for row in rows if row.type is not None})
    return frozenset(
        row
        for row in rows
        if arms[row.arm.casefold()] == 1
        and (row.type is None or types[row.type.casefold()] == 1)
        and max(len(row.arm), len(row.type or "")) < _LONGEST_CRITERION
    )


def rate(correct: str, n: str) -> str:
    """A formula: the share of correct ones; blank without any."""
    return f'IF({n}=0,"",{correct}/({n}))'


def wilson(correct: str, n: str, *, upper: bool) -> str:
    """A formula: one end of Wilson's interval at 95 % (see `evaluators.statistics.significance`)."""
    share, squared = f"{correct}/({n})", repr(NORMAL**2)
    root = f"{NORMAL!r}*SQRT({share}*(1-{share})/({n})+{squared}/(4*({n})^2))"
    end = f"({share}+{squared}/(2*({n})){'+' if upper else '-'}{root})/(1+{squared}/({n}))"
    bounded = f"MIN(1,MAX({end},{share}))" if upper else f"MAX(0,MIN({end},{share}))"
    return f'IF({n}=0,"",{bounded})'


VERDICT_WORDS = {**NAMES, "any": ANY_VERDICT}
