"""A judge's probabilities against what people said: how well they rank, and how far they are frequencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evaluators.statistics.significance import Interval, wilson_interval

BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """Probabilities of one range: their mean, and how many of the answers are correct."""

    low: float
    high: float
    mean: float
    correct: int
    n: int
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Judging:
    """A judge measured.

    Attributes:
        n: answers with both.
        brier: mean squared distance of probability and verdict, 0..1; None without answers.
        auc: the area under the ROC curve, 0..1; None unless there are correct and incorrect ones.
        roc: (share of the incorrect ones taken for correct, share of the correct ones found) for every threshold.
        bins: the reliability diagram.
    """

    n: int
    brier: float | None
    auc: float | None
    roc: tuple[tuple[float, float], ...]
    bins: tuple[Bin, ...]


def judging(probabilities: ArrayLike, correct: ArrayLike) -> Judging:
    """Measure probabilities (n,), 0..1, against verdicts (n,).

    Sources: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78
    (1950); A. H. Murphy and R. L. Winkler, "Reliability of subjective probability forecasts", Applied Statistics 26
    (1977).
    """
    chances, labels = np.asarray(probabilities, dtype=float), np.asarray(correct, dtype=bool)
    if not chances.size:
        return Judging(0, None, None, (), ())
    brier = float(np.mean((chances - labels) ** 2))
    auc: float | None = None
    curve: tuple[tuple[float, float], ...] = ()
    if labels.any() and not labels.all():
        from sklearn.metrics import roc_auc_score, roc_curve  # slow to import: only where it is used

        auc = float(roc_auc_score(labels, chances))
        alarms, found, _ = roc_curve(labels, chances)
        curve = tuple(zip(alarms.tolist(), found.tolist(), strict=True))
    place = np.minimum((chances * BINS).astype(int), BINS - 1)
    bins = tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            float(chances[own].mean()),
            int(labels[own].sum()),
            int(own.sum()),
            wilson_interval(int(labels[own].sum()), int(own.sum())),
        )
        for number in range(BINS)
        if (own := place == number).any()
    )
    return Judging(chances.size, brier, auc, curve, bins)
