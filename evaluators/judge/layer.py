"""The logistic layer over the evidence on one reference, and how it is fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

KINDS = ("number", "yes_no", "short", "long")
CONTEXTS = tuple(f"{kind}/{script}" for kind in KINDS for script in ("same", "other"))
PENALTY = 0.1
"""Inverse strength of the L2 penalty on the shared weights."""
KIND_SHARE, SCRIPT_SHARE = 0.6, 0.5
"""How freely a kind's and a script's weights may leave the shared ones (0: not at all)."""

Array: TypeAlias = NDArray[np.float64]


class Layer:
    """A logistic regression whose weights are shared, with penalised departures for each kind and script."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def fit(self, values: Array, contexts: NDArray[np.str_], labels: NDArray[np.int64], weights: Array) -> Layer:
        """Fits the layer on pairs."""
        from sklearn.linear_model import LogisticRegression

        self.mean, self.spread = values.mean(0), values.std(0) + 1e-6
        regression = LogisticRegression(C=PENALTY, max_iter=150, tol=1e-3)
        regression.fit(self._design(values, contexts), labels, sample_weight=weights)
        self.bias, self.coefficients = float(regression.intercept_[0]), regression.coef_[0].astype(float)
        return self

    def predict(self, values: Array, contexts: NDArray[np.str_]) -> Array:
        """Log-odds of pairs."""
        return np.asarray(self._design(values, contexts) @ self.coefficients + self.bias)

    def _design(self, values: Array, contexts: NDArray[np.str_]) -> NDArray[np.float32]:
        scaled = np.hstack([(values - self.mean) / self.spread, np.ones((len(values), 1))])
        parts = [scaled[:, :-1]]
        parts += [scaled * (np.char.startswith(contexts, kind)[:, None] * KIND_SHARE) for kind in KINDS]
        parts += [scaled * (np.char.endswith(contexts, "other")[:, None] * SCRIPT_SHARE)]
        return np.hstack(parts).astype(np.float32)

    def weights(self) -> dict[str, dict[str, float]]:
        """Plain weights and bias of each context, for evidence that is not standardised."""
        size = len(self.names)
        blocks = self.coefficients[size:].reshape(len(KINDS) + 1, size + 1)
        out = {}
        for context in CONTEXTS:
            kind, script = context.split("/")
            total = np.append(self.coefficients[:size], 0.0) + KIND_SHARE * blocks[KINDS.index(kind)]
            if script == "other":
                total = total + SCRIPT_SHARE * blocks[-1]
            slopes = total[:-1] / self.spread
            bias = self.bias + total[-1] - float(slopes @ self.mean)
            out[context] = {"bias": round(bias, 5)}
            out[context] |= {name: round(float(slope), 5) for name, slope in zip(self.names, slopes, strict=True)}
        return out
