"""LibreOffice counts in `Summary` what we counted, whatever spelling a verdict has, and follows a changed verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.records import GradedAnswer
from tests.app.graded_samples import ARM, CAPITAL, FRUIT, OTHER_ARM, RUN, graded, verdict, write
from tests.app.runs.test_importing_libreoffice import REQUIRED, SOFFICE, saved_by_libreoffice

TYPED = ("正解", True, 1, "○", "×", False, 0, "?", "保留", "誤", None, "WRONG")
"""What people type, one a row: 4 correct, 5 incorrect, 2 unsure."""


def _values(path: Path) -> list[list[object]]:
    rows = openpyxl.load_workbook(path, data_only=True)["Summary"].iter_rows(min_row=2, max_row=10, values_only=True)
    return [[round(value, 9) if isinstance(value, float) else value or None for value in row] for row in rows if row[0]]


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None and not REQUIRED, reason="libreoffice-calc is not installed")
def test_libreoffice_recalculates_the_summary_to_our_numbers(tmp_path: Path) -> None:
    answers: list[GradedAnswer] = []
    for number in range(1, 25):
        given = verdict(number, "correct" if number % 3 else "incorrect", id=number, language_ok=bool(number % 4))
        arm, question = (ARM, OTHER_ARM)[number % 2], (CAPITAL, FRUIT)[number % 5 == 0]
        question = replace(question, no=str(number))
        answers.append(graded(number, question, "ja" if number % 7 else "en", arm=arm, verdicts=(given,)))
    path = tmp_path / "ours.xlsx"
    book = write(path, answers)
    ours = _values(path)
    book.save(tmp_path / "uncached.xlsx")  # openpyxl keeps the formulas and drops their values
    assert _values(saved_by_libreoffice(tmp_path / "uncached.xlsx", tmp_path / "libreoffice")) == ours


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None and not REQUIRED, reason="libreoffice-calc is not installed")
def test_every_spelling_counts_once(tmp_path: Path) -> None:
    asked = [replace(CAPITAL, no=str(number)) for number in range(1, len(TYPED) + 1)]
    book = write(tmp_path / "typed.xlsx", [graded(n, one, "ja") for n, one in enumerate(asked, start=1)], RUN)
    for row, typed in enumerate(TYPED, start=2):
        book["Answers"][f"G{row}"] = typed
    book.save(tmp_path / "typed.xlsx")
    back = openpyxl.load_workbook(saved_by_libreoffice(tmp_path / "typed.xlsx", tmp_path / "lo"), data_only=True)
    header, first = back["Summary"].iter_rows(max_row=2, values_only=True)
    counted = dict(zip(header, first, strict=True))
    assert (counted["reviewed"], counted["unsure"], counted["verdict correct"]) == (11, 2, 4)
    assert counted["verdict rate"] == pytest.approx(4 / 9)
