"""Cells as Excel shows them: the formats of Japanese workbooks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from app.questions import read
from app.questions.readers.cells import shown

GANNEN = '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@'
ACCOUNTING = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (datetime(1989, 1, 8), GANNEN, "平成元年1月8日"),
        (datetime(2019, 5, 1), GANNEN, "令和元年5月1日"),
        (datetime(2020, 5, 1), GANNEN, "令和2年5月1日"),
        (datetime(1989, 1, 8), '[$-411]ggge"年"', "平成1年"),
        (datetime(2026, 11, 3), "mm/dd/yyyy;@", "11/03/2026"),
        (datetime(2026, 11, 13), '[DBNum1]yyyy"年"m"月"d"日"', "二〇二六年十一月十三日"),
        (datetime(2018, 11, 20), '[DBNum1][$-411]ggge"年"m"月"d"日"', "平成三十年十一月二十日"),
        (0.5, "# ?/?", "1/2"),
        (1.5, "# ?/?", "1 1/2"),
        (3, "# ?/?", "3"),
        (0, "# ?/?", "0"),
        (-0.25, "# ?/?", "-1/4"),
        (0.333333, "# ??/??", "1/3"),
        (3.14159, "# ???/???", "3 16/113"),
        (2.25, "# ?/8", "2 2/8"),
        (1.5, "?/?", "3/2"),
        (3, "[DBNum1]General", "三"),
        (10, "[DBNum1]General", "十"),
        (12345, '[DBNum1]General"円"', "一万二千三百四十五円"),
        (2026, "[DBNum1]0", "二〇二六"),
        (21, "[DBNum2]General", "弐拾壱"),
        (7, "[DBNum3]0", "７"),
        (2.5, "[DBNum1]General", "2.5"),
        (0.125, "0.0%", "12.5%"),
        (1234567, "#,##0", "1,234,567"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (1234, ACCOUNTING, "1,234"),
        (-1234, ACCOUNTING, "-1,234"),
        (0, ACCOUNTING, "-"),
        (1000, '_-"¥"* #,##0_-', "¥1,000"),
        (-5, "#,##0;[Red]△#,##0", "△5"),
        (1234567, '"〒"000-0000', "〒123-4567"),
        (12345, "000-0000", "001-2345"),
        (9012345678, "0##-####-####", "090-1234-5678"),
        (75, '[>=70]"合格";"不合格"', "合格"),
        (50, '[>=70]"合格";"不合格"', "不合格"),
        (5, "@", "5"),
        (5, ";;;", "5"),
    ],
)
def test_a_cell_reads_as_excel_shows_it(value: object, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


def test_error_cells_are_errors_of_their_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["NO", "質問", "正解"], [1, "空の色は？", "青"], [2, "海の色は？", "#N/A"], [3, "#REF!", "赤"]):
        sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    problems = {(problem.row, problem.code): problem for problem in read(tmp_path / "表.xlsx").problems}
    assert problems[4, "error_question"].severity == "error"
    assert problems[3, "error_value"].severity == "warning"
    sheet["B4"] = "火の色は？"
    book.save(tmp_path / "表.xlsx")
    loaded = read(tmp_path / "表.xlsx").questions
    assert loaded and [question.references("ja") for question in loaded.questions] == [("青",), (), ("赤",)]
