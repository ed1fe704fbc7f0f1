"""Evidence from words that change what a head means (vice-, former, anti-, non-; 副, 元, 反, 非)."""

from __future__ import annotations

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.modifiers import compare_modifiers


def find(c: Comparison) -> Finding:
    """Whether such words differ, and whether they are shared (0 or 1)."""
    differ, shared = compare_modifiers(c.pair.question, c.pair.reference, c.kept)
    return Finding({"modifier_differs": float(differ), "modifier_agrees": float(shared)})


def _differs(case: Case) -> Sentence | None:
    if not case.values["modifier_differs"]:
        return None
    return Sentence(
        f"意味を変える語（副・元・反・非など）が違います: 参照解答 {case.reference}",
        f"a word that changes the meaning differs (such as vice-, former, anti-, non-): reference {case.reference}",
    )


KIND = Kind("modifiers", ("modifier_differs", "modifier_agrees"), find, reasons=(Reason(False, 700, _differs),))
