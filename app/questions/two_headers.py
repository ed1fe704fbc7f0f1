"""Column names that stand in two rows (日本語 | 英語 above 質問, 正解, or below) → one header row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.questions.headers import folded, is_language, meaning
from app.questions.merged_cells import spans
from app.questions.table import EMPTY, Cell, Row, Table

LOOKED_AT = 20
"""Rows at the top of a table among which the two are looked for."""


def with_one_header(table: Table) -> Table:
    """The table with its two rows of column names as one, which has the lower one's number; the same without such."""
    for upper, lower in zip(table.rows[:LOOKED_AT], table.rows[1:LOOKED_AT], strict=False):
        if lower.number != upper.number + 1:
            continue
        above = _spread(upper, lower, table.merged)
        below = [lower.cell(index).text.strip() for index in range(len(above))]
        if not (_names_languages(above, below) or (_names_only(below, above) and _names_languages(below, above))):
            continue
        names = [_together(one, other) for one, other in zip(above, below, strict=True)]
        header = Row(lower.number, tuple(Cell(name, name) if name else EMPTY for name in names))
        rows = tuple(header if row is lower else row for row in table.rows if row is not upper)
        return replace(table, rows=rows)
    return table


def _spread(upper: Row, lower: Row, merged: Sequence[str]) -> list[str]:
    """The upper names, each over all the columns of its merged range, or up to the next name."""
    width = max(len(upper.cells), len(lower.cells))
    names = [upper.cell(index).text.strip() for index in range(width)]
    wide = [span for span in spans(merged) if span.top == upper.number and span.right > span.left]
    for span in wide:
        for covered in range(span.left + 1, min(span.right + 1, width)):
            names[covered] = names[span.left]
    if not wide:
        for index in range(1, width):
            if not names[index] and lower.cell(index).text.strip():
                names[index] = names[index - 1]
    return names


def _names_languages(languages: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether one row says languages where the other one says what the columns are, a question among them."""
    pairs = [(role, name) for role, name in zip(roles, languages, strict=True) if is_language(name)]
    means = [found for role, _ in pairs if (found := meaning(role)) is not None]
    asked = any(found.role == "question" for found in means)
    return asked and len(means) == len(pairs) >= 2 and all(found.language is None for found in means)


def _names_only(languages: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether a lower row says languages alone, and one question column in two of them: else it is a question."""
    asked = [name for name, role in zip(languages, roles, strict=True) if (m := meaning(role)) and m.role == "question"]
    return all(is_language(name) for name in languages if name) and len({folded(name) for name in asked if name}) >= 2


def _together(above: str, below: str) -> str:
    if is_language(above) and below:
        return f"{below}({above})"
    if is_language(below) and above:
        return f"{above}({below})"
    if not below or not above or folded(above) == folded(below):
        return below or above
    return below if meaning(below) is not None else f"{above} {below}"
