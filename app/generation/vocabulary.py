"""Text to a model's tokens and back."""

from __future__ import annotations

from typing import Any, Protocol

from tokenizers import Tokenizer


class Vocabulary(Protocol):
    """What the engine needs of a tokenizer. `ends` are the tokens that end a text."""

    ends: frozenset[int]

    def encode(self, text: str) -> list[int]:
        """The tokens of a prompt, with those that the model expects at its start."""

    def decode(self, tokens: list[int]) -> str:
        """The text of `tokens`, without special tokens."""


class PlainVocabulary:
    """A `tokenizers` file by itself: it loads in a third of the time that transformers' wrapper takes."""

    def __init__(self, tokenizer: Tokenizer, ends: frozenset[int]) -> None:
        self._tokenizer, self.ends = tokenizer, ends

    def encode(self, text: str) -> list[int]:
        """See `Vocabulary`."""
        return list(self._tokenizer.encode(text).ids)

    def decode(self, tokens: list[int]) -> str:
        """See `Vocabulary`."""
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True))


class CheckpointVocabulary:
    """The tokenizer of a transformers checkpoint, with the ends that its generation settings name."""

    def __init__(self, tokenizer: Any, model: Any) -> None:
        self._tokenizer = tokenizer
        ends = model.generation_config.eos_token_id
        ends = tokenizer.eos_token_id if ends is None else ends
        self.ends = frozenset(ends if isinstance(ends, list) else [] if ends is None else [ends])

    def encode(self, text: str) -> list[int]:
        """See `Vocabulary`."""
        return list(self._tokenizer(text)["input_ids"])

    def decode(self, tokens: list[int]) -> str:
        """See `Vocabulary`."""
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))
