"""The labelled rows: readable, unique, balanced, apart from each other and from the sample's questions."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

DATA = Path(__file__).resolve().parents[3] / "evaluators" / "data"
KEYS = {"id", "dataset", "direction", "question", "references", "answer", "label", "type", "label_source", "item"}
KINDS = {
    "selfmade": ("commonsense", "adversarial", "numbers", "entities", "classification"),
    "heldout": ("commonsense", "adversarial", "numbers", "entities", "classification", "polarity"),
}
SETS = [(name, kind) for name, kinds in KINDS.items() for kind in kinds]
DIRECTIONS = ("ja-ja", "ja-en", "en-ja", "en-en")


@lru_cache(maxsize=2)
def read(name: str) -> tuple[dict[str, Any], ...]:
    with (DATA / f"{name}.jsonl").open(encoding="utf-8") as file:
        return tuple(json.loads(line) for line in file)


@pytest.fixture(params=KINDS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rows(name: str) -> tuple[dict[str, Any], ...]:
    return read(name)


def plain(question: str) -> str:
    """A question without regard to white space, punctuation, width and case."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", question).casefold())


def test_every_row_has_the_keys_and_sensible_values(name: str, rows: tuple[dict[str, Any], ...]) -> None:
    for row in rows:
        assert set(row) == KEYS, row["id"]
        assert row["dataset"].removeprefix(f"{name}_") in KINDS[name]
        assert row["direction"] in DIRECTIONS
        assert row["label"] in (0, 1)
        assert row["label_source"] == "self-made"
        assert row["references"]
        for text in (row["question"], row["answer"], row["type"], *row["references"]):
            assert isinstance(text, str)
            assert text == text.strip() != "", row["id"]


def test_ids_are_unique(rows: tuple[dict[str, Any], ...]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)


def test_no_answer_to_a_question_is_given_twice(rows: tuple[dict[str, Any], ...]) -> None:
    counts = Counter((row["question"], row["answer"]) for row in rows)
    assert [pair for pair, n in counts.items() if n > 1] == []


def test_an_item_is_of_one_kind(rows: tuple[dict[str, Any], ...]) -> None:
    seen = defaultdict(set)
    for row in rows:
        seen[row["item"]].add(row["dataset"])
    assert [item for item, values in seen.items() if len(values) > 1] == []


def test_a_question_belongs_to_one_item(rows: tuple[dict[str, Any], ...]) -> None:
    items = defaultdict(set)
    for row in rows:
        items[row["question"]].add(row["item"])
    assert [question for question, names in items.items() if len(names) > 1] == []


def test_no_question_of_the_sample_is_trained_or_measured_on(rows: tuple[dict[str, Any], ...], sample: Path) -> None:
    sheet = pd.read_excel(sample)
    asked = {plain(question) for column in sheet if column.startswith("instruction") for question in sheet[column]}
    assert len(asked) == 200
    assert [row["id"] for row in rows if plain(row["question"]) in asked] == []


def test_held_out_questions_are_no_training_questions() -> None:
    assert len(read("heldout")) >= 400
    assert not {plain(row["question"]) for row in read("heldout")} & {
        plain(row["question"]) for row in read("selfmade")
    }


@pytest.mark.parametrize(("name", "kind"), SETS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_labels_are_balanced_and_length_does_not_give_them_away(
    rows: tuple[dict[str, Any], ...], name: str, kind: str, direction: str
) -> None:
    lengths: dict[int, list[int]] = {0: [], 1: []}
    for row in rows:
        if row["dataset"] == f"{name}_{kind}" and row["direction"] == direction:
            lengths[row["label"]].append(len(row["answer"]))
    right, wrong = lengths[1], lengths[0]
    assert 0.45 <= len(right) / (len(right) + len(wrong)) <= 0.55
    longer = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong) / (len(right) * len(wrong))
    assert abs(longer - 0.5) <= {"selfmade": 0.1, "heldout": 0.2}[name]
