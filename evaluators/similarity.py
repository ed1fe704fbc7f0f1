"""Cosine similarity between answers and references, across languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders.loading import resolve_encoder

DIGITS = 4
"""Decimal digits of a cosine."""


def cosine_similarity(answers: Sequence[str], references: Sequence[str], *, encoder: Any = None) -> NDArray[np.float64]:
    """Cosine similarity row by row.

    Args:
        answers, references: equally many texts; each distinct text is encoded once.
        encoder: an encoder or its name; None: the embedded one.

    Returns:
        shape (n,), -1..1, to four digits: from the seventh on, what is encoded in one go with a text plays a part.
        0 where either text is blank.

    Raises:
        ValueError: the lengths differ.

    Examples:
        >>> same, other, blank = cosine_similarity(["東京", "犬", ""], ["Tokyo", "Tokyo", "Tokyo"])
        >>> bool(same > 0.7 > other), float(blank)
        (True, 0.0)
    """
    if len(answers) != len(references):
        raise ValueError(f"{len(answers)} answers cannot be compared with {len(references)} references row by row")
    if not answers:
        return np.zeros(0)
    vectors = resolve_encoder(encoder).encode([*answers, *references])
    cosines = np.einsum("ij,ij->i", vectors[: len(answers)], vectors[len(answers) :]).astype(np.float64)
    present = [bool(a.strip()) and bool(r.strip()) for a, r in zip(answers, references, strict=True)]
    return np.where(present, np.clip(cosines, -1.0, 1.0).round(DIGITS), 0.0)
