"""Which verdicts stand: withdrawals in their order, or of the one that they name; and samples."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.verdicts import (
    Verdict,
    VerdictValue,
    adjudications,
    disagree,
    draw,
    histories,
    left,
    standing,
    standing_verdict,
)


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


def test_adjudicated_comes_before_agreed_before_latest_and_the_rule_is_named() -> None:
    given = [verdict(1, "correct", "花子"), verdict(2, "incorrect", "太郎"), verdict(3, "unsure", "花子", item=2)]
    stands = standing(given)
    assert list(stands) == [2, 1][::-1] and list(stands[1]) == ["花子", "太郎"]
    two = list(stands[1].values())
    assert standing_verdict(two) == (two[1], "latest")
    assert standing_verdict(two[:1]) == (two[0], "latest"), "one reviewer agrees with nobody"
    alike = [two[0], replace(two[1], value="correct")]
    assert standing_verdict(alike) == (alike[1], "agreed")
    final = replace(verdict(4, "correct", "太郎"), adjudicated=True, comment="単位が合っている")
    assert standing_verdict(alike, final) == (final, "adjudicated")
    assert standing_verdict([]) is None
    assert disagree(stands[1].values()) and not disagree(stands[2].values())


def test_a_final_verdict_is_nobodys_own_and_can_be_taken_back() -> None:
    own, other = verdict(1, "correct", "花子"), verdict(2, "incorrect", "太郎")
    final = replace(verdict(3, "incorrect", "花子"), adjudicated=True)
    assert standing([own, other, final]) == {1: {"花子": own, "太郎": other}}
    assert adjudications([own, other, final]) == {1: final}
    back = replace(final, id=4, value="withdrawn", withdraws=3)
    assert adjudications([own, other, final, back]) == {}
    assert [one.id for one in left([own, other, final, back])] == [1, 2]
    newer = replace(final, id=5, value="correct", reviewer="次郎")
    assert adjudications([final, newer]) == {1: newer}


def test_a_sample_is_drawn_again_by_its_seed_and_a_larger_one_holds_it() -> None:
    rows = [(str(no), arm) for no in range(50) for arm in ("a", "b")]
    first = draw(rows, 10, 7)
    assert draw(reversed(rows), 10, 7) == first == draw(rows, 20, 7)[:10]
    assert draw(rows, 10, 8) != first and len(set(first)) == 10
    assert set(draw(rows, 500, 7)) == set(rows)
