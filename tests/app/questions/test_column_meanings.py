"""What columns mean beside others."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.runs.column import column_models
from tests.app.questions.test_choices import codes, table

SKY: list[object] = ["空の色は？", "青", "What colour is the sky?", "blue"]


def test_an_answer_beside_a_reference_in_the_other_language_is_the_right_one(tmp_path: Path) -> None:
    header = ["質問文", "正答", "Question (EN)", "Answer (EN)", "gpt-4o ja", "gpt-4o en", "swallow ja", "swallow en"]
    found = table(tmp_path, header, [*SKY, "青い", "It is blue", "赤", "red"])
    assert found.questions and column_models(found.questions) == ["column:gpt-4o", "column:swallow"]
    (question,) = found.questions.questions
    assert [question.references(code) for code in ("ja", "en")] == [("青",), ("blue",)]
    assert "answer_as_reference" in codes(found)


@pytest.mark.parametrize(
    "header",
    [
        ["instruction(jp)", "response(jp)", "instruction(en)", "Answer(en)"],
        ["質問", "正解", "Question", "Prediction"],
    ],
)
def test_an_answer_that_was_given_stays_one(tmp_path: Path, header: list[str]) -> None:
    found = table(tmp_path, header, SKY)
    assert found.questions and found.questions.questions[0].sides["en"].answer == "blue"


@pytest.mark.parametrize(
    ("said", "ja", "en"),
    [
        (["TRUE", "FALSE", "TRUE"], ["TRUE", "FALSE", "TRUE"], ["TRUE", "FALSE", "TRUE"]),
        (["42", "60 km/h", "青"], ["42", "60 km/h", "青"], ["42", "60 km/h", None]),
        (["H2O", "青", "blue"], ["H2O", "青", None], ["H2O", None, "blue"]),
        (["青", "赤", "白"], ["青", "赤", "白"], None),
    ],
)
def test_numbers_and_codes_are_the_references_of_both_languages(
    tmp_path: Path, said: list[str], ja: list[str | None], en: list[str | None] | None
) -> None:
    rows: list[list[object]] = [[f"問{n}は？", f"Question {n}?", text] for n, text in enumerate(said)]
    found = table(tmp_path, ["question_ja", "question_en", "answer"], *rows)
    assert found.questions and ("reference_of_both" in codes(found)) == (en is not None)
    for code, expected in (("ja", ja), ("en", en or [None] * 3)):
        assert [next(iter(one.references(code)), None) for one in found.questions.questions] == expected
    assert "reference_language" not in codes(found)


@pytest.mark.parametrize(("labels", "expected"), [(["青", "白"], "青"), (["0", "1"], None)])
def test_labels_that_are_texts_are_references(tmp_path: Path, labels: list[str], expected: str | None) -> None:
    found = table(tmp_path, ["question", "label"], *[[f"問{n}は？", text] for n, text in enumerate(labels)])
    assert found.questions and next(iter(found.questions.questions[0].references("ja")), None) == expected


def test_further_references_are_no_answers_of_a_model(tmp_path: Path) -> None:
    found = table(tmp_path, ["問い", "正答例", "許容解答"], ["空の色は？", "青", "あお"])
    assert found.questions and found.questions.questions[0].sides["ja"].references == ("青", "あお")
    assert column_models(found.questions) == []


def test_initials_may_say_their_language(tmp_path: Path) -> None:
    found = table(tmp_path, ["Q (JP)", "A (JP)", "Q (EN)", "A (EN)"], SKY)
    assert found.questions and [found.questions.questions[0].references(code) for code in ("ja", "en")] == [
        ("青",),
        ("blue",),
    ]


def test_two_tables_side_by_side_keep_their_references(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [1, "金の記号は？", "Au", "", 1, "Symbol of gold?", "Au"],
        [2, "空は？", "青", "", 2, "Sky?", "blue"],
    ]
    found = table(tmp_path, ["No", "質問", "正解", "", "No", "Question", "Answer"], *rows)
    assert found.questions and "reference_of_both" not in codes(found)
    assert [one.references("en") for one in found.questions.questions] == [("Au",), ("blue",)]
