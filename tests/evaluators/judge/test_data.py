"""The self-made labelled rows: readable, unique and balanced."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[3] / "evaluators" / "data" / "selfmade.jsonl"
KEYS = {
    *("id", "dataset", "direction", "question", "references", "answer"),
    *("label", "type", "label_source", "item", "split"),
}
KINDS = ("commonsense", "adversarial", "numbers", "entities", "classification")
DIRECTIONS = ("ja-ja", "ja-en", "en-ja", "en-en")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    with DATA.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_every_row_has_the_keys_and_sensible_values(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert set(row) == KEYS, row["id"]
        assert row["dataset"].removeprefix("selfmade_") in KINDS
        assert row["direction"] in DIRECTIONS
        assert row["label"] in (0, 1)
        assert row["label_source"] == "self-made"
        assert row["split"] in ("train", "test")
        assert row["references"]
        for text in (row["question"], row["answer"], row["type"], *row["references"]):
            assert isinstance(text, str)
            assert text == text.strip() != "", row["id"]


def test_ids_are_unique(rows: list[dict[str, Any]]) -> None:
    assert len({row["id"] for row in rows}) == len(rows)


def test_no_answer_to_a_question_is_given_twice(rows: list[dict[str, Any]]) -> None:
    counts = Counter((row["question"], row["answer"]) for row in rows)
    assert [pair for pair, n in counts.items() if n > 1] == []


def test_an_item_lies_in_one_split_and_one_kind(rows: list[dict[str, Any]]) -> None:
    seen = defaultdict(set)
    for row in rows:
        seen[row["item"]].add((row["split"], row["dataset"]))
    assert [item for item, values in seen.items() if len(values) > 1] == []


def test_a_question_belongs_to_one_item(rows: list[dict[str, Any]]) -> None:
    items = defaultdict(set)
    for row in rows:
        items[row["question"]].add(row["item"])
    assert [question for question, names in items.items() if len(names) > 1] == []


def test_about_a_quarter_of_the_items_is_for_testing(rows: list[dict[str, Any]]) -> None:
    splits = Counter({row["item"]: row["split"] for row in rows}.values())
    assert 0.2 <= splits["test"] / splits.total() <= 0.3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_labels_are_balanced_and_length_does_not_give_them_away(
    rows: list[dict[str, Any]], kind: str, direction: str
) -> None:
    lengths: dict[int, list[int]] = {0: [], 1: []}
    for row in rows:
        if row["dataset"] == f"selfmade_{kind}" and row["direction"] == direction:
            lengths[row["label"]].append(len(row["answer"]))
    right, wrong = lengths[1], lengths[0]
    assert 0.45 <= len(right) / (len(right) + len(wrong)) <= 0.55
    longer = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong) / (len(right) * len(wrong))
    assert 0.4 <= longer <= 0.6
