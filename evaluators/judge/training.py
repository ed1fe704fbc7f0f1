"""Trains the judge: `python -m evaluators.judge.training --data FOLDER [FOLDER…] [--out model.json]`.

A folder holds JSONL files of labelled answers with the keys `question`, `references`, `answer`, `label` (1 correct,
0 incorrect); rows of one item are kept together in cross-validation (`item`, `mkqa_id`, `mgsm_index`, `question_en`),
and rows with `fold` `test` are never trained on. Rows made from patterns are added.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from evaluators.encoders.loading import load_encoder
from evaluators.judge.fitting import Array, Layers, Table, cross_validate, fit, tabulate
from evaluators.judge.model import SHIPPED
from evaluators.judge.rows import base_rate, data_hash, made_rows, read_rows
from evaluators.judge.trees import to_json
from evaluators.statistics.reliability import calibration_error


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
    given = read_rows(options.data)
    rows = [*given, *made_rows(given)]
    table, layers = tabulate(rows, load_encoder()), Layers()
    about = {
        "date": datetime.now(UTC).date().isoformat(),
        "rows": int(table.trainable.sum()),
        "sha256": data_hash(rows),
        "encoder": "embedded",
        "base_rate": round(base_rate(rows), 4),
        "cross_validated": figures(table, cross_validate(table, layers)),
    }
    fitted = fit(table, table.trainable, layers)
    write(options.out, about, fitted.layer.weights(), to_json(fitted.trees, fitted.inputs))


def write(path: Path, about: dict[str, object], weights: dict[str, dict[str, float]], trees: dict[str, object]) -> None:
    """Writes the model: one line a context of the layer, one line a tree."""
    layer = ",\n".join(f"  {json.dumps(name)}: {json.dumps(values)}" for name, values in weights.items())
    nodes = ",\n".join(f"   {json.dumps(tree, separators=(',', ':'))}" for tree in trees["trees"])  # type: ignore[attr-defined]
    head = json.dumps(about, ensure_ascii=False, indent=1)
    inputs = json.dumps(trees["inputs"])
    path.write_text(
        f'{{"about": {head},\n "weights": {{\n{layer}\n }},\n'
        f' "trees": {{"inputs": {inputs},\n  "base": {trees["base"]},\n'
        f'  "trees": [\n{nodes}\n  ]}}\n}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
