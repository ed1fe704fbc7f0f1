"""Trains the judge's logistic layer: `python -m evaluators.judge.training --data FOLDER [FOLDER…] [--out model.json]`.

A folder holds JSONL files of labelled answers with the keys `question`, `references`, `answer`, `label` (1 correct,
0 incorrect); rows of one item are kept together in cross-validation (`item`, `mkqa_id`, `mgsm_index`, `question_en`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluators.encoders.loading import Encoder, load_encoder
from evaluators.evidence.pairs import Pair
from evaluators.evidence.variants import variants
from evaluators.judge.features import Evidence, embed, gather
from evaluators.judge.model import SHIPPED
from evaluators.judge.rows import Row, data_hash, read_rows, refuse_heldout
from evaluators.statistics.reliability import calibration_error

KINDS = ("number", "yes_no", "short", "long")
CONTEXTS = tuple(f"{kind}/{script}" for kind in KINDS for script in ("same", "other"))
PENALTY = 0.1
"""Inverse strength of the L2 penalty on the shared weights."""
KIND_SHARE, SCRIPT_SHARE = 0.6, 0.5
"""How freely a kind's and a script's weights may leave the shared ones (0: not at all)."""
_MAX_REFERENCES = 4
_SET_SIZE = 400

Array = NDArray[np.float64]


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


def tabulate(rows: Sequence[Row], encoder: Encoder, *, batch: int = 200) -> Table:
    """Gathers the evidence on every row's references."""
    pairs, owner = [], []
    for i, row in enumerate(rows):
        for reference in variants(row.references)[: 2 * _MAX_REFERENCES]:
            pairs.append(Pair.of(row.question, reference, row.answer))
            owner.append(i)
    evidence: list[Evidence] = []
    for start in range(0, len(pairs), batch):
        evidence += gather(embed(pairs[start : start + batch], encoder))
    names = tuple(evidence[0].values)
    values = np.array([[e.values[name] for name in names] for e in evidence])
    return Table(rows, np.array(owner), names, values, np.array([e.context for e in evidence]))


class Layer:
    """A logistic regression whose weights are shared, with penalised departures for each kind and script."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def fit(self, values: Array, contexts: NDArray[np.str_], labels: NDArray[np.int64], weights: Array) -> Layer:
        """Fits the layer on pairs."""
        from sklearn.linear_model import LogisticRegression

        self.mean, self.spread = values.mean(0), values.std(0) + 1e-6
        regression = LogisticRegression(C=PENALTY, max_iter=3000)
        regression.fit(self._design(values, contexts), labels, sample_weight=weights)
        self.bias, self.coefficients = float(regression.intercept_[0]), regression.coef_[0]
        return self

    def predict(self, values: Array, contexts: NDArray[np.str_]) -> Array:
        """Log-odds of pairs."""
        return np.asarray(self._design(values, contexts) @ self.coefficients + self.bias)

    def _design(self, values: Array, contexts: NDArray[np.str_]) -> Array:
        scaled = np.hstack([(values - self.mean) / self.spread, np.ones((len(values), 1))])
        parts = [scaled[:, :-1]]
        parts += [scaled * (np.char.startswith(contexts, kind)[:, None] * KIND_SHARE) for kind in KINDS]
        parts += [scaled * (np.char.endswith(contexts, "other")[:, None] * SCRIPT_SHARE)]
        return np.hstack(parts)

    def weights(self) -> dict[str, dict[str, float]]:
        """Plain weights and bias of each context, for evidence that is not standardised."""
        out = {}
        zero = np.zeros((1, len(self.names)))
        for context in CONTEXTS:
            at = np.array([context])
            base = float(self.predict(zero, at)[0])
            slopes = [float(self.predict(np.eye(len(self.names))[[i]], at)[0]) - base for i in range(len(self.names))]
            out[context] = {"bias": round(base, 4)} | {n: round(s, 4) for n, s in zip(self.names, slopes, strict=True)}
        return out


def train(table: Table, chosen: NDArray[np.bool_]) -> Layer:
    """Fits on the chosen rows; of a right answer's references only the one that fits best counts, in two rounds.

    Raises:
        ValueError: a row to fit on is held out.
    """
    refuse_heldout(row for row, fits in zip(table.rows, chosen, strict=True) if fits)
    start = {"containment", "name_recall", "number_match", "similarity_best", "polarity_agrees"}
    best = table.values[:, [i for i, name in enumerate(table.names) if name in start]].sum(1)
    layer = Layer(table.names)
    weights = _row_weights(table.rows)
    counts = Counter(table.owner.tolist())
    for _ in range(2):
        pairs = _training_pairs(table, chosen, best)
        owners = table.owner[pairs]
        labels = table.labels[owners]
        shares = np.array([weights[i] / (1 if y else counts[i] ** 0.5) for i, y in zip(owners, labels, strict=True)])
        layer = Layer(table.names).fit(table.values[pairs], table.contexts[pairs], labels, shares)
        best = layer.predict(table.values, table.contexts)
    return layer


def _training_pairs(table: Table, chosen: NDArray[np.bool_], best: Array) -> list[int]:
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


def _row_weights(rows: Sequence[Row]) -> list[float]:
    """Human verdicts on real answers count threefold, answers made from patterns a third.

    A set of over twice the usual size counts as the usual one.
    """
    sizes = Counter(row.source for row in rows)
    return [
        (3.0 if row.human else 0.3 if row.patterned else 1.0)
        * (_SET_SIZE / sizes[row.source] if sizes[row.source] > 2 * _SET_SIZE else 1.0)
        for row in rows
    ]


def score_rows(table: Table, layer: Layer) -> Array:
    """Probability of each row: its best reference's."""
    out = np.full(len(table.rows), -np.inf)
    np.maximum.at(out, table.owner, layer.predict(table.values, table.contexts))
    return np.asarray(1 / (1 + np.exp(-out)))


def cross_validate(table: Table, folds: int = 5) -> Array:
    """Out-of-fold probability of each row, items kept together."""
    fold = np.array([int(hashlib.sha256(row.group.encode()).hexdigest(), 16) % folds for row in table.rows])
    scores = np.zeros(len(table.rows))
    for f in range(folds):
        scores[fold == f] = score_rows(table, train(table, fold != f))[fold == f]
    return scores


def figures(table: Table, scores: Array) -> dict[str, dict[str, float]]:
    """AUC, accuracy at 0.5 and calibration error of each source."""
    from sklearn.metrics import roc_auc_score

    sources, out = np.array([row.source for row in table.rows]), {}
    for source in sorted(set(sources)):
        y, s = table.labels[sources == source], scores[sources == source]
        if len(set(y)) == 2:
            accuracy = float(((s >= 0.5) == y).mean())
            out[source] = {"rows": len(y), "auc": round(float(roc_auc_score(y, s)), 3), "accuracy": round(accuracy, 3)}
            out[source]["calibration_error"] = round(calibration_error(s, y), 3)
    return out


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, cross-validates and writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args(arguments)
    rows = read_rows(options.data)
    table = tabulate(rows, load_encoder())
    about = {
        "date": datetime.now(UTC).date().isoformat(),
        "rows": len(rows),
        "sha256": data_hash(rows),
        "encoder": "embedded",
        "cross_validated": figures(table, cross_validate(table)),
    }
    layer = train(table, np.ones(len(rows), dtype=bool))
    data = {"about": about, "weights": layer.weights()}
    options.out.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
