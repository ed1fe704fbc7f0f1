"""Answers as weak models give them, made from labelled ones: rivals, repetitions, echoes."""

from __future__ import annotations

import random
from collections.abc import Sequence

from evaluators.evidence.spans import content_words
from evaluators.judge.pattern import Pattern


def derived(rows: Sequence[tuple[str, tuple[str, ...], str, int]], seed: int = 0) -> list[Pattern]:
    """Answers as weak models give them, made from labelled ones.

    Right answers with a rival behind them, or said twice; the question said again; its first word in place of a reason.

    Args:
        rows: question, references, answer and label of answers in the question's language.
        seed: of the draws.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    by_question: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for question, references, answer, label in rows:
        if len(answer) <= _SHORT:
            by_question.setdefault((question, references[0]), ([], []))[label].append(answer)
    out: list[Pattern] = []
    for (question, reference), (wrong, right) in sorted(by_question.items()):
        mark = chance.choice(("\n<answer>Answer: ", "\nAnswer: ", "\n答え："))
        if right and wrong:
            first, rival = chance.choice(right), chance.choice(wrong)
            out.append(Pattern("derived rival", question, reference, f"{first}{mark}{rival}", 0))
            out.append(Pattern("derived repeat", question, reference, f"{first}{mark}{first}{mark}{first}", 1))
        out.append(Pattern("derived echo", question, reference, question, 0))
        said = [word for word in content_words(question) if word not in reference]
        if len(reference) > _LONG and said:
            out.append(Pattern("derived subject", question, reference, chance.choice(said[:3]), 0))
    return out


_SHORT, _LONG = 60, 14
