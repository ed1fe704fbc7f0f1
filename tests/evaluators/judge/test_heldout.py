"""The held-out answers: never trained on, and the shipped layer stays as good on them as was recorded."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluators.judge import heldout
from evaluators.judge.fitting import Table, fit
from evaluators.judge.heldout import measure, measure_shipped, recorded
from evaluators.judge.rows import HELDOUT, Row, heldout_rows, read_file, read_rows, refuse_heldout

ALLOWED = 0.01
OWN = Row("箱には何個入っていますか？", ("五個",), "5個", 1, "box", "own ja-ja")


def test_reading_folders_to_train_on_leaves_the_held_out_file_out() -> None:
    rows = read_rows([HELDOUT.parent])
    assert rows
    assert not [row for row in rows if row.source.startswith("heldout")]


def test_rows_that_ask_what_a_held_out_one_asks_are_refused(tmp_path: Path) -> None:
    copied = replace(heldout_rows()[0], source="own ja-ja", answer="わかりません", group="own")
    refuse_heldout([OWN])
    with pytest.raises(ValueError, match="never trained on"):
        refuse_heldout([OWN, copied])
    line = HELDOUT.read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "mine.jsonl").write_text(json.dumps(json.loads(line) | {"dataset": "mine"}), encoding="utf-8")
    with pytest.raises(ValueError, match="mine"):
        refuse_heldout(read_rows([tmp_path]))


def test_training_refuses_them() -> None:
    rows = [OWN, *list(read_file(HELDOUT))[:3]]
    values, contexts = np.zeros((len(rows), 1)), np.array(["short/same"] * len(rows))
    table = Table(rows, np.arange(len(rows)), ("containment",), values, contexts)
    with pytest.raises(ValueError, match="held-out"):
        fit(table, np.ones(len(rows), dtype=bool))


def test_measures() -> None:
    found = measure(np.array([0.9, 0.9, 0.1, 0.6]), np.array([1, 1, 0, 0]))
    assert found == {"rows": 4, "accuracy": 0.75, "auc": 1.0, "brier": 0.0975, "calibration_error": 0.225}


@pytest.mark.slow
def test_the_shipped_layer_is_as_good_on_them_as_was_recorded() -> None:
    """If a new training raised the figures, record them: `python -m evaluators.judge.heldout --record`."""
    found, before = measure_shipped(), recorded()
    assert {name: figures["rows"] for name, figures in found.items()} == {n: f["rows"] for n, f in before.items()}
    now, then = found["all"], before["all"]
    assert now["accuracy"] >= then["accuracy"] - ALLOWED
    assert now["brier"] <= then["brier"] + ALLOWED
    assert now["calibration_error"] <= then["calibration_error"] + ALLOWED


def test_a_worse_layer_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer that knows nothing falls below what was recorded."""
    monkeypatch.setattr(heldout, "judge_heldout", lambda rows: np.full(len(rows), 0.9))
    worse, then = measure_shipped()["all"], recorded()["all"]
    assert worse["accuracy"] < then["accuracy"] - ALLOWED
    assert worse["brier"] > then["brier"] + ALLOWED
