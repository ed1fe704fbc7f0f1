"""What an answer asserts and what it sets aside: “X, not Y”, 「YではなくX」, corrections, misbeliefs, comparisons."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.normalization import opening

_END = (
    r"(?=,(?!\s?\d)|(?<!\b[A-Za-z])\.(?!\w)|[;:!?)\n—]|\s[-–]\s|"
    r"\bbut\b|\bbecause\b|\bsince\b|\bwho\b|\bwhich\b|$)"
)
_CLAUSE = r"(?:[^,.;:!?()\n—。、「」（）]|,(?=\s?\d)|\.(?=\w)|(?<=\b[A-Za-z])\.)"
_NAME_PART = r"(?:[A-Z][\w.'-]*|of|the|da|de|von|van|\d[\d,.]*)"
_NAMEISH = rf"(?:(?:the|a|an|its?|any)\s+)?{_NAME_PART}(?:\s+{_NAME_PART})*"
_ENGLISH = (
    rf"\bnot\s+(?:only\s+)?(?P<a>{_CLAUSE}+?),?\s+but\b(?!\s+also)",
    rf"(?:,|\band|\(|;|\s[-–—])\s*(?:and\s+)?(?:certainly\s+|definitely\s+)?(?:not|never)\s+(?P<b>{_CLAUSE}+){_END}",
    rf"\b(?:rather than|instead of|as opposed to|unlike|other than|in contrast to|"
    rf"not to be confused with|different from|mistaken for|compared (?:to|with))"
    rf"\s+(?P<c>{_CLAUSE}+?){_END}",
    r"\b(?:is|are|was|were|'s|'re)(?:\s+(?:not|never)|n't)\s+(?P<d>" + _CLAUSE + rf"+?){_END}",
    r"\b(?:it|that|this)\s+(?:is|was)\s+not\s+(?P<e>" + _CLAUSE + rf"+){_END}",
    rf"\b(?:contemporary|friend|student|pupil|disciple|rival|brother|sister|colleague|teacher|"
    rf"successor|predecessor)\s+of\s+(?P<g>{_CLAUSE}+?){_END}",
    rf"\b(?:al)?though\s+(?P<i>{_CLAUSE}+){_END}",
)
_NAMED = (
    rf"\b[Tt]han\s+(?P<a>(?:(?!\b(?:is|are|was|were)\b){_CLAUSE})+?)(?=\s(?:is|are|was|were)\s)",
    rf"\b[Tt]han\s+(?P<b>(?:(?!\b(?:is|are|was|were)\b){_CLAUSE})+?){_END}",
    rf"(?:\b(?:who|which|and|that),?\s+like|\b(?:short of|just before|next to|beyond))\s+(?P<c>{_NAMEISH})",
)
_BEFORE_CUE = (
    # a belief or a former state, then what really holds
    r"(?:^|(?<=[.!?]\s))(?P<a>[^.!?]*?\b(?:people|many|some|most|often|commonly|used to|"
    r"popular(?:ly)?|might (?:think|expect)|"
    r"thought|credited|mistake\w*|first|formerly|once|big|large|famous)\b[^.!?]*?)[,;]?\s+(?:but|yet|"
    r"however,?)\s+(?=.)",
    r"^(?P<b>.{0,160}?)\W+(?:no,?\s+(?:wait|sorry)|wait,? no|sorry|scratch that|correction|i mean|"
    r"or rather|my mistake|i misspoke)\b",
    r"^(?P<c>.{0,160}?)\.{2,}\s*(?:no|actually|wait)\b",
)
_RUN = r"[^。、，,！？!?\n（）()]"
_BACK = rf"(?P<{{0}}>{_RUN}*?)"
_CUES = (
    r"、?(?:では|じゃ|で)(?:なく(?:て)?|ありません|ない(?!か)|なかった|はありません)",
    r"(?:と思われがち|と誤解|と間違え|と勘違い|と思っていました|と思われてい|と言われがち|と言われますが|と混同|"
    r"とは違|と違って|とは異な|とは別)",
    r"(?:より(?:も|は)?)(?!先|上|下|前|後)",
    r"(?:と並ぶ|と並び|の弟子|の友人|のライバル|に次ぐ|の師に|の師匠|の後継|と同時代|の影響を受け)",
    r"(?:というのは(?:誤り|間違い|嘘|正しく))",
)
_BUT = r"(?:が|けど|けれど|けれども)、"
# Where a run of characters holds no cue, the last alternative takes the run whole: no part of it can hold one either.
_JAPANESE = (
    rf"(?P<a>{_RUN}*でも)(?:なく|ない|ありません)|{_RUN}+",
    *(f"{_BACK.format('b')}{cue}|{_RUN}+" for cue in _CUES),
)
_FORMERLY = r"(?:かつて|以前|昔|もともと|当初|よく|一般に)"
_JAPANESE_BEFORE_CUE = (
    r"^(?P<a>.{0,400}?)[、。,…]*+\s*+(?:いや|いえ|いいえ|すみません|失礼|訂正)[、,]?.{0,120}?(?:正しくは|訂正し?ます[。、]?|失礼(?:しま|致しま|いたしま)"
    r"した[。、]?|[、,])",
    rf"(?P<b>{_FORMERLY}[^。]*?){_BUT}|{_FORMERLY}[^。]*",
    rf"(?>(?P<c>[^。]*?){_BUT})(?=[^。]*(?:実際|正しくは|本当は|実は|今は|現在は|のほうが|のは|答えは|むしろ))|[^。]+",
    rf"(?P<d>[^。]*も(?:(?!も)[^。])*?){_BUT}|[^。]+",
)
_COMPILED = tuple(re.compile(p, re.I) for p in _ENGLISH)
_COMPILED_NAMED = tuple(re.compile(p) for p in _NAMED)
_COMPILED_BEFORE = tuple(re.compile(p, re.I | re.S) for p in _BEFORE_CUE)
_COMPILED_JA = tuple(re.compile(p) for p in (*_JAPANESE, *_JAPANESE_BEFORE_CUE))
_HIRAGANA = re.compile(r"[\u3041-\u3096]")
_LIMIT = 2000


@lru_cache(maxsize=8192)
def split_assertion(text: str) -> tuple[str, str]:
    """What a text asserts, and what it sets aside; each as text, the second empty when nothing is."""
    text = opening(text, _LIMIT)
    patterns = _COMPILED_JA if _HIRAGANA.search(text) else (*_COMPILED_BEFORE, *_COMPILED_NAMED, *_COMPILED)
    aside = [False] * len(text)
    for pattern in patterns:
        for match in pattern.finditer(text):
            for name, value in match.groupdict().items():
                if value:
                    for i in range(match.start(name), match.end(name)):
                        aside[i] = True
    kept = "".join(" " if gone else c for c, gone in zip(text, aside, strict=True))
    dropped = "".join(c if gone else " " for c, gone in zip(text, aside, strict=True))
    return " ".join(kept.split()), " ".join(dropped.split())
