"""The engine of local models: prompts to rows, as many at once as memory allows, and what to do when some fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import torch

from app.generation.base import Completion
from app.generation.local.batching import Batch, Row, Task
from app.generation.local.fast_head import FastHead
from app.generation.local.picking import Picker, seed_of
from app.generation.local.prefixes import PrefixStore, group_by_prefix
from app.generation.local.vocabulary import Vocabulary
from app.generation.stopping import StopWatch
from app.records import Decoding


class Engine:
    """Runs prompts through a transformers causal language model.

    Args:
        model: in evaluation mode, on its device.
        vocabulary: its tokenizer.
        max_rows: how many rows may be decoded at once.
        max_bytes: memory for their keys and values.
        head: finds the best token in place of the model's output layer, when nothing but the best one is asked for.
    """

    def __init__(
        self, model: Any, vocabulary: Vocabulary, *, max_rows: int, max_bytes: int, head: FastHead | None = None
    ) -> None:
        self.model, self.vocabulary, self.head = model, vocabulary, head
        self.max_rows, self.max_bytes = max_rows, max_bytes
        self.prefixes = PrefixStore(model)
        config = model.config.get_text_config()
        self.max_length: int = getattr(config, "max_position_embeddings", 0) or 1 << 30

    @torch.inference_mode()
    def _advance(self, batch: Iterator[tuple[int, Completion]]) -> tuple[int, Completion] | None:
        # A context manager must not stay open while a generator is suspended: other code would run inside it.
        return next(batch, None)

    def run(
        self,
        prompts: Sequence[str],
        *,
        stop: Sequence[str],
        decoding: Decoding,
        cancelled: Callable[[], bool],
        samples: Sequence[int] = (),
    ) -> Iterator[tuple[int, Completion]]:
        """See `AnswerModel.complete`."""
        rows, failed = self._rows(prompts, decoding, samples or [1] * len(prompts))
        yield from failed
        task = Task(decoding, Picker(decoding), StopWatch(stop, self.vocabulary.decode), self.vocabulary, cancelled)
        work = [(rows, self._slots(rows, decoding))]
        while work and not cancelled():
            some, slots = work.pop()
            if not some:
                continue
            batch = Batch(self.model, self.prefixes, self.head, task, some, min(slots, len(some)))
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

    def fits(self, prompt: str, decoding: Decoding) -> bool:
        """See `AnswerModel.fits`."""
        return len(self.vocabulary.encode(prompt)) + decoding.max_new_tokens <= self.max_length

    def _rows(
        self, prompts: Sequence[str], decoding: Decoding, samples: Sequence[int]
    ) -> tuple[list[Row], list[tuple[int, Completion]]]:
        rows, failed = [], []
        for index, (prompt, sample) in enumerate(zip(prompts, samples, strict=True)):
            try:
                tokens = self.vocabulary.encode(prompt)
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
            row.generator.manual_seed(seed_of(tokens, sample))
            rows.append(row)
        return list(_in_order(rows)), failed

    def _slots(self, rows: Sequence[Row], decoding: Decoding) -> int:
        longest = max((len(row.prompt) for row in rows), default=0) + decoding.max_new_tokens + 32
        config = self.model.config.get_text_config()
        heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        token: int = 2 * config.num_hidden_layers * heads * size * self.model.dtype.itemsize
        return max(1, min(self.max_rows, self.max_bytes // (token * longest)))


def _in_order(rows: Sequence[Row]) -> Iterator[Row]:
    """Prompts that begin alike together, longest first; sets how much of each is shared."""
    groups = group_by_prefix([row.prompt for row in rows])
    lengths = [max(len(rows[index].prompt) for index in group.members) for group in groups]
    for group, _ in sorted(zip(groups, lengths, strict=True), key=lambda pair: -pair[1]):
        members = [replace(rows[index], shared=group.shared) for index in group.members]
        yield from sorted(members, key=lambda row: (-len(row.prompt), row.prompt))


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
        return [(involved + rest, max(1, len(involved) // 2))], ""
    half = len(involved) // 2
    return [(rest, slots), (involved[half:], slots), (involved[:half], slots)], ""


def out_of_memory(error: Exception) -> bool:
    """Whether `error` says that memory, of the device or of the machine, was not enough."""
    words = str(error).lower()
    known = isinstance(error, MemoryError | torch.OutOfMemoryError)
    return known or "can't allocate memory" in words or "not enough memory" in words or "out of memory" in words
