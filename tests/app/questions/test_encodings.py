"""Text in the encodings that Excel and other tools write: read as what it is, or corrected by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import read
from app.questions.findings import Findings
from app.questions.readers.encodings import decode

JAPANESE = "番号,質問,正解\n①,東京～大阪の新幹線は？,東海道新幹線\n②,㈱髙島屋とは―何ですか,百貨店\n"
PLAIN = JAPANESE.translate(str.maketrans("①②～㈱髙―", "12ー社高ー"))
WESTERN = "no,question,response\n1,What is a “résumé”?,it’s a curriculum vitæ\n2,Qui a écrit « Élégie » ?,Fauré\n"
KANJI = "設問,解答\n㈱日本橋髙島屋①号館,東京都中央区\n"
KATAKANA = "no,question,response\n1,ナイル,アフリカ\n"


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (JAPANESE, "utf-8", ""),
        (JAPANESE, "utf-8-sig", ""),
        (JAPANESE, "utf-16", ""),
        (JAPANESE, "cp932", "Shift_JIS (CP932)"),
        (KANJI, "cp932", "Shift_JIS (CP932)"),
        (KATAKANA, "cp932", "Shift_JIS (CP932)"),
        (PLAIN, "cp932", "Shift_JIS (CP932)"),
        (PLAIN, "euc_jp", "EUC-JP"),
        (PLAIN, "iso2022_jp", "ISO-2022-JP"),
        (JAPANESE, "utf-16-le", "UTF-16"),
        (JAPANESE, "utf-16-be", "UTF-16"),
        (WESTERN, "cp1252", "Windows-1252"),
    ],
)
def test_text_is_read_in_the_encoding_that_it_was_saved_in(text: str, encoding: str, named: str) -> None:
    findings = Findings("質問.csv")
    assert decode(text.encode(encoding), findings).text == text
    assert [problem.code for problem in findings.problems] == (["guessed_encoding"] if named else [])
    assert all(named in problem.message for problem in findings.problems)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8", "utf-16"])
def test_what_is_told_is_not_guessed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "質問.csv"
    path.write_bytes(PLAIN.encode(encoding))
    reading = read(path, encoding=encoding)
    assert reading.questions and not reading.problems
    assert reading.questions.questions[0].sides["ja"].text == "東京ー大阪の新幹線は？"


def test_another_encoding_is_another_question_set(tmp_path: Path) -> None:
    path = tmp_path / "質問.csv"
    path.write_bytes("question,response\nWhat is it?,caf\xe9\n".encode("latin-1"))
    first, second = (read(path, encoding=encoding).questions for encoding in ("cp1252", "cp1250"))
    assert first and second and first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("data", "encoding", "code"),
    [
        (JAPANESE.encode("cp932"), "euc-jp", "broken_encoding"),
        (JAPANESE.encode("utf-16")[:-1], "utf-16", "broken_encoding"),
        (JAPANESE.encode(), "no-such", "unknown_encoding"),
        (JAPANESE.encode(), "base64", "unknown_encoding"),
        (JAPANESE.encode()[:-2], None, "broken_encoding"),
    ],
)
def test_a_wrong_encoding_is_explained(tmp_path: Path, data: bytes, encoding: str | None, code: str) -> None:
    path = tmp_path / "質問.csv"
    path.write_bytes(data)
    reading = read(path, encoding=encoding)
    assert reading.questions is None
    assert [problem.code for problem in reading.problems] == [code]
