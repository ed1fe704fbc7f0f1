"""Fits the judge: the layer on pairs, then the trees on whole items with the layer's odds as it gives them unseen."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders.loading import Encoder
from evaluators.judge.features import Evidence, embed, gather
from evaluators.judge.layer import CONTEXTS, Layer
from evaluators.judge.reading import pairs_of
from evaluators.judge.rows import Row, refuse_heldout, row_weights
from evaluators.judge.together import MORE, together

FOLDS = 3
MOST_REFERENCES = 6
NOTHING_SAID = 0.01
_FOR = (*MORE, "statement_agrees", "read_same")
_AGAINST = (
    "further_rival",
    "listed_beyond",
    "options_all",
    "claims_differ",
    "letter_mismatch",
    "names_class",
    "empty_of_meaning",
    "statement_differs",
    "reading_unread",
    "statement_against_word",
    "roles_swapped",
    "name_rival",
    "name_inserted",
    "bare_reason",
)
"""Inputs that may only speak for an answer, and those that may only speak against it."""

Array: TypeAlias = NDArray[np.float64]
Chosen: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the evidence on each (row, reference) pair."""

    rows: Sequence[Row]
    owner: NDArray[np.int64]
    names: tuple[str, ...]
    values: Array
    contexts: NDArray[np.str_]

    @property
    def labels(self) -> NDArray[np.int64]:
        """The rows' labels."""
        return np.array([row.label for row in self.rows])

    @property
    def folds(self) -> NDArray[np.int64]:
        """The fold of each row; rows of one item share it."""
        return np.array([int(hashlib.sha256(row.group.encode()).hexdigest(), 16) % FOLDS for row in self.rows])

    @property
    def trainable(self) -> Chosen:
        """Which rows may be trained on."""
        return np.array([not row.held_out for row in self.rows])


def tabulate(rows: Sequence[Row], encoder: Encoder, *, batch: int = 200) -> Table:
    """Gathers the evidence on every row's references."""
    pairs, owner = [], []
    for i, row in enumerate(rows):
        for pair in pairs_of(row.question, row.references, row.answer)[: 2 * MOST_REFERENCES]:
            pairs.append(pair)
            owner.append(i)
    evidence: list[Evidence] = []
    for start in range(0, len(pairs), batch):
        evidence += gather(embed(pairs[start : start + batch], encoder))
    names = tuple(evidence[0].values)
    values = np.array([[e.values[name] for name in names] for e in evidence], np.float32).astype(float)
    return Table(rows, np.array(owner), names, values, np.array([e.context for e in evidence]))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted judge: the layer, and the trees over its inputs."""

    layer: Layer
    inputs: tuple[str, ...]
    trees: Any

    def predict(self, table: Table) -> Array:
        """Probability of each row; what holds no answer has next to none."""
        values, has = _items(table, self.layer.predict(table.values, table.contexts))
        out = np.full(len(table.rows), NOTHING_SAID)
        out[has] = self.trees.predict_proba(values[has])[:, 1]
        return out


Layers: TypeAlias = dict[bytes, Layer]
"""Layers by the rows that they were fitted on: folds left out in turn leave the same rows more than once."""


def fit(table: Table, chosen: Chosen, layers: Layers | None = None) -> Fitted:
    """Fits on the chosen rows.

    Args:
        table: the evidence on all rows.
        chosen: which rows to fit on.
        layers: layers fitted on this table before; those fitted now are added.

    Raises:
        ValueError: a row to fit on is held out.
    """
    refuse_heldout(row for row, fits in zip(table.rows, chosen, strict=True) if fits)
    odds, fold, layers = np.zeros(len(table.owner)), table.folds, {} if layers is None else layers
    for f in range(FOLDS):
        unseen = (fold == f)[table.owner]
        layer = fit_layer(table, chosen & (fold != f), layers)
        odds[unseen] = layer.predict(table.values[unseen], table.contexts[unseen])
    values, has = _items(table, odds)
    inputs = input_names(table.names)
    from sklearn.ensemble import HistGradientBoostingClassifier

    signs = [1 if name in _FOR else -1 if name in _AGAINST else 0 for name in inputs]
    trees = HistGradientBoostingClassifier(
        max_iter=250, learning_rate=0.06, max_leaf_nodes=8, min_samples_leaf=40, l2_regularization=5.0,
        max_features=0.3, monotonic_cst=signs, random_state=0,
    )  # fmt: skip
    used = chosen & has
    trees.fit(values[used], table.labels[used], sample_weight=np.array(row_weights(table.rows))[used])
    return Fitted(fit_layer(table, chosen, layers), inputs, trees)


def fit_layer(table: Table, chosen: Chosen, layers: Layers) -> Layer:
    """The layer on the chosen rows; of a right answer's references only the one that fits best counts."""
    key = chosen.tobytes()
    if key not in layers:
        layers[key] = _fit_layer(table, chosen)
    return layers[key]


