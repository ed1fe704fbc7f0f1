"""The parts of an answer that may be the answer itself: sentences, and short spans inside them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from evaluators.evidence.readings import content_words as japanese_words
from evaluators.lexicon import ENGLISH_FUNCTION_WORDS, words
from evaluators.normalization import has_japanese, nfkc, opening, usable

MAX_SPANS = 12
MAX_SENTENCES = 5
MAX_WORDS = 30
_LIMIT = 1500
_SENTENCE_END = re.compile(r"(?<=[。！？!?\n])\s*|(?<=[a-z)\"”’\d]{2}\.)\s+")
_CHUNK_JA = re.compile(
    r"(?:(?:[\u30a1-\u30fa\u30fc・=＝A-Za-z0-9.-]+|[\u4e00-\u9fff々〇ヶ]+|[おご](?=[\u4e00-\u9fff]))"
    r"(?:の(?=[\u30a1-\u30fa\u4e00-\u9fff]))?)+|[\u3041-\u3096]{3,}"
)
_VERBS = words("buy called known means refers says played sung written located named used made took takes went goes")
_COPULA = re.compile(r"(?:です|でした|である|だ|であります|になります|でございます)(?:よ|ね)?$")
_WORD = re.compile(r"[A-Za-zÀ-ɏ0-9][\w'’-]*(?:\.\w[\w'’-]*)*|[,;:!?()\"“”]|\.(?!\w)")


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """The first sentences of a text."""
    text = nfkc(usable(text[:_LIMIT]))[:_LIMIT]
    found = [s.strip() for s in _SENTENCE_END.split(text) if s and len(s.strip()) > 1]
    return tuple(found[:MAX_SENTENCES])


@lru_cache(maxsize=8192)
def spans(text: str, question: str = "") -> tuple[str, ...]:
    """Short spans of a text that may be the answer itself, those that its question holds too left out.

    Japanese: runs of content characters joined by の. English: runs of words between function words and punctuation;
    capitalised words may be joined by of, the, de and the like.
    """
    text = opening(text, _LIMIT)
    asked = nfkc(question).lower()
    found = _japanese(text) if has_japanese(text) else _english(text)
    return tuple(islice((s for s in dict.fromkeys(found) if s.lower() not in asked), MAX_SPANS))


def _japanese(text: str) -> list[str]:
    return [
        m
        for m in (_COPULA.sub("", c.strip("のー・")) for c in _CHUNK_JA.findall(text))
        if len(m) > 1 or "\u4e00" <= m <= "\u9fff"
    ]


_LINKS = frozenset({"of", "the", "de", "da", "von", "van", "and", "la", "le"})


def _english(text: str) -> list[str]:
    out: list[str] = []
    run: list[str] = []
    for word in [*_WORD.findall(text), "."]:
        lower = word.lower()
        if word[0].isalnum() and (
            lower not in (ENGLISH_FUNCTION_WORDS | _VERBS) or (run and lower in _LINKS and run[0][:1].isupper())
        ):
            run.append(word)
            continue
        out += _trimmed(run)
        run = []
    return out


def _trimmed(run: list[str]) -> list[str]:
    while run and run[-1].lower() in _LINKS:
        run.pop()
    if not run:
        return []
    if len(run) > 4 and not run[0][0].isupper():
        return [" ".join(run[i : i + 3]) for i in range(0, len(run) - 2, 2)]
    return [" ".join(run)]


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that carry content, each once, at most `MAX_WORDS`."""
    text = opening(text, _LIMIT)
    if has_japanese(text):
        return japanese_words(text)[:MAX_WORDS]
    found = [
        w for w in _WORD.findall(text) if len(w) > 2 and w[0].isalpha() and w.lower() not in ENGLISH_FUNCTION_WORDS
    ]
    return tuple(dict.fromkeys(found))[:MAX_WORDS]
