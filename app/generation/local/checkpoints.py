"""Any causal language model that transformers loads, by folder or hub name; GPTQ checkpoints through gptqmodel.

Only safetensors are read, and no code of a checkpoint is run unless the settings ask for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import torch
from huggingface_hub import get_local_safetensors_metadata, get_safetensors_metadata
from huggingface_hub.errors import HFValidationError, NotASafetensorsRepoError, SafetensorsParsingError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from app.config import let_gptqmodel_start, settings
from app.errors import ModelError
from app.generation.base import AnswerModel, Stage
from app.generation.local.explaining import SUPPORTED, explanation, quantisation, too_large
from app.generation.local.model import LocalModel
from app.generation.local.vocabulary import CheckpointVocabulary
from app.generation.resident import SHELF, weights_bytes

let_gptqmodel_start()

GPTQ_PACKAGES = ("gptqmodel", "optimum")
GPTQ_BITS = (2, 3, 4, 8)
SPARE = 1.1
"""Memory asked for over the weights alone: buffers, and the first keys and values."""
FAILURES = (OSError, ValueError, ImportError, RuntimeError, KeyError, AttributeError, TypeError, NotImplementedError)


def load(name: str, progress: Stage) -> AnswerModel:
    """The model `name`: a folder, a hub name, or either with `@revision`.

    Raises:
        ModelError: it cannot be found, reached or loaded here; the message says what to do.
    """
    place, _, revision = name.rpartition("@") if "@" in name and not Path(name).exists() else (name, "", "")
    options: dict[str, Any] = {"trust_remote_code": settings().trust_remote_code}
    options |= {"revision": revision} if revision else {}
    progress("loading", 0.0)
    method = ""
    try:
        config = _config(place, options)
        quantised = quantisation(config)
        method = quantised.get("quant_method", "")
        _check_quantisation(name, quantised)
        tokenizer = AutoTokenizer.from_pretrained(place, **options)
        progress("loading", 0.1)
        placement = _placement(bool(quantised))
        _make_room(name, place, revision, placement)
        with _shown(progress):
            model = AutoModelForCausalLM.from_pretrained(
                place, config=config, use_safetensors=True, **placement, **options
            )
    except FAILURES as error:
        raise ModelError(explanation(name, error, method)) from error
    progress("loading", 1.0)
    return LocalModel(name, model, CheckpointVocabulary(tokenizer, model))


def _config(place: str, options: dict[str, Any]) -> Any:
    """The checkpoint's configuration; a GPTQ folder of 2023 may keep its quantisation in a file of its own."""
    config = AutoConfig.from_pretrained(place, **options)
    old = Path(place) / "quantize_config.json"
    if not quantisation(config) and old.is_file():
        config.quantization_config = {"quant_method": "gptq", **json.loads(old.read_text(encoding="utf-8"))}
    return config


def _placement(quantised: bool) -> dict[str, Any]:
    """Device and number format: the checkpoint's own on CUDA, 32-bit floats on a CPU, where halves are slow."""
    chosen = settings()
    device = chosen.device_map
    on_cuda = torch.cuda.is_available() and not device.startswith("cpu")
    if device.startswith("cuda") and not on_cuda:
        raise ModelError(
            f"There is no GPU here for NARABE_DEVICE_MAP={device}: install torch for CUDA and its driver, or unset it."
        )
    dtype = "auto" if quantised or on_cuda else "float32"
    return {
        "device_map": _gpu(device) if on_cuda else "cpu",
        "dtype": getattr(torch, chosen.dtype) if chosen.dtype != "auto" else getattr(torch, dtype, dtype),
    }


def _gpu(device: str) -> str:
    """Where a model is put: on ZeroGPU always whole on the one that is lent, which is not there yet to be measured."""
    return "cuda" if settings().zero_gpu else device


def _check_quantisation(name: str, found: dict[str, Any]) -> None:
    if found.get("quant_method") != "gptq":
        return
    if found.get("bits", 4) not in GPTQ_BITS:
        raise ModelError(f"{name} has {found['bits']} bits, which GPTQ's kernels do not know: {SUPPORTED}.")
    missing = [package for package in GPTQ_PACKAGES if find_spec(package) is None]
    if missing:
        raise ModelError(
            f"{name} is a GPTQ checkpoint and needs {' and '.join(missing)}: pip install -r requirements-gpu.txt"
        )


def _make_room(name: str, place: str, revision: str, placement: dict[str, Any]) -> None:
    """Let go of models that are in the way, or say that there is not enough memory; only where the need is known."""
    try:
        known = (
            get_local_safetensors_metadata(place)
            if Path(place).is_dir()
            else get_safetensors_metadata(place, revision=revision or None)
        )
    except (NotASafetensorsRepoError, SafetensorsParsingError, HFValidationError, OSError):
        return
    size = None if placement["dtype"] == "auto" else placement["dtype"].itemsize
    needed = int(SPARE * weights_bytes(known.parameter_count, size))
    device = "cpu" if placement["device_map"] == "cpu" else "cuda"
    free = SHELF.make_room(device, needed)
    if free < needed:
        raise ModelError(too_large(name, needed, free, device))


@contextmanager
def _shown(progress: Stage) -> Iterator[None]:
    """Pass on how many of the weights transformers has loaded."""

    def counted(items: Sized) -> Iterator[Any]:
        for done, item in enumerate(cast(Iterable[Any], items)):
            progress("loading", 0.1 + 0.85 * done / len(items))
            yield item

    def watched(make: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if args and isinstance(args[0], Sized):
            return make(counted(args[0]), *args[1:], **{"total": len(args[0]), **kwargs})
        return make(*args, **kwargs)

    before = transformers_logging.set_tqdm_hook(watched)
    try:
        yield
    finally:
        transformers_logging.set_tqdm_hook(before)
