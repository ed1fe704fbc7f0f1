"""Held-out answers: what the shipped judge is measured on and never learns from.

`python -m evaluators.judge.heldout` prints the figures of the shipped layer beside the recorded ones; `--record`
records them, after a new training.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluators.judge.judgement import THRESHOLD, judge_many
from evaluators.judge.rows import Row, heldout_rows
from evaluators.statistics.reliability import calibration_error

RECORD = Path(__file__).with_name("heldout.json")
"""The figures that the shipped layer reaches on the held-out answers."""

Figures = dict[str, float]


def measure(chances: NDArray[np.float64], labels: NDArray[np.int64]) -> Figures:
    """Accuracy at the threshold, AUC, Brier score and expected calibration error of probabilities."""
    from sklearn.metrics import roc_auc_score

    found = {
        "accuracy": float(((chances >= THRESHOLD) == labels).mean()),
        "auc": float(roc_auc_score(labels, chances)),
        "brier": float(((chances - labels) ** 2).mean()),
        "calibration_error": calibration_error(chances, labels),
    }
    return {"rows": len(labels)} | {name: round(value, 4) for name, value in found.items()}


def judge_heldout(rows: Sequence[Row]) -> NDArray[np.float64]:
    """The shipped layer's probabilities, shape (n,)."""
    judged = judge_many([(row.question, row.references, row.answer) for row in rows])
    return np.array([0.5 if j.probability is None else j.probability for j in judged])


def measure_shipped() -> dict[str, Figures]:
    """The shipped layer's figures on all held-out answers, on those of each kind, and in each direction."""
    rows = heldout_rows()
    chances, labels = judge_heldout(rows), np.array([row.label for row in rows])
    kinds = np.array([row.source.split()[0].removeprefix("heldout_") for row in rows])
    directions = np.array([row.source.split()[1] for row in rows])
    groups = {"all": np.ones(len(rows), dtype=bool)}
    groups |= {str(name): kinds == name for name in sorted(set(kinds))}
    groups |= {str(name): directions == name for name in sorted(set(directions))}
    return {name: measure(chances[at], labels[at]) for name, at in groups.items()}


def recorded() -> dict[str, Figures]:
    """The recorded figures."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the shipped layer's figures, and records them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures beside the layer")
    options = parser.parse_args(arguments)
    found, before = measure_shipped(), recorded() if RECORD.exists() else {}
    for name, figures in found.items():
        old = before.get(name, {})
        values = [f"{key} {value} (recorded {old.get(key, '–')})" for key, value in figures.items() if key != "rows"]
        print(f"{name:15s} {figures['rows']:5.0f} rows  {'  '.join(values)}")  # noqa: T201
    if options.record:
        lines = (f"{json.dumps(name)}: {json.dumps(figures)}" for name, figures in found.items())
        RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
