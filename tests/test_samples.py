"""The sample questions and the sample knowledge base are what their README says they are."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd
import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
COLUMNS = ["NO", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)", "type"]
KANA_OR_KANJI = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
LETTERS = re.compile(r"[A-Za-z]")
NEUTRAL = re.compile(r"[\d０-９,.%％℃°]+|CO2")
"""A number or symbol that stands alike in either language."""
README = (SAMPLES / "README.md").read_text(encoding="utf-8")
KNOWLEDGE = {path.name: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "knowledge").iterdir())}
COVERED = [
    (number.strip(), name, language)
    for name, language, numbers in re.findall(r"^\| (\S+\.\w+) \| (ja|en) \| ([\d, ]+) \|$", README, re.MULTILINE)
    for number in numbers.split(",")
]
SUFFIX = {"ja": "jp", "en": "en"}


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


def squeezed(text: str) -> str:
    """Case, width, spaces and punctuation do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def test_the_readme_says_for_every_question_how_it_was_checked() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \|", README, re.MULTILINE)
    assert sorted(int(number) for row in rows for number in row.split(",")) == list(range(1, 101))


def test_half_of_the_knowledge_covers_half_of_the_questions() -> None:
    assert 20 <= len(KNOWLEDGE) <= 30
    assert len({name for _, name, _ in COVERED}) * 2 == len(KNOWLEDGE)
    assert 45 <= len({number for number, _, _ in COVERED}) == len(COVERED) <= 55
    assert min(Counter(language for _, _, language in COVERED).values()) >= 20


@pytest.mark.parametrize(("number", "name", "language"), COVERED)
def test_a_covering_text_holds_the_answer(table: pd.DataFrame, number: str, name: str, language: str) -> None:
    row = references(table, SUFFIX[language]).iloc[int(number) - 1]
    text = squeezed(KNOWLEDGE[name])
    if table["response(en)"][int(number) - 1] in {"Yes", "No"}:
        return

    def share(answer: str) -> float:
        found = SequenceMatcher(None, squeezed(answer), text, autojunk=False).find_longest_match()
        return found.size / len(squeezed(answer))

    assert max(share(answer) for answer in row if answer) >= 0.55


def test_no_text_quotes_a_question(table: pd.DataFrame) -> None:
    texts = "\n".join(squeezed(text) for text in KNOWLEDGE.values())
    for column, width in (("instruction(jp)", 14), ("instruction(en)", 36)):
        questions = [squeezed(question) for question in table[column]]
        runs = {q[i : i + width] for q in questions for i in range(max(1, len(q) - width + 1)) if len(q) >= width}
        assert [run for run in runs if run in texts] == []


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_a_text_is_in_the_language_of_its_name(name: str) -> None:
    letters = KANA_OR_KANJI.findall(KNOWLEDGE[name])
    assert len(letters) > 200 if ".ja." in name else not letters
    if name.endswith(".csv"):
        assert len({len(row) for row in csv.reader(KNOWLEDGE[name].splitlines())}) == 1
