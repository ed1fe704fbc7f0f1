"""Arms as they are asked for → arms as a run keeps them: with the prompt's words, and what identifies the passages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app import retrieval
from app.errors import NarabeError
from app.generation import check_name, revision
from app.prompts import template_of, with_wording
from app.records import NO_RETRIEVAL, Arm

MOST_SAMPLES = 1_000
"""How often a question may be asked."""


def planned(arm: Arm) -> Arm:
    """The arm with everything that decides what a model is sent, as it is now.

    Raises:
        NarabeError: no such model or prompt, a knowledge base that cannot be read, or no place for passages.
    """
    if arm.is_column:
        return arm
    if not arm.model.strip():
        raise NarabeError("a model has no name → choose one", "モデル名が空です → モデルを選んでください")
    check_name(arm.model)
    whole = replace(retrieval.planned(with_wording(arm)), revision=revision(arm.model))
    if whole.retrieval != NO_RETRIEVAL and not template_of(whole).takes_passages:
        raise NarabeError(f"the prompt {arm.prompt} has no place for passages → choose another, or no retrieval")
    return whole


def check_samples(arms: Iterable[Arm], samples: int) -> None:
    """Refuse to ask questions several times under an arm that always says the same.

    Raises:
        NarabeError: a greedy arm, or one whose answers stand in the file; a number that is out of bounds.
    """
    if not 1 <= samples <= MOST_SAMPLES:
        raise NarabeError(
            f"{samples} answers to each question → from 1 to {MOST_SAMPLES}",
            f"1問あたりの回答数 {samples} → 1 から {MOST_SAMPLES} までにしてください",
        )
    same = [arm for arm in arms if arm.is_column or arm.decoding.temperature == 0]
    if samples > 1 and same:
        raise NarabeError(
            f"“{same[0].label}” gives the same answer every time → a temperature above 0 (--temperature 0.7), or "
            "one answer to each question",
            f"「{same[0].label}」は毎回同じ回答になります → 温度を 0 より大きくするか（--temperature 0.7）、"
            "回答数を1にしてください",
        )


def planned_arms(arms: Iterable[Arm]) -> list[Arm]:
    """The arms of a run, each once.

    Raises:
        NarabeError: see `planned`; or two arms that could not be told apart in a workbook.
    """
    distinct = {arm.key: arm for arm in map(planned, arms)}
    labels: dict[str, Arm] = {}
    for arm in distinct.values():
        if arm.label in labels:
            both = f"{labels[arm.label].retrieval} and {arm.retrieval}"
            raise NarabeError(f"two arms are both called “{arm.label}” ({both}) → rename a folder")
        labels[arm.label] = arm
    return list(distinct.values())
