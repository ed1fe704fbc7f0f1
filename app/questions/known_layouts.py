"""Layouts of benchmarks and of other tools, recognised by the names of their fields."""

from __future__ import annotations

from collections.abc import Iterable

from app.questions.headers import folded

_LAYOUTS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(fields.split()))
    for name, fields in (
        ("JCommonsenseQA", "question choice0 choice1 choice2 choice3 choice4 label"),
        ("MT-bench", "question_id turns"),
        ("ELYZA-tasks-100", "input output eval_aspect"),
        ("Shaberi", "question modelanswer"),
        ("MMLU", "question a b c d answer"),
        ("MMLU", "question choices answer"),
        ("ARC", "question choices answerkey"),
        ("TruthfulQA", "question best_answer correct_answers"),
        ("SQuAD", "question answers"),
        ("Dolly", "instruction input output category"),
        ("Dolly", "instruction context response category"),
        ("Alpaca", "instruction input output"),
        ("OpenAI batch input", "custom_id body"),
        ("Anthropic batch input", "custom_id params"),
        ("chat messages", "messages"),
        ("chat messages", "conversations"),
        ("prompt / completion / gold", "prompt completion gold"),
        ("prompt / completion", "prompt completion"),
    )
)


def known_layout(names: Iterable[str]) -> str:
    """What a layout with these fields is called; empty for one that nobody gave a name.

    >>> known_layout(["q_id", "question", *(f"choice{n}" for n in range(5)), "label"])
    'JCommonsenseQA'
    """
    present = {folded(name) for name in names}
    return next((name for name, fields in _LAYOUTS if fields <= present), "")
