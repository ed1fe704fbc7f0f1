"""The calibrated step from evidence to probability: a logistic layer read from `model.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("model.json")
CLIP = 8.0
"""Log-odds are bounded here: no judgement from a few hundred rows is surer than that."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of each piece of evidence by context (kind of reference, same or other script), and where they come from.

    Attributes:
        weights: context → evidence name → weight; the name `bias` is the constant.
        about: training set hash, date and cross-validated figures.
    """

    weights: Mapping[str, Mapping[str, float]]
    about: Mapping[str, Any]

    def log_odds(self, context: str, values: Mapping[str, float]) -> float:
        """Log-odds that a person would call the meaning right."""
        weights = self.weights[context]
        total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
        return max(-CLIP, min(CLIP, total))


def probability(log_odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-log_odds))


@lru_cache(maxsize=4)
def load_model(path: Path = SHIPPED) -> Model:
    """The model in a JSON file written by `evaluators/judge/training.py`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(data["weights"], data["about"])
