"""Learning from reviewers: does moving the threshold, or refitting the last layer, agree better with their verdicts?

Nothing here changes a judgement by itself: `calibrate` reports, cross-validated, what would be gained, and returns the
refitted step for whoever decides to use it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from evaluators.judge.judgement import THRESHOLD
from evaluators.judge.model import probability
from evaluators.results import Judgement
from evaluators.statistics.clustered import clustered_mean

ENOUGH_FOR_THRESHOLD = 20
ENOUGH_FOR_LAYER = 80
"""Verdicts from which on a threshold, or slope and shift of the log-odds, can be fitted at all."""
SURE = 2.0
"""By how many standard errors a calibration must agree better than what there is without it."""
_FOLDS = 5
_OF_EACH = 5
"""How many verdicts of either kind it takes."""
_CLOSE = 1e-6

Array = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A refitted last step: log-odds' = slope · log-odds + shift; correct from even odds on, as without it.

    Attributes:
        method: `none`; `threshold`, where only the shift was fitted; or `layer`.
        verdicts: how many labelled judgements it was fitted on.
        before, after, majority: agreement with the reviewers (0..1) out of fold: of the shipped rule, with the
            calibration, and of always saying what most of the other verdicts say.
        helps: whether it agrees better than each of the other two, by more than two standard errors of the difference.
    """

    method: Literal["none", "threshold", "layer"]
    slope: float = 1.0
    shift: float = 0.0
    verdicts: int = 0
    before: float = 0.0
    after: float = 0.0
    majority: float = 0.0
    helps: bool = False

    @property
    def threshold(self) -> float:
        """The probability without the calibration that is even odds with it, 0..1."""
        return self.plain(THRESHOLD)

    def plain(self, chance: float) -> float:
        """The probability without the calibration that becomes `chance` with it."""
        odds = (math.log(chance / (1 - chance)) - self.shift) / (self.slope or math.inf)
        return probability(min(max(odds, -50.0), 50.0))

    @property
    def name(self) -> tuple[str, str]:
        """What it does, in Japanese and in English."""
        if self.method == "threshold":
            return (
                f"しきい値 {THRESHOLD} → {self.threshold:.2f}（評価 {self.verdicts}件）",
                f"threshold {THRESHOLD} → {self.threshold:.2f} ({self.verdicts} verdicts)",
            )
        rule = f"log-odds × {self.slope:.2f} {self.shift:+.2f}"
        return f"{rule}（評価 {self.verdicts}件）", f"{rule} ({self.verdicts} verdicts)"

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
            f"効果が{'あります' if self.helps else 'ありません'}：レビュアーとの一致率 {change}"
            f"（{self.verdicts}件、常に多いほうと答えると {self.majority:.1%}）",
            f"{'helps' if self.helps else 'does not help'}: agreement with reviewers {change} ({self.verdicts} "
            f"verdicts; always saying what most of them say: {self.majority:.1%})",
        )


class HeldOut(NamedTuple):
    """A calibration for each fold of the verdicts, fitted on the other folds, and the fold of each verdict."""

    folds: tuple[Calibration, ...]
    place: tuple[int, ...]


def calibrate(
    pairs: Sequence[tuple[Judgement, bool]], groups: Sequence[Hashable] | None = None
) -> tuple[Calibration, HeldOut]:
    """Fits the last step to reviewers' verdicts and says, cross-validated, whether that helps.

    Args:
        pairs: judgements with whether a reviewer called the answer correct; none of them unjudged.
        groups: what each of them belongs to (its question), which is never torn apart; None: each by itself.
    """
    if any(judgement.probability is None for judgement, _ in pairs):
        raise ValueError("an unjudged answer teaches nothing → leave it out")
    odds = log_odds([judgement.probability or 0.0 for judgement, _ in pairs])
    labels = np.array([bool(verdict) for _, verdict in pairs], dtype=bool)
    names: Sequence[Hashable] = range(len(pairs)) if groups is None else groups
    if (
        len(pairs) < ENOUGH_FOR_THRESHOLD
        or min(labels.sum(), (~labels).sum()) < _OF_EACH
        or len(set(names)) < 2 * _FOLDS
    ):
        return Calibration("none", verdicts=len(pairs)), HeldOut((), ())
    layer = len(pairs) >= ENOUGH_FOR_LAYER
    held = _held_out(odds, labels, names, layer=layer)
    plain, agreed, majority = _agreements(odds, labels, held)
    gains = [clustered_mean(agreed - other, names) for other in (plain, majority)]
    fitted = replace(
        _fit(odds, labels, layer=layer),
        verdicts=len(pairs),
        before=float(plain.mean()),
        after=float(agreed.mean()),
        majority=float(majority.mean()),
        helps=all(gain is not None and gain.value > SURE * (gain.error or 0.0) for gain in gains),
    )
    return fitted, held


