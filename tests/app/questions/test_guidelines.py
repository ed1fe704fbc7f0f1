"""Columns that say how a question is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import read
from app.questions.guidelines import guideline_of

TEXT = "東京と答えていれば5点。理由も正しければさらに加点する。"


@pytest.mark.parametrize("name", ["eval_aspect", "採点基準", "評価の観点", "Rubric", "Grading Guideline"])
def test_they_are_guidelines_and_no_answers(tmp_path: Path, name: str) -> None:
    (tmp_path / "q.csv").write_text(f"質問,正解,{name}\n日本の首都は？,東京,{TEXT}\n", encoding="utf-8")
    found = read(tmp_path / "q.csv")
    assert found.questions and guideline_of(found.questions.questions[0]) == TEXT
    assert "answers_maybe" not in {problem.code for problem in found.problems}


def test_other_columns_are_none(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("質問,正解,メモ\n日本の首都は？,東京,簡単\n", encoding="utf-8")
    found = read(tmp_path / "q.csv")
    assert found.questions and guideline_of(found.questions.questions[0]) == ""
