"""How many threads a local model computes with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch

from app.generation.cores import usable_cores
from app.generation.local.model import LocalModel, use_threads

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@pytest.mark.parametrize(
    ("quota", "cores"),
    [
        ("max 100000", CORES),
        ("50000 100000", 1),
        ("150000 100000", min(2, CORES)),
        ("9900000 100000", CORES),
        ("nonsense", CORES),
        (None, CORES),
    ],
)
def test_a_containers_share_limits_the_threads(tmp_path: Path, quota: str | None, cores: int) -> None:
    path = tmp_path / "cpu.max"
    if quota is not None:
        path.write_text(quota)
    assert usable_cores(path) == cores


def test_a_local_model_on_the_cpu_uses_them_all(monkeypatch: pytest.MonkeyPatch, make_model: object) -> None:
    monkeypatch.setattr("app.generation.local.model.use_threads", use_threads)
    assert torch.get_num_threads() == 1
    model = make_model()  # type: ignore[operator]
    try:
        assert isinstance(model, LocalModel)
        assert torch.get_num_threads() == usable_cores()
    finally:
        torch.set_num_threads(1)
