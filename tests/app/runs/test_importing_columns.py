"""The reviewers' own columns, blind workbooks and Japanese ones come back as what was done in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import pipeline
from app.errors import InputError
from app.records import Run
from app.store import Store
from app.verdicts import Verdict
from app.workbook import Choices
from tests.app.runs.exports import Sheet, edited
from tests.app.runs.test_importing import codes, standing

pytestmark = pytest.mark.slow


@pytest.fixture
def two(store: Store, run: Run, tmp_path: Path) -> Path:
    """Exported after 田中 and Lee said different things of number 1, and 田中 alone said something of number 2."""
    items = {one.item.question.no: one.item.id for one in store.graded_run(run.id) if one.item.language == "ja"}
    for no, value, who in (("1", "correct", "田中"), ("1", "incorrect", "Lee"), ("2", "correct", "田中")):
        pipeline.record_verdict(store, Verdict(items[no], value, True, "注", who, True))  # type: ignore[arg-type]
    return pipeline.export(store, run.id, tmp_path / "two.xlsx")


def test_a_cell_in_a_reviewers_column_is_that_reviewers_act(store: Store, run: Run, two: Path) -> None:
    def grade(sheet: Sheet) -> None:
        assert (sheet[2, "verdict(jp)"], sheet[2, "verdict(jp) 田中"]) == ("incorrect", "correct")
        sheet[2, "verdict(jp) 田中"], sheet[3, "verdict(jp) Lee"] = "不正解", "○"

    path = edited(two, "own.xlsx", grade)
    taken = pipeline.import_verdicts(store, path).verdicts
    assert [(one.reviewer, one.value, one.language_ok, one.comment) for one in taken] == [
        ("田中", "incorrect", True, "注"),
        ("Lee", "correct", None, ""),
    ]
    assert standing(store, run, "田中") == {("1", "ja"): "incorrect", ("2", "ja"): "correct"}
    assert pipeline.import_verdicts(store, path).verdicts == ()
    (agreed,) = [one.stands for one in store.graded_run(run.id) if one.item.question.no == "1" and one.stands]
    assert agreed.rule == "agreed"


def test_an_import_by_one_reviewer_takes_nobody_elses_column(store: Store, run: Run, two: Path) -> None:
    def grade(sheet: Sheet) -> None:
        sheet[2, "verdict(jp) 田中"] = "incorrect"
        sheet[4, "verdict(jp) Lee"] = sheet[4, "verdict(jp)"] = "unsure"
        sheet[4, "comment(jp)"] = "微妙"
        sheet[5, "verdict(jp) Lee"], sheet[5, "verdict(jp)"] = "correct", "incorrect"

    path = edited(two, "own.xlsx", grade)
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, path, "Lee")
    assert codes(caught) == [("row_of_other_reviewer", 2), ("row_twice", 5), ("row_twice", 5)]
    (taken,) = pipeline.import_verdicts(store, path, "Lee", skip_bad=True).verdicts
    assert (taken.value, taken.comment) == ("unsure", "微妙")


def test_a_column_that_somebody_added_is_theirs_and_a_cleared_cell_a_withdrawal(
    store: Store, run: Run, two: Path
) -> None:
    def grade(sheet: Sheet) -> None:
        column = sheet.sheet.max_column + 1
        sheet.sheet.cell(1, column).value, sheet.sheet.cell(3, column).value = "評価(日) 木村", "保留"
        sheet[3, "verdict(jp) 田中"] = None

    path = edited(two, "own.xlsx", grade)
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, path)
    assert codes(caught) == [("verdict_cleared", 3)]
    taken = pipeline.import_verdicts(store, path, withdraw=True).verdicts
    assert sorted((one.reviewer, one.value) for one in taken) == [("木村", "unsure"), ("田中", "withdrawn")]


def test_a_final_verdict_is_not_cleared_in_excel(store: Store, run: Run, tmp_path: Path) -> None:
    item = next(one.item.id for one in store.graded_run(run.id))
    store.add_verdicts([Verdict(item, "correct", None, "決定", "主任", True, adjudicated=True)])
    path = pipeline.export(store, run.id, tmp_path / "final.xlsx")

    def clear(sheet: Sheet) -> None:
        assert sheet[2, "rule(jp)"] == "adjudicated"
        for name in ("verdict", "comment"):
            sheet[2, f"{name}(jp)"] = None

    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, edited(path, "cleared.xlsx", clear), "主任", withdraw=True)
    assert codes(caught) == [("adjudication_cleared", 2)]
    assert pipeline.import_verdicts(store, path, "主任").verdicts == ()


@pytest.mark.parametrize("choices", [Choices(blind=True), Choices(language="ja")])
def test_blind_and_japanese_workbooks_come_back(store: Store, run: Run, tmp_path: Path, choices: Choices) -> None:
    path = pipeline.export(store, run.id, tmp_path / "out.xlsx", choices)
    name = "評価(日)" if choices.language == "ja" else "verdict(jp)"

    def grade(sheet: Sheet) -> None:
        sheet[3, name] = "保留"

    graded = edited(path, "graded.xlsx", grade)
    (taken,) = pipeline.import_verdicts(store, graded, "Lee").verdicts
    assert taken.judgement_visible is not choices.blind
    assert standing(store, run, "Lee") == {("2", "ja"): "unsure"}
    assert pipeline.import_verdicts(store, graded, "Lee").verdicts == ()


def test_an_error_value_is_no_comment(store: Store, run: Run, exported: Path) -> None:
    def grade(sheet: Sheet) -> None:
        sheet[2, "verdict(jp)"], sheet[2, "comment(jp)"] = "correct", "#N/A"

    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, edited(exported, "na.xlsx", grade), "Lee")
    assert codes(caught) == [("error_comment", 2)]
