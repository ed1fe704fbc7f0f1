"""How a run is shared: settings of its lead, reservations that expire, annotations, samples, final verdicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.errors import NarabeError
from app.records import Arm, Run
from app.store import Store
from app.store._reservations import designated
from app.verdicts import Annotation, ReviewSettings, Sample, Verdict
from tests.browser.answers import fill

LATER = timedelta(minutes=31)


@pytest.fixture
def run(store: Store) -> Run:
    return fill(store)


def numbers(store: Store, run: Run, reviewer: str, now: datetime | None = None) -> set[str]:
    """The numbers of the questions that are this reviewer's."""
    mine = store.reserve(run.id, reviewer, now)
    assert mine is not None
    return {row.no for row in store.review_index(run.id) if row.question_id in mine}


def decide(store: Store, run: Run, no: str, reviewer: str) -> None:
    for one in store.graded_run(run.id):
        if one.item.question.no == no:
            store.add_verdict(Verdict(one.item.id, "correct", True, "", reviewer, True))


def test_everyone_grades_everything_until_a_lead_says_otherwise(store: Store, run: Run) -> None:
    assert store.review_settings(run.id) == ReviewSettings()
    assert store.reserve(run.id, "花子") is None
    kept = store.set_review(
        run.id, ReviewSettings("overlap", 2, True, team=("花子", " 太郎 ", "花子"), tags=("誤字",)), "鈴木"
    )
    assert kept == store.review_settings(run.id)
    assert (kept.lead, kept.team, kept.tags) == ("鈴木", ("花子", "太郎"), ("誤字",))
    with pytest.raises(NarabeError, match="鈴木 leads"):
        store.set_review(run.id, ReviewSettings(), "花子")
    with pytest.raises(NarabeError, match="no way to share"):
        store.set_review(run.id, ReviewSettings("overlap", 0), "鈴木")


def test_tags_belong_to_the_question_set(store: Store, run: Run) -> None:
    other = store.create_run(store.question_set(run.id), [Arm(prompt="original")], ["ja"])
    store.set_review(run.id, ReviewSettings(tags=("誤字", "敬語")), "鈴木")
    assert store.review_settings(other.id).tags == ("誤字", "敬語")
    assert store.review_settings(other.id).lead == ""


def test_no_question_goes_to_more_reviewers_than_it_waits_for(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("overlap", 2), "鈴木")
    first, second, third = (numbers(store, run, name) for name in ("花子", "太郎", "次郎"))
    assert first == second == {"1", "2", "3", "4", "5", "6"}
    assert third == {"7", "8", "9", "10", "11", "12"}
    assert numbers(store, run, "花子") == first, "asked again, nothing more is reserved"
    for no in "123":
        decide(store, run, no, "花子")
    assert numbers(store, run, "花子") == first | {"7", "8", "9"}, "half are left"


def test_what_is_reserved_and_not_begun_falls_to_the_next(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("split"), "鈴木")
    now = datetime.now(UTC)
    assert numbers(store, run, "花子", now) == {"1", "2", "3", "4", "5", "6"}
    assert numbers(store, run, "太郎", now) == {"7", "8", "9", "10", "11", "12"}
    assert numbers(store, run, "次郎", now) == set()
    decide(store, run, "1", "花子")
    assert numbers(store, run, "次郎", now + LATER) == {"2", "3", "4", "5", "6", "7"}, "a question begun stays"
    assert "1" in numbers(store, run, "花子", now + LATER)


def finish(store: Store, run: Run, reviewer: str) -> set[str]:
    """The reviewer decides everything that is theirs, until nothing more comes."""
    decided: set[str] = set()
    while left := numbers(store, run, reviewer) - decided:
        for no in left:
            decide(store, run, no, reviewer)
        decided |= left
    return decided


def test_an_even_share_of_a_named_team(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("split", lead_grades=False, team=("花子", "太郎", "次郎")), "鈴木")
    shares = [finish(store, run, name) for name in ("花子", "太郎", "次郎")]
    assert [len(share) for share in shares] == [4, 4, 4]
    assert len(set.union(*shares)) == 12, "nothing went to two"
    assert store.shares(run.id).missing == 0


def test_the_fastest_of_a_named_team_leave_nothing_that_only_they_could_take(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("overlap", 2, lead_grades=False, team=("花子", "太郎", "次郎")), "鈴木")
    shares = [finish(store, run, name) for name in ("花子", "太郎", "次郎")]
    assert [len(share) for share in shares] == [8, 8, 8]
    assert store.shares(run.id).missing == 0, "each question got its second reviewer"


def test_reviewers_are_designated_evenly_and_every_two_meet() -> None:
    found = designated(100, ("花子", "太郎", "次郎", "三郎", "四郎"), 2)
    assert {len(names) for names in found} == {2}
    assert set(Counter(name for names in found for name in names).values()) == {40}
    assert len(set(found)) == 10, "every two of five"
    assert designated(50, ("花子", "太郎", "次郎", "三郎", "四郎"), 2) == found[:50], "questions to come change nothing"


def test_the_newest_annotation_of_each_reviewer_holds(store: Store, run: Run) -> None:
    item = store.graded_run(run.id)[0].item.id
    before = store.content(run.id).mark
    first = store.annotate(Annotation(item, "花子", ("wrong fact",), 2, True, "あとで見る"))
    other = store.annotate(Annotation(item, "太郎", score=4))
    second = store.annotate(replace(first, flagged=False, draft=""))
    assert store.graded([item])[0].annotations == (other, second)
    assert store.annotations(run.id) == [first, other, second]
    assert store.content(run.id).mark != before, "the workbook follows"
    with pytest.raises(NarabeError, match="no answer has the id"):
        store.annotate(Annotation(10**6, "花子"))


def test_a_final_verdict_stands_beside_the_originals(store: Store, run: Run) -> None:
    item = store.graded_run(run.id)[0].item.id
    for reviewer, value in (("花子", "correct"), ("太郎", "incorrect")):
        store.add_verdict(Verdict(item, value, True, "", reviewer, True))  # type: ignore[arg-type]
    final = store.add_verdict(Verdict(item, "incorrect", True, "単位が違う", "花子", True, adjudicated=True))
    (graded,) = store.graded([item])
    assert graded.stands == (final, "adjudicated")
    assert [(one.reviewer, one.value) for one in graded.verdicts] == [("花子", "correct"), ("太郎", "incorrect")]
    store.withdraw(final.id, "花子")
    assert store.graded([item])[0].stands == (graded.verdicts[1], "latest")


def test_a_sample_is_kept_once(store: Store, run: Run) -> None:
    made = store.draw_sample(Sample(run.id, 5, 7, "花子"))
    assert store.draw_sample(Sample(run.id, 5, 7, "太郎")) == made
    assert store.samples(run.id) == [made] and made.source == "sample 7/5"
    assert store.samples(fill(store, name="none.xlsx").id) == []
