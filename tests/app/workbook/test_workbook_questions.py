"""A question set written as a workbook loads again as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from app import pipeline
from app.questions import read_questions
from app.records import Answer, Arm, Question, QuestionSet, Side
from app.runs import references
from app.store import Store
from app.workbook import write_questions

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=30).filter(
    lambda text: not text.startswith("#") and text.strip() == text
)


@st.composite
def question_sets(draw: st.DrawFn) -> QuestionSet:
    """Any set that a file could hold."""
    questions = [
        Question(
            str(number),
            draw(st.sampled_from(["open_qa", "classification", "分類"])),
            {
                code: Side(draw(TEXT), tuple(dict.fromkeys(draw(st.lists(TEXT, min_size=1, max_size=4)))))
                for code in ("ja", "en")
            },
            {"出典": draw(st.one_of(st.none(), TEXT, st.integers(0, 99)))},
        )
        for number in range(1, draw(st.integers(2, 6)))
    ]
    return QuestionSet("a.xlsx", "", tuple(questions), ("出典",))


@settings(max_examples=40, deadline=None)
@given(question_sets())
def test_written_questions_load_again(tmp_path_factory, one: QuestionSet) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("q") / "a.xlsx"
    write_questions(one, path)
    loaded, _ = read_questions(path)
    assert [(q.no, q.type, q.sides) for q in loaded.questions] == [(q.no, q.type, q.sides) for q in one.questions]
    assert loaded.extra_columns == ("出典",)


def test_accepted_answers_are_numbered_references_of_the_exported_set(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    asked = QuestionSet("花.xlsx", "a" * 64, (Question("1", "open_qa", {"ja": Side("国花は何ですか？", ("桜",))}),))
    run = store.create_run(asked, [Arm()], ["ja"])
    (item,) = store.pending(run.id, Arm())
    store.save_answers({item.id: Answer("=菊<b>", "=菊<b>", "ja")})
    references.accept(store, item.id, "花子")
    out = pipeline.export_questions(store, run.id, tmp_path / "grown.xlsx")
    loaded, problems = pipeline.load_questions(out)
    assert problems == ()
    assert loaded.questions[0].references("ja") == ("桜", "=菊<b>")
    assert (store.trace(loaded).version, store.trace(loaded).unchanged) == (2, 1)
    again = pipeline.plan_run(store, loaded, [Arm()], ["ja"])
    assert again.references == 1


def test_the_graded_workbook_says_which_references_it_rests_on(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    asked = QuestionSet("花.xlsx", "a" * 64, (Question("1", "open_qa", {"ja": Side("国花は何ですか？", ("桜",))}),))
    run = store.create_run(asked, [Arm()], ["ja"])
    (item,) = store.pending(run.id, Arm())
    store.save_answers({item.id: Answer("菊", "菊", "ja")})
    pipeline.grade(store, store.ungraded(run.id))
    references.accept(store, item.id, "花子")
    references.judge_anew(store)
    pipeline.export(store, run.id, tmp_path / "graded.xlsx")
    book = openpyxl.load_workbook(tmp_path / "graded.xlsx")
    headers = [cell.value for cell in book["Answers"][1]]
    cells = dict(zip(headers, (cell.value for cell in book["Answers"][2]), strict=True))
    assert (cells["response(jp) 2"], cells["judgement(jp)"], cells["judged anew(jp)"]) == (
        "菊",
        "correct",
        "references v1",
    )
    assert [cell.value for cell in book["References"][2]][2:] == ["花子", "accepted", "ja", "国花は何ですか？", "菊"]
    said = [row[0].value for row in book["Summary"] if row[0].value]
    assert said[-3] == "References version 1 (0: those of the file), question set version 1"
    assert {row[0].value: row[1].value for row in book["Run"]}["references version"] == 1
