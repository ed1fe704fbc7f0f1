"""What models do instead of answering: they list several options, or say the question again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

Habit: TypeAlias = Literal["several", "echo"]
HABITS: tuple[Habit, ...] = get_args(Habit)
EVIDENCE = (
    *("listed_beyond", "listed_met", "options_all", "further_rival"),
    *("names_class", "nothing_new", "reference_new", "is_option"),
)
"""What of a judgement's evidence tells them."""


def habit(value: str, evidence: Mapping[str, float]) -> Habit | None:
    """What an answer does instead of answering; None for one that is judged correct, or that does neither.

    `value` is what it was judged, `evidence` what the judgement rests on, by name (see `evaluators.evidence.kinds`).
    """
    if value == "correct":
        return None
    told = {name: evidence.get(name, 0.0) for name in EVIDENCE}
    if (told["listed_beyond"] and told["listed_met"] < 1) or told["options_all"] or told["further_rival"]:
        return "several"
    if told["names_class"] or (told["nothing_new"] and told["reference_new"] and not told["is_option"]):
        return "echo"
    return None
