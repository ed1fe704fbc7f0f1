"""Many prompts at once, with rows leaving and entering the batch as they finish.

Prompts are taken longest first. Their common beginning is computed once; what is left of each is computed in batches
(padded at the end, where a causal model cannot see it), and its last token opens the row's decoding. After each token,
finished rows leave the batch and waiting prompts take their places.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import torch

from app.generation.base import Completion
from app.generation.local.fast_head import FastHead
from app.generation.local.picking import Picker
from app.generation.local.prefixes import PrefixStore, prefix_cache, states_of
from app.generation.local.slots import KeyValues, Slots
from app.generation.local.vocabulary import Vocabulary
from app.generation.stopping import StopWatch
from app.records import Decoding

PREFILL_TOKENS = 1024
"""How many prompt tokens, padding included, one forward pass takes: enough to keep a CPU busy, few enough that
cancelling does not wait long."""

PADDING_TOKENS = 48
"""How many of those may be padding, or an eighth of the others: about what one more forward pass costs a CPU."""


@dataclass(slots=True)
class Row:
    """A prompt on its way: its tokens, those generated so far, and when it entered a batch (seconds, monotonic)."""

    index: int
    prompt: list[int]
    shared: int = 0
    tokens: list[int] = field(default_factory=list)
    began: float = 0.0
    generator: torch.Generator = field(default_factory=torch.Generator)

    @property
    def sequence(self) -> list[int]:
        """Everything that the model has to see."""
        return self.prompt + self.tokens


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all prompts of a call."""

    decoding: Decoding
    picker: Picker
    watch: StopWatch
    vocabulary: Vocabulary
    cancelled: Callable[[], bool]


class Batch:
    """Rows being decoded together, and the prompts that wait for a place.

    Args:
        model: a transformers causal language model.
        prefixes: what it has computed of prompts' beginnings.
        head: finds the best token in place of the model's output layer, where scores are not needed.
        task: what is asked of it.
        rows: the prompts, longest first; they leave this list when they finish.
        slots: how many rows at once.
    """

    def __init__(
        self,
        model: Any,
        prefixes: PrefixStore,
        head: FastHead | None,
        task: Task,
        rows: Sequence[Row],
        slots: int,
    ) -> None:
        self.model, self.prefixes, self.task = model, prefixes, task
        self.head = None if task.picker.needs_scores else head
        self.waiting = deque(rows)
        self.active: list[Row] = []
        self.entering: list[Row] = []
        longest = max(len(row.prompt) for row in rows) + task.decoding.max_new_tokens
        self.slots = Slots(self.model.config.get_text_config().num_hidden_layers, slots, longest + 32)
        self.refill_at = max(1, slots // 8)

    @property
    def involved(self) -> list[Row]:
        """The rows that a failure may come from."""
        return self.entering or self.active

    def run(self) -> Iterator[tuple[int, Completion]]:
        """Decode until every row has finished or the task is cancelled, yielding what finishes."""
        while (self.waiting or self.active) and not self.task.cancelled():
            if self.waiting and (not self.active or self.slots.free >= self.refill_at):
                self._refill()
            for row, reason in self._step() if self.active else ():
                text = self.task.vocabulary.decode(row.tokens)
                seconds = time.monotonic() - row.began
                error = None if reason else "The model gave no finite scores."
                yield row.index, Completion("" if error else text, len(row.tokens), seconds, reason, error)

    def _refill(self) -> None:
        while self.waiting and self.slots.free and not self.task.cancelled():
            self.entering = self._next_rows()
            self.slots.admit(*self._prefill(self.entering), [len(row.sequence) - 1 for row in self.entering])
            self.active += self.entering
            self.entering = []

    def _next_rows(self) -> list[Row]:
        rows: list[Row] = []
        own, used = 1, 0
        while self.waiting and len(rows) < self.slots.free:
            row = self.waiting[0]
            length = len(row.sequence) - row.shared
            own, used = max(own, length), used + length
            padding = own * (len(rows) + 1) - used
            if rows and (
                row.prompt[: row.shared] != rows[0].prompt[: rows[0].shared]
                or own * len(rows) >= PREFILL_TOKENS
                or padding > max(PADDING_TOKENS, used // 8)
            ):
                break
            row.began = row.began or time.monotonic()
            rows.append(self.waiting.popleft())
        return rows

    def _prefill(self, rows: list[Row]) -> tuple[KeyValues, KeyValues]:
        """The states that the rows share, and those of each (all tokens but the last)."""
        shared = rows[0].shared
        prefix = self.prefixes.states(rows[0].prompt[:shared])
        own = [row.sequence[shared:-1] for row in rows]
        width = max(len(tokens) for tokens in own)
        cache = prefix_cache(prefix)
        if width:
            padded = torch.tensor([tokens + [0] * (width - len(tokens)) for tokens in own], device=self.model.device)
            positions = torch.arange(shared, shared + width, device=self.model.device).expand(len(rows), -1)
            self.model.base_model(input_ids=padded, position_ids=positions, cache=cache, use_cache=True)
        return prefix, states_of(cache) if width else []

    def _step(self) -> list[tuple[Row, str]]:
        self.slots.step()
        window, device = self.slots.window, self.model.device
        starts = torch.tensor(self.slots.starts, device=device)[:, None]
        tokens = torch.tensor([[row.sequence[-1]] for row in self.active], device=device)
        picks = self._picks(
            input_ids=tokens,
            attention_mask=(torch.arange(window.start, window.end, device=device) >= starts).long(),
            position_ids=window.end - 1 - starts,
            cache=self.slots.cache,
            use_cache=True,
        )
        finished = []
        for place in reversed(range(len(picks))):
            reason = self._take(self.active[place], picks[place])
            if reason is not None:
                if not reason:
                    self.slots.clear(place)
                finished.append((self._remove(place), reason))
        return finished

    def _picks(self, **inputs: Any) -> list[int | None]:
        """The next token of each row; None for a row whose scores are not finite."""
        if self.head is not None:
            best, scores = self.head.best(self.model.base_model(**inputs).last_hidden_state[:, -1])
            return [token if isfinite(score) else None for token, score in zip(best, scores, strict=True)]
        picker = self.task.picker
        histories = [row.sequence for row in self.active] if picker.needs_scores else []
        return picker.pick(self.model(**inputs).logits[:, -1], histories, [row.generator for row in self.active])

    def _take(self, row: Row, token: int | None) -> str | None:
        """Add a token to a row; returns the finish reason, empty for a failure, None while it goes on."""
        if token is None:
            return ""
        if token in self.task.vocabulary.ends:
            return "stop"
        row.tokens.append(token)
        if self.task.watch.reached(row.tokens):
            return "stop"
        return "length" if len(row.tokens) >= self.task.decoding.max_new_tokens else None

    def _remove(self, place: int) -> Row:
        self.slots.remove(place)
        row, last = self.active[place], self.active.pop()
        if place < len(self.active):
            self.active[place] = last
        return row
