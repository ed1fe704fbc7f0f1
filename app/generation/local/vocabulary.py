"""Text to a model's tokens and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from jinja2.exceptions import TemplateError
from tokenizers import Tokenizer

from app.generation.base import Message


class Vocabulary(Protocol):
    """What the engine needs of a tokenizer. `ends` are the tokens that end a text."""

    ends: frozenset[int]

    def encode(self, text: str) -> list[int]:
        """The tokens of a prompt, with those that the model expects at its start."""

    def decode(self, tokens: list[int]) -> str:
        """The text of `tokens`, without special tokens."""

    def chat(self, messages: Sequence[Message]) -> str | None:
        """The text for a chat, as `encode` takes it; None where the model knows no chats."""


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

    def chat(self, messages: Sequence[Message]) -> str | None:
        """See `Vocabulary`; it knows no chats."""
        return None


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

    def chat(self, messages: Sequence[Message]) -> str | None:
        """See `Vocabulary`. A template that refuses a system message gets it as the beginning of the user's."""
        if not getattr(self._tokenizer, "chat_template", None):
            return None
        turns = [message._asdict() for message in messages]
        try:
            text = self._templated(turns)
        except TemplateError:
            text = self._templated([{"role": "user", "content": "\n\n".join(turn["content"] for turn in turns)}])
        start = self._tokenizer.bos_token
        # `encode` puts the start token there itself, where the model has one.
        twice = start and self._tokenizer("")["input_ids"][:1] == [self._tokenizer.bos_token_id]
        return text.removeprefix(start) if twice else text

    def _templated(self, turns: list[dict[str, str]]) -> str:
        return str(self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
