"""References that are worked solutions with the answer on a last line of its own, after `####` (as in GSM8K)."""

from __future__ import annotations

import re

_RESULT = re.compile(r"\n\s*####\s*([^\n#][^\n]*?)\s*$")


def result(reference: str) -> str | None:
    r"""The answer that a worked solution ends with; None for any other text.

    >>> result("Half of 48 is 24. 48 + 24 = 72\n#### 72")
    '72'
    """
    found = _RESULT.search(reference)
    return found[1] if found else None
