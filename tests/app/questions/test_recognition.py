"""What was recognised in a file, how sure, and that it is forgotten on demand."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import ColumnMemory, read
from app.questions.recognition import recognised


def put(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "q.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_what_is_certain_and_what_is_a_guess(tmp_path: Path) -> None:
    path = put(tmp_path, "質問,正解,answer_gpt4,answer_llama\n日本の首都は？,東京；東京都,東京,大阪\n")
    found = {one.kind: one for one in recognised(read(path))}
    assert found["columns"].value == (
        "Japanese question = 質問; Japanese reference = 正解",
        "日本語の質問 = 質問; 日本語の参照解答 = 正解",
    )
    assert found["columns"].certain and found["columns"].line().endswith("(certain)")
    assert found["arms"].value[1] == "column:gpt4, column:llama"
    assert found["split"].value == (
        "1 cell, e.g. 東京；東京都 → 東京 | 東京都",
        "1セル、例：東京；東京都 → 東京 | 東京都",
    )
    assert not found["split"].certain


def test_a_guessed_encoding_says_why(tmp_path: Path) -> None:
    path = put(tmp_path, "質問,正解\n日本の首都は？,東京\n", "euc-jp")
    guess = next(one for one in recognised(read(path)) if one.kind == "encoding")
    assert guess.doubt is not None and guess.doubt.code == "guessed_encoding" and "please look" in guess.line()
    assert guess.value == ("EUC-JP", "EUC-JP")
    said = next(one for one in recognised(read(path, encoding="euc-jp")) if one.kind == "encoding")
    assert said.certain and said.line() == "encoding: EUC-JP (certain)"


@pytest.mark.parametrize(
    ("saved_in", "said", "name"),
    [
        ("cp932", None, "Shift_JIS (CP932)"),
        ("utf-8", None, "UTF-8"),
        ("utf-8-sig", None, "UTF-8"),
        ("utf-16", None, "UTF-16"),
        ("shift_jis_2004", "shift_jis_2004", "shift_jis_2004"),
    ],
)
def test_the_encoding_is_named(tmp_path: Path, saved_in: str, said: str | None, name: str) -> None:
    path = put(tmp_path, "質問,正解\n日本の首都はどこですか？,東京です\n", saved_in)
    assert {one.kind: one.value for one in recognised(read(path, encoding=said))}["encoding"] == (name, name)


def test_nothing_is_recognised_in_nothing(tmp_path: Path) -> None:
    assert recognised(read(put(tmp_path, ""))) == ()


def test_what_was_said_about_a_layout_is_forgotten(tmp_path: Path) -> None:
    memory = ColumnMemory(tmp_path / "columns.json")
    path = put(tmp_path, "といかけ,こたえ\n日本の首都は？,東京；東京都\n")
    named = {"といかけ": "instruction(jp)", "こたえ": "response(jp)"}
    first = read(path, named, column_memory=memory, split=["auto"])
    assert memory.knows(first.headers) and read(path, column_memory=memory).questions is not None
    remembered = next(one for one in recognised(read(path, column_memory=memory)) if one.kind == "columns")
    assert remembered.doubt is not None and remembered.doubt.code == "columns_remembered"
    memory.forget(first.headers)
    assert not memory.knows(first.headers) and read(path, column_memory=memory).questions is None


def test_languages_in_rows_are_no_missing_columns(tmp_path: Path) -> None:
    rows = "言語,質問,正解\nja,日本の首都は？,東京\nen,What is the capital of Japan?,Tokyo\n"
    found = {one.kind for one in recognised(read(put(tmp_path, rows)))}
    assert "joined" in found and "columns" not in found
