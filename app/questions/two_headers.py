"""Column names in two or three rows (日本語 | 英語 or models above 質問, 回答, or below) → one header row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.questions.answer_columns import named_answer, without_language
from app.questions.headers import folded, is_language, language_named, meaning
from app.questions.merged_cells import spans
from app.questions.table import EMPTY, Cell, Row, Table

_ANSWER = re.compile(
    r"(model[ _-]?)?(answers?|outputs?|responses?|results?|completions?|predictions?)"
    r"|(モデル)?(回答|解答|応答|返答|出力|答え)文?|結果",
    re.IGNORECASE,
)
"""What stands below a model's name for its answers."""
LOOKED_AT = 20
"""Rows at the top of a table among which the two are looked for."""


def with_one_header(table: Table) -> Table:
    """The table with its rows of column names as one, which has the number of the last; the same with a single one."""
    for upper, lower in zip(table.rows[:LOOKED_AT], table.rows[1:LOOKED_AT], strict=False):
        if lower.number != upper.number + 1:
            continue
        above = _spread(upper, lower, table.merged)
        below = [lower.cell(index).text.strip() for index in range(len(above))]
        if not any(together(above, below) for together in (_under_languages, _over_languages, _under_models)):
            continue
        names = [_together(one, other) for one, other in zip(above, below, strict=True)]
        header = Row(lower.number, tuple(Cell(name, name) if name else EMPTY for name in names))
        rows = tuple(header if row is lower else row for row in table.rows if row is not upper)
        return with_one_header(replace(table, rows=rows))  # there may be a third one
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


def _under_languages(languages: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether the upper row says languages where the lower one says what the columns are, a question among them."""
    pairs = [(name, role) for name, role in zip(languages, roles, strict=True) if is_language(name)]
    return len(pairs) >= 2 and _says_roles([role for _, role in pairs])


def _over_languages(roles: Sequence[str], languages: Sequence[str]) -> bool:
    """Whether the lower row says languages alone: of a question two of them, or of what stands beside the questions.

    Else it is a question, such as one about the name of a language.
    """
    pairs = [(name, role) for role, name in zip(roles, languages, strict=True) if name]
    if len(pairs) < 2 or not all(is_language(name) and role for name, role in pairs):
        return False
    asked = {language_named(name) for name, role in pairs if (m := meaning(role)) and m.role == "question"}
    if asked:
        return len(asked) == 2 and _says_roles([role for _, role in pairs])
    beside = any((m := meaning(role)) and m.role == "question" for role in roles)
    return beside and all(named_answer(role) or meaning(role) for _, role in pairs)


def _says_roles(roles: Sequence[str]) -> bool:
    """Whether names say what columns are, in no language, and one of them that it holds questions."""
    means = [found for role in roles if (found := meaning(role)) is not None]
    known = len(means) + sum(named_answer(role) is not None for role in roles)
    return (
        known == len(roles)
        and any(found.role == "question" for found in means)
        and all(found.language is None for found in means)
    )


def _under_models(models: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether the upper row says models where the lower one says which columns are their answers (回答 | 評価)."""
    owners = {
        model
        for model, role in zip(models, roles, strict=True)
        if model and _is_answer(role) and meaning(model) is None and named_answer(f"{model} {role}")
    }
    means = [meaning(role or model) for model, role in zip(models, roles, strict=True) if model not in owners]
    asked = any(found is not None and found.role == "question" for found in means)
    return asked and (len(owners) > 1 or any(named_answer(owner) for owner in owners))


def _is_answer(name: str) -> bool:
    """Whether a name says that answers stand below it, in a language or in none."""
    return _ANSWER.fullmatch(without_language(name)[0]) is not None


def _together(above: str, below: str) -> str:
    if is_language(above) and below:
        return f"{below}({above})"
    if is_language(below) and above:
        return f"{above}({below})"
    if not below or not above or folded(above) == folded(below):
        return below or above
    if _is_answer(below) and named_answer(f"{above} {below}"):
        return f"{above} {below}"
    return below if meaning(below) is not None else f"{above} {below}"
