"""Right and wrong answers of each kind that weak models give, in both languages, written for development."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("kind_cases.jsonl")


class KindCase(NamedTuple):
    """A labelled answer."""

    kind: str
    question: str
    references: tuple[str, ...]
    answer: str
    right: bool


def cases() -> list[KindCase]:
    """All cases, in order."""
    lines = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return [
        KindCase(one["kind"], one["question"], tuple(one["references"]), one["answer"], one["right"]) for one in lines
    ]
