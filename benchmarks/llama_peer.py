"""llama.cpp's server as a contender of `bulk.py`: the embedded model as GGUF files, and a process that serves one.

The server is that of the `xllamacpp` wheel. Its processor seconds and memory are those of its process; the client,
which keeps all prompts under way, is not counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import psutil
from gguf import GGMLQuantizationType
from gguf.quants import quantize

KINDS = ("Q4_K_M", "Q8_0", "F16")
PATIENCE = 600.0
LOADING = 120.0
ALIGNMENT = 32


@dataclass(frozen=True)
class Setting:
    """How the server is started: prompts at a time, tokens of a pass (logical, physical), one context for all slots,
    whole key/value memory where the model slides a window, and flash attention."""

    slots: int = 8
    batch: int = 2048
    micro_batch: int = 512
    unified: bool = True
    whole_window: bool = True
    flash: bool = True

    def __str__(self) -> str:
        on = [name for name in ("unified", "whole_window", "flash") if getattr(self, name)]
        return f"{self.slots} slots, batch {self.batch}/{self.micro_batch}, {', '.join(on) or 'nothing else'}"


GRID = [
    *(Setting(slots=slots) for slots in (1, 2, 4, 8, 16)),
    *(replace(Setting(), **{name: False}) for name in ("unified", "whole_window", "flash")),
    replace(Setting(), micro_batch=2048),
]
"""One thing varied at a time."""
BEST = {"qa": Setting(), "fresh": Setting(), "plain": Setting()}
"""By kind of prompt, what was fastest of the grid (see bulk.md)."""


def model_files(folder: Path) -> dict[str, Path]:
    """The embedded model as a GGUF file of each kind; those in other precisions are made of the values of the first."""
    from app.generation.embedded.model import joined_parts

    folder.mkdir(parents=True, exist_ok=True)
    paths = {kind: folder / f"gemma3-270m-{kind}.gguf" for kind in KINDS}
    if missing := [kind for kind, path in paths.items() if not path.exists()]:
        data = joined_parts()
        for kind in missing:
            part = paths[kind].with_suffix(".part")
            part.write_bytes(data if kind == KINDS[0] else requantised(data, GGMLQuantizationType[kind]))
            part.rename(paths[kind])
    return paths


def requantised(data: bytes, kind: GGMLQuantizationType) -> bytes:
    """A GGUF file with the same facts, whose quantised tensors are of another kind."""
    from app.generation.embedded.gguf_file import read_gguf

    known = read_gguf(data)
    heads, blobs, offset = [], [], 0
    for tensor in known.tensors:
        plain = tensor.kind == GGMLQuantizationType.F32
        stored = tensor.data.tobytes() if plain else quantize(tensor.values(), kind).tobytes()
        name = tensor.name.encode()
        shape = tensor.shape[::-1]
        heads.append(struct.pack(f"<Q{len(name)}sI{len(shape)}Q", len(name), name, len(shape), *shape))
        heads.append(struct.pack("<IQ", tensor.kind if plain else kind, offset))
        stored += bytes(-len(stored) % ALIGNMENT)
        blobs.append(stored)
        offset += len(stored)
    first = known.tensors[0].name.encode()
    end = data.index(
        struct.pack(f"<Q{len(first)}s", len(first), first)
    )  # where the facts end and the tensors' heads begin
    start = data[:end] + b"".join(heads)
    return start + bytes(-len(start) % ALIGNMENT) + b"".join(blobs)


class Llama:
    """A server's process with one model and setting, measured like any other contender."""

    def __init__(self, path: Path, setting: Setting, stops: Sequence[str], limit: int) -> None:
        from tests.app.generation.servers import free_port

        self.setting, self.port = setting, free_port()
        self._asked = {"n_predict": limit, "stop": list(stops), "top_k": 1, "samplers": ["top_k"], "cache_prompt": True}
        command = [sys.executable, str(Path(__file__).with_name("llama_process.py"))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdin
        told = asdict(setting) | {"path": str(path), "port": self.port, "threads": len(os.sched_getaffinity(0))}
        self._process.stdin.write(f"{json.dumps(told)}\n")
        self._process.stdin.flush()
        end = time.monotonic() + LOADING
        while not self._ready():
            assert self._process.poll() is None and time.monotonic() < end, f"llama.cpp did not start: {setting}"
            time.sleep(0.1)
        self._seen = psutil.Process(self._process.pid)

    def close(self) -> None:
        """Ends the server."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=30)

    def run(self, parts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> tuple[float, float, list[str], int, int]:
        """Parts one after the other, each of prompts after others that fill the slots and do not count.

        Returns: wall and processor seconds, answers, new tokens, peak memory in MiB.
        """
        wall = cpu = 0.0
        replies: list[dict[str, Any]] = []
        for before, prompts in parts:
            asyncio.run(self._all(before, n_predict=1))  # a prompt for each slot, all at once
            used, began = self._used(), time.perf_counter()
            replies += asyncio.run(self._all(prompts))
            wall, cpu = wall + time.perf_counter() - began, cpu + self._used() - used
        tokens = sum(int(reply["tokens_predicted"]) for reply in replies)
        return wall, cpu, [str(reply["content"]) for reply in replies], tokens, self._peak()

    def _used(self) -> float:
        times = self._seen.cpu_times()
        return float(times.user + times.system)

    def _peak(self) -> int:
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))

    def _ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health", timeout=1).is_success
        except httpx.HTTPError:
            return False

    async def _all(self, prompts: Sequence[str], **more: Any) -> list[dict[str, Any]]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(timeout=PATIENCE, limits=limits) as client:

            async def one(prompt: str) -> dict[str, Any]:
                asked = self._asked | {"prompt": prompt} | more
                answer = await client.post(f"http://127.0.0.1:{self.port}/completion", json=asked)
                return dict(answer.raise_for_status().json())

            return list(await asyncio.gather(*map(one, prompts)))
