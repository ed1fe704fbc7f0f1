"""Evidence from how Japanese is read: the same word in kanji and in kana."""

from __future__ import annotations

import re

from evaluators.evidence.kind import Comparison, Finding, Kind
from evaluators.evidence.phonetics import sound_alike, sounds
from evaluators.evidence.readings import reading
from evaluators.normalization import has_japanese

_LONGEST = 40
_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_COPULA = re.compile(r"(?:です|でした|だ|である)?[。\s]*$")
_ASKS_READING = re.compile(
    r"読み|読む|よみ|ひらがな|平仮名|カタカナで|仮名|\b(?:reading|read|pronounce\w*|hiragana|kana|romaji)\b", re.I
)


def find(c: Comparison) -> Finding:
    """1 when a Japanese reference is read the same as (a part of) a Japanese answer, however both are written.

    Where the question asks for the reading itself, a word in kanji is none.
    """
    asks = bool(_ASKS_READING.search(c.pair.question)) and not _KANJI.search(c.pair.reference)
    unread = asks and has_japanese(c.pair.reference) and bool(_KANJI.search(c.kept))
    alike = 0.0 if unread else _read_alike(c.pair.reference, c.pair.answer, c.kept)
    crosses = has_japanese(c.pair.reference) != has_japanese(c.pair.answer)
    whole = alike and (crosses or _read(c.pair.reference) == _read(_COPULA.sub("", c.kept)))
    return Finding({"read_alike": alike, "read_same": float(whole), "reading_unread": float(unread)})


def _read_alike(reference: str, answer: str, kept: str) -> float:
    if len(reference) > _LONGEST:
        return 0.0
    if has_japanese(reference) != has_japanese(answer):
        return float(_spelled_alike(*((reference, kept) if has_japanese(kept) else (kept, reference))))
    if not has_japanese(reference):
        return 0.0
    read = _read(reference)
    said = _read(kept)
    return float((len(read) >= 3 and read in said) or (len(read) == 2 and said.removesuffix("デス") == read))


def _spelled_alike(latin: str, japanese: str) -> bool:
    """Whether hiragana spells a name in Latin letters (ながの = Nagano); its parts may stand in the other order."""
    written = _COPULA.sub("", japanese).strip()
    if not _HIRAGANA.fullmatch(written):
        return False
    parts = [sounds(part) for part in re.findall(r"[A-Za-zÀ-ſ]+", latin)]
    said = sounds(re.sub(r"\s", "", written))
    whole = ("".join(parts), "".join(parts[::-1])) if len(parts) <= _PARTS else ()
    return any(sound_alike(said, spelled) >= _ALIKE for spelled in whole)


_HIRAGANA = re.compile(r"[\u3041-\u3096ー]{2,20}(?:\s[\u3041-\u3096ー]{2,20})?")
_PARTS = 3
_ALIKE = 0.83


def _read(text: str) -> str:
    """The reading, with mountains' names in the Chinese way, as they are mostly read (フジサン, not フジヤマ)."""
    read = reading(text)
    return f"{read.removesuffix('ヤマ')}サン" if text.rstrip("。. ").endswith("山") and read.endswith("ヤマ") else read


KIND = Kind("readings", ("read_alike", "read_same", "reading_unread"), find)
