"""Graded files that the store knows nothing of: tables with a column of verdicts, and workbooks of other stores."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app import pipeline
from app.errors import InputError
from app.records import Run
from app.runs.reporting import report_on
from app.store import Store
from app.verdicts import Verdict
from tests.app.runs.exports import COUNT, Sheet, edited
from tests.app.runs.test_importing import standing

pytestmark = pytest.mark.slow

RAW = [
    ("日本の首都はどこですか", "open_qa", "東京", "東京です"),
    ("水は元素ですか", "classification", "いいえ", "はい"),
    ("1+1は", "open_qa", "2", "3"),
    ("富士山の高さは", "open_qa", "3776m", "3776メートル"),
    ("犬は動物ですか", "classification", "はい", None),
]


def raw(path: Path, header: str, verdicts: list[object], **columns: list[object]) -> Path:
    """The original experiment's output, as pandas writes it, graded in a further column."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([None, "NO", "instruction(jp)", "type", "Referece", "Answer", header, *columns])
    for number, (row, verdict) in enumerate(zip(RAW, verdicts, strict=True)):
        sheet.append([number, number + 1, *row, verdict, *(values[number] for values in columns.values())])
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("header", "verdicts"),
    [
        ("verdict", ["正解", "不正解", "保留", None, None]),
        ("正誤", ["○", "×", "？", "", None]),
        ("判定(日)", ["正", "誤", "△", None, None]),
        ("Label", [1, 0, "?", None, None]),
        ("評価", [True, False, "unsure", None, None]),
    ],
)
def test_a_table_of_other_making_becomes_a_run_with_its_verdicts(
    store: Store, tmp_path: Path, header: str, verdicts: list[object]
) -> None:
    path = raw(tmp_path / "質問(Raw).xlsx", header, verdicts, コメント=["よい", None, None, None, None])
    taken = pipeline.import_verdicts(store, path, "田中")
    assert taken.made
    assert (taken.run.total, [arm.label for arm in taken.run.arms]) == (
        4,
        ["column"],
    )  # a row without an answer is none
    answers = store.graded_run(taken.run.id)
    assert [one.answer.text if one.answer else None for one in answers[:2]] == ["東京です", "はい"]
    assert standing(store, taken.run, "田中") == {
        ("1", "ja"): "correct",
        ("2", "ja"): "incorrect",
        ("3", "ja"): "unsure",
    }
    assert [one.comment for one in taken.verdicts] == ["よい", "", ""]
    again = pipeline.import_verdicts(store, path, "田中")
    assert (again.made, again.verdicts, again.run.id) == (False, (), taken.run.id)


def test_two_peoples_copies_are_one_run_and_one_arm_of_a_report(store: Store, tmp_path: Path) -> None:
    first = raw(tmp_path / "a.xlsx", "正誤", ["○", "×", "×", "○", None])
    second = raw(tmp_path / "b.xlsx", "verdict", ["○", "○", "×", None, None])
    (arm,) = report_on(store, [str(first), str(second)]).arms
    assert [[given.reviewer for given in one.verdicts] for one in arm.answers] == [
        ["a.xlsx", "b.xlsx"],
        ["a.xlsx", "b.xlsx"],
        ["a.xlsx", "b.xlsx"],
        ["a.xlsx"],
    ]
    run = pipeline.import_verdicts(store, first, "田中").run
    taken = pipeline.import_verdicts(store, second, "Lee")
    assert (taken.made, taken.run.id, len(taken.verdicts)) == (False, run.id, 3)
    assert len(store.runs()) == 1


def test_what_was_changed_since_an_import_stays_changed(store: Store, tmp_path: Path) -> None:
    path = raw(tmp_path / "a.xlsx", "正誤", ["○", "×", "×", "○", None])
    first = pipeline.import_verdicts(store, path, "田中").verdicts[0]
    pipeline.record_verdict(store, Verdict(first.item_id, "incorrect", None, "", "田中", True))
    again = pipeline.import_verdicts(store, path, "田中")
    assert again.verdicts == ()
    assert [problem.code for problem in again.problems] == ["verdict_changed_since"]


