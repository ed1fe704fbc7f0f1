"""The wording of one kind of input fault."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Message(NamedTuple):
    """One kind of fault. The texts are `str.format` templates."""

    severity: Literal["error", "warning"]
    message_ja: str
    remedy_ja: str
    message: str
    remedy: str
