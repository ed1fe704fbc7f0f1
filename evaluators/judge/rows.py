"""Labelled answers, as they are read for training: their keys, their groups, and how much each counts."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from evaluators.judge.derived import derived
from evaluators.judge.patterns import patterns
from evaluators.normalization import normalize

HELDOUT = Path(__file__).parents[1] / "data" / "heldout.jsonl"

_SET_SIZE = 400
"""A set of more rows than this counts as one of this size."""
_SIZES = {"evouna_train": 1_500, "real": 3_000}
"""Larger sets whose answers are real ones."""
_WEIGHTS = {"human": 3.0, "read": 2.0, "made": 3.0, "patterned": 0.3}
"""People's verdicts on real systems' answers, answers of weak models read by two, and answers made from
patterns: those of `patterns`, which stand for whole kinds, and those of the self-made file, which are many."""
_THINNED = {"evouna_train": 3}
"""Of a set this large only every so-manieth question is read: reading all would treble the training time."""
_ONLY_MEASURED = "realrun"
"""Sets whose names begin so are there to be judged, never to be trained on."""
_PATTERNED = frozenset({"undecided", "modifier"})


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled answer.

    Attributes:
        group: keeps the rows of one item together.
        source: names its file and direction.
        run: of a real model's answer, which model, prompt and language; else empty.
        sort: `human`, `read`, `made`, `patterned` or empty: where answer and label come from.
        held_out: whether it is never trained on.
    """

    question: str
    references: tuple[str, ...]
    answer: str
    label: int
    group: str
    source: str
    run: str = ""
    sort: str = ""
    held_out: bool = False


def read_rows(folders: Iterable[Path]) -> list[Row]:
    """The labelled rows of all JSONL files in folders, in a fixed order; the held-out ones are left out."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.jsonl")) if path.name != HELDOUT.name]
    return [row for path in paths for row in read_file(path)]


def made_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows from patterns, and rows made from the self-made ones in the question's language."""
    own = [row for row in rows if row.source.startswith("selfmade") and len({*row.source.split()[-1].split("-")}) == 1]
    items = {row.question: row.group for row in own}
    made = [*patterns(), *derived([(row.question, row.references, row.answer, row.label) for row in own])]
    return [
        Row(
            question=one.question,
            references=(one.reference,),
            answer=one.answer,
            label=one.label,
            group=items.get(one.question, one.question + one.reference),
            source=f"pattern {one.kind}",
            sort="" if one.kind.startswith("derived") else "made",
        )
        for one in made
    ]


def read_file(path: Path) -> Iterator[Row]:
    """The labelled rows of one file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            data: dict[str, Any] = json.loads(line)
            if path.stem in _THINNED and _number(data["question"]) % _THINNED[path.stem]:
                continue
            yield _row(path, data, data["question"], tuple(data["references"]), "")
            if "question_en" in data:
                yield _row(path, data, data["question_en"], tuple(data["references_en"]), " control")


def _row(path: Path, data: dict[str, Any], question: str, references: tuple[str, ...], ending: str) -> Row:
    return Row(
        question,
        references,
        data["answer"],
        int(data["label"]),
        group=_group(data),
        source=f"{data.get('dataset', path.stem)} {data.get('direction') or data.get('language', '')}".strip() + ending,
        run=_run(data),
        sort=_sort(data),
        held_out=data.get("fold") == "test" or path.stem.startswith(_ONLY_MEASURED),
    )


def _run(data: dict[str, Any]) -> str:
    """Which model, prompt and language a real answer comes from; empty for other rows."""
    if "prompt" not in data:
        return ""
    named = (data.get("model"), data["prompt"], data.get("language") or str(data.get("direction", ""))[:2])
    return " ".join(name for name in named if name)


def _sort(data: dict[str, Any]) -> str:
    if "human" in str(data.get("label_source", "")):
        return "human"
    if "model" in data and "prompt" in data:
        return "read"
    return "patterned" if data.get("type") in _PATTERNED else ""


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def _group(data: dict[str, Any]) -> str:
    index = f"mgsm {data['mgsm_index']}" if "mgsm_index" in data else ""
    return str(data.get("question_en") or data.get("item") or data.get("mkqa_id") or index or data["question"])


def row_weights(rows: Sequence[Row]) -> list[float]:
    """How much each row counts in the training."""
    sets = ["real" if row.sort == "read" else row.source for row in rows]
    sizes = Counter(sets)
    return [
        _WEIGHTS.get(row.sort, 1.0) * min(1.0, _SIZES.get(name.split()[0], _SET_SIZE) / sizes[name])
        for row, name in zip(rows, sets, strict=True)
    ]


def base_rate(rows: Sequence[Row]) -> float:
    """The share of right answers among the rows that are trained on, as they count there, 0..1."""
    pairs = [(weight, row.label) for weight, row in zip(row_weights(rows), rows, strict=True) if not row.held_out]
    return sum(weight * label for weight, label in pairs) / sum(weight for weight, _ in pairs)


def heldout_rows() -> list[Row]:
    """The held-out answers."""
    return list(read_file(HELDOUT))


@lru_cache(maxsize=1)
def _heldout_questions() -> frozenset[str]:
    return frozenset(normalize(row.question) for row in heldout_rows())


def refuse_heldout(rows: Iterable[Row]) -> None:
    """Checks that none of the rows is held out, or asks what a held-out one asks.

    Raises:
        ValueError: one does; the message names its source and the question.
    """
    for row in rows:
        if row.held_out or row.source.startswith("heldout") or normalize(row.question) in _heldout_questions():
            raise ValueError(f"{row.source}: held-out rows are never trained on → take this one out: {row.question}")


def data_hash(rows: Sequence[Row]) -> str:
    """SHA-256 of the training rows, in their order."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps([row.question, row.references, row.answer, row.label], ensure_ascii=False).encode())
    return digest.hexdigest()