def test_what_cannot_be_taken_is_listed_and_nothing_is_made(store: Store, tmp_path: Path) -> None:
    path = raw(
        tmp_path / "a.xlsx", "判定", ["○", "たぶん", "×", None, "○"], language_ok=["はい", None, "?", None, None]
    )
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, path)
    codes = ["question_bad_verdict", "question_bad_mark", "verdict_without_answer", "verdicts_unsigned"]
    assert [problem.code for problem in caught.value.problems] == codes
    assert "NO 2 の「たぶん」" in caught.value.text("ja")
    places = [(problem.sheet, problem.row, problem.column) for problem in caught.value.problems[:3]]
    assert places == [("Sheet", 3, "G (判定)"), ("Sheet", 4, "H (language_ok)"), ("Sheet", 6, "G (判定)")]
    assert store.runs() == []
    taken = pipeline.import_verdicts(store, path, "田中", skip_bad=True)
    assert [(one.value, one.language_ok) for one in taken.verdicts] == [("correct", True)]
    with pytest.raises(InputError, match="NO 2"):
        report_on(store, [str(path)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("NO,instruction(jp),Answer,メモ\n1,日本の首都は？,東京,よい\n", "nor a column of verdicts"),
        ("NO,instruction(jp),response(jp),正誤\n1,日本の首都は？,東京,○\n", "none of answers"),
        (
            "NO,instruction(jp),response(jp),Answer(jp),instruction(en),Answer(en),正誤\n1,首都は？,東京,京都,Capital?,Tokyo,○\n",
            "not clear",
        ),
    ],
)
def test_a_table_that_does_not_say_enough(store: Store, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "質問.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        pipeline.import_verdicts(store, path, "田中")


def test_both_languages_of_a_csv(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "採点.csv"
    header = "NO,instruction(jp),response(jp),Answer(jp),正誤(jp),instruction(en),Answer(en),正誤(en),reviewer"
    path.write_text(f"{header}\n1,首都は？,東京,東京,○,Capital?,Kyoto,×,李\n", encoding="utf-8")
    run = pipeline.import_verdicts(store, path).run
    assert standing(store, run, "李") == {("1", "ja"): "correct", ("1", "en"): "incorrect"}


def test_a_workbook_of_another_store_becomes_a_run(store: Store, run: Run, exported: Path, tmp_path: Path) -> None:
    items = [one.item.id for one in store.graded_run(run.id)]
    given = Verdict(items[0], "correct", True, "注", "田中", True)
    store.add_verdicts([given, Verdict(items[1], "unsure", None, "決定", "主任", True, adjudicated=True)])
    path = pipeline.export(store, run.id, tmp_path / "graded.xlsx")

    def fill(sheet: Sheet) -> None:
        sheet[5, "verdict(jp)"] = "不正解"

    path = edited(path, "filled.xlsx", fill)
    elsewhere = Store(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    with pytest.raises(InputError, match="name no reviewer"):
        pipeline.import_verdicts(elsewhere, path)
    taken = pipeline.import_verdicts(elsewhere, path, "Lee")
    assert taken.made and taken.run.total == 2 * COUNT
    said = [(one.value, one.reviewer, one.language_ok, one.comment, one.adjudicated) for one in taken.verdicts]
    assert sorted(said, key=str) == [
        ("correct", "田中", True, "注", False),
        ("incorrect", "Lee", None, "", False),
        ("unsure", "主任", None, "決定", True),
    ]
    texts = [one.answer.text for one in elsewhere.graded_run(taken.run.id) if one.answer]
    assert texts == [one.answer.text for one in store.graded_run(run.id) if one.answer]
    assert pipeline.import_verdicts(elsewhere, path, "Lee").verdicts == ()
    assert len(elsewhere.runs()) == 1
    assert not pipeline.import_verdicts(store, path, "Lee").made
