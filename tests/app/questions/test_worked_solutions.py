"""Worked solutions: only what they end with is the reference, and that is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.questions import read
from app.questions.worked_solutions import result


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("48 / 2 = 24\n48 + 24 = <<48+24=72>>72\n#### 72", "72"),
        ("1個80円のりんごを3個買うので、80×3＝240\n#### 240円\n", "240円"),
        ("It costs 5.\n####1,250", "1,250"),
        ("72", None),
        ("#### 72", None),
        ("# Title\n#### Section\nText", None),
        ("C#\n####", None),
    ],
)
def test_result(reference: str, answer: str | None) -> None:
    assert result(reference) == answer


def test_a_file_of_worked_solutions(tmp_path: Path) -> None:
    rows = [
        {"question": "りんごは3個でいくらですか？", "answer": "80×3＝240\n#### 240"},
        {"question": "全部で何人ですか？", "answer": "12＋3＝15\n#### 15"},
    ]
    path = tmp_path / "gsm8k.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    reading = read(path)
    assert reading.questions is not None
    assert [one.references("ja") for one in reading.questions.questions] == [("240",), ("15",)]
    assert [problem.code for problem in reading.problems if problem.code == "worked_solutions"] == ["worked_solutions"]
