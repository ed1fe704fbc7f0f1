"""References that grow: accepted and withdrawn by reviewers, over all versions of a question set; nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app import pipeline
from app.errors import NarabeError
from app.records import Answer, Arm, GradedAnswer, Question, QuestionSet, Run, Side, digest
from app.runs import references
from app.store import Store
from app.store import _tables as t

FLOWER = Question(
    "1",
    "open_qa",
    {"ja": Side("日本の国花は何ですか？", ("桜",)), "en": Side("What is Japan's national flower?", ("cherry",))},
)
CAPITAL = Question("2", "open_qa", {"ja": Side("日本の首都はどこですか？", ("東京",))})
SAID = {("1", "ja"): ("菊", "ja"), ("1", "en"): ("the chrysanthemum", "en"), ("2", "ja"): ("Tokyo", "en")}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def answered(store: Store, name: str, *questions: Question) -> Run:
    """A run of these questions with the answers above, graded as the pipeline does."""
    run = store.create_run(QuestionSet(name, digest([name, len(questions)]), questions), [Arm()], ["ja", "en"])
    said = {item.id: SAID[item.question.no, item.language] for item in store.pending(run.id, Arm())}
    store.save_answers({item_id: Answer(text, text, code) for item_id, (text, code) in said.items()})
    pipeline.grade(store, store.ungraded(run.id))
    return run


def at(store: Store, run: Run, no: str, language: str) -> GradedAnswer:
    return next(one for one in store.graded_run(run.id) if (one.item.question.no, one.item.language) == (no, language))


def value(one: GradedAnswer) -> str:
    assert one.judgement
    return one.judgement.value


def test_an_accepted_answer_is_a_reference_of_every_run_and_version(store: Store) -> None:
    old, new = answered(store, "花.xlsx", FLOWER), answered(store, "花.xlsx", FLOWER, CAPITAL)
    assert (store.run(old.id).version, store.run(new.id).version) == (1, 2)
    assert value(at(store, old, "1", "ja")) == "incorrect"
    change = references.accept(store, at(store, new, "1", "ja").item.id, "花子")
    assert value(at(store, new, "1", "ja")) == "incorrect", "the judgement follows later, and elsewhere"
    assert references.judge_anew(store) == 4
    assert change and (change.text, change.reviewer, change.language) == ("菊", "花子", "ja") and change.time
    for run in (old, new):
        one = at(store, run, "1", "ja")
        assert one.item.question.references("ja") == ("桜", "菊")
        assert (value(one), one.rejudged) == ("correct", 1)
        assert at(store, run, "1", "en").rejudged == 1
        assert store.run(run.id).references == 1
    assert at(store, new, "2", "ja").rejudged == 0
    assert store.question_set(old.id).questions[0].references("ja") == ("桜", "菊")


def test_a_withdrawn_reference_is_a_new_row_and_counts_as_a_change(store: Store) -> None:
    run = answered(store, "花.xlsx", FLOWER)
    item = at(store, run, "1", "ja").item.id
    assert references.withdraw(store, item, "花子") is None
    references.accept(store, item, "花子")
    assert references.accept(store, item, "太郎") is None
    references.withdraw(store, item, "太郎")
    references.judge_anew(store)
    one = at(store, run, "1", "ja")
    assert one.item.question.references("ja") == ("桜",)
    assert (value(one), one.rejudged, store.run(run.id).references) == ("incorrect", 2, 2)
    changes = store.reference_changes(run.id)
    assert [(change.value, change.reviewer) for change in changes] == [("accepted", "花子"), ("withdrawn", "太郎")]
    references.accept(store, item, "花子")
    assert store.added_references([item])[item][0].reviewer == "花子"


def test_a_reference_joins_the_language_that_the_answer_is_in(store: Store) -> None:
    both = Question("1", "", {"ja": Side("日本の首都は？", ("京",)), "en": Side("The capital of Japan?", ("Edo",))})
    run = store.create_run(QuestionSet("a.xlsx", "a" * 64, (both,)), [Arm()], ["ja"])
    (item,) = store.pending(run.id, Arm())
    store.save_answers({item.id: Answer(" Tokyo ", "Tokyo", "en")})
    change = references.accept(store, item.id, "花子")
    assert change and (change.language, change.question) == ("en", "The capital of Japan?")
    alone = answered(store, "首都.xlsx", CAPITAL)
    change = references.accept(store, at(store, alone, "2", "ja").item.id, "花子")
    assert change and change.language == "ja"


def test_other_question_sets_keep_their_references(store: Store) -> None:
    here, elsewhere = answered(store, "花.xlsx", FLOWER), answered(store, "別.xlsx", CAPITAL)
    references.accept(store, at(store, here, "1", "ja").item.id, "花子")
    assert store.run(elsewhere.id).references == 0


def test_what_cannot_be_accepted_is_refused(store: Store) -> None:
    run = store.create_run(QuestionSet("a.xlsx", "a" * 64, (FLOWER,)), [Arm()], ["ja", "en"])
    ja, en = store.pending(run.id, Arm())
    with pytest.raises(NarabeError, match="no answer"):
        references.accept(store, ja.id, "花子")
    store.save_answers({ja.id: Answer("桜", "桜", "ja"), en.id: Answer("", "", error="out of memory")})
    with pytest.raises(NarabeError, match="already"):
        references.accept(store, ja.id, "花子")
    with pytest.raises(NarabeError, match="no answer"):
        references.accept(store, en.id, "花子")
    with pytest.raises(NarabeError, match="name"):
        references.accept(store, ja.id, "  ")


def test_judgements_that_a_crash_prevented_are_made_at_the_next_start(store: Store) -> None:
    run = answered(store, "花.xlsx", FLOWER)
    store.change_reference(at(store, run, "1", "ja").item.id, "花子", "accepted")
    assert value(at(store, run, "1", "ja")) == "incorrect"
    assert references.judge_anew(store) == 2
    assert value(at(store, run, "1", "ja")) == "correct"
    assert references.judge_anew(store) == 0


def test_the_workbook_is_out_of_date_once_references_change(store: Store) -> None:
    run = answered(store, "花.xlsx", FLOWER)
    before = store.content(run.id)
    references.accept(store, at(store, run, "1", "ja").item.id, "花子")
    assert store.content(run.id) != before


def test_a_reference_outlives_the_run_that_it_came_from(store: Store) -> None:
    old, new = answered(store, "花.xlsx", FLOWER), answered(store, "花.xlsx", FLOWER, CAPITAL)
    references.accept(store, at(store, old, "1", "ja").item.id, "花子")
    with store._engine.begin() as db:
        db.execute(sa.delete(t.runs).where(t.runs.c.id == old.id))
    assert at(store, new, "1", "ja").item.question.references("ja") == ("桜", "菊")
    assert store.reference_changes(new.id)[0].item_id is None
