"""A transformers model in this process as an answer model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from pydantic import PrivateAttr
from transformers.utils import logging as transformers_logging

from app.generation.base import AnswerModel, Completion, Message
from app.generation.cores import usable_cores
from app.generation.local.engine import Engine
from app.generation.local.fast_head import FastHead
from app.generation.local.vocabulary import Vocabulary
from app.records import Decoding

transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # Narabe shows its own

CPU_ROWS, CUDA_ROWS = 128, 256
CPU_BYTES = 3 << 28


class LocalModel(AnswerModel):
    """A transformers causal language model, run by the batching engine."""

    name_or_path: str = ""
    _engine: Engine = PrivateAttr()

    def __init__(
        self,
        name: str,
        model: Any,
        vocabulary: Vocabulary,
        *,
        head: FastHead | None = None,
        max_rows: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**{"name_or_path": name, **kwargs})
        on_cuda = model.device.type == "cuda"
        room = torch.cuda.mem_get_info(model.device)[0] // 2 if on_cuda else CPU_BYTES
        if not on_cuda:
            use_threads()
        rows = max_rows or (CUDA_ROWS if on_cuda else CPU_ROWS)
        self._engine = Engine(model.eval(), vocabulary, max_rows=rows, max_bytes=room, head=head)

    @property
    def engine(self) -> Engine:
        """The engine, for measurements."""
        return self._engine

    @property
    def device(self) -> str:
        """See `AnswerModel.device`."""
        return str(self._engine.model.device.type)

    def as_prompt(self, messages: Sequence[Message]) -> str | None:
        """See `AnswerModel.as_prompt`."""
        return self._engine.vocabulary.chat(messages)

    @property
    def _llm_type(self) -> str:
        return "narabe-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.name_or_path}

    def complete(
        self,
        prompts: Sequence[str],
        *,
        stop: Sequence[str],
        decoding: Decoding,
        cancelled: Callable[[], bool] = lambda: False,
        samples: Sequence[int] = (),
    ) -> Iterator[tuple[int, Completion]]:
        """See `AnswerModel.complete`."""
        yield from self._engine.run(prompts, stop=stop, decoding=decoding, cancelled=cancelled, samples=samples)

    def fits(self, prompt: str, decoding: Decoding) -> bool:
        """See `AnswerModel.fits`."""
        return self._engine.fits(prompt, decoding)


def use_threads() -> int:
    """Let torch compute with all the cores that this process may use; returns how many those are."""
    cores = usable_cores()
    torch.set_num_threads(cores)
    return cores
