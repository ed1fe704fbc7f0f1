from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.errors import InputError
from app.workbook import SheetVerdict, read_verdicts
from tests.app.graded_samples import ARM, standard, write


def edited(tmp_path: Path, cells: Mapping[str, object], sheet: str = "Answers") -> Path:
    path = tmp_path / "graded.xlsx"
    book = write(path, standard())
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


def test_verdicts_come_back(tmp_path: Path) -> None:
    cells = {
        "L3": "Incorrect ",
        "M3": "false",
        "X2": "不正解",
        "Y2": True,
        "Z2": " よい\nです ",
        "AA2": "李",
        "Y3": True,
    }
    label = ARM.label
    assert read_verdicts(edited(tmp_path, cells)) == (
        SheetVerdict("1", label, "ja", "correct", False, "=英語で答えた", "田中"),
        SheetVerdict("1", label, "en", "incorrect", True, "よい\nです", "李"),
        SheetVerdict("007", label, "ja", "incorrect", False, "", ""),
    )


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"L2": "right"}, [("bad_verdict", 2, "L (verdict(jp))")]),
        (
            {"X3": "yes", "Y3": "x"},
            [("bad_verdict", 3, "X (verdict(en))"), ("bad_language_ok", 3, "Y (language_ok(en))")],
        ),
        ({"A2": None}, [("verdict_without_number", 2, "A")]),
        ({"A1": "number"}, [("no_verdict_columns", 1, "")]),
    ],
)
def test_values_that_are_no_verdict(
    tmp_path: Path, cells: Mapping[str, object], expected: list[tuple[str, int | None, str]]
) -> None:
    with pytest.raises(InputError) as caught:
        read_verdicts(edited(tmp_path, cells))
    assert [(one.code, one.row, one.column) for one in caught.value.problems] == expected


def test_a_workbook_of_other_making(tmp_path: Path, sample: Path) -> None:
    with pytest.raises(InputError, match="no sheet “Answers”"):
        read_verdicts(sample)
    (tmp_path / "a.csv").write_text("NO,verdict(jp)\n", encoding="utf-8")
    with pytest.raises(InputError, match="neither a workbook"):
        read_verdicts(tmp_path / "a.csv")
