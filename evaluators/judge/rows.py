"""Labelled answers: those that the judge learns from, and the held-out ones that it never does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from evaluators.normalization import normalize

HELDOUT = Path(__file__).parents[1] / "data" / "heldout.jsonl"
_PATTERNED = frozenset({"undecided", "modifier"})
"""Types of the self-made rows whose answers follow a few patterns."""


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled answer; `group` keeps the rows of one item together, `source` names its file and direction."""

    question: str
    references: tuple[str, ...]
    answer: str
    label: int
    group: str
    source: str
    human: bool = False
    """Whether people gave the label to a real system's answer."""
    patterned: bool = False
    """Whether the answer was made from one of a few sentence patterns."""


def read_rows(folders: Iterable[Path]) -> list[Row]:
    """The labelled rows of all JSONL files in folders, in a fixed order; the held-out ones are left out."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.jsonl")) if path.name != HELDOUT.name]
    return [row for path in paths for row in read_file(path)]


def read_file(path: Path) -> Iterator[Row]:
    """The labelled rows of one file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data: dict[str, Any] = json.loads(line)
            group = str(
                data.get("question_en") or data.get("item") or data.get("mkqa_id") or _index(data) or data["question"]
            )
            source = f"{data.get('dataset', path.stem)} {data.get('direction', '')}".strip()
            human = "human" in str(data.get("label_source", ""))
            label, patterned = int(data["label"]), data.get("type") in _PATTERNED
            given = tuple(data["references"])
            yield Row(data["question"], given, data["answer"], label, group, source, human, patterned)
            if "question_en" in data:
                english = tuple(data["references_en"])
                yield Row(
                    data["question_en"], english, data["answer"], int(data["label"]), group, f"{source} control", human
                )


def _index(data: dict[str, Any]) -> str:
    return f"mgsm {data['mgsm_index']}" if "mgsm_index" in data else ""


def heldout_rows() -> list[Row]:
    """The held-out answers."""
    return list(read_file(HELDOUT))


@lru_cache(maxsize=1)
def _heldout_questions() -> frozenset[str]:
    return frozenset(normalize(row.question) for row in heldout_rows())


def refuse_heldout(rows: Iterable[Row]) -> None:
    """Checks that none of the rows asks what a held-out one asks.

    Raises:
        ValueError: one does; the message names its source and the question.
    """
    for row in rows:
        if row.source.startswith("heldout") or normalize(row.question) in _heldout_questions():
            raise ValueError(f"{row.source}: held-out rows are never trained on → take this one out: {row.question}")


def data_hash(rows: Sequence[Row]) -> str:
    """SHA-256 of the training rows, in their order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps([row.question, row.references, row.answer, row.label], ensure_ascii=False).encode())
    return digest.hexdigest()
