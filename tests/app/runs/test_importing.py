"""Grading in Excel, by several people, in any order: what comes back is what each of them did, on the right answers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score

from app import pipeline
from app.errors import InputError
from app.records import Run
from app.store import Store
from app.verdicts import Verdict
from tests.app.runs.exports import COUNT, Edit, Sheet, edited

pytestmark = pytest.mark.slow


def standing(store: Store, run: Run, reviewer: str) -> dict[tuple[str, str], str]:
    return {
        (one.item.question.no, one.item.language): given.value
        for one in store.graded_run(run.id)
        for given in one.verdicts
        if given.reviewer == reviewer
    }


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.row) for problem in caught.value.problems]


def test_two_reviewers_of_one_export_each_keep_every_verdict(store: Store, run: Run, exported: Path) -> None:
    chance = random.Random(7)
    given: dict[str, list[str]] = {}
    for reviewer in ("田中", "Lee"):
        values = [chance.choice(["correct", "correct", "incorrect"]) for _ in range(COUNT)]

        def fill(sheet: Sheet, values: list[str] = values) -> None:
            for row, value in enumerate(values, start=2):
                sheet[row, "verdict(jp)"] = value

        path = edited(exported, f"{reviewer}.xlsx", fill)
        assert len(pipeline.import_verdicts(store, path, reviewer).verdicts) == COUNT
        assert pipeline.import_verdicts(store, path, reviewer).verdicts == ()
        given[reviewer] = values
    both = [standing(store, run, reviewer) for reviewer in given]
    assert [list(one.values()) for one in both] == list(given.values())
    kappa = cohen_kappa_score(*given.values())
    assert kappa == pytest.approx(cohen_kappa_score(*(list(one.values()) for one in both)))


def test_an_old_export_puts_nothing_back(store: Store, run: Run, tmp_path: Path) -> None:
    items = {one.item.question.no: one.item.id for one in store.graded_run(run.id) if one.item.language == "ja"}

    def give(no: str, value: str) -> None:
        pipeline.record_verdict(store, Verdict(items[no], value, True, "", "田中", True))  # type: ignore[arg-type]

    give("1", "correct")
    give("2", "correct")
    old = pipeline.export(store, run.id, tmp_path / "old.xlsx")
    give("1", "incorrect")
    give("2", "incorrect")

    def grade(sheet: Sheet) -> None:
        assert sheet[2, "verdict(jp)"] == "correct"
        sheet[12, "verdict(jp)"] = "correct"

    assert len(pipeline.import_verdicts(store, edited(old, "b.xlsx", grade), "Lee").verdicts) == 1
    assert standing(store, run, "Lee") == {("11", "ja"): "correct"}
    assert standing(store, run, "田中") == {("1", "ja"): "incorrect", ("2", "ja"): "incorrect"}


def test_rows_may_be_sorted_but_not_single_columns(store: Store, run: Run, exported: Path) -> None:
    order = list(range(COUNT + 1, 1, -1))

    def sort_rows(sheet: Sheet) -> None:
        sheet.sort(order)
        sheet[2, "verdict(en)"] = "正解"
        assert sheet[2, "NO"] == COUNT

    assert len(pipeline.import_verdicts(store, edited(exported, "rows.xlsx", sort_rows), "Lee").verdicts) == 1
    assert standing(store, run, "Lee") == {(str(COUNT), "en"): "correct"}

    def sort_three_columns(sheet: Sheet) -> None:
        sheet.sort(order, [1, 2, 3])
        sheet[3, "verdict(jp)"] = "incorrect"

    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, edited(exported, "columns.xlsx", sort_three_columns), "Kim")
    assert codes(caught) == [("row_moved", 3)]
    assert caught.value.problems[0].column.endswith("(verdict(jp))")
    assert standing(store, run, "Kim") == {}


def _fill(**cells: object) -> Edit:
    def edit(sheet: Sheet) -> None:
        for name, value in cells.items():
            column, _, row = name.rpartition("_")
            header = {"verdict": "verdict(jp)", "ok": "language_ok(jp)", "comment": "comment(jp)"}
            sheet[int(row), header.get(column, f"{column}(jp)")] = value

    return edit


def _copy_row(sheet: Sheet) -> None:
    for column in range(1, sheet.sheet.max_column + 1):
        sheet.sheet.cell(COUNT + 2, column).value = sheet.sheet.cell(4, column).value
    sheet[4, "verdict(jp)"], sheet[COUNT + 2, "verdict(jp)"] = "correct", "incorrect"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (_fill(comment_2="よい"), [("mark_without_verdict", 2)]),
        (_fill(ok_3=True), [("mark_without_verdict", 3)]),
        (_fill(verdict_2="=1+1"), [("formula_without_value", 2)]),
        (_fill(verdict_2="ok"), [("bad_verdict", 2)]),
        (_fill(verdict_2="correct", reviewer_2="Kim"), [("row_of_other_reviewer", 2)]),
        (_fill(verdict_2="correct", Answer_2="別の回答"), [("row_moved", 2)]),
        (_copy_row, [("row_twice", 4), ("row_twice", COUNT + 2)]),
    ],
)
def test_what_cannot_be_taken_is_listed_and_the_rest_on_request(
    store: Store, run: Run, exported: Path, edit: Edit, expected: list[tuple[str, int]]
) -> None:
    def grade(sheet: Sheet) -> None:
        edit(sheet)
        sheet[10, "verdict(en)"] = "不正解"

    path = edited(exported, "some.xlsx", grade)
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, path, "Lee")
    assert codes(caught) == expected
    assert all(problem.remedy_ja and problem.message_ja for problem in caught.value.problems)
    assert standing(store, run, "Lee") == {}
    assert len(pipeline.import_verdicts(store, path, "Lee", skip_bad=True).verdicts) == 1
    assert standing(store, run, "Lee") == {("9", "en"): "incorrect"}


def test_a_row_copied_with_one_verdict_counts_once(store: Store, run: Run, exported: Path) -> None:
    def copy(sheet: Sheet) -> None:
        _copy_row(sheet)
        sheet[COUNT + 2, "verdict(jp)"] = "correct"

    path = edited(exported, "copy.xlsx", copy)
    assert len(pipeline.import_verdicts(store, path, "Lee").verdicts) == 1
    assert len(pipeline.import_verdicts(store, path, "Lee").verdicts) == 0


def test_a_cleared_verdict_is_taken_back_when_asked_to(store: Store, run: Run, exported: Path, tmp_path: Path) -> None:
    pipeline.import_verdicts(store, edited(exported, "one.xlsx", _fill(verdict_2="correct")), "Lee")
    again = pipeline.export(store, run.id, tmp_path / "again.xlsx")
    cleared = edited(again, "cleared.xlsx", _fill(verdict_2=None, ok_2=None, comment_2=None))
    for reviewer, code in (("Lee", "verdict_cleared"), ("Kim", "verdict_of_other_cleared")):
        with pytest.raises(InputError) as caught:
            pipeline.import_verdicts(store, cleared, reviewer)
        assert codes(caught) == [(code, 2)]
    (taken,) = pipeline.import_verdicts(store, cleared, "Lee", withdraw=True).verdicts
    assert taken.value == "withdrawn"
    assert standing(store, run, "Lee") == {}
    assert pipeline.import_verdicts(store, cleared, "Lee", withdraw=True).verdicts == ()


def test_an_import_of_long_ago_does_not_undo_what_its_reviewer_changed_since(
    store: Store, run: Run, exported: Path
) -> None:
    path = edited(exported, "one.xlsx", _fill(verdict_2="correct"))
    (first,) = pipeline.import_verdicts(store, path, "Lee").verdicts
    pipeline.record_verdict(store, Verdict(first.item_id, "incorrect", None, "", "Lee", True))
    again = pipeline.import_verdicts(store, path, "Lee")
    assert again.verdicts == () and [problem.code for problem in again.problems] == ["verdict_changed_since"]
    assert standing(store, run, "Lee") == {("1", "ja"): "incorrect"}


def test_reviewers_may_sign_their_rows(store: Store, run: Run, exported: Path) -> None:
    cells = {"verdict_2": "correct", "reviewer_2": "田中", "verdict_3": "incorrect", "reviewer_3": "Lee"}
    assert len(pipeline.import_verdicts(store, edited(exported, "signed.xlsx", _fill(**cells))).verdicts) == 2
    assert standing(store, run, "田中") == {("1", "ja"): "correct"}
    assert standing(store, run, "Lee") == {("2", "ja"): "incorrect"}
    with pytest.raises(InputError) as caught:
        pipeline.import_verdicts(store, edited(exported, "unsigned.xlsx", _fill(verdict_4="correct")))
    assert codes(caught) == [("row_without_reviewer", 4)]


def test_a_cleared_cell_brings_no_earlier_verdict_back(store: Store, run: Run, exported: Path, tmp_path: Path) -> None:
    item = store.graded_run(run.id)[0].item.id
    for value in ("correct", "incorrect"):
        pipeline.record_verdict(store, Verdict(item, value, None, "", "Lee", True))  # type: ignore[arg-type]
    path = pipeline.export(store, run.id, tmp_path / "again.xlsx")
    cleared = edited(path, "cleared.xlsx", _fill(verdict_2=None))
    taken = pipeline.import_verdicts(store, cleared, "Lee", withdraw=True)
    assert standing(store, run, "Lee") == {} and taken.counts == {"Lee": 1}
    pipeline.record_verdict(store, Verdict(item, "unsure", None, "", "Lee", True))
    again = pipeline.import_verdicts(store, cleared, "Lee", withdraw=True)
    assert again.verdicts == () and [problem.code for problem in again.problems] == ["verdict_changed_since"]
    assert standing(store, run, "Lee") == {("1", "ja"): "unsure"}
