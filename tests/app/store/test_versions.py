"""Versions of a question set: recognised by what the file says; answers are reused, verdicts stay with their texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app import pipeline
from app.records import Answer, Arm, GradedAnswer, Question, QuestionSet, Run, Side, digest
from app.runs import answering as asking
from app.store import Store
from app.verdicts import Verdict

TEXTS = ("日本の首都はどこですか？", "水の化学式は何ですか？", "一年は何か月ですか？", "一番高い山は何ですか？")


def asked(*texts: str, reference: str = "答え") -> tuple[Question, ...]:
    return tuple(Question(str(n), "open_qa", {"ja": Side(text, (reference,))}) for n, text in enumerate(texts, 1))


def questions(name: str, *texts: str, reference: str = "答え") -> QuestionSet:
    return QuestionSet(name, digest([name, texts, reference]), asked(*texts, reference=reference))


@pytest.mark.parametrize(
    ("given", "version", "unchanged"),
    [
        (questions("a.xlsx", *TEXTS), 1, 4),
        (replace(questions("copy.xlsx", *TEXTS), sha256="f" * 64), 1, 4),
        (questions("a.xlsx", *TEXTS, "富士山の高さは？"), 2, 4),
        (questions("b.xlsx", *TEXTS[:3]), 2, 3),
        (questions("b.xlsx", TEXTS[0], "一", "二", "三"), 1, 0),
        (questions("A.csv", TEXTS[0], "一", "二", "三"), 2, 1),
        (questions("a.xlsx", "一", "二"), 1, 0),
        (questions("a.xlsx", *TEXTS, reference="別の答え"), 2, 4),
    ],
    ids=["same", "saved again", "one more", "one fewer", "other set", "same name", "same name only", "references"],
)
def test_a_file_is_recognised_by_what_it_says(store: Store, given: QuestionSet, version: int, unchanged: int) -> None:
    store.create_run(questions("a.xlsx", *TEXTS), [Arm()], ["ja"])
    found = store.trace(given)
    assert (found.version, found.unchanged) == (version, unchanged)
    run = store.create_run(given, [Arm()], ["ja"])
    assert run.version == version
    assert store.trace(given).set_id is not None


def test_a_workbook_saved_again_is_the_same_set(store: Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["NO", "instruction(jp)", "response(jp)", "type", "出典"])
    book.active.append([1, TEXTS[0], "東京", "open_qa", "地理"])
    book.save(tmp_path / "a.xlsx")
    first, _ = pipeline.load_questions(tmp_path / "a.xlsx")
    book.active.column_dimensions["A"].width = 40
    book.save(tmp_path / "a.xlsx")
    second, _ = pipeline.load_questions(tmp_path / "a.xlsx")
    assert first.sha256 != second.sha256
    run = pipeline.plan_run(store, first, [Arm()], ["ja"])
    assert pipeline.plan_run(store, second, [Arm()], ["ja"]).id == run.id


def test_versions_count_up_and_an_old_file_is_its_old_version(store: Store) -> None:
    files = [questions("a.xlsx", *TEXTS, *map(str, range(n))) for n in range(4)]
    assert [store.create_run(one, [Arm()], ["ja"]).version for one in files] == [1, 2, 3, 4]
    assert store.trace(files[1]).version == 2


def test_tried_questions_are_no_versions(store: Store) -> None:
    store.create_run(QuestionSet("trial", "1" * 64, asked(TEXTS[0])), [Arm()], ["ja"], trial=True)
    assert store.trace(questions("a.xlsx", TEXTS[0])).version == 1


ARM = Arm()


def answered(store: Store, given: QuestionSet, *, arm: Arm = ARM, fresh: bool = False) -> Run:
    """A run whose questions are all answered: by what is known, and by the text `said` where nothing is."""
    run = store.create_run(given, [arm], ["ja"], fresh=fresh)
    asking.reuse(store, run, arm)
    store.save_answers({item.id: Answer("said", "said", "en") for item in store.pending(run.id, arm)})
    store.carry_verdicts(run.id)
    return run


def at(store: Store, run: Run, text: str) -> GradedAnswer:
    return next(one for one in store.graded_run(run.id) if one.item.question.sides["ja"].text == text)


def test_answers_to_unchanged_questions_are_reused_and_their_verdicts_stay(store: Store) -> None:
    old = answered(store, questions("a.xlsx", *TEXTS[:2]))
    kept, changed = (at(store, old, text).item.id for text in TEXTS[:2])
    for item in (kept, changed):
        given = pipeline.record_verdict(store, Verdict(item, "correct", False, "よい", "花子", False))
    new = answered(store, questions("a.xlsx", TEXTS[0], "水は何でできていますか？"))
    carried = at(store, new, TEXTS[0]).verdict
    assert carried and (carried.value, carried.language_ok, carried.comment) == ("correct", False, "よい")
    assert carried.reviewer == "花子" and carried.carried_from == given.id - 1 and carried.time
    assert at(store, new, "水は何でできていますか？").verdict is None
    assert len(store.verdicts(old.id)) == 2
    assert store.carry_verdicts(new.id) == 0


def test_a_carried_verdict_is_not_undone_by_undo_but_by_another(store: Store) -> None:
    old = answered(store, questions("a.xlsx", *TEXTS))
    pipeline.record_verdict(store, Verdict(at(store, old, TEXTS[0]).item.id, "correct", True, "", "花子", True))
    new = answered(store, questions("a.xlsx", *TEXTS, "もう一問"))
    assert pipeline.undo_verdict(store, new.id, "花子") is None
    item = at(store, new, TEXTS[0]).item.id
    pipeline.record_verdict(store, Verdict(item, "incorrect", True, "", "花子", True))
    assert pipeline.undo_verdict(store, new.id, "花子")
    (left,) = at(store, new, TEXTS[0]).verdicts
    assert left.value == "correct"


@pytest.mark.parametrize(
    ("given", "arm", "fresh"),
    [
        (questions("a.xlsx", *TEXTS, reference="別の答え"), Arm(), False),
        (questions("a.xlsx", *TEXTS, "もう一問"), Arm(prompt="original"), False),
        (questions("a.xlsx", *TEXTS, "もう一問"), Arm(), True),
        (questions("b.xlsx", TEXTS[0], "一", "二", "三"), Arm(), False),
    ],
    ids=["other references", "other arm", "fresh", "other set"],
)
def test_verdicts_stay_behind_where_something_else_was_judged(
    store: Store, given: QuestionSet, arm: Arm, fresh: bool
) -> None:
    old = answered(store, questions("a.xlsx", *TEXTS))
    pipeline.record_verdict(store, Verdict(at(store, old, TEXTS[0]).item.id, "correct", True, "", "花子", True))
    new = answered(store, given, arm=arm, fresh=fresh)
    assert store.verdicts(new.id) == []