def _fit_layer(table: Table, chosen: Chosen) -> Layer:
    start = ("containment", "name_recall", "number_match", "similarity_best", "polarity_agrees", "statement_agrees")
    best = table.values[:, [table.names.index(name) for name in start]].sum(1)
    weights, counts = row_weights(table.rows), Counter(table.owner.tolist())
    for _ in range(2):
        pairs = _training_pairs(table, chosen, best)
        owners = table.owner[pairs]
        labels = table.labels[owners]
        shares = np.array([weights[i] / (1 if y else counts[i] ** 0.5) for i, y in zip(owners, labels, strict=True)])
        layer = Layer(table.names).fit(table.values[pairs], table.contexts[pairs], labels, shares)
        best = layer.predict(table.values, table.contexts)
    return layer


def _training_pairs(table: Table, chosen: Chosen, best: Array) -> list[int]:
    top: dict[int, int] = {}
    pairs = []
    for j, i in enumerate(table.owner.tolist()):
        if not chosen[i]:
            continue
        if table.rows[i].label == 0:
            pairs.append(j)
        elif i not in top or best[j] > best[top[i]]:
            top[i] = j
    return sorted(pairs + list(top.values()))


def input_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names of the trees' inputs, in order."""
    _, values = together([Evidence(dict.fromkeys(names, 0.0), {}, "short", crosses=False)], [0.0])
    return tuple(values)


def _items(table: Table, odds: Array) -> tuple[Array, Chosen]:
    """The trees' inputs of each row, and which rows have any."""
    inputs = input_names(table.names)
    out, has = np.zeros((len(table.rows), len(inputs))), np.zeros(len(table.rows), bool)
    starts = np.flatnonzero(np.r_[True, table.owner[1:] != table.owner[:-1]])
    for start, end in zip(starts, [*starts[1:], len(table.owner)], strict=True):
        found = [_evidence(table, j) for j in range(start, end)]
        _, values = together(found, odds[start:end].tolist())
        out[table.owner[start]] = [values[name] for name in inputs]
        has[table.owner[start]] = True
    return out, has


def _evidence(table: Table, j: int) -> Evidence:
    kind, script = str(table.contexts[j]).split("/")
    return Evidence(dict(zip(table.names, table.values[j].tolist(), strict=True)), {}, kind, script == "other")


def cross_validate(table: Table, layers: Layers | None = None) -> Array:
    """Out-of-fold probability of each row, items kept together; what is held out is judged by the rest."""
    fold, free, scores = table.folds, table.trainable, np.zeros(len(table.rows))
    layers = {} if layers is None else layers
    for f in range(FOLDS):
        scores[fold == f] = fit(table, (fold != f) & free, layers).predict(table)[fold == f]
    return scores


__all__ = [
    "CONTEXTS",
    "FOLDS",
    "Fitted",
    "Layers",
    "Table",
    "cross_validate",
    "fit",
    "fit_layer",
    "input_names",
    "tabulate",
]
