"""All references of an item together: which one speaks most for the answer, and what the others say."""

from __future__ import annotations

from collections.abc import Sequence

from evaluators.judge.features import Evidence

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
    "negation_differs",
    "opposite",
)
"""Evidence of which the highest over all references counts too."""
AGAINST = ("roles_swapped", "polarity_differs", "statement_differs")
"""Evidence against an answer, of which the highest over all references counts in place of the best one's: what the
reference in the answer's own language denies, one in the other language does not make good."""
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
        values[name] = max((o for e, o in zip(evidence, odds, strict=True) if e.crosses == crosses), default=odds[at])
    values |= {f"max_{name}": max(e.values[name] for e in evidence) for name in HIGHEST}
    settled = any(e.values["name_settled"] for e in evidence)
    values |= {name: max(e.values[name] for e in evidence) for name in AGAINST}
    values["name_inserted"] = 0.0 if settled else values["name_inserted"]
    values["name_rival"] = 0.0 if settled else max(e.values["name_rival"] for e in evidence)
    return at, values
