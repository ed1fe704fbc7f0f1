"""Tokens of the embedded encoder, by the `tokenizers` library where that gives what the model's own tokeniser gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tokenizers import Tokenizer
from tokenizers.models import Unigram

_SPACE = "\u2581"
_PLAIN = re.compile(
    "[\t\n\r -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u3000-\u3096\u309b-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uff01-\uff9d\uffe0-\uffe6]*"
)
"""Texts of characters that are normalised one by one: none of them is a mark that joins its neighbour."""


class Tokens:
    """Texts → token numbers, with the marks of beginning and end.

    The model's own tokeniser is written in Python. It decides wherever the fast one might differ: combining marks and
    rare scripts, and characters that the vocabulary lacks.
    """

    def __init__(self, own: Any) -> None:
        self._own = own
        scores = zip(own._pieces, map(float, own._scores), strict=True)
        self._fast = Tokenizer(Unigram(list(scores), own._unk_id, False))
        self._characters = _Characters(own._normalizer)

    def of(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text, in order."""
        plain = [self._normalised(text) for text in texts]
        found = self._fast.encode_batch_fast([text or "" for text in plain], add_special_tokens=False)
        return [
            [self._own._bos_id, *ids, self._own._eos_id]
            if normal and self._own._unk_id not in (ids := encoding.ids)
            else self._own.encode(text)
            for text, normal, encoding in zip(texts, plain, found, strict=True)
        ]

    def _normalised(self, text: str) -> str | None:
        """As the model's own normaliser leaves a text; None where characters would have to be seen together."""
        if not _PLAIN.fullmatch(text):
            return None
        words = [word for word in text.translate(self._characters).split(" ") if word]
        return _SPACE.join(["", *words]) if words else ""


class _Characters(dict[int, str]):
    """What each character becomes, asked of the model's own normaliser once."""

    def __init__(self, normalizer: Any) -> None:
        super().__init__()
        self._normalizer = normalizer

    def __missing__(self, code: int) -> str:
        data = chr(code).encode()
        self[code] = self._normalizer.normalize_prefix(data, 0)[0].decode()
        return self[code]
