"""Lists and objects within a cell, as JSON, Python, pandas or NumPy prints them."""

from __future__ import annotations

import ast
import json
import re

LONGEST = 4_000
"""Characters of a cell that is looked into."""
_ARRAY = re.compile(r"array\((\[.*?\]), *dtype=[\w<>']+\)", re.DOTALL)
_BETWEEN = re.compile(r"""(['"])\s+(['"])""")
"""Two texts of a list without a comma between them, as NumPy prints it."""


def printed_value(text: str) -> list[object] | dict[object, object] | None:
    """The list or the object that a text prints; None where it is none.

    >>> printed_value("['東京', '大阪']"), printed_value('{"A": "東京"}'), printed_value("['東京' '大阪']")
    (['東京', '大阪'], {'A': '東京'}, ['東京', '大阪'])
    """
    bare = text.strip()
    if not (bare[:1] == "[" and bare[-1:] == "]") and not (bare[:1] == "{" and bare[-1:] == "}"):
        return None
    if len(bare) > LONGEST:
        return None
    value: object = None
    try:
        value = json.loads(bare)
    except (ValueError, RecursionError):
        try:
            value = ast.literal_eval(_BETWEEN.sub(r"\1, \2", _ARRAY.sub(r"\1", bare)))
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return None
    return value if isinstance(value, list | dict) else None
