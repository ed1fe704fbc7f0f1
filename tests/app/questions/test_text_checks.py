"""References that read like several in one cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import read
from app.questions.text_checks import looks_like_several


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("東京；東京都；Tokyo", True),
        ("H2O / 水", True),
        ("東京\n東京都", True),
        ("りんご/林檎", True),
        ("果物または fruit", True),
        ("colour or color", True),
        ("Tokyo | 東京", True),
        ("東京", False),
        ("2024/05/01", False),
        ("1/2", False),
        ("10:30; 11:30", False),
        ("km/h", False),
        ("AC/DC", False),
        ("赤、緑、青", False),
        ("red, green and blue", False),
        ("Romeo and Juliet", False),
        ("for", False),
        ("Dogs and horses are animals; bamboo is a plant", False),
        ("動物：犬、馬\n植物：竹", False),
        ("；", False),
        ("理由は二つある。一つは費用；もう一つは時間。", False),
    ],
)
def test_what_reads_like_several_references(reference: str, expected: bool) -> None:
    assert looks_like_several(reference) is expected


def test_the_rows_are_named_once_and_nothing_is_split(tmp_path: Path) -> None:
    path = tmp_path / "正解.csv"
    path.write_text("NO,質問,正解\n1,首都は？,東京；東京都\n2,空は？,青\n3,水は？,H2O / 水\n", encoding="utf-8")
    found = read(path)
    assert found.questions and found.questions.questions[0].references("ja") == ("東京；東京都",)
    (problem,) = found.problems
    assert problem.code == "several_references" and problem.row == 2 and "rows: 2, 4" in problem.message
