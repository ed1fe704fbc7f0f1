"""The sample question set is what its README says it is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
COLUMNS = ["NO", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)", "type"]
KANA_OR_KANJI = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
LETTERS = re.compile(r"[A-Za-z]")
NEUTRAL = re.compile(r"[\d０-９,.%％℃°]+|CO2")
"""A number or symbol that stands alike in either language."""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return pd.read_excel(SAMPLES / "verify100.xlsx", dtype=str, keep_default_na=False)


def references(table: pd.DataFrame, suffix: str) -> pd.DataFrame:
    return table[[name for name in table.columns if name.startswith(f"response({suffix})")]]


def test_one_sheet_with_the_columns_of_the_original_first(table: pd.DataFrame) -> None:
    assert pd.ExcelFile(SAMPLES / "verify100.xlsx").sheet_names == ["questions"]
    assert list(table.columns[:6]) == COLUMNS
    assert all(re.fullmatch(r"response\((jp|en)\) [2-9]", name) for name in table.columns[6:])


def test_a_hundred_questions_of_two_types(table: pd.DataFrame) -> None:
    assert list(table["NO"]) == [str(number) for number in range(1, 101)]
    assert Counter(table["type"]) == {"open_qa": 61, "classification": 39}


@pytest.mark.parametrize("column", COLUMNS)
def test_no_blank_and_no_stray_space(table: pd.DataFrame, column: str) -> None:
    assert all(text and text == text.strip() for text in table[column])


@pytest.mark.parametrize("column", ["instruction(jp)", "instruction(en)"])
def test_no_question_is_asked_twice(table: pd.DataFrame, column: str) -> None:
    assert table[column].is_unique


def test_each_side_is_in_its_language(table: pd.DataFrame) -> None:
    assert all(KANA_OR_KANJI.search(text) for text in table["instruction(jp)"])
    assert all(LETTERS.search(text) and not KANA_OR_KANJI.search(text) for text in table["instruction(en)"])


@pytest.mark.parametrize(("suffix", "own", "foreign"), [("jp", KANA_OR_KANJI, None), ("en", LETTERS, KANA_OR_KANJI)])
def test_references_are_in_their_language(
    table: pd.DataFrame, suffix: str, own: re.Pattern[str], foreign: re.Pattern[str] | None
) -> None:
    texts = [text for text in references(table, suffix).to_numpy().ravel() if text]
    assert [text for text in texts if not own.search(text) and not NEUTRAL.fullmatch(text)] == []
    assert [text for text in texts if foreign and foreign.search(text)] == []


@pytest.mark.parametrize("suffix", ["jp", "en"])
def test_further_answers_fill_from_the_left_and_differ(table: pd.DataFrame, suffix: str) -> None:
    for row in references(table, suffix).itertuples(index=False):
        given = [text for text in row if text]
        assert list(row[: len(given)]) == given
        assert len(set(given)) == len(given)


def test_the_set_has_the_variety_that_readers_must_survive(table: pd.DataFrame) -> None:
    text = "\n".join(table.to_numpy().ravel())
    assert table["instruction(jp)"].str.contains("\n").sum() >= 5
    for mark in ("「", "“", "％", "Ｈ２Ｏ", "、", ", ", "四百三十五", "一億", "1776年"):
        assert mark in text
