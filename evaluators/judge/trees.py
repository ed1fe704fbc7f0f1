"""Small decision trees whose values add up, read from JSON: what several pieces of evidence say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Trees:
    """Trees over named inputs.

    Attributes:
        inputs: the names of the inputs, in the order of their columns.
        base: the log-odds that the trees start from.
        feature, threshold, left, right, value: one row a tree, one column a node; a leaf points to itself, and an
            input goes left when it is at most the threshold.
        depth: steps from a root to its farthest leaf.
    """

    inputs: tuple[str, ...]
    base: float
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int

    def log_odds(self, values: Mapping[str, float]) -> float:
        """The sum of the leaves that one item's inputs lead to."""
        row = np.array([values[name] for name in self.inputs])
        trees = np.arange(len(self.feature))
        at: NDArray[np.int64] = np.zeros(len(trees), np.int64)
        for _ in range(self.depth):
            goes_left = row[self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(goes_left, self.left[trees, at], self.right[trees, at])
        return float(self.base + self.value[trees, at].sum())


def read_trees(data: Mapping[str, Any]) -> Trees:
    """Trees as `to_json` wrote them: a node is [input, threshold, left, right], a leaf [value]."""
    trees: Sequence[Sequence[Sequence[float]]] = data["trees"]
    size = max((len(tree) for tree in trees), default=1)
    shape = (len(trees), size)
    own = np.tile(np.arange(size), (len(trees), 1))
    feature, left, right = np.zeros(shape, np.int64), own.copy(), own.copy()
    threshold, value = np.zeros(shape), np.zeros(shape)
    for i, tree in enumerate(trees):
        for j, node in enumerate(tree):
            if len(node) == 1:
                value[i, j] = node[0]
            else:
                feature[i, j], threshold[i, j], left[i, j], right[i, j] = (
                    int(node[0]),
                    node[1],
                    int(node[2]),
                    int(node[3]),
                )
    depth = max((_depth(tree, 0) for tree in trees), default=0)
    return Trees(tuple(data["inputs"]), float(data["base"]), feature, threshold, left, right, value, depth)


def _depth(tree: Sequence[Sequence[float]], at: int) -> int:
    node = tree[at]
    return 0 if len(node) == 1 else 1 + max(_depth(tree, int(node[2])), _depth(tree, int(node[3])))


def to_json(fitted: Any, inputs: Sequence[str]) -> dict[str, Any]:
    """A fitted `HistGradientBoostingClassifier` for two classes as plain lists."""
    trees = []
    for (predictor,) in fitted._predictors:
        trees.append(
            [
                [round(float(n["value"]), 5)]
                if n["is_leaf"]
                else [int(n["feature_idx"]), round(float(n["num_threshold"]), 5), int(n["left"]), int(n["right"])]
                for n in predictor.nodes
            ]
        )
    return {"inputs": list(inputs), "base": round(float(np.ravel(fitted._baseline_prediction)[0]), 5), "trees": trees}
