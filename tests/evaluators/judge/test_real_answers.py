"""The answers of real models: readable, unique, many, and a quarter kept out of the training."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from evaluators.judge.rows import read_rows
from tests.evaluators.judge.test_data import plain, read

FOLDER = Path(__file__).resolve().parents[3] / "evaluators" / "data"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "realanswers.jsonl").read_text(encoding="utf-8").splitlines()]


def test_they_are_many(rows: list[dict[str, Any]]) -> None:
    assert len(rows) >= 3_000
    assert len({row["item"] for row in rows}) >= 600
    assert {row["language"] for row in rows} == {"ja", "en"}
    assert {row["label"] for row in rows} == {0, 1}


def test_ids_are_unique(rows: list[dict[str, Any]]) -> None:
    assert max(Counter(row["id"] for row in rows).values()) == 1


def test_an_item_lies_in_one_fold(rows: list[dict[str, Any]]) -> None:
    folds = defaultdict(set)
    for row in rows:
        folds[row["item"]].add(row["fold"])
    assert all(len(found) == 1 for found in folds.values())
    assert 0.2 < sum(row["fold"] == "test" for row in rows) / len(rows) < 0.3


def test_the_kept_ones_are_marked_when_read() -> None:
    kept = [row for row in read_rows([FOLDER]) if row.source.startswith("realanswers")]
    assert sum(row.held_out for row in kept) == 995


def test_they_ask_no_question_of_the_sample_and_none_that_is_held_out(rows: list[dict[str, Any]], sample: Path) -> None:
    sheet = pd.read_excel(sample)
    kept = {plain(question) for column in sheet if column.startswith("instruction") for question in sheet[column]}
    kept |= {plain(row["question"]) for row in read("heldout")}
    assert len(kept) > 300
    assert not kept & {plain(row["question"]) for row in rows}
