"""The calibrated steps from evidence to probability: a logistic layer and small trees, read from `model.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from evaluators.judge.features import Evidence
from evaluators.judge.together import together
from evaluators.judge.trees import Trees, read_trees

SHIPPED = Path(__file__).with_name("model.json")
CLIP = 8.0
"""Log-odds are bounded here: no judgement from a few thousand rows is surer than that."""


@dataclass(frozen=True, slots=True)
class Model:
    """How evidence is weighed, and where that comes from.

    Attributes:
        weights: context (kind of reference, same or other script) → evidence name → weight; the name `bias` is the
            constant.
        about: training set hash, date and cross-validated figures.
        trees: what the evidence on the best reference and the layer's odds of all say together; None: the layer alone.
    """

    weights: Mapping[str, Mapping[str, float]]
    about: Mapping[str, Any]
    trees: Trees | None = None

    def log_odds(self, context: str, values: Mapping[str, float]) -> float:
        """The layer's log-odds that a person would call the answer right by one reference."""
        weights = self.weights[context]
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
        return max(-CLIP, min(CLIP, total))

    def weigh(self, evidence: Sequence[Evidence]) -> tuple[int, float]:
        """Which reference speaks most for an answer, and the log-odds that a person would call its meaning right."""
        odds = [self.log_odds(one.context, one.values) for one in evidence]
        at, values = together(evidence, odds)
        total = odds[at] if self.trees is None else self.trees.log_odds(values)
        return at, max(-CLIP, min(CLIP, total))


def probability(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-log_odds))


@lru_cache(maxsize=4)
def load_model(path: Path = SHIPPED) -> Model:
    """The model in a JSON file written by `evaluators/judge/training.py`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(data["weights"], data["about"], read_trees(data["trees"]) if "trees" in data else None)
