"""Several references in one cell ("H2O / 水", 東京；東京都): found, and split where the user says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.records import Language

AUTO, NONE = "auto", "none"
"""In place of separators: split what reads like several short answers; split nothing."""
LINE = "line"
"""The separator that stands for a line break."""

_JA = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
_LIKELY = re.compile(
    rf"[；;｜|]|\n|\s[/／]\s|または|もしくは|\sor\s"
    rf"|(?<=[{_JA}\ue000])[/／](?=[{_JA}A-Za-z\ue000])|(?<=[A-Za-z0-9])[/／](?=[{_JA}\ue000])"
)
_INSIDE = re.compile(
    r"『[^』]*』|「[^」]*」|（[^）]*）|\([^)]*\)|“[^”]*”|\"[^\"]*\"|《[^》]*》|〈[^〉]*〉|【[^】]*】|\[[^\]]*\]"
)
"""What stands in brackets or quotation marks, titles among them, stays whole."""
_NUMBERS = re.compile(r"[\d.,:/年月日時分秒%+\-]+")
_LISTED = re.compile(r"(\d+[.．)）、:：]|[①-⑳・•*]|[(（]\d+[)）])\s*\D|-\s")
_UNIT = (
    "秒|毎秒|分|時|時間|日|週|月|年|人|名|個|回|台|本|件|枚|匹|頭|泊|室|株|世帯|円|ドル|ユーロ|メートル|キロ|キロメートル"
    "|センチ|グラム|キログラム|トン|リットル|平方メートル|平方キロメートル|立方メートル|平方キロ|ヘクタール|ワット|バイト|ビット|文字|字|歩|拍"
    "|[kcmμ]?m[23²³]?|[km]?g|t|m?l|s|sec|h|hr|min|d|ha|k?wh?|[kmg]?b(it|yte)?s?|hz|mol|pa|[kmg]?bps|℃|k|j|n|v|a"
)
_MEASURE = re.compile(rf"(.*\d\s*)?({_UNIT})", re.IGNORECASE)
_RIGHT = re.compile(rf"({_UNIT})(当たり|あたり)?", re.IGNORECASE)
_AND_OR = re.compile(r"(及び|および|かつ|and)", re.IGNORECASE)
_ANSWER, _WORDS = 30, 4
"""A part with more characters, or more words, is no short answer but a text."""
_LONGEST = 2_000
"""Characters of a cell beyond which it is not split."""


class SplitReference(NamedTuple):
    """A cell with several references: its row as the spreadsheet counts, its language, what it says, and its parts."""

    row: int
    language: Language
    text: str
    parts: tuple[str, ...]


@dataclass(slots=True)
class Splitter:
    """Splits references by `separators`: none, `auto`, or characters; `found` collects what it split.

    Without separators it splits nothing, and collects what `auto` would split.
    """

    separators: tuple[str, ...] = ()
    found: list[SplitReference] = field(default_factory=list)

    def references(self, row: int, language: Language, text: str) -> tuple[str, ...]:
        """The references in a cell."""
        parts = several(text, self.separators or (AUTO,)) if 0 < len(text) <= _LONGEST else ()
        if len(parts) < 2:
            return (text,)
        self.found.append(SplitReference(row, language, text, parts))
        return parts if self.separators else (text,)


def named_separators(named: Sequence[str]) -> tuple[str, ...]:
    """Separators as a user names them: each once, none for `none` and blanks."""
    return tuple(dict.fromkeys(one for one in named if one and one.strip(" ") and one != NONE))


def several(reference: str, separators: Sequence[str] = (AUTO,)) -> tuple[str, ...]:
    """The references in a text; the text alone where it holds no more than one.

    Never split are a date, a fraction, a time, a unit, what stands in brackets or quotation marks, and Latin words
    around a slash without spaces (AC/DC). `auto` leaves longer texts, lists that belong together (赤、緑、青; 1. …) and
    groups under their names (動物：犬) whole as well.

    >>> several("東京；東京都"), several("H2O / 水"), several("1/2"), several("km/h"), several("赤、青", ["、"])
    (('東京', '東京都'), ('H2O', '水'), ('1/2',), ('km/h',), ('赤', '青'))
    """
    if AUTO in separators:
        parts = _parts(reference, _LIKELY)
        return parts if _is_short(parts) else (reference,)
    return _parts(reference, _pattern(separators))


def _pattern(separators: Sequence[str]) -> re.Pattern[str]:
    choices = []
    for separator in separators:
        narrow = unicodedata.normalize("NFKC", separator)
        if narrow.casefold() in (LINE, "改行", "\\n", "\n", "newline"):
            choices.append(r"\r?\n")
        elif narrow.isascii() and narrow.isalpha():
            choices.append(rf"\s{re.escape(narrow)}\s")
        else:
            forms = {separator, narrow, "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in narrow)}
            choices.append("|".join(map(re.escape, sorted(forms))))
    return re.compile("|".join(choices), re.IGNORECASE)


def _parts(reference: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    whole = _INSIDE.sub(lambda match: "\ue000" * len(match[0]), reference)
    parts: list[str] = []
    start = 0
    cuts = list(pattern.finditer(whole))
    for place, match in enumerate(cuts):
        end = cuts[place + 1].start() if place + 1 < len(cuts) else len(whole)
        if not _belongs_together(whole[start : match.start()], match[0], whole[match.end() : end]):
            parts.append(reference[start : match.start()].strip())
            start = match.end()
    parts.append(reference[start:].strip())
    return tuple(dict.fromkeys(parts)) if all(parts) else (reference,)


def _belongs_together(before: str, separator: str, after: str) -> bool:
    """Whether what stands around a separator is one thing: a date, a fraction, a time, a thousand, a unit, a name."""
    bare = unicodedata.normalize("NFKC", separator.strip())
    if bare not in ("/", ",", ":", "-", ".", "・"):
        return False
    left, right = unicodedata.normalize("NFKC", before), unicodedata.normalize("NFKC", after)
    if _NUMBERS.fullmatch(left.strip()) and _NUMBERS.fullmatch(right.strip()):
        return bare != "," or not right[:1].isspace()
    close = bool(left and right) and not (left[-1].isspace() or right[0].isspace() or separator != separator.strip())
    if left[-1:].isdigit() and right[:1].isdigit() and close:
        return True
    if bare == "/" and (_is_unit(left, right) or _AND_OR.fullmatch(left.strip())):
        return True
    return close and bare in "/-.:" and left[-1].isascii() and right[0].isascii()


def _is_unit(left: str, right: str) -> bool:
    return bool(_RIGHT.fullmatch(right.strip()) and _MEASURE.fullmatch(left.strip()))


def _is_short(parts: Sequence[str]) -> bool:
    short = all(len(part) <= _ANSWER and len(part.split()) <= _WORDS and "。" not in part for part in parts)
    grouped = all(":" in part or "：" in part for part in parts) or all(_LISTED.match(part) for part in parts)
    return short and not grouped and not all(_NUMBERS.fullmatch(part) for part in parts)
