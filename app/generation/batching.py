"""The engine of local models: many prompts at once, with rows leaving and entering the batch as they finish.

Prompts are taken longest first. Their common beginning is computed once; what is left of each is computed in batches
(padded at the end, where a causal model cannot see it), and its last token opens the row's decoding. After each token,
finished rows leave the batch and waiting prompts take their places.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from app.generation.base import Completion
from app.generation.picking import Picker, seed_of
from app.generation.prefixes import PrefixStore, group_by_prefix
from app.generation.slots import KeyValues, Slots, prefix_cache, states_of
from app.generation.stopping import StopWatch
from app.records import Decoding

PREFILL_TOKENS = 4096
"""How many prompt tokens, padding included, one forward pass takes."""


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
    """What is the same for all prompts of a call. `ends` are the tokens that end a text."""

    decoding: Decoding
    picker: Picker
    watch: StopWatch
    ends: frozenset[int]
    decode: Callable[[list[int]], str]
    cancelled: Callable[[], bool]


class Batch:
    """Rows being decoded together, and the prompts that wait for a place.

    Args:
        model: a transformers causal language model.
        prefixes: the model's memory of prompt beginnings.
        rows: the prompts, longest first; they leave this list when they finish.
        slots: how many rows at once.
    """

    def __init__(self, model: Any, prefixes: PrefixStore, task: Task, rows: Sequence[Row], slots: int) -> None:
        self.model, self.prefixes, self.task = model, prefixes, task
        self.waiting = deque(rows)
        self.active: list[Row] = []
        self.entering: list[Row] = []
        longest = max(len(row.prompt) for row in rows) + task.decoding.max_new_tokens
        self.slots = Slots(model.config.get_text_config().num_hidden_layers, slots, longest + 32)
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
            for row, reason in self._step():
                text = self.task.decode(row.tokens)
                seconds = time.monotonic() - row.began
                error = None if reason else "The model gave no finite scores."
                yield row.index, Completion("" if error else text, len(row.tokens), seconds, reason, error)

    def _refill(self) -> None:
        while self.waiting and self.slots.free:
            self.entering = self._next_rows()
            states = self._prefill(self.entering)
            self.slots.admit(states, [len(row.sequence) - 1 for row in self.entering])
            self.active += self.entering
            self.entering = []

    def _next_rows(self) -> list[Row]:
        rows: list[Row] = []
        own = 1
        while self.waiting and len(rows) < self.slots.free:
            row = self.waiting[0]
            own = max(own, len(row.sequence) - row.shared)
            if rows and (
                row.prompt[: row.shared] != rows[0].prompt[: rows[0].shared] or own * len(rows) >= PREFILL_TOKENS
            ):
                break
            row.began = row.began or time.monotonic()
            rows.append(self.waiting.popleft())
        return rows

    def _prefill(self, rows: list[Row]) -> KeyValues:
        shared = rows[0].shared
        prefix = self.prefixes.states(rows[0].prompt[:shared])
        own = [row.sequence[shared:-1] for row in rows]
        width = max(len(tokens) for tokens in own)
        cache = prefix_cache(prefix, len(rows))
        if width:
            padded = torch.tensor([tokens + [0] * (width - len(tokens)) for tokens in own], device=self.model.device)
            positions = torch.arange(shared, shared + width, device=self.model.device).expand(len(rows), -1)
            self.model.base_model(input_ids=padded, position_ids=positions, past_key_values=cache, use_cache=True)
        return states_of(cache)

    def _step(self) -> list[tuple[Row, str]]:
        self.slots.step()
        window, device = self.slots.window, self.model.device
        starts = torch.tensor(self.slots.starts, device=device)[:, None]
        tokens = torch.tensor([[row.sequence[-1]] for row in self.active], device=device)
        scores = self.model(
            input_ids=tokens,
            attention_mask=(torch.arange(window.start, window.end, device=device) >= starts).long(),
            position_ids=window.end - 1 - starts,
            past_key_values=self.slots.cache,
            use_cache=True,
        ).logits[:, -1]
        picker = self.task.picker
        histories = [row.sequence for row in self.active] if picker.needs_history else []
        picks = picker.pick(scores, histories, [row.generator for row in self.active])
        finished = []
        for place in reversed(range(len(picks))):
            reason = self._take(self.active[place], picks[place])
            if reason is not None:
                if not reason:
                    self.slots.clear(place)
                finished.append((self._remove(place), reason))
        return finished

    def _take(self, row: Row, token: int | None) -> str | None:
        """Add a token to a row; returns the finish reason, empty for a failure, None while it goes on."""
        if token is None:
            return ""
        if token in self.task.ends:
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


class Engine:
    """Runs prompts through a transformers causal language model.

    Args:
        model: in evaluation mode, on its device.
        tokenizer: its tokenizer.
        max_rows: how many rows may be decoded at once.
        max_bytes: memory for their keys and values.
    """

    def __init__(self, model: Any, tokenizer: Any, *, max_rows: int, max_bytes: int) -> None:
        self.model, self.tokenizer = model, tokenizer
        self.max_rows, self.max_bytes = max_rows, max_bytes
        self.prefixes = PrefixStore(model)
        config = model.config.get_text_config()
        self.max_length: int = getattr(config, "max_position_embeddings", 0) or 1 << 30
        ends = model.generation_config.eos_token_id
        ends = tokenizer.eos_token_id if ends is None else ends
        self.ends = frozenset(ends if isinstance(ends, list) else [] if ends is None else [ends])

    @torch.inference_mode()
    def _advance(self, batch: Iterator[tuple[int, Completion]]) -> tuple[int, Completion] | None:
        # A context manager must not stay open while a generator is suspended: other code would run inside it.
        return next(batch, None)

    def run(
        self, prompts: Sequence[str], *, stop: Sequence[str], decoding: Decoding, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[int, Completion]]:
        """See `AnswerModel.complete`."""
        rows, failed = self._rows(prompts, decoding)
        yield from failed
        task = Task(decoding, Picker(decoding), StopWatch(stop, self.decode), self.ends, self.decode, cancelled)
        work = [(rows, self._slots(rows, decoding))]
        while work and not cancelled():
            some, slots = work.pop()
            if not some:
                continue
            batch = Batch(self.model, self.prefixes, task, some, min(slots, len(some)))
            running = batch.run()
            try:
                while (finished := self._advance(running)) is not None:
                    yield finished
            except (RuntimeError, MemoryError, ValueError, IndexError) as error:
                again, message = _after_failure(error, batch, slots)
                if message:
                    row = batch.involved[0]
                    yield row.index, Completion("", len(row.tokens), time.monotonic() - row.began, "", message)
                work += again

    def decode(self, tokens: list[int]) -> str:
        """The text of `tokens`, without special tokens."""
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))

    def _rows(self, prompts: Sequence[str], decoding: Decoding) -> tuple[list[Row], list[tuple[int, Completion]]]:
        rows, failed = [], []
        for index, prompt in enumerate(prompts):
            try:
                tokens = list(self.tokenizer(prompt)["input_ids"])
            except (TypeError, ValueError, UnicodeError) as error:
                failed.append((index, Completion("", 0, 0.0, "", f"The prompt cannot be tokenised: {error}")))
                continue
            if not tokens or len(tokens) + decoding.max_new_tokens > self.max_length:
                message = (
                    f"The prompt has {len(tokens)} tokens; with up to {decoding.max_new_tokens} more for the answer it "
                    f"does not fit the model's {self.max_length}."
                )
                failed.append((index, Completion("", 0, 0.0, "", message if tokens else "The prompt is empty.")))
                continue
            row = Row(index, tokens)
            row.generator.manual_seed(seed_of(tokens))
            rows.append(row)
        for group in group_by_prefix([row.prompt for row in rows]):
            for member in group.members:
                rows[member].shared = group.shared
        return sorted(rows, key=lambda row: (-len(row.prompt), row.prompt)), failed

    def _slots(self, rows: Sequence[Row], decoding: Decoding) -> int:
        longest = max((len(row.prompt) for row in rows), default=0) + decoding.max_new_tokens + 32
        config = self.model.config.get_text_config()
        heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        token: int = 2 * config.num_hidden_layers * heads * size * self.model.dtype.itemsize
        return max(1, min(self.max_rows, self.max_bytes // (token * longest)))


def _after_failure(error: Exception, batch: Batch, slots: int) -> tuple[list[tuple[list[Row], int]], str]:
    """What to run after a failure (last first), and the message for the one row that is to blame, if it is one.

    Out of memory halves the number of rows at once; anything else is searched for by halving the rows involved.
    """
    involved, rest = batch.involved, [*(batch.active if batch.entering else []), *batch.waiting]
    memory = out_of_memory(error)
    if len(involved) <= 1:
        message = "There was not enough memory for this prompt." if memory else f"{type(error).__name__}: {error}"
        return [(rest, slots)], message
    if memory:
        return [(sorted(involved + rest, key=lambda row: -len(row.sequence)), max(1, len(involved) // 2))], ""
    half = len(involved) // 2
    return [(rest, slots), (involved[half:], slots), (involved[:half], slots)], ""


def out_of_memory(error: Exception) -> bool:
    """Whether `error` says that memory, of the device or of the machine, was not enough."""
    words = str(error).lower()
    known = isinstance(error, MemoryError | torch.OutOfMemoryError)
    return known or "can't allocate memory" in words or "not enough memory" in words or "out of memory" in words
