"""The columns of single reviewers in the sheet `Answers`: `verdict(jp) 田中`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.questions.headers import folded
from app.questions.table import Row
from app.records import LANGUAGES, GradedAnswer, Language
from app.workbook.words import header

_MOST = 80
"""Characters of a name that a header shows."""


def reviewer_names(answers: Iterable[GradedAnswer]) -> dict[str, str]:
    """Everybody who graded → the name as headers show it: on one line, not too long, and each its own."""
    return shown_names(verdict.reviewer for one in answers for verdict in one.verdicts)


def shown_names(reviewers: Iterable[str]) -> dict[str, str]:
    """The same of names, which may come several times."""
    names: dict[str, str] = {}
    for name in dict.fromkeys(reviewers):
        names[name] = shown = _shown(name, set(map(folded, names.values())))
        assert shown  # noqa: S101 - a verdict has a reviewer
    return names


def _shown(name: str, taken: set[str]) -> str:
    base = " ".join(name.split())[:_MOST].strip() or "?"
    shown, count = base, 1
    while folded(shown) in taken:
        count += 1
        shown = f"{base} ({count})"
    return shown


def reviewer_places(row: Row, names: Mapping[str, str]) -> dict[tuple[str, Language], int]:
    """(reviewer, language) → the 0-based column, from a header row; a name that is not in `names` is a new reviewer.

    Args:
        row: the header row.
        names: reviewers as headers show them → their names.
    """
    known = {folded(shown): name for shown, name in names.items()}
    places: dict[tuple[str, Language], int] = {}
    for index, cell in enumerate(row.cells):
        for side in LANGUAGES:
            for language in LANGUAGES:
                start = header("verdict", language, side)
                text = cell.text.strip()
                if text.startswith(f"{start} ") and (shown := text[len(start) :].strip()):
                    places.setdefault((known.get(folded(shown), shown), side), index)
    return places
