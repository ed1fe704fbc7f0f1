"""Learning from reviewers: does moving the threshold, or refitting the last layer, agree better with their verdicts?

Nothing here changes a judgement by itself: `calibrate` reports, cross-validated, what would be gained, and returns the
refitted step for whoever decides to use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluators.judge.judgement import THRESHOLD
from evaluators.judge.model import probability
from evaluators.results import Judgement

ENOUGH_FOR_THRESHOLD = 20
ENOUGH_FOR_LAYER = 80
"""Verdicts from which on a threshold, or slope and shift of the log-odds, can be fitted at all."""
_FOLDS = 5
_CLOSE = 1e-6

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A refitted last step: log-odds' = slope · log-odds + shift, correct from `threshold` on.

    Attributes:
        method: `none`, `threshold` or `layer`.
        verdicts: how many labelled judgements it was fitted on.
        before, after: out-of-fold agreement with the reviewers (0..1) without and with it.
        helps: whether it agrees better by more than its standard error.
    """

    method: Literal["none", "threshold", "layer"]
    slope: float = 1.0
    shift: float = 0.0
    threshold: float = THRESHOLD
    verdicts: int = 0
    before: float = 0.0
    after: float = 0.0
    helps: bool = False

    @property
    def summary(self) -> tuple[str, str]:
        """What was found, in Japanese and in English."""
        if self.method == "none":
            needed = ENOUGH_FOR_THRESHOLD
            return (
                f"学習するには評価が足りないか偏っています（{self.verdicts}件。正誤を含む{needed}件が必要）",
                f"{self.verdicts} verdicts are too few or too alike to learn from ({needed} needed)",
            )
        change = f"{self.before:.1%} → {self.after:.1%}"
        return (
            f"効果が{'あります' if self.helps else 'ありません'}：レビュアーとの一致率 {change}（{self.verdicts}件）",
            f"{'helps' if self.helps else 'does not help'}: agreement with reviewers {change} ({self.verdicts})",
        )


def calibrate(pairs: Sequence[tuple[Judgement, bool]]) -> Calibration:
    """Fits the last step to reviewers' verdicts and says, cross-validated, whether that helps.

    Args:
        pairs: judgements with whether a reviewer called the answer correct; unjudged ones are left out.
    """
    known = [(j.probability, bool(verdict)) for j, verdict in pairs if j.probability is not None]
    odds, labels = _log_odds([p for p, _ in known]), np.array([v for _, v in known], dtype=bool)
    if len(known) < ENOUGH_FOR_THRESHOLD or min(labels.sum(), (~labels).sum()) < 5:
        return Calibration("none", verdicts=len(known))
    layer = len(known) >= ENOUGH_FOR_LAYER
    agreed = _out_of_fold(odds, labels, layer=layer)
    plain = (odds >= 0) == labels
    gain = agreed.astype(float) - plain.astype(float)
    error = float(gain.std(ddof=1) / np.sqrt(len(gain)))
    fitted = _fit(odds, labels, layer=layer)
    return replace(
        fitted,
        verdicts=len(known),
        before=float(plain.mean()),
        after=float(agreed.mean()),
        helps=bool(gain.mean() > error),
    )


def apply(calibration: Calibration, judgement: Judgement) -> Judgement:
    """A judgement under a calibration; its reason says so when the value changes."""
    if judgement.probability is None or calibration.method == "none":
        return judgement
    odds = float(_log_odds([judgement.probability])[0])
    chance = probability(calibration.slope * odds + calibration.shift)
    value: Literal["correct", "incorrect"] = "correct" if chance >= calibration.threshold else "incorrect"
    if value == judgement.value:
        return replace(judgement, probability=chance)
    return replace(
        judgement,
        value=value,
        probability=chance,
        reason=f"{judgement.reason} (changed by what reviewers decided)",
        reason_ja=f"{judgement.reason_ja}（レビュアーの評価にもとづき変更）",
    )


def _log_odds(chances: Sequence[float]) -> Array:
    p = np.clip(np.array(chances, dtype=float), _CLOSE, 1 - _CLOSE)
    return np.asarray(np.log(p / (1 - p)))


def _out_of_fold(odds: Array, labels: NDArray[np.bool_], *, layer: bool) -> NDArray[np.bool_]:
    """Whether each judgement agrees with its reviewer when calibrated on the others."""
    from sklearn.model_selection import StratifiedKFold

    agreed = np.zeros(len(labels), dtype=bool)
    for rest, held in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(odds, labels):
        fitted = _fit(odds[rest], labels[rest], layer=layer)
        chances = 1 / (1 + np.exp(-(fitted.slope * odds[held] + fitted.shift)))
        agreed[held] = (chances >= fitted.threshold) == labels[held]
    return agreed


def _fit(odds: Array, labels: NDArray[np.bool_], *, layer: bool) -> Calibration:
    if layer:
        from sklearn.linear_model import LogisticRegression

        regression = LogisticRegression(C=10.0).fit(odds[:, None], labels)
        return Calibration("layer", slope=float(regression.coef_[0, 0]), shift=float(regression.intercept_[0]))
    return Calibration("threshold", threshold=_best_threshold(odds, labels))


def _best_threshold(odds: Array, labels: NDArray[np.bool_]) -> float:
    """The probability that separates best; of equally good ones the nearest to the usual threshold."""
    order = np.sort(odds)
    cuts = np.concatenate([[0.0], (order[1:] + order[:-1]) / 2])
    right = np.array([((odds >= cut) == labels).mean() for cut in cuts])
    best = cuts[right == right.max()]
    return probability(float(best[np.abs(best).argmin()]))
