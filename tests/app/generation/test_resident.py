from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
import torch

from app.config import settings
from app.errors import ModelError
from app.generation.base import Message
from app.generation.local import checkpoints as huggingface
from app.generation.local.checkpoints import load
from app.generation.resident import Shelf, free_bytes, weights_bytes


def quiet(what: str, fraction: float) -> None:
    assert what
    assert 0 <= fraction <= 1


def test_what_weights_take() -> None:
    parameters = {"F16": 10, "I32": 3, "U8": 5}
    assert weights_bytes(parameters, None) == 37
    assert weights_bytes(parameters, 4) == 57


@pytest.mark.slow
def test_the_longest_unused_model_makes_room(checkpoint: Path) -> None:
    free = 0
    shelf = Shelf(lambda device: free)
    kept = [weakref.ref(shelf.get(name, lambda: load(str(checkpoint), quiet))) for name in ("a", "b")]
    shelf.get("a", lambda: pytest.fail("loaded twice"))

    def one_gone(device: str) -> int:
        gc.collect()
        return 100 if any(model() is None for model in kept) else 0

    shelf._free = one_gone
    assert shelf.make_room("cuda", 100) == 0
    assert [model() is None for model in kept] == [False, False]
    assert shelf.make_room("cpu", 100) == 100
    assert [model() is None for model in kept] == [False, True]


def test_too_little_memory_is_said_with_both_figures(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface, "SHELF", Shelf(lambda device: 1_000))
    with pytest.raises(ModelError, match=r"needs 0\.0 GB of memory; 0\.0 GB are free, and there is no GPU here"):
        load(str(checkpoint), quiet)
    assert free_bytes("cpu") > 100_000_000


def test_a_gpu_that_is_asked_for_and_absent(checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setenv("NARABE_DEVICE_MAP", "cuda:0")
    settings.cache_clear()
    with pytest.raises(ModelError, match=r"no GPU here.*NARABE_DEVICE_MAP=cuda:0"):
        load(str(checkpoint), quiet)


def test_loading_is_shown_step_by_step(checkpoint: Path) -> None:
    steps: list[float] = []
    load(str(checkpoint), lambda what, fraction: steps.append(fraction))
    assert steps == sorted(steps)
    assert len(steps) > 5 and (steps[0], steps[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(("dtype", "kind"), [("auto", torch.float32), ("bfloat16", torch.bfloat16)])
def test_the_number_format_can_be_chosen(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch, dtype: str, kind: torch.dtype
) -> None:
    monkeypatch.setenv("NARABE_DTYPE", dtype)
    settings.cache_clear()
    model: Any = load(str(checkpoint), quiet)
    assert model.engine.model.dtype == kind


def test_a_chat_model_uses_its_template(checkpoint: Path) -> None:
    model: Any = load(str(checkpoint), quiet)
    messages = [Message("system", "短く。"), Message("user", "首都は？")]
    assert model.as_prompt(messages) is None
    tokenizer = model.engine.vocabulary._tokenizer
    tokenizer.chat_template = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[answer]"
    assert model.as_prompt(messages) == "[system]短く。[user]首都は？[answer]"
    tokenizer.chat_template = (
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no') }}{% endif %}"
        "[{{ m.role }}]{{ m.content }}{% endfor %}"
    )
    assert model.as_prompt(messages) == "[user]短く。\n\n首都は？"
