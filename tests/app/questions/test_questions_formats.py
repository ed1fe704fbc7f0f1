"""Text files of other kinds: separators, encodings, JSON and JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import InputError
from app.questions import read_questions
from app.records import Side

TEXT = "NO,質問,正解\n1,日本の首都はどこですか？,東京\n2,りんごは果物ですか、野菜ですか。,果物\n"


@pytest.mark.parametrize(
    ("encoding", "warned"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-16-le", ["guessed_encoding"]),
        ("cp932", ["guessed_encoding"]),
        ("euc_jp", ["guessed_encoding"]),
        ("iso2022_jp", ["guessed_encoding"]),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, warned: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    questions, warnings = read_questions(path)
    assert [one.sides["ja"].text for one in questions.questions] == [
        "日本の首都はどこですか？",
        "りんごは果物ですか、野菜ですか。",
    ]
    assert [warning.code for warning in warnings] == warned


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_separators(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        separator.join(("NO", "question", "response"))
        + "\n"
        + separator.join(("1", "Where, then?", "Tokyo")).replace("Where, then?", '"Where, then; there?"'),
        encoding="utf-8",
    )
    assert read_questions(path)[0].questions[0].sides == {"en": Side("Where, then; there?", ("Tokyo",))}


DOLLY = {
    "index": "7",
    "category": "closed_qa",
    "instruction": "首都は？",
    "input": "日本の首都は東京です。",
    "output": "東京",
}
BILINGUAL = {
    "no": 3,
    "question_ja": "首都は？",
    "question_en": "The capital?",
    "reference_ja": "東京",
    "reference_en": "Tokyo",
}
CHAT = {
    "messages": [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "The capital?"},
        {"role": "assistant", "content": "Tokyo"},
    ]
}


@pytest.mark.parametrize(
    ("record", "no", "kind", "sides"),
    [
        (DOLLY, "7", "closed_qa", {"ja": Side("首都は？\n日本の首都は東京です。", ("東京",))}),
        (BILINGUAL, "3", "", {"ja": Side("首都は？", ("東京",)), "en": Side("The capital?", ("Tokyo",))}),
        (CHAT, "1", "", {"en": Side("The capital?", ("Tokyo",))}),
        ({"question": "Which year?", "answer": 1776.0}, "1", "", {"en": Side("Which year?", ("1776",))}),
        ({"input": "The capital?", "target": "Tokyo"}, "1", "", {"en": Side("The capital?", ("Tokyo",))}),
    ],
)
@pytest.mark.parametrize("form", ["lines", "list", "object"])
def test_records(tmp_path: Path, record: dict[str, Any], no: str, kind: str, sides: dict[str, Side], form: str) -> None:
    path = tmp_path / "a.json"
    text = json.dumps(record, ensure_ascii=False)
    path.write_text(
        {"lines": text + "\n\n", "list": f"[{text}]", "object": f'{{"data": [{text}]}}'}[form], encoding="utf-8"
    )
    question = read_questions(path)[0].questions[0]
    assert (question.no, question.type, question.sides) == (no, kind, sides)


def test_unknown_fields_are_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"question": "x?", "response": "y", "level": 3, "tags": ["a", "あ"]}\n', encoding="utf-8")
    questions, _ = read_questions(path)
    assert questions.questions[0].extra == {"level": 3, "tags": '["a", "あ"]'}


def test_a_fault_names_its_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"no": 1, "question": "x?"}\n\n{"no": 1, "question": "y?"}\n{"no": 2, "question": ""}', encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_questions(path)
    places = [(one.code, one.row, one.column) for one in caught.value.problems if one.severity == "error"]
    assert places == [("duplicate_number", 3, "no"), ("blank_question", 4, "question")]


def test_columns_are_named_by_the_user(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nr,Frage,Ｇｏｌｄ,input,level\n7,The capital?,Tokyo,model text,3\n", encoding="utf-8")
    columns = {"frage": "question(en)", "Gold": "response", "input": ""}
    questions, warnings = read_questions(path, columns)
    question = questions.questions[0]
    assert (question.no, question.sides) == ("7", {"en": Side("The capital?", ("Tokyo",))})
    assert question.extra == {"input": "model text", "level": "3"}
    assert warnings == ()
    with pytest.raises(InputError, match="there is no column “Antwort”"):
        read_questions(path, {**columns, "Antwort": "response 2"})


def test_a_context_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(DOLLY, ensure_ascii=False), encoding="utf-8")
    assert [(one.code, one.column) for one in read_questions(path)[1]] == [("context_follows", "input")]


@pytest.mark.parametrize(
    "text",
    [
        "評価データ;2026\n\nNO,質問,正解\n1,首都は？,東京\n",
        "NO;質問;正解\n1;首都は？;東京\n2;a,b,c;d\n",
        "NO|質問|正解\n1|首都は？|東京\n",
        "NO\t質問\t正解\n1\t首都は？\t東京\n",
    ],
)
def test_the_separator_is_what_most_lines_hold_alike(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    questions, _ = read_questions(tmp_path / "a.csv")
    assert [side.references for side in questions.questions[0].sides.values()] == [("東京",)]
