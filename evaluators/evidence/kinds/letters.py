"""Evidence from the letters of options: whether one stands before another option's text."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.letters import chosen, lettered


def find(c: Comparison) -> Finding:
    """Whether the question's options have letters, and whether the answer's letter contradicts its text (0 or 1)."""
    return Finding(
        {
            "lettered": float(bool(lettered(c.pair.question))),
            "letter_mismatch": float(chosen(c.pair.question, c.pair.answer).mismatch),
        }
    )


def _mismatch(case: Case) -> Sentence | None:
    if not case.values["letter_mismatch"]:
        return None
    return Sentence(
        "記号と選択肢の内容が合っていません", "the letter and the text that follows belong to different options"
    )


KIND = Kind("letters", ("lettered", "letter_mismatch"), find, reasons=(Reason(False, 170, _mismatch),))
