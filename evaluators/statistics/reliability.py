"""How far probabilities are frequencies."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def calibration_error(scores: NDArray[np.float64], labels: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error: the mean gap between probability and frequency, over equal-width bins by size."""
    place = np.minimum((scores * bins).astype(int), bins - 1)
    gaps = [(place == b).mean() * abs(scores[place == b].mean() - labels[place == b].mean()) for b in set(place)]
    return float(sum(gaps))
