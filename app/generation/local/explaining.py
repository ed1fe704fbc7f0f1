"""Why a checkpoint does not load, in words that say what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

SUPPORTED = "choose a GPTQ checkpoint, or one that is not quantised"
CAUSES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((GatedRepoError,), "{name} is gated: accept its terms on the hub and set HF_TOKEN to a token that may read it."),
    ((RevisionNotFoundError,), "{name}: the hub has no such revision."),
    (
        (RepositoryNotFoundError,),
        "{name} was found neither as a folder nor on the hub (a private one needs HF_TOKEN).",
    ),
    ((HFValidationError,), "{name} is neither a folder here nor a name that the hub could have."),
    (
        (HfHubHTTPError, ConnectionError),
        "{name} is no folder here, and the hub cannot be reached: check the name, or the network.",
    ),
    ((torch.OutOfMemoryError, MemoryError), "{name} does not fit the memory: {says}"),
)
"""What failed → what to say, in this order."""


def explanation(name: str, error: Exception, method: str = "") -> str:
    """What the user can do about the model `name` that did not load; `method`: how it is quantised, if it is."""
    causes = _causes(error)
    for kinds, words in CAUSES:
        if any(isinstance(cause, kinds) for cause in causes):
            return words.format(name=name, says=_first(error))
    return _by_words(name, _first(error), str(error), method)


def _by_words(name: str, first: str, says: str, method: str) -> str:
    if Path(name).is_dir() and not (Path(name) / "config.json").exists():
        return f"{name} holds no model: there is no config.json in that folder."
    if "connect" in says.lower():
        return CAUSES[-2][1].format(name=name)
    if "trust_remote_code" in says:
        return f"{name} brings code of its own, which is run only with NARABE_TRUST_REMOTE_CODE=true: read it first."
    if method and method != "gptq":
        return f"{name} is quantised with {method}, which does not work here ({first}): {SUPPORTED}."
    return f"{name} cannot be loaded: {first}"


def too_large(name: str, needed: int, free: int, device: str) -> str:
    """That a model needs more memory than there is (both in bytes) on `cpu` or `cuda`."""
    place = "of GPU memory" if device == "cuda" else "of memory"
    else_where = "" if device == "cuda" or torch.cuda.is_available() else ", and there is no GPU here"
    return (
        f"{name} needs {needed / 1e9:.1f} GB {place}; {free / 1e9:.1f} GB are free{else_where}: choose a smaller model."
    )


def quantisation(config: Any) -> dict[str, Any]:
    """How a checkpoint says that it is quantised; empty when it is not."""
    given = getattr(config, "quantization_config", None)
    found = given if isinstance(given, dict) else getattr(given, "__dict__", {})
    method = found.get("quant_method", "")
    return {**found, "quant_method": str(getattr(method, "value", method))} if given else {}


def _first(error: Exception) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in found:
        found.append(step)
        step = step.__cause__ or step.__context__
    return found
