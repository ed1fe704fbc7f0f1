"""Which verdicts are a random sample of a run's answers: those on the first rows of an order that only a seed makes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from app.records import GradedAnswer
from app.verdicts import Row, Sample, draw, row_of


def sampled_items(answers: Sequence[GradedAnswer], samples: Sequence[Sample]) -> frozenset[int]:
    """The items of a run that are a random sample with verdicts.

    A drawn sample orders the rows (a question under an arm) at random. Those at its beginning that reviewers have all
    decided, or left as unsure, are a random sample however they were reached; behind the first gap, verdicts may have
    been chosen. Of several samples the one that got furthest counts. Where every answer has a verdict, all are in it.
    """
    rows: dict[Row, list[GradedAnswer]] = {}
    keys = {arm: arm.key for arm in {one.item.arm for one in answers}}
    for one in answers:
        if one.answer is not None and one.answer.error is None:
            row = row_of(one.item.question.no, keys[one.item.arm], one.item.sample)
            rows.setdefault(row, []).append(one)

    def reviewed(row: Row) -> bool:
        return all(one.verdict is not None for one in rows[row])

    if all(map(reviewed, rows)):
        return frozenset(one.item.id for group in rows.values() for one in group)
    orders = (draw(rows, len(rows), seed) for seed in {sample.seed for sample in samples})
    first = max((list(takewhile(reviewed, order)) for order in orders), key=len, default=[])
    return frozenset(one.item.id for row in first for one in rows[row])
