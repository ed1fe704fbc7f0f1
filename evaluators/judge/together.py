"""All references of an item together: which one speaks most for the answer, and what the others say."""

from __future__ import annotations

from collections.abc import Sequence

from evaluators.judge.features import Evidence

NO_SUCH = -9.0
"""Stands for the log-odds of references in a script in which there are none."""
KINDS = ("number", "yes_no", "short", "long")
HIGHEST = (
    "number_conflict",
    "number_match",
    "exact_match",
    "containment",
    "term_match",
    "name_whole",
    "name_recall",
    "read_same",
    "similarity_best",
)
"""Evidence of which the highest over all references counts too."""
MORE = ("odds", "odds_same", "odds_other")
"""Inputs that may only speak for an answer."""


def together(evidence: Sequence[Evidence], odds: Sequence[float]) -> tuple[int, dict[str, float]]:
    """Which reference speaks most for the answer, and the inputs of the last step: its evidence and the others'.

    Args:
        evidence: that of each reference; not empty.
        odds: the log-odds of the linear layer, one a reference.
    """
    at = max(range(len(odds)), key=odds.__getitem__)
    best = evidence[at]
    values = dict(best.values)
    values |= {f"kind_{kind}": float(best.kind == kind) for kind in KINDS}
    values["crosses"] = float(best.crosses)
    values["odds"] = odds[at]
    for name, crosses in (("odds_same", False), ("odds_other", True)):
        values[name] = max((o for e, o in zip(evidence, odds, strict=True) if e.crosses == crosses), default=NO_SUCH)
    values |= {f"max_{name}": max(e.values[name] for e in evidence) for name in HIGHEST}
    return at, values
