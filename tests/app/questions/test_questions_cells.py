from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questions import read_questions
from app.questions.readers.cells import shown


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (1776.0, "General", "1776"),
        (1776, None, "1776"),
        (0.1 + 0.2, "General", "0.3"),
        (-2.5, "General", "-2.5"),
        (1e15, "General", "1000000000000000"),
        (0.5, "0%", "50%"),
        (0.1234, "0.0%", "12.3%"),
        (1234567.891, "#,##0", "1,234,568"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (2.5, "0", "3"),
        (7, "000", "007"),
        (1.5, "0.0#", "1.5"),
        (3, '0"個"', "3個"),
        (3000, '"¥"#,##0', "¥3,000"),
        (3000, "[$¥-411]#,##0", "¥3,000"),
        (-5, "0;(0)", "(5)"),
        (-5, "#,##0_);[Red](#,##0)", "(5)"),
        (0, '0;-0;"なし"', "なし"),
        (12345, "0.00E+00", "1.23E+04"),
        (1234, "000-0000", "000-1234"),
        (True, "General", "TRUE"),
        (datetime(1776, 7, 4), "yyyy-mm-dd", "1776-07-04"),
        (datetime(2024, 5, 3), "mm-dd-yy", "2024/5/3"),
        (datetime(2024, 5, 3), 'yyyy"年"m"月"d"日"', "2024年5月3日"),
        (datetime(2024, 5, 3), "d mmmm yyyy", "3 May 2024"),
        (datetime(2024, 5, 3), "ddd, mmm d", "Fri, May 3"),
        (datetime(2024, 5, 3), '[$-411]ggge"年"m"月"d"日"(aaa)', "令和6年5月3日(金)"),
        (datetime(1989, 1, 7), "gggee", "昭和64"),
        (datetime(2024, 5, 3, 14, 5, 9), "yyyy/m/d h:mm", "2024/5/3 14:05"),
        (datetime(2024, 5, 3, 14, 5, 9), "h:mm:ss AM/PM", "2:05:09 PM"),
        (time(9, 5), "h:mm", "9:05"),
        (timedelta(hours=36, minutes=5), "[h]:mm:ss", "36:05:00"),
        (timedelta(hours=36, minutes=5), "[h]:mm", "36:05"),
        (timedelta(hours=36, minutes=5), '[h]"時間"mm"分"', "36時間05分"),
        (timedelta(minutes=90, seconds=7), "[mm]:ss", "90:07"),
        (date(2024, 5, 3), "General", "2024-05-03"),
    ],
)
def test_a_cell_is_read_as_excel_shows_it(value: object, number_format: str | None, expected: str) -> None:
    assert shown(value, number_format) == expected


@settings(deadline=None)
@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers(), st.text(max_size=12))
def test_any_number_format_shows_something(value: float, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)


@settings(deadline=None)
@given(st.datetimes(), st.text('ymdhsgea年/:. "[]$-411AMP0', max_size=14))
def test_any_date_format_shows_something(value: datetime, number_format: str) -> None:
    assert isinstance(shown(value, number_format), str)


def test_numbers_and_dates_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NO", "instruction(en)", "response(en)"])
        sheet.write_row(1, 0, [1.0, "Which year?", 1776])
        sheet.write_row(2, 0, [2, "Which share?"])
        sheet.write_number(2, 2, 0.25, book.add_format({"num_format": "0%"}))
        sheet.write_row(3, 0, [3, "Which day?"])
        sheet.write_datetime(3, 2, datetime(1947, 5, 3), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    questions = read_questions(path)[0].questions
    assert [question.no for question in questions] == ["1", "2", "3"]
    assert [question.references("en") for question in questions] == [("1776",), ("25%",), ("1947年5月3日",)]
