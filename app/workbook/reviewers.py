"""The sheet `Reviewers`: what each reviewer did, how they agree with the others and with the automatic judgement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations

from app.records import CellValue, GradedAnswer, Language
from app.verdicts import Verdict
from app.workbook.sheet import PlainSheet
from app.workbook.style import Column, Style
from app.workbook.summary_words import words
from evaluators.statistics.agreement import pair_agreement

_DECIDED = ("correct", "incorrect")
_COLUMNS = {
    "reviewer": (20, "text"), "reviewed": (15, "plain"), "correct": (15, "plain"), "incorrect": (10, "plain"),
    "unsure": (10, "plain"), "correct rate": (10, "percent"), "compared": (15, "plain"), "agrees": (15, "percent"),
    "judge compared": (16, "plain"), "agrees with judge": (16, "percent"), "first": (20, "time"), "last": (20, "time"),
}  # fmt: skip
_PAIRS = {"reviewer": "text", "compared": "plain", "agrees": "percent", "kappa": "number", "AC1": "number"}


def write_reviewers(
    sheet: PlainSheet,
    style: Style,
    answers: Sequence[GradedAnswer],
    verdicts: Sequence[Verdict],
    language: Language,
) -> None:
    """One row a reviewer, of the verdicts that stand; then every two of them on the answers that both decided."""
    t = words(language)
    columns = [Column(t(name), width, look) for name, (width, look) in _COLUMNS.items()]
    style.lay(sheet, columns, frozen=1)
    given = _given(answers)
    times = _times(verdicts)
    for number, name in enumerate(given, start=1):
        sheet.put_row(number, _values(name, given, answers, times.get(name, [])), style.formats(columns))
    if len(given) < 2:
        return
    at = len(given) + 3
    sheet.put_row(at, [t("pairs")], [style.heading])
    sheet.put_row(at + 1, [t(name) for name in _PAIRS], [style.header] * len(_PAIRS), height=30)
    formats = style.formats([Column("", 0, look) for look in _PAIRS.values()])
    for number, (first, second) in enumerate(combinations(given, 2), start=at + 2):
        agreed = pair_agreement(
            (value, given[second][i]) for i, value in given[first].items() if _both(given, second, i, value)
        )
        values: list[CellValue] = [f"{first} / {second}", agreed.n, agreed.observed, agreed.kappa, agreed.ac1]
        sheet.put_row(number, values, formats)


def _given(answers: Sequence[GradedAnswer]) -> dict[str, dict[int, str]]:
    """Reviewer → item → the verdict that stands."""
    given: dict[str, dict[int, str]] = {}
    for one in answers:
        for verdict in one.counted:
            given.setdefault(verdict.reviewer, {})[one.item.id] = verdict.value
    return given


def _both(given: dict[str, dict[int, str]], other: str, item: int, value: str) -> bool:
    return value in _DECIDED and given[other].get(item) in _DECIDED


def _times(verdicts: Sequence[Verdict]) -> dict[str, list[datetime]]:
    times: dict[str, list[datetime]] = {}
    for verdict in verdicts:
        if verdict.time is not None:
            times.setdefault(verdict.reviewer, []).append(verdict.time)
    return times


def _values(
    name: str, given: dict[str, dict[int, str]], answers: Sequence[GradedAnswer], times: Sequence[datetime]
) -> list[CellValue]:
    mine = given[name]
    counts = [sum(value == wanted for value in mine.values()) for wanted in ("correct", "incorrect", "unsure")]
    decided = counts[0] + counts[1]
    others = [
        theirs[item] == value
        for other, theirs in given.items()
        for item, value in mine.items()
        if other != name and _both(given, other, item, value)
    ]
    judged = [
        one.judgement.value == mine[one.item.id]
        for one in answers
        if one.judgement and one.judgement.value in _DECIDED and mine.get(one.item.id) in _DECIDED
    ]
    return [
        name,
        len(mine),
        *counts,
        counts[0] / decided if decided else None,
        len(others),
        sum(others) / len(others) if others else None,
        len(judged),
        sum(judged) / len(judged) if judged else None,
        min(times, default=None),
        max(times, default=None),
    ]
