"""The options that a classification question offers, so that naming another one than the reference's is seen."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.normalization import clean, has_japanese

MAX_OPTIONS = 5
_LONGEST = 40
_LIST = re.compile(r"[:：?？]\s*([^:：?？]{3,160})[?？。.]?\s*$")
_SPLIT = re.compile(r"\s*(?:,\s*(?:or|and)\s|,|、|・|/|\bor\b|\band\b|または|それとも)\s*")
_OR = re.compile(
    r"(?:^|[,;:—-]|\b(?:is|are|was|were|do|does|did|between|a|an|the|in|of|on|to|by|as)\s)"
    r"\s*((?:[^,?;:]{1,40},\s*)*[^,?;:]{1,40}?),?\s+or\s+([^,?;:]{1,40})",
    re.I,
)
_LEAD = re.compile(r"^(?:(?:the|a|an|in|on|to|by|of|it|either|is|are|was|were|more|does|do)\s+)+", re.I)
_BOTH = (
    re.compile(r"([^、。？?「」]{1,30}?)(?:です|ます)か、?\s*(?:それとも、?)?([^、。？?「」]{1,30}?)(?:です|ます)か"),
    re.compile(
        r"([^、。？?\s「」はが]{1,20}?)(?:と|か|、|・)([^、。？?「」]{1,20}?)(?:では|とでは|のうち|の中で|、?(?:の)?どちら|、?(?:の)?どれ)"
    ),
)
_TOPIC = re.compile(r"^.*[はがも、]")


@lru_cache(maxsize=8192)
def options(question: str) -> tuple[str, ...]:
    """The options named in a question (at most five), none when it offers no choice."""
    text = clean(question[-400:]).strip()
    found = _japanese(text) if has_japanese(text) else _english(text)
    stripped = [option.strip(" 　\"'「」『』.。?？") for option in found]
    return tuple(dict.fromkeys(o for o in stripped if 0 < len(o) <= _LONGEST))[:MAX_OPTIONS]


def _listed(text: str) -> list[str]:
    match = _LIST.search(text)
    parts = _SPLIT.split(match[1]) if match else []
    return parts if len(parts) >= 2 else []


def _english(text: str) -> list[str]:
    listed = _listed(text)
    if listed:
        return [_LEAD.sub("", part) for part in listed]
    match = _OR.search(text)
    if not match:
        return []
    return [_LEAD.sub("", part.strip()) for part in (*_SPLIT.split(match[1]), match[2])]


def _japanese(text: str) -> list[str]:
    listed = _listed(text)
    if listed:
        return listed
    for pattern in _BOTH:
        match = pattern.search(text)
        if match:
            return [*_SPLIT.split(_TOPIC.sub("", match[1])), match[2].removesuffix("と")]
    return []
