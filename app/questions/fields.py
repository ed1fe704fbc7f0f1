"""What the columns of a file can be named as, when its headers do not say it: `text.ja`, `references.en`, `no`, …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from app.errors import SettingsError
from app.questions.headers import folded

FIELDS: Mapping[str, str] = {
    "text.ja": "instruction(jp)",
    "references.ja": "response(jp)",
    "answer.ja": "Answer(jp)",
    "text.en": "instruction(en)",
    "references.en": "response(en)",
    "answer.en": "Answer(en)",
    "no": "NO",
    "type": "type",
    "context.ja": "input(jp)",
    "context.en": "input(en)",
}
"""Each field, and the column name that Narabe knows for it."""
_SEPARATOR = re.compile(rf",(?=\s*(?:{'|'.join(map(re.escape, FIELDS))})\s*=)", re.IGNORECASE)


def parse_columns(options: Iterable[str]) -> dict[str, str]:
    """`FIELD=HEADER[,FIELD=HEADER…]` as the user writes it → the file's column name → the name that Narabe knows.

    A field that is named again counts on: the second `references.ja` is the second accepted answer.

    Raises:
        SettingsError: a part without `=`, or an unknown field.

    >>> parse_columns(["text.ja=質問文,references.ja=答え", "references.ja=別解"])
    {'質問文': 'instruction(jp)', '答え': 'response(jp)', '別解': 'response(jp) 2'}
    """
    pairs = [part.partition("=") for text in options if text.strip() for part in _SEPARATOR.split(text)]
    named: list[tuple[str, str]] = []
    for field, equals, header in pairs:
        name = folded(field)
        if not equals or name not in FIELDS or not header.strip():
            part = field + equals + header
            raise SettingsError(f"--columns: {part!r} is not FIELD=HEADER → FIELD is one of {', '.join(FIELDS)}")
        named.append((name, header.strip()))
    return columns_of(named)


def columns_of(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """(field, the file's column name) pairs → the file's column name → the name that Narabe knows."""
    columns: dict[str, str] = {}
    counts: dict[str, int] = {}
    for field, header in named:
        counts[field] = counts.get(field, 0) + 1
        columns[header] = FIELDS[field] + (f" {counts[field]}" if counts[field] > 1 else "")
    return columns
