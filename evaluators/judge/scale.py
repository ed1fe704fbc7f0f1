"""The similarity scale of an encoder: carries its cosines to the embedded encoder's, which the judge was trained on."""

from __future__ import annotations

import json
import threading
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders.loading import EMBEDDED, Encoder, load_encoder
from evaluators.evidence.terms import GLOSSARY

_PAIRS = 240
_lock = threading.Lock()
_known: dict[str, tuple[float, float]] = {}


def scale_of(encoder: Encoder) -> tuple[float, float]:
    """Slope and shift of an encoder's cosines, measured once per process on the bundled glossary.

    Translations and unrelated words are to score on average what they score with the embedded encoder.
    """
    if encoder.name == EMBEDDED:
        return 1.0, 0.0
    with _lock:
        if encoder.name not in _known:
            _known[encoder.name] = _measure(encoder)
        return _known[encoder.name]


def _measure(encoder: Encoder) -> tuple[float, float]:
    same, other = _means(encoder)
    same_embedded, other_embedded = _means(load_encoder())
    slope = (same_embedded - other_embedded) / max(same - other, 0.02)
    return slope, other_embedded - slope * other


def _means(encoder: Encoder) -> tuple[float, float]:
    """Mean cosine of translations, and of words that are no translations of each other."""
    japanese, english = _words()
    left, right = encoder.encode(japanese), encoder.encode(english)
    return _mean(left, right), _mean(left, np.roll(right, len(right) // 3, axis=0))


def _mean(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    return float(np.einsum("ij,ij->i", left, right).mean())


@lru_cache(maxsize=1)
def _words() -> tuple[list[str], list[str]]:
    members = [m for category in json.loads(GLOSSARY.read_text(encoding="utf-8")).values() for m in category]
    chosen = [m for m in members if len(m["ja"][0]) > 1][:: max(1, len(members) // _PAIRS)]
    return [m["ja"][0] for m in chosen], [m["en"][0] for m in chosen]
