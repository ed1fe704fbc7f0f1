"""References that read like several in one cell: offered, and split where the user says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import ColumnMemory, read
from app.questions.split_references import SplitReference, several


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
        ("H2O/水", True),
        ("東京/Tokyo", True),
        ("3776メートル\n3,776 m", True),
        ("東京", False),
        ("2024/05/01", False),
        ("1/2", False),
        ("10:30; 11:30", False),
        ("km/h", False),
        ("円/時間", False),
        ("60キロメートル/時", False),
        ("人/km2", False),
        ("および／または", False),
        ("『水／火』", False),
        ("東京（旧称：江戸；江戸府）", False),
        ("1. 東京\n2. 大阪", False),
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
    assert (len(several(reference)) > 1) is expected


def test_the_rows_are_named_once_and_nothing_is_split(tmp_path: Path) -> None:
    path = tmp_path / "正解.csv"
    path.write_text("NO,質問,正解\n1,首都は？,東京；東京都\n2,空は？,青\n3,水は？,H2O / 水\n", encoding="utf-8")
    found = read(path)
    assert found.questions and found.questions.questions[0].references("ja") == ("東京；東京都",)
    (problem,) = found.problems
    assert problem.code == "several_references" and problem.row == 2 and "rows: 2, 4" in problem.message


@pytest.mark.parametrize(
    ("reference", "separators", "parts"),
    [
        ("東京、江戸", ["、"], ("東京", "江戸")),
        ("東京;江戸；東京", ["；"], ("東京", "江戸")),
        ("a｜b|c", ["|"], ("a", "b", "c")),
        ("水\n H2O ", ["line"], ("水", "H2O")),
        ("red or blue", ["or"], ("red", "blue")),
        ("明るいから；長い文でも分ける。言われたとおりに", [";"], ("明るいから", "長い文でも分ける。言われたとおりに")),
        ("10; 20", [";"], ("10", "20")),
        ("東京/江戸；京", ["/", ";"], ("東京", "江戸", "京")),
        ("1/2", ["/"], ("1/2",)),
        ("2024/1/5", ["/"], ("2024/1/5",)),
        ("2024-01-05", ["-"], ("2024-01-05",)),
        ("1,234", [","], ("1,234",)),
        ("km/h", ["/"], ("km/h",)),
        ("AC/DC", ["/"], ("AC/DC",)),
        ("and/or", ["/"], ("and/or",)),
        ("AC/DC / エーシー・ディーシー", ["/"], ("AC/DC", "エーシー・ディーシー")),
        ("東京；", [";"], ("東京；",)),
    ],
)
def test_what_is_split_by_separators(reference: str, separators: list[str], parts: tuple[str, ...]) -> None:
    assert several(reference, separators) == parts


def test_what_is_split_is_said_remembered_with_the_layout_and_undone(tmp_path: Path) -> None:
    path, memory = tmp_path / "正解.csv", ColumnMemory(tmp_path / "columns.json")
    path.write_text("NO,質問,正解\n1,首都は？,東京；東京都\n2,割合は？,1/2\n", encoding="utf-8")
    offered = read(path, column_memory=memory)
    assert offered.splits == (SplitReference(2, "ja", "東京；東京都", ("東京", "東京都")),) and offered.split == ()
    assert "東京 | 東京都" in offered.problems[0].message
    split = read(path, column_memory=memory, split=["auto"])
    for found in (split, read(path, column_memory=memory)):
        assert found.questions and found.split == ("auto",) and found.splits == offered.splits
        assert [question.references("ja") for question in found.questions.questions] == [("東京", "東京都"), ("1/2",)]
        assert [problem.code for problem in found.problems] == ["references_split"]
    assert offered.questions and split.questions and offered.questions.sha256 != split.questions.sha256
    read(path, column_memory=memory, split=["none"])
    assert read(path, column_memory=memory).questions == offered.questions


def test_columns_and_separators_of_a_layout_are_remembered_apart(tmp_path: Path) -> None:
    path, memory = tmp_path / "正解.csv", ColumnMemory(tmp_path / "columns.json")
    path.write_text("NO,たずねる,こたえ\n1,首都は？,東京；東京都\n", encoding="utf-8")
    read(path, {"たずねる": "instruction(jp)", "こたえ": "response(jp)"}, column_memory=memory)
    read(path, column_memory=memory, split=["；"])
    found = read(path, column_memory=memory)
    assert found.questions and found.questions.questions[0].references("ja") == ("東京", "東京都")


def test_the_options_of_a_question_are_never_split(tmp_path: Path) -> None:
    path = tmp_path / "四択.csv"
    path.write_text("NO,質問,選択肢A,選択肢B,正解\n1,首都は？,東京；江戸,大阪,A\n", encoding="utf-8")
    found = read(path, split=["auto"])
    assert found.questions and found.questions.questions[0].references("ja")[0] == "東京；江戸" and not found.splits
