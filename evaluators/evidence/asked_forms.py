"""The form that a question asks for: a word of English or Japanese, a day of a month; and answers that are none."""

from __future__ import annotations

import re

from evaluators.evidence.dates import dates
from evaluators.normalization import clean, has_japanese

_IN_ENGLISH = re.compile(
    r"英語で(?:は、?)?(?:何|なん|どう|どの)|英語に(?:する|訳)|英単語|"
    r"\bin english\?|\benglish (?:word|name|term) (?:for|of)\b",
    re.I,
)
_IN_JAPANESE = re.compile(
    r"日本語で(?:は、?)?(?:何|なん|どう|どの)|日本語に(?:する|訳)|"
    r"\bin japanese\?|\bjapanese (?:word|name|term) (?:for|of)\b",
    re.I,
)
_DAY = re.compile(
    r"何月何日|月日は|\b(?:what|which|on what) (?:date|day of the (?:month|year))\b|\bwhat is the date\b", re.I
)
_LATIN = re.compile(r"[A-Za-z]{2}")
_SHORT = 40


def misses_form(question: str, reference: str, answer: str) -> bool:
    """Whether a short answer has another form than is asked for, and than the reference has.

    Examples:
        >>> misses_form("「朝ごはん」は英語で何と言いますか。", "breakfast", "朝食")
        True
        >>> misses_form("クリスマスは何月何日ですか。", "12月25日", "12月"), misses_form("", "breakfast", "朝食")
        (True, False)
    """
    said = clean(answer)
    if len(said) > _SHORT:
        return False
    if _IN_ENGLISH.search(question):
        return not has_japanese(reference) and has_japanese(said) and not _LATIN.search(said)
    if _IN_JAPANESE.search(question):
        return said.isascii() and said.strip(" .'\"").lower() in question.lower()
    if _DAY.search(question) and any(date.day for date in dates(reference)):
        found = dates(said)
        return bool(found) and not any(date.day for date in found)
    return False
