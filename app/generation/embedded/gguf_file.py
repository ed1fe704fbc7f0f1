"""Reading a GGUF file that is held in memory: its facts, and its tensors as stored.

`gguf.GGUFReader` makes an array of every string, which takes 15 seconds for a vocabulary of 262,144. Format:
github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little-endian).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, dequantize
from numpy.typing import NDArray

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor as stored: `shape` with the longest-striding axis first, `data` its bytes."""

    name: str
    shape: tuple[int, ...]
    kind: GGMLQuantizationType
    data: NDArray[np.uint8]

    def values(self) -> NDArray[np.float32]:
        """The numbers, in 32-bit floats."""
        if self.kind == GGMLQuantizationType.F32:
            return self.data.view(np.float32).reshape(self.shape)
        block, size = GGML_QUANT_SIZES[self.kind]
        rows = self.data.reshape(-1, self.shape[-1] // block * size)
        return np.ascontiguousarray(dequantize(rows, self.kind), dtype=np.float32).reshape(self.shape)


@dataclass(frozen=True, slots=True)
class GgufFile:
    """A file's facts by name (numbers, texts, lists of either) and its tensors."""

    facts: dict[str, Any]
    tensors: tuple[Tensor, ...]


def read_gguf(data: bytes) -> GgufFile:
    """Parse a whole file.

    Raises:
        ValueError: not a GGUF file, or one that is cut off.
    """
    reader = _Reader(data)
    try:
        return reader.file()
    except struct.error as error:
        raise ValueError("The GGUF file is cut off.") from error


def facts_of(path: Path) -> dict[str, Any]:
    """The facts of a file, by name; its tensors are not read.

    Raises:
        ValueError: not a GGUF file, or one that is cut off.
        OSError: it cannot be read.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return _Reader(data).facts()[0]
        except (struct.error, KeyError, UnicodeDecodeError) as error:
            raise ValueError("The GGUF file is cut off.") from error


class _Reader:
    def __init__(self, data: bytes | mmap.mmap) -> None:
        self.data, self.place = data, 0

    def facts(self) -> tuple[dict[str, Any], int]:
        """The facts, and how many tensors follow."""
        if self.data[:4] != b"GGUF":
            raise ValueError("This is not a GGUF file.")
        self.place = 4
        version, tensors, facts = self.scalar("I"), self.scalar("Q"), self.scalar("Q")
        if version not in (2, 3):
            raise ValueError(f"GGUF version {version} is not known.")
        return {self.text(): self.value() for _ in range(facts)}, tensors

    def file(self) -> GgufFile:
        known, tensors = self.facts()
        heads = [self.head() for _ in range(tensors)]
        unit = known.get("general.alignment", 32)
        start = -(-self.place // unit) * unit
        return GgufFile(known, tuple(self.tensor(start, *head) for head in heads))

    def scalar(self, code: str) -> Any:
        value = struct.unpack_from("<" + code, self.data, self.place)[0]
        self.place += struct.calcsize("<" + code)
        return value

    def text(self) -> str:
        size = self.scalar("Q")
        self.place += size
        return self.data[self.place - size : self.place].decode("utf-8")

    def value(self) -> Any:
        return self.of_kind(self.scalar("I"))

    def of_kind(self, kind: int) -> Any:
        if kind == _STRING:
            return self.text()
        if kind != _ARRAY:
            return self.scalar(_SCALARS[kind])
        inner, count = self.scalar("I"), self.scalar("Q")
        if inner in _SCALARS:
            code = f"<{count}{_SCALARS[inner]}"
            values = list(struct.unpack_from(code, self.data, self.place))
            self.place += struct.calcsize(code)
            return values
        read: Callable[[], Any] = self.text if inner == _STRING else lambda: self.of_kind(inner)
        return [read() for _ in range(count)]

    def head(self) -> tuple[str, tuple[int, ...], GGMLQuantizationType, int]:
        name = self.text()
        shape = tuple(self.scalar("Q") for _ in range(self.scalar("I")))[::-1]
        return name, shape, GGMLQuantizationType(self.scalar("I")), self.scalar("Q")

    def tensor(self, start: int, name: str, shape: tuple[int, ...], kind: GGMLQuantizationType, offset: int) -> Tensor:
        block, size = GGML_QUANT_SIZES[kind]
        count = int(np.prod(shape)) // block * size
        if start + offset + count > len(self.data):
            raise ValueError("The GGUF file is cut off.")
        return Tensor(name, shape, kind, np.frombuffer(self.data, np.uint8, count, start + offset))
