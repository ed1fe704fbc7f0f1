"""What a workbook says, in both languages: the names of its columns, and the spellings that its cells may have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.questions.headers import folded
from app.records import LANGUAGES, CellValue, Language
from app.verdicts import VerdictValue

SUFFIX: dict[Language, str] = {"ja": "(jp)", "en": "(en)"}
"""Ends the name of a column that belongs to one language; see `header`."""
_SUFFIX_JA: dict[Language, str] = {"ja": "(日)", "en": "(英)"}
_HEADERS = {
    "type": "種類",
    "arm": "比較条件",
    "sample": "サンプル",
    "instruction": "質問",
    "response": "参照解答",
    "Answer": "回答",
    "language": "回答言語",
    "similarity": "類似度",
    "judgement": "自動判定",
    "probability": "正解の確率",
    "verdict": "評価",
    "language_ok": "言語の適否",
    "comment": "コメント",
    "reviewer": "レビュアー",
    "rule": "評価の決め方",
    "error": "エラー",
    "judged anew": "再判定",
    "went on with": "続き",
    "reasoning": "考えた過程",
}
"""Japanese names of the columns of `Answers`; what is not here has one name."""
_VALUES_JA: dict[CellValue, CellValue] = {
    "correct": "正解",
    "incorrect": "不正解",
    "unsure": "判断できない",
    "unjudged": "判定なし",
    "withdrawn": "取り消し",
    "adjudicated": "裁定",
    "agreed": "一致",
    "latest": "最新",
    True: "はい",
    False: "いいえ",
}

VERDICTS: Mapping[VerdictValue, tuple[str, ...]] = {
    "correct": ("correct", "正解", "正", "○", "〇", "◯", "✓", "✔", "1", "TRUE"),
    "incorrect": ("incorrect", "wrong", "不正解", "誤", "×", "✕", "✗", "✘", "x", "0", "FALSE"),
    "unsure": ("unsure", "判断できない", "保留", "不明", "△", "?"),
}
"""What a verdict cell may say, whatever its width, case and spaces."""
NO = ("FALSE", "いいえ", "no", "×", "0")
"""What a cell of `language_ok` may say for no."""
YES = ("TRUE", "はい", "yes", "○", "〇", "◯", "1")


@cache
def verdict_values() -> Mapping[str, VerdictValue]:
    """Folded spelling → verdict."""
    return {folded(word): value for value, words in VERDICTS.items() for word in words}


@cache
def language_marks() -> Mapping[str, bool]:
    """Folded spelling → whether the language is right."""
    return {folded(word): mark for mark, words in ((True, YES), (False, NO)) for word in words}


def header(name: str, language: Language, side: Language | None = None) -> str:
    """A column's name in the workbook's language; `side`: the language that it is about.

    >>> header("verdict", "en", "ja"), header("verdict", "ja", "en")
    ('verdict(jp)', '評価(英)')
    """
    if language == "en" or name not in _HEADERS:
        return name + (SUFFIX[side] if side else "")
    return _HEADERS[name] + (_SUFFIX_JA[side] if side else "")


@cache
def english_names() -> Mapping[str, str]:
    """Folded name of a column in either language → its folded English name."""
    names = {folded(header(name, "ja")): folded(name) for name in _HEADERS}
    for side in LANGUAGES:
        names |= {folded(header(name, "ja", side)): folded(header(name, "en", side)) for name in _HEADERS}
    return names


def sided(name: str) -> tuple[str, Language | None]:
    """A column's folded name without the language that it is about, and that language.

    >>> sided("Verdict (JP)"), sided("正誤")
    (('verdict', 'ja'), ('正誤', None))
    """
    key = folded(name)
    for language in LANGUAGES:
        for suffix in (SUFFIX[language], _SUFFIX_JA[language]):
            if key.endswith(folded(suffix)):
                return key.removesuffix(folded(suffix)), language
    return key, None


def said(value: CellValue, language: Language) -> CellValue:
    """A value in the workbook's language; one that is no word of Narabe's stays as it is."""
    return _VALUES_JA.get(value, value) if language == "ja" and isinstance(value, str | bool) else value


@cache
def english_values() -> Mapping[str, str]:
    """Folded word in either language → the English word, for judgements and rules."""
    words = {str(key): str(value) for key, value in _VALUES_JA.items() if isinstance(key, str)}
    return {folded(word): key for key, value in words.items() for word in (key, value)}
