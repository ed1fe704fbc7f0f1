"""Which verdicts stand: withdrawals in their order, or of the one that they name."""

from __future__ import annotations

import pytest

from app.verdicts import Verdict, VerdictValue, disagree, histories, standing, standing_verdict


def verdict(
    number: int, value: VerdictValue, reviewer: str = "花子", item: int = 1, withdraws: int | None = None
) -> Verdict:
    return Verdict(item, value, True, "", reviewer, True, id=number, withdraws=withdraws)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ([verdict(1, "correct"), verdict(2, "incorrect")], [1, 2]),
        ([verdict(1, "correct"), verdict(2, "incorrect"), verdict(3, "withdrawn")], [1]),
        ([verdict(1, "correct"), verdict(2, "incorrect"), verdict(3, "withdrawn", withdraws=1)], [2]),
        ([verdict(1, "correct"), verdict(2, "withdrawn"), verdict(3, "withdrawn")], []),
        ([verdict(1, "withdrawn", withdraws=9)], []),
        ([verdict(1, "correct"), verdict(2, "withdrawn", "太郎")], [1]),
    ],
    ids=["none", "the last", "a named one", "more than there are", "of nothing", "somebody else's"],
)
def test_a_withdrawal_takes_back_the_one_before_or_the_one_it_names(given: list[Verdict], left: list[int]) -> None:
    assert [one.id for one in histories(given).get((1, "花子"), ())] == left


def test_the_latest_verdict_counts_and_the_rule_is_named() -> None:
    given = [verdict(1, "correct", "花子"), verdict(2, "incorrect", "太郎"), verdict(3, "unsure", "花子", item=2)]
    stands = standing(given)
    assert list(stands) == [2, 1][::-1] and list(stands[1]) == ["花子", "太郎"]
    counts = standing_verdict(list(stands[1].values()))
    assert counts and (counts.verdict.id, counts.rule) == (2, "latest")
    assert standing_verdict([]) is None
    assert disagree(stands[1].values()) and not disagree(stands[2].values())
