"""The Questions tab: what is loaded is shown whole, in the page's language, and as text whatever it contains."""

from __future__ import annotations

import shutil
from pathlib import Path

import gradio as gr
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.errors import Problem
from app.records import Answer, Arm, Language, Question, QuestionSet, Side
from app.store import Store
from app.ui.loaded import PAGE, SAMPLE, Loaded, groups, load, load_sample
from app.ui.questions import tab as questions
from app.ui.questions import trial
from tests.app.taking import take
from tests.app.ui.pages import click, page, words

HOSTILE = "<b>太字</b> ${alert(1)} {{x}} C:\\new `tick` \\u"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'narabe.sqlite3'}")


def loaded(count: int, *problems: Problem, text: str = "質問") -> Loaded:
    made = tuple(Question(str(no), "open_qa", {"ja": Side(f"{text}{no}", ("はい",))}) for no in range(1, count + 1))
    return Loaded("表.xlsx", QuestionSet("表.xlsx", "a" * 64, made), problems)


def problem(no: int, severity: str = "warning", row: int | None = 2) -> Problem:
    return Problem(severity, "表.xlsx", f"fault {no}", f"mend {no}", "Sheet1", row, "B", "x", f"故障{no}", f"直す{no}")  # type: ignore[arg-type]


def test_the_sample_is_loaded_with_its_counts() -> None:
    found, facts = load_sample()
    assert found and found.questions and len(found.questions.questions) == 100
    assert facts["types"] == {"open_qa": 61, "classification": 39}
    assert (facts["languages"], facts["problems"]) == (["ja", "en"], [])


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "100問を読み込みました verify100.xlsx"), ("en", "100 questions loaded verify100.xlsx")],
)
def test_what_was_loaded_is_summed_up_in_the_pages_language(store: Store, language: Language, said: str) -> None:
    summary, problems, preview, following = questions.show(page(store, language), load(SAMPLE))
    assert said in words(summary)
    assert "61 61" in words(summary) and "100 100" in words(summary)
    assert words(problems) == ""
    assert "日本の首都はどこですか？ 東京 東京都 What is the capital of Japan? Tokyo" in words(preview)
    assert following["visible"] is True


@pytest.mark.parametrize("missing", ["ja", "en"])
def test_a_row_in_one_language_only_has_a_blank_side_and_the_warning(
    store: Store, tmp_path: Path, missing: Language
) -> None:
    both = {
        "instruction(jp)": "首都は？",
        "response(jp)": "東京",
        "instruction(en)": "Capital?",
        "response(en)": "Tokyo",
    }
    one = {name: "" if name.endswith("(jp)" if missing == "ja" else "(en)") else text for name, text in both.items()}
    path = tmp_path / "片方だけ.xlsx"
    book = Workbook()
    for row in (["NO", *both], [1, *both.values()], [2, *one.values()]):
        book.active.append(row)
    book.save(path)
    found = load(path)
    summary, problems, preview, following = questions.show(page(store, "ja"), found)
    assert "2問を読み込みました" in words(summary) and following["visible"]
    assert "もう一方の言語だけで質問します" in words(problems)
    last = preview.split("<tr>")[-1]
    assert ("首都は？" in last, "Capital?" in last) == (missing != "ja", missing != "en")
    assert "nb-un" not in last


def test_a_file_that_cannot_be_used_is_explained_and_never_raised(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "壊れた.xlsx"
    path.write_bytes(b"not a workbook")
    found, facts = questions.load_workbook(str(path))
    assert found and found.questions is None and facts["questions"] == 0 and facts["problems"]
    summary, problems, preview, following = questions.show(page(store, "ja"), found)
    assert "このファイルは使えません 壊れた.xlsx" in words(summary)
    assert found.problems[0].message_ja in words(problems) and found.problems[0].remedy_ja in words(problems)
    assert "エラーを直すと" in words(preview)
    assert following["visible"] is False


def test_every_problem_of_a_workbook_is_listed_with_its_place(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["NO", "instruction(jp)", "response(jp)", "type"])
    for no in range(1, 30):
        sheet.append([no if no != 7 else 6, "質問は何ですか？" if no != 3 else None, None, "open_qa"])
    book.save(tmp_path / "問題.xlsx")
    shown = words(questions.show_loaded(page(store, "en"), load(tmp_path / "問題.xlsx"), "problems"))
    assert "Errors: 2" in shown
    assert "row 8 column A (NO)" in shown and "row 4 column B (instruction(jp))" in shown
    blank = [row for row in range(2, 31) if row != 4]
    assert all(f"row {row} column C (response(jp))" in shown for row in blank)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["error", "warning"]), st.none() | st.integers(1, 99))))