def apply(calibration: Calibration, judgement: Judgement) -> Judgement:
    """A judgement under a calibration; its reason says so when the value changes."""
    if judgement.probability is None or calibration.method == "none":
        return judgement
    chance = min(max(judgement.probability, _CLOSE), 1 - _CLOSE)
    chance = probability(calibration.slope * math.log(chance / (1 - chance)) + calibration.shift)
    value: Literal["correct", "incorrect"] = "correct" if chance >= THRESHOLD else "incorrect"
    if value == judgement.value:
        return replace(judgement, probability=chance)
    return replace(
        judgement,
        value=value,
        probability=chance,
        reason=f"{judgement.reason} (changed by what reviewers decided)",
        reason_ja=f"{judgement.reason_ja}（レビュアーの評価にもとづき変更）",
    )


def log_odds(chances: Sequence[float]) -> Array:
    """The log-odds of probabilities, (n,), bounded."""
    p = np.clip(np.array(chances, dtype=float), _CLOSE, 1 - _CLOSE)
    return np.asarray(np.log(p / (1 - p)))


def _held_out(odds: Array, labels: Labels, groups: Sequence[Hashable], *, layer: bool) -> HeldOut:
    from sklearn.model_selection import StratifiedGroupKFold

    number = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    places = np.zeros(len(labels), dtype=int)
    folds = []
    split = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=0)
    for fold, (rest, held) in enumerate(split.split(odds, labels, [number[name] for name in groups])):
        places[held] = fold
        folds.append(_fit(odds[rest], labels[rest], layer=layer))
    return HeldOut(tuple(folds), tuple(places.tolist()))


def _agreements(odds: Array, labels: Labels, held: HeldOut) -> tuple[Array, Array, Array]:
    """Whether each verdict is met by the shipped rule, by the calibration of its fold, and by its fold's majority."""
    places = np.array(held.place)
    agreed, majority = np.zeros(len(labels)), np.zeros(len(labels))
    for fold, fitted in enumerate(held.folds):
        own = places == fold
        agreed[own] = (fitted.slope * odds[own] + fitted.shift >= 0) == labels[own]
        majority[own] = (labels[~own].mean() >= 0.5) == labels[own]
    return ((odds >= 0) == labels).astype(float), agreed, majority


def _fit(odds: Array, labels: Labels, *, layer: bool) -> Calibration:
    if layer and labels.any() and not labels.all():
        from sklearn.linear_model import LogisticRegression

        regression = LogisticRegression(C=10.0).fit(odds[:, None], labels)
        return Calibration("layer", slope=float(regression.coef_[0, 0]), shift=float(regression.intercept_[0]))
    return Calibration("threshold", shift=-_best_cut(odds, labels))


def _best_cut(odds: Array, labels: Labels) -> float:
    """The log-odds that separate best; of equally good ones the nearest to even odds."""
    order = np.sort(odds)
    cuts = np.concatenate([[0.0], (order[1:] + order[:-1]) / 2])
    right = np.array([((odds >= cut) == labels).mean() for cut in cuts])
    best = cuts[right == right.max()]
    return float(best[np.abs(best).argmin()])
