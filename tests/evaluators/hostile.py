"""Families of texts that make careless readers of text slow: each is a unit that is repeated, or an endless
row of different ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

UNITS: dict[str, str | tuple[str, str, str]] = {
    "blanks": " ",
    "ideographic blanks": "\u3000",
    "tabs and new lines": "\t\n",
    "blanks before a bracket": ("東京", " ", "("),
    "one letter": "a",
    "one word run on": "reallylongword",
    "words": "answer the question ",
    "capitalised words": "Anna Maria ",
    "kana": "あ",
    "katakana of two": "アイ",
    "katakana of many": "ウィリアムシェイクスピア",
    "kanji": "東",
    "kanji names": "田中一郎と",
    "long vowels": "アー",
    "ligature of eighteen": "\ufdfa",
    "full width": "Ａ",
    "half-width kana": "ｶﾞ",
    "digits": "9",
    "digits with commas": "1,",
    "digits with points": "1.",
    "fractions": "1/",
    "halves": "1 and a half ",
    "scaled numbers": "3 million ",
    "number words": "twenty one ",
    "number words joined": "one-",
    "kanji numerals": "一",
    "kanji numerals by place": "三千五百万",
    "kanji numerals with a dot": "三・",
    "mixed numerals": "3億",
    "superscripts": "10⁹",
    "powers": "2*10^99",
    "minus signs": "-",
    "dates": "2020年1月2日",
    "English dates": "January 2, 1971 ",
    "months": "may ",
    "eras": "昭和",
    "times": "12:30",
    "numbers on lines": "9\n11\n15",
    "units": "5 km ",
    "opening brackets": "(",
    "nested brackets": ("(" * 50, "((a) b) ", ")" * 50),
    "Japanese brackets": "「あ」『",
    "square brackets": "[a](b)",
    "quotes": '"',
    "typographic quotes": "“a” ",
    "apostrophes": "n't's ",
    "full stops": "。",
    "ellipses": "…",
    "dots": ". ",
    "commas": "、",
    "commas in English": ", ",
    "question marks": "?",
    "colons": ":",
    "options": "A: x, B: y, ",
    "or": "x or ",
    "Japanese or": "犬か、",
    "slashes": "/",
    "either": "either ",
    "perhaps": "perhaps ",
    "not": "not ",
    "not x but": "not a but ",
    "than": "than A of ",
    "rather than": "rather than x ",
    "though": "though ",
    "people often": "people first ",
    "mo": "もが",
    "demo": "でも",
    "dewanaku": "ではなく",
    "yori": "より",
    "ga": "が、",
    "kamo": "かもしれ",
    "to wa": "と思われ",
    "negations": "ない",
    "no no": "no no ",
    "yes": "はい",
    "it is": "it is ",
    "desu ka": "ですか",
    "combining marks": "\u0301",
    "combining marks of two kinds": "\u0316\u0301",
    "letters with marks": "e\u0301",
    "voicing marks": "か\u3099",
    "emoji": "🎉",
    "joined emoji": "👩\u200d",
    "flags": "🇯",
    "zero width": "\u200b",
    "direction marks": "a\u202e",
    "lone surrogates": "\ud800",
    "control characters": "\x00\x1b[0m",
    "markdown": "**a** ",
    "headings": "# a\n",
    "tables": "|a|-|\n",
    "backticks": "`",
    "underscores": "_",
    "links": "https://a.b/c?d=e&f ",
    "mail addresses": "a.b-c@d.",
    "initials": "J. R. ",
    "initials run on": "J.R.",
    "hyphens": "a-b-",
    "Arabic": "كتاب ",
    "Hangul": "한국어",
    "Thai": "ภาษา",
    "Cyrillic": "язык ",
    "dates with slashes": "1/2/",
    "money": "$1",
    "percent": "5割",
    "romans": "King XIV ",
    "regnal": "3世",
    "oclock": "half past ",
    "in each": "one in ",
    "champions": "準優勝",
    "roles": "vice president of ",
    "non": "non-",
    "fukushi": "副会長",
}  # fmt: skip


def _words(syllables: str, joined: str) -> Iterator[str]:
    """Words that do not repeat, in an order that looks like chance."""
    parts, state = syllables.split(), 1
    while True:
        word = ""
        for _ in range(3):
            state = state * 48271 % 2147483647
            word += parts[state % len(parts)]
        yield word + joined


def _numbers() -> Iterator[str]:
    state = 1
    while True:
        state = state * 48271 % 2147483647
        yield f"{state % 99991} "


ENDLESS: dict[str, Callable[[], Iterator[str]]] = {
    "different names": lambda: (f"{word.capitalize()} " for word in _words("ba ke li mo nu ra si to va ze", "")),
    "different katakana names": lambda: _words("バ ケ リ モ ヌ ラ シ ト", "・"),
    "different words": lambda: _words("ba ke li mo nu ra si to va ze", " "),
    "different kanji": lambda: _words("山 川 田 中 村 木 石 井 東 西 大 小", "の"),
    "different numbers": _numbers,
    "different dates": lambda: (f"{year % 3000}年{year % 12 + 1}月{year % 28 + 1}日、" for year in range(1, 10**9, 37)),
}
FAMILIES = (*UNITS, *ENDLESS)


def text(family: str, length: int) -> str:
    """A text of a family, about so many characters long."""
    if family in ENDLESS:
        parts, size = [], 0
        for part in ENDLESS[family]():
            parts.append(part)
            size += len(part)
            if size >= length:
                return "".join(parts)[:length]
    unit = UNITS[family]
    start, middle, end = unit if isinstance(unit, tuple) else ("", unit, "")
    return (start + middle * (max(0, length - len(start) - len(end)) // len(middle) + 1))[: length - len(end)] + end
