"""How far every two raters agree, as rows of a table."""

from __future__ import annotations

from app.records import Language
from app.report.page_words import word
from app.report.reviewers import Two
from evaluators.statistics.significance import Interval


def agreement_header(language: Language) -> tuple[str, ...]:
    """The names of what `agreement_row` has."""
    return (word("pair", language), word("n", language), word("same", language), "κ", "AC1", "α")


def agreement_row(two: Two, language: Language) -> tuple[str, ...]:
    """The pair, how many answers both decided, the share on which they agree, and the coefficients with intervals."""
    found = two.agreement
    return (
        f"{two.first} – {two.second}" if two.second else word("with_judge", language, name=two.first),
        str(found.n),
        f"{found.observed:.0%}",
        _number(found.kappa, found.kappa_interval),
        _number(found.ac1, found.ac1_interval),
        _number(found.alpha, found.alpha_interval),
    )


def _number(value: float | None, interval: Interval | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" + (f" ({interval.low:.2f} – {interval.high:.2f})" if interval else "")
