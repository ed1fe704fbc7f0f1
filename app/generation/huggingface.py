"""Any causal language model that transformers loads, by folder or hub name; GPTQ checkpoints through gptqmodel.

Only safetensors are read and no code of a checkpoint is run.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError, RevisionNotFoundError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

from app.errors import ModelError
from app.generation.base import AnswerModel
from app.generation.conversion import Progress
from app.generation.local import LocalModel
from app.generation.vocabulary import CheckpointVocabulary

GPTQ_PACKAGES = ("gptqmodel", "optimum")


def load(name: str, progress: Progress) -> AnswerModel:
    """The model `name`: a folder, a hub name, or either with `@revision`.

    Raises:
        ModelError: it cannot be found, reached or loaded here; the message says what to do.
    """
    place, _, revision = name.rpartition("@") if "@" in name and not Path(name).exists() else (name, "", "")
    options: dict[str, Any] = {"trust_remote_code": False} | ({"revision": revision} if revision else {})
    progress("loading", 0.0)
    try:
        config = AutoConfig.from_pretrained(place, **options)
        _check_quantisation(name, config)
        tokenizer = AutoTokenizer.from_pretrained(place, **options)
        progress("loading", 0.2)
        model = AutoModelForCausalLM.from_pretrained(place, use_safetensors=True, **_placement(config), **options)
    except (OSError, ValueError, ImportError, RuntimeError, KeyError) as error:
        raise ModelError(explanation(name, error)) from error
    progress("loading", 1.0)
    return LocalModel(name, model, CheckpointVocabulary(tokenizer, model))


def _placement(config: Any) -> dict[str, Any]:
    """Device and number format: the checkpoint's own on CUDA, 32-bit floats on a CPU, where halves are slow."""
    quantised = getattr(config, "quantization_config", None) is not None
    placed = {"device_map": "auto" if torch.cuda.is_available() else "cpu"} if find_spec("accelerate") else {}
    return placed | {"dtype": "auto" if quantised or torch.cuda.is_available() else torch.float32}


def _check_quantisation(name: str, config: Any) -> None:
    quantisation = getattr(config, "quantization_config", None)
    settings = quantisation if isinstance(quantisation, dict) else getattr(quantisation, "__dict__", {})
    method = settings.get("quant_method") if quantisation else None
    missing = [package for package in GPTQ_PACKAGES if find_spec(package) is None]
    if method is not None and str(getattr(method, "value", method)) == "gptq" and missing:
        raise ModelError(
            f"{name} is a GPTQ checkpoint and needs {' and '.join(missing)}: pip install -r requirements-gpu.txt"
        )


def explanation(name: str, error: Exception) -> str:
    """What the user can do about a model that did not load."""
    causes = list(_causes(error))
    if any(isinstance(cause, GatedRepoError) for cause in causes):
        return f"{name} is gated: accept its terms on the hub and set HF_TOKEN to a token that may read it."
    if any(isinstance(cause, RevisionNotFoundError) for cause in causes):
        return f"{name}: the hub has no such revision."
    if any(isinstance(cause, RepositoryNotFoundError) for cause in causes):
        return f"{name} was found neither as a folder nor on the hub (a private one needs HF_TOKEN)."
    if any(isinstance(cause, HfHubHTTPError | ConnectionError) for cause in causes) or "connect" in str(error).lower():
        return f"{name} is no folder here, and the hub cannot be reached: check the name, or the network."
    if any(isinstance(cause, torch.OutOfMemoryError) for cause in causes):
        return f"{name} does not fit the GPU's memory: {error}"
    first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return f"{name} cannot be loaded: {first}"


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in found:
        found.append(step)
        step = step.__cause__ or step.__context__
    return found
