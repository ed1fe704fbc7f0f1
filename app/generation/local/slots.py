"""Key/value memory of the rows that are being decoded: one preallocated buffer a layer, written in place.

Every row's tokens end at the same column (`end`), so a step writes one column for all rows, and a row that finished is
replaced by copying another row over it. Positions are told to the model explicitly, so columns carry no meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from transformers.cache_utils import Cache, CacheLayerMixin

KeyValues = list[tuple[torch.Tensor, torch.Tensor]]
"""A layer's keys and values, each (rows, heads, tokens, head size), for every layer."""


@dataclass(slots=True)
class Window:
    """The part of the buffers in use: rows 0..rows, columns start..end (end excluded)."""

    rows: int = 0
    start: int = 0
    end: int = 0


class SlotLayer(CacheLayerMixin):  # type: ignore[no-untyped-call]
    """One layer's buffer, as transformers' models write and read it while decoding one token a row."""

    is_sliding = False

    def __init__(self, window: Window, slots: int, capacity: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.window, self.slots, self.capacity = window, slots, capacity

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        """Allocate the buffer for states of this shape and type."""

        # Zeros, since what is masked is still multiplied, and a leftover NaN times nothing is NaN.
        def blank(like: torch.Tensor) -> torch.Tensor:
            return like.new_zeros((self.slots, like.shape[1], self.capacity, like.shape[3]))

        self.buffers = blank(key_states), blank(value_states)
        self.keys, self.values = self.buffers
        self.dtype, self.device = key_states.dtype, key_states.device
        self.is_initialized = True

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: object, **kwargs: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Write each row's newest token into the last column; returns views of all that is in use."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        window = self.window
        keys, values = self.buffers
        keys[: window.rows, :, window.end - 1] = key_states[:, :, 0]
        values[: window.rows, :, window.end - 1] = value_states[:, :, 0]
        columns = slice(window.start, window.end)
        return keys[: window.rows, :, columns], values[: window.rows, :, columns]

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        """Length and offset of the keys, for the model's mask."""
        return self.window.end - self.window.start, 0

    def get_seq_length(self) -> int:
        """How many columns precede the token being decoded."""
        return max(self.window.end - self.window.start - 1, 0)

    def get_max_length(self) -> int:
        """No limit that the model needs to know."""
        return -1


class Slots:
    """The buffers of all layers, and where each row's tokens start.

    Args:
        layers: number of the model's attention layers.
        slots: how many rows may be decoded at once.
        capacity: columns, at least the longest row (prompt and answer).
    """

    def __init__(self, layers: int, slots: int, capacity: int) -> None:
        self.slots, self.capacity = slots, capacity
        self.window = Window()
        self.starts: list[int] = []
        self._layers = [SlotLayer(self.window, slots, capacity) for _ in range(layers)]
        self.cache = Cache(layers=[*self._layers])

    @property
    def free(self) -> int:
        """How many more rows fit."""
        return self.slots - self.window.rows

    def admit(self, prefix: KeyValues, own: KeyValues, lengths: list[int]) -> None:
        """Add rows, each of the prefix that they share and then its first columns of `own`; all rows then end alike.

        Args:
            prefix: one row, or nothing.
            own: what the rows do not share, filled up at the end, or nothing.
            lengths: the columns of each row, prefix included.
        """
        longest = max(lengths)
        if self.window.end < longest:
            self._shift(longest - self.window.end)
        first, end = self.window.rows, self.window.end
        shared = prefix[0][0].shape[2] if prefix else 0
        for place, layer in enumerate(self._layers):
            for part, states in enumerate((prefix, own)):
                if not states:
                    continue
                if not layer.is_initialized:
                    layer.lazy_initialization(*states[place])
                for buffer, filled in zip(layer.buffers, states[place], strict=True):
                    for row, length in enumerate(lengths):
                        start = end - length + part * shared
                        stop = end if part else start + shared
                        buffer[first + row, :, start:stop] = filled[row if part else 0, :, : stop - start]
        self.starts += [end - length for length in lengths]
        self.window.rows += len(lengths)
        self.window.start = min(self.starts)

    def step(self) -> None:
        """Open a column for the next token of every row."""
        if self.window.end == self.capacity:
            self._shift(-min(self.starts))
        self.window.end += 1

    def clear(self, row: int) -> None:
        """Wipe a row whose numbers are broken, so that they reach no later row through its masked columns."""
        for buffer in self._buffers():
            buffer[row] = 0

    def remove(self, row: int) -> None:
        """Forget a row; the last row takes its place."""
        last = self.window.rows - 1
        start, end = self.starts[last], self.window.end
        if row != last:
            for buffer in self._buffers():
                buffer[row, :, start:end] = buffer[last, :, start:end]
            self.starts[row] = start
        self.starts.pop()
        self.window.rows = last
        self.window.start = min(self.starts, default=0)
        if not self.starts:
            self.window.end = 0

    def _buffers(self) -> Iterator[torch.Tensor]:
        return (buffer for layer in self._layers if layer.is_initialized for buffer in layer.buffers)

    def _shift(self, by: int) -> None:
        rows, start, end = self.window.rows, self.window.start, self.window.end
        if rows and by:
            for buffer in self._buffers():
                buffer[:rows, :, start + by : end + by] = buffer[:rows, :, start:end].clone()
        self.starts = [place + by for place in self.starts]
        self.window.start, self.window.end = start + by, end + by
