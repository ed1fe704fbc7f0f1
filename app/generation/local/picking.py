"""How the next token is picked from a model's scores: greedy, or sampled with a seed of the prompt's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import torch
from transformers.generation.logits_process import (
    LogitsProcessorList,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopPLogitsWarper,
)

from app.records import Decoding


def seed_of(prompt: Sequence[int], sample: int = 1) -> int:
    """A seed (63 bits) that depends on the prompt and its sample alone, so that the batch does not matter."""
    named = repr(list(prompt)) if sample == 1 else f"{list(prompt)!r} {sample}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8], "big") >> 1


class Picker:
    """Picks the next token of every row.

    Args:
        decoding: temperature 0 is greedy; the repetition penalty also looks at the prompt, as transformers' does.
    """

    def __init__(self, decoding: Decoding) -> None:
        self.sampled = decoding.temperature > 0
        self._processors = LogitsProcessorList()
        if decoding.repetition_penalty != 1.0:
            self._processors.append(RepetitionPenaltyLogitsProcessor(decoding.repetition_penalty))
        if self.sampled:
            self._processors.append(TemperatureLogitsWarper(decoding.temperature))
            if decoding.top_p < 1.0:
                self._processors.append(TopPLogitsWarper(decoding.top_p))

    @property
    def needs_scores(self) -> bool:
        """Whether more than the best token is asked for: all scores, and the tokens before."""
        return bool(self._processors)

    def pick(
        self, scores: torch.Tensor, histories: Sequence[Sequence[int]], generators: Sequence[torch.Generator]
    ) -> list[int | None]:
        """The next token of each row; None for a row whose scores are not finite.

        Args:
            scores: (rows, vocabulary).
            histories: each row's tokens so far, prompt included.
            generators: each row's random numbers (unused when greedy).
        """
        if self._processors:
            scores = self._processors(_rectangle(histories, scores.device), scores.float())  # type: ignore[arg-type]
        best, tokens = scores.max(dim=-1)
        broken = ~torch.isfinite(best)
        if self.sampled and not bool(broken.all()):
            chances = torch.nan_to_num(scores.softmax(dim=-1)).cpu()
            picks = [
                0 if bad else int(torch.multinomial(row, 1, generator=generator))
                for row, generator, bad in zip(chances, generators, broken.tolist(), strict=True)
            ]
        else:
            picks = tokens.tolist()
        return [None if bad else pick for pick, bad in zip(picks, broken.tolist(), strict=True)]


def _rectangle(histories: Sequence[Sequence[int]], device: torch.device) -> torch.Tensor:
    # Repeating a token that is there already changes no penalty, so it fills the shorter rows.
    longest = max(len(history) for history in histories)
    rows = [[*history, *([history[0]] * (longest - len(history)))] for history in histories]
    return torch.tensor(rows, device=device)
