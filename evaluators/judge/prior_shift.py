"""Probabilities at a run's own base rate: the judge was trained on a mix of answers of which a certain share is right.

Where a model is right much more rarely, or more often, than in that mix, the probabilities lean towards the mix. The
share of right answers in a run can be estimated from the run's own probabilities, without any label, by expectation
maximisation, and the probabilities be restated at that share (Saerens, Latinne & Decaestecker 2002, "Adjusting the
Outputs of a Classifier to New a Priori Probabilities", Neural Computation 14). This holds as far as right answers look
alike in both, and wrong ones too, and as the probabilities are calibrated; from a few dozen answers the estimate is
rough and mostly too far from the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluators.judge.model import load_model

ENOUGH = 50
"""Answers from which on an estimate is worth showing; from fewer it may be off by ten points."""
_EDGE = 1e-4
"""Probabilities and shares keep this distance from 0 and 1: no single answer decides about a whole run."""
_ROUNDS = 500
_STEP = 1e-6

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PriorShift:
    """A run's base rate and its probabilities at that rate.

    Attributes:
        prevalence: the estimated share of right answers, 0..1; None without answers.
        probabilities: the corrected probabilities, in the order given, each 0..1.
        training: the base rate that the given probabilities were fitted at.
    """

    prevalence: float | None
    probabilities: tuple[float, ...]
    training: float


def training_base_rate() -> float:
    """The share of right answers, 0..1, among those that the shipped judge was trained on, as they counted there."""
    return float(load_model().about["base_rate"])


def correct_prior(probabilities: Sequence[float], training: float) -> PriorShift:
    """Estimates a run's share of right answers from the judge's probabilities, and restates them at it.

    Args:
        probabilities: the judge's, of one run's judged answers in one language, each 0..1.
        training: the base rate they were fitted at, 0..1 exclusive: `training_base_rate()` of the shipped judge.

    Raises:
        ValueError: `training` is not between 0 and 1.

    Examples:
        >>> found = correct_prior([0.9, 0.4, 0.1, 0.05, 0.05, 0.02, 0.02, 0.01], training=0.5)
        >>> round(found.prevalence, 2), round(found.probabilities[1], 2)
        (0.03, 0.02)
    """
    if not 0 < training < 1:
        raise ValueError(f"a base rate lies between 0 and 1, not {training}")
    if not len(probabilities):
        return PriorShift(None, (), training)
    given = np.clip(np.asarray(probabilities, dtype=np.float64), _EDGE, 1 - _EDGE)
    share = float(given.mean())
    for _ in range(_ROUNDS):
        before, share = share, float(np.clip(_restated(given, training, share).mean(), _EDGE, 1 - _EDGE))
        if abs(share - before) < _STEP:
            break
    return PriorShift(share, tuple(_restated(given, training, share).tolist()), training)


def _restated(given: Array, training: float, share: float) -> Array:
    """Probabilities at another base rate: their odds times the ratio of the rates' odds."""
    right, wrong = given * (share / training), (1 - given) * ((1 - share) / (1 - training))
    return np.asarray(right / (right + wrong))
