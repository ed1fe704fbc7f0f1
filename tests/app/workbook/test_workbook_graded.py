from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.errors import InputError
from app.questions.findings import Findings
from app.workbook import Baseline, Exported, Marks, SheetGrading
from app.workbook.graded_answers import read_graded
from app.workbook.graded_sheet import read_graded_sheet
from app.workbook.graded_verdicts import open_answers, read_gradings
from tests.app.graded_samples import ARM, standard, write


def edited(tmp_path: Path, cells: Mapping[str, object], sheet: str = "Answers") -> Path:
    path = tmp_path / "graded.xlsx"
    book = write(path, standard())
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


def gradings(path: Path) -> tuple[list[SheetGrading], list[tuple[str | None, int | None, str]]]:
    findings = Findings(path.name)
    found = read_gradings(open_answers(path, findings), findings)
    found = [one for one in found if not one.own]
    return found, [(problem.code, problem.row, problem.column) for problem in findings.problems]


def test_every_answer_comes_back_with_its_marks(tmp_path: Path) -> None:
    cells = {"G3": "Incorrect ", "H3": "false", "N2": "不正解", "O2": True, "P2": " よい\nです ", "Q2": "李"}
    found, problems = gradings(edited(tmp_path, cells))
    assert not problems
    assert [(one.item, one.no, one.arm, one.language, one.marks, one.reviewer) for one in found] == [
        (1, "1", ARM.label, "ja", Marks("correct", False, "=英語で答えた"), "田中"),
        (2, "1", ARM.label, "en", Marks("incorrect", True, "よい\nです"), "李"),
        (3, "007", ARM.label, "ja", Marks("incorrect", False, ""), ""),
        (4, "007", ARM.label, "en", Marks(), ""),
    ]
    assert found[0].answer == "Tokyo, Japan" and found[2].error == "out of memory"


def test_what_was_exported_is_known(tmp_path: Path) -> None:
    opened = open_answers(edited(tmp_path, {"G2": "incorrect", "J2": "李"}), Findings("graded.xlsx"))
    marks = Marks("correct", False, "=英語で答えた")
    assert opened.exported == Baseline({1: Exported(marks, "田中", "latest")}, {"田中": {1: marks}}, {"田中": "田中"})


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *[(one, "correct") for one in ("correct", "正解", "正", "○", "１", 1, True, "TRUE")],
        *[(one, "incorrect") for one in ("Incorrect", "不正解", "誤", "×", 0, False)],
        *[(one, "unsure") for one in ("unsure", "保留", "？", "△")],
    ],
)
def test_verdicts_in_both_languages(tmp_path: Path, written: object, value: str) -> None:
    found, problems = gradings(edited(tmp_path, {"N2": written}))
    assert (found[1].marks.value, problems) == (value, [])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"G2": "right"}, [("bad_verdict", 2, "G (verdict(jp))")]),
        (
            {"N3": "yes", "O3": "x"},
            [("bad_verdict", 3, "N (verdict(en))"), ("bad_language_ok", 3, "O (language_ok(en))")],
        ),
        ({"N2": '=IF(1,"correct","")'}, [("formula_without_value", 2, "N (verdict(en))")]),
    ],
)
def test_cells_that_say_no_verdict(
    tmp_path: Path, cells: Mapping[str, object], expected: list[tuple[str, int | None, str]]
) -> None:
    found, problems = gradings(edited(tmp_path, cells))
    assert (len(found), problems) == (3, expected)


@pytest.mark.parametrize(
    ("cells", "code"), [({"A1": "number"}, "no_verdict_columns"), ({"G1": "my verdict"}, "verdict_column_gone")]
)
def test_columns_that_are_gone(tmp_path: Path, cells: Mapping[str, object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        gradings(edited(tmp_path, cells))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_workbook_of_other_making(tmp_path: Path, sample: Path) -> None:
    with pytest.raises(InputError, match="no sheet “Answers”"):
        gradings(sample)
    (tmp_path / "a.csv").write_text("NO,verdict(jp)\n", encoding="utf-8")
    with pytest.raises(InputError, match="neither a workbook"):
        gradings(tmp_path / "a.csv")


def test_a_large_workbook_may_take_longer_than_a_file_of_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "採点.xlsx", standard())
    monkeypatch.setattr("app.questions.findings.MAX_SECONDS", -1.0)
    assert len(read_graded(tmp_path / "採点.xlsx").answers) == len(standard())
    assert read_graded_sheet(tmp_path / "採点.xlsx").gradings
    monkeypatch.setattr("app.workbook.graded_sheet.MAX_SECONDS", -1.0)
    with pytest.raises(InputError, match="takes longer"):
        read_graded_sheet(tmp_path / "採点.xlsx")
