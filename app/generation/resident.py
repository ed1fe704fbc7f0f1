"""Memory for models: how much a checkpoint needs, how much there is, and which loaded model makes room for another."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from app.generation.base import AnswerModel

BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2}
"""Bytes of a value by its safetensors dtype; what is not named has one."""
FLOATS = ("F64", "F32", "F16", "BF16")
CGROUP = Path("/sys/fs/cgroup")


def weights_bytes(parameters: Mapping[Any, int], float_bytes: int | None) -> int:
    """How many bytes weights take when loaded.

    Args:
        parameters: how many values there are, by safetensors dtype.
        float_bytes: the size of a float that they are converted to; None: as they are.
    """
    return sum(
        count * (float_bytes if float_bytes and dtype in FLOATS else BYTES.get(dtype, 1))
        for dtype, count in parameters.items()
    )


def free_bytes(device: str) -> int:
    """What is free on `cpu` (within the container's limit) or on `cuda`, all GPUs together."""
    if device == "cpu":
        return min(int(psutil.virtual_memory().available), _container())
    import torch

    return sum(torch.cuda.mem_get_info(index)[0] for index in range(torch.cuda.device_count()))


def _container() -> int:
    """What a container's limit (cgroup v2) leaves; very much where there is none."""
    try:
        limit = int((CGROUP / "memory.max").read_text())
        used = int((CGROUP / "memory.current").read_text())
    except (OSError, ValueError):
        return 1 << 62
    return max(0, limit - used)


class Shelf:
    """The models loaded in this process, the one used last at the end. One process holds no model twice."""

    def __init__(self, free: Callable[[str], int] = free_bytes) -> None:
        self._models: dict[str, AnswerModel] = {}
        self._lock = RLock()
        self._free = free

    def get(self, name: str, load: Callable[[], AnswerModel]) -> AnswerModel:
        """The model `name`, from the shelf or by `load`."""
        with self._lock:
            self._models[name] = self._models.pop(name) if name in self._models else load()
            return self._models[name]

    def make_room(self, device: str, needed: int) -> int:
        """Let go of models on `device`, the longest unused first, until `needed` bytes are free or none is left.

        Returns what is free then. A model that somebody still works with keeps its memory until they are done.
        """
        with self._lock:
            for name in [name for name, model in self._models.items() if model.device == device]:
                if self._free(device) >= needed:
                    break
                del self._models[name]
                gc.collect()
                _return_to(device)
            return self._free(device)


def _return_to(device: str) -> None:
    if device == "cuda":
        import torch

        torch.cuda.empty_cache()


SHELF = Shelf()
"""This process's loaded models."""
