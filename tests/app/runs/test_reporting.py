"""What a report is about: a run and the workbooks that were made from it are one thing, graded by several people."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app import pipeline
from app.records import LANGUAGES, Run
from app.report import full_json, render_page
from app.runs.reporting import report_on
from app.store import Store
from tests.app.runs.exports import COUNT, Sheet, edited

pytestmark = pytest.mark.slow


def _graded(source: Path, name: str, wrong: set[int], reviewer: str) -> Path:
    def fill(sheet: Sheet) -> None:
        for row in range(2, COUNT + 2):
            sheet[row, "verdict(jp)"] = "incorrect" if row in wrong else "correct"
            sheet[row, "reviewer(jp)"] = reviewer or None

    return edited(source, name, fill)


@pytest.mark.parametrize("signed", [True, False])
def test_two_files_of_one_run_are_one_arm_with_two_reviewers(
    store: Store,
    run: Run,
    exported: Path,
    signed: bool,
) -> None:
    first = _graded(exported, "a.xlsx", {2, 3}, "田中" if signed else "")
    second = _graded(exported, "b.xlsx", {3, 4, 5}, "Lee" if signed else "")
    report = report_on(store, [str(first), str(second)])
    (arm,) = report.arms
    names = {verdict.reviewer for answer in arm.answers for verdict in answer.verdicts}
    assert names == ({"田中", "Lee"} if signed else {"a.xlsx", "b.xlsx"})
    (ja,) = [row for row in report.table if row.language == "ja" and row.type is None]
    assert (ja.verdict.correct, ja.verdict.n) == (COUNT - 3, COUNT)  # the later file's, while no rule says better
    assert report.arm_pairs == ()


def test_a_run_and_its_workbook_have_the_same_arm(store: Store, run: Run, exported: Path) -> None:
    graded = _graded(exported, "a.xlsx", {2}, "田中")
    report = report_on(store, [run.id, str(graded)])
    assert [arm.key for arm in report.arms] == [arm.key for arm in run.arms]
    assert full_json(report)["arms"]
    assert len(openpyxl.load_workbook(graded)["Answers"]["A"]) == COUNT + 1
    assert pipeline.report_on is report_on


def test_verdicts_that_were_imported_are_not_a_second_reviewer_in_their_own_file(
    store: Store, run: Run, exported: Path
) -> None:
    first, second = _graded(exported, "a.xlsx", {2, 3}, ""), _graded(exported, "b.xlsx", {3, 4, 5}, "")
    pipeline.import_verdicts(store, first, "田中")
    for named in ([run.id, str(first), str(second)], [str(second), str(first), run.id]):
        (arm,) = report_on(store, named).arms
        names = {verdict.reviewer for answer in arm.answers for verdict in answer.verdicts}
        assert names == {"田中", "b.xlsx"}


def test_a_japanese_page_says_in_japanese_what_it_rests_on(store: Store, run: Run) -> None:
    report = report_on(store, [run.id])
    facts = {language: pipeline.report_facts(store, report, [run.id], language) for language in LANGUAGES}
    assert {f"実行 {run.id}", "比較条件 1", "torch のバージョン", "再現するコマンド"} <= facts["ja"].keys()
    assert list(facts["ja"].values())[:-1] == list(facts["en"].values())[:-1]
    assert '<th scope="col">補正後の率</th>' not in render_page(report, facts["ja"], "ja")
