"""Questions that are answered several times: how often one of k answers is right."""

from __future__ import annotations

import math


def pass_at_k(n: int, correct: int, k: int) -> float:
    """The probability that at least one of `k` answers is right, where `correct` of `n` were: without bias.

    It is the share of all choices of k among the n answers that hold a right one.

    >>> pass_at_k(4, 1, 2)
    0.5

    Source: M. Chen et al., "Evaluating large language models trained on code", arXiv 2107.03374 (2021).

    Raises:
        ValueError: unless 0 <= correct <= n and 1 <= k <= n.
    """
    if not 0 <= correct <= n or not 1 <= k <= n:
        raise ValueError(f"{correct} of {n} right, {k} at once")
    return 1.0 - math.comb(n - correct, k) / math.comb(n, k)
