"""A run of the model `column`, and its workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import pipeline
from app.records import COLUMN, Arm, Run
from app.store import Store
from tests.app.runs.exports import SET


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


@pytest.fixture
def run(store: Store) -> Run:
    run = pipeline.plan_run(store, SET, [Arm(model=COLUMN)], ["ja", "en"])
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None)
    return run


@pytest.fixture
def exported(store: Store, run: Run, tmp_path: Path) -> Path:
    return pipeline.export(store, run.id, tmp_path / "exported.xlsx")
