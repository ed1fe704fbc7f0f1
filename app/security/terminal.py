"""Text of others on a terminal: file names, headers and answers are read there, never obeyed."""

from __future__ import annotations

import re

_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed: escape sequences, and their 8-bit forms
    "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"  # what turns the direction of the text around
    "\u2028\u2029\ud800-\udfff]"
)


def readable(text: str) -> str:
    r"""`text` with its control characters spelled out (`\x1b`); tabs and line feeds stay."""
    return _UNREADABLE.sub(_spelled, text)


def _spelled(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