def test_grouping_loses_no_problem(made: list[tuple[int, str, int | None]]) -> None:
    problems = tuple(problem(*one) for one in made)
    grouped = [place for same in groups(problems).values() for group in same for place in group.places]
    assert sorted(map(str, grouped)) == sorted(map(str, problems))
    assert all(
        one.severity == severity for severity, same in groups(problems).items() for g in same for one in g.places
    )


@pytest.mark.parametrize(("language", "said"), [("ja", "故障1 直す1"), ("en", "fault 1 mend 1")])
def test_problems_are_told_in_the_pages_language(store: Store, language: Language, said: str) -> None:
    assert said in words(questions.show_loaded(page(store, language), loaded(1, problem(1)), "problems"))


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("0", 1, 50), ("1", 51, 100), ("2", 101, 120), ("9", 101, 120), ("-1", 1, 50)]
)
def test_pages_of_the_preview_stay_within_the_questions(store: Store, asked: str, first: int, last: int) -> None:
    shown = questions.turn(page(store), loaded(2 * PAGE + 20), click(asked))
    assert f"{first}–{last} of 120" in words(shown)
    assert shown.count("<tr") == last - first + 2


def test_text_of_a_workbook_is_shown_as_text(store: Store) -> None:
    summary, problems, preview, _ = questions.show(page(store), loaded(2, problem(1), text=HOSTILE))
    assert HOSTILE in words(preview.replace("\n", " "))
    assert "<b>" not in summary + problems + preview


def test_without_a_file_the_tab_says_what_to_do(store: Store) -> None:
    assert "Your questions will be listed here" in words(questions.show_preview(page(store), None))
    assert questions.load_workbook(None) == (None, {})


def test_a_question_that_is_blank_in_both_languages_is_not_asked(store: Store) -> None:
    with pytest.raises(gr.Error, match="質問を日本語か英語で"):
        trial.ask(page(store, "ja"), " ", "", "embedded", "qa")


def test_a_trial_shows_both_answers_side_by_side_and_then_rests(store: Store) -> None:
    here = page(store)
    run_id = trial.ask(here, HOSTILE, "What is 1 + 1?", "embedded", "qa")
    waiting, timer, button = trial.show(here, run_id)
    assert "Thinking…" in waiting and timer.active and button["interactive"] is False
    japanese, english = (one.item for one in store.graded_run(run_id))
    store.save_answers(
        {japanese.id: Answer(HOSTILE, HOSTILE, "en", 3, 0.2, "stop"), english.id: Answer("", "", error="壊れた")}
    )
    store.set_state(run_id, "done")
    shown, timer, button = trial.show(here, run_id)
    assert "<b>" not in shown and words(shown).count(HOSTILE) == 2
    assert "answered in English" in shown and "3 tokens · 0.2 s" in shown and "No answer 壊れた" in words(shown)
    assert not timer.active and button["interactive"] is True
    assert store.runs() == []


@pytest.mark.parametrize(
    ("stage", "said"),
    [("converting", "Preparing the built-in model"), ("loading", "Loading the model"), ("answering", "Thinking…")],
)
def test_a_trial_says_what_it_waits_for(store: Store, stage: str, said: str) -> None:
    here = page(store)
    run_id = trial.ask(here, "", "What is 1 + 1?", "embedded", "qa")
    take(store, run_id).set_stage(stage, 0.5)
    assert said in trial.show(here, run_id)[0]


def test_the_template_offered_is_the_sample(tmp_path: Path) -> None:
    copy = Path(shutil.copy(SAMPLE, tmp_path / "ひな形.xlsx"))
    assert load(copy).problems == ()


def test_a_changed_file_is_said_to_be_a_new_version(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    texts = ("日本の首都はどこですか？", "一年は何か月ですか？", "水の化学式は何ですか？")
    old = tuple(Question(str(n), "", {"ja": Side(text, ("答え",))}) for n, text in enumerate(texts, 1))
    store.create_run(QuestionSet("<b>a.xlsx", "a" * 64, old), [Arm()], ["ja"])
    same = Loaded("a.xlsx", QuestionSet("a.xlsx", "b" * 64, old), ())
    assert "前に読み込んだ" in words(questions.show(page(store, "ja"), same)[0])
    new = Loaded("a2.xlsx", QuestionSet("a2.xlsx", "c" * 64, old[:2]), ())
    shown = questions.show(page(store), new)[0]
    assert "Version 2 of “<b>a.xlsx”. 2 of 2 questions are worded as before" in words(shown)
    assert "<b>a.xlsx" not in shown
