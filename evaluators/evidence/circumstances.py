"""A question's “without …”: no denial of what is asked where the answer leaves it out."""

from __future__ import annotations

import re

from evaluators.evidence.polarity import is_yes_no_question
from evaluators.normalization import clean

_WITHOUT = re.compile(
    r"\s*\bwithout (?:an?y? |the |any |your |his |her |their )?(?P<en>[a-z-]{3,})\b(?: (?:in|at|on|to) [a-z ]+(?=\?))?|"
    r"(?P<ja>[\u4e00-\u9fff々\u30a1-\u30fa\u30fc]+)(?:なし|無し|抜き)で(?:は|も)?、?",
    re.I,
)
_STEM = 5


def without_circumstance(question: str, answer: str) -> str:
    """A yes/no question without its “without …” where an answer does not take that up: “It is illegal” still says yes.

    Examples:
        >>> without_circumstance("Is it illegal to drive without a licence?", "It is illegal.")
        'Is it illegal to drive?'
        >>> without_circumstance("予約なしで入れますか。", "予約が必要です。")
        '予約なしで入れますか。'
    """
    found = _WITHOUT.search(question)
    if found is None or not is_yes_no_question(question):
        return question
    lacking = (found["en"] or found["ja"])[:_STEM].lower()
    if lacking in clean(answer).lower() or re.search(r"\bwithout\b|なしで|無しで|抜きで", answer, re.I):
        return question
    return question[: found.start()] + question[found.end() :]
