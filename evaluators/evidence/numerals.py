"""Numbers as people write them, rewritten in plain digits: number words, kanji numerals, 万 and 億, full width."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from evaluators.lexicon import words
from evaluators.normalization import nfkc, superscripts, usable

_SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_NUMBERS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: value for value, word in enumerate(_SMALL_NUMBERS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TENS_NUMBERS.split(), start=2)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "mn": 10**6, "bn": 10**9}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12,
    **{f"{w}th": n for w, n in _ONES.items() if w in words("four six seven ten eleven")},
    **{f"{w}th": n for w, n in _ONES.items() if n >= 13},
    **{f"{w[:-1]}ieth": n for w, n in _TENS.items()},
}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4, **{f"{w}s": n for w, n in _ORDINALS.items() if n > 2}}
_PARTS |= {w: n for w, n in _ORDINALS.items() if n > 2}
_PLAIN = "|".join([*_ONES, *_TENS])
_WORD = rf"(?:{_PLAIN}|hundred|{'|'.join(_SCALES)}|{'|'.join(_ORDINALS)})"
_SPELLED = re.compile(
    rf"\b(?:a\s+(?=hundred|thousand|million|billion)|(?={_WORD}))(?:{_WORD})(?:(?:[\s-]+|\s+and\s+){_WORD})*\b", re.I
)
_DIGITS = r"\d+(?:\.\d+)?"
_WHOLE = r"(?<!\d)(\d++(?:\.\d++)?+)"
"""A number from its first digit to its last, as a group."""
_COMMAS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_SCALED = re.compile(rf"{_WHOLE}\s*-?(thousand|million|billion|trillion|mn|bn|k|m|b)\b(?!/)", re.I)
_MONEY_BEFORE = re.compile(r"(?:[$€£¥]|usd|jpy|eur|gbp)\s*$", re.I)
_POWER = re.compile(rf"{_WHOLE}\s*[×x*]\s*10\s*(?:\^|\*\*)?\s*(-?\d{{1,2}})(?!\d)")
_BARE_POWER = re.compile(r"(?<![\d.])10\s*\^\s*(-?\d{1,2})(?!\d)")
_BRACKETED_NOTE = re.compile(r"(?<=[^\s\[(（])\[\d{1,3}\]")
_FRACTION_WORDS = re.compile(rf"\b({_DIGITS}|a|one)[\s-]+({'|'.join(_PARTS)})\b", re.I)
_AND_FRACTION = re.compile(
    r"(?<!\d)(\d++)(?:\s+and\s+|\s*-\s*and\s*-\s*)(?:a\s+)?(\d+/\d+|half|quarter)(?![\d.])", re.I
)
_HALF = re.compile(r"(?<!and a )(?<!and )\bhalf\b(?!\s+past|-past)", re.I)
_DOZEN = re.compile(rf"(?:\b(a|{_DIGITS})\s+)?\b(dozen)s?\b(?!\s+of\s+dozens)", re.I)
_HALF_A = re.compile(r"\bhalf\s+a\s+(thousand|million|billion|trillion)\b", re.I)
_MIXED = re.compile(r"(?<![\d./])(\d+)\s+(\d/\d)(?![\d/])")
_NEAR = 16
"""How many characters before a number say what it belongs to."""
_PER = re.compile(r"\b(?:a|per|each|every|\d+)[\s-]+$", re.I)
_UNIT_AND_HALF = re.compile(
    r"\b(an?|\d+)\s+(hour|minute|day|week|month|year|mile|kilo)(s?)\s+and\s+(?:a\s+half|1/2)\b", re.I
)
_HALF_UNIT = re.compile(r"(?<![\d.])1/2\s+an?\s+(hour|minute|day|week|month|year|mile|kilo)\b", re.I)
_AN_HOUR = re.compile(r"\ban\s+(?=hour\b)", re.I)
_SMALL = "|".join(w for w in _ONES if w != "zero")
_SPELLED_FRACTION = re.compile(
    rf"\b(a|an|{_SMALL})[\s-]+({'|'.join(w for w in _PARTS if w[:4] not in {'half', 'halv', 'quar'})})"
    rf"\b(?!\s+(?:of\s+)?(?:{'january|february|march|april|may|june|july|august|september|october|november|december'}|"
    rf""
    rf""
    rf"time|place|floor|century))",
    re.I,
)
_ONE_IN = re.compile(
    rf"\b({_SMALL}|\d{{1,2}})\s+(?:in|out of)(?:\s+every)?\s+({_SMALL}|\d{{1,3}})\b(?!\s*(?:the|"
    rf"o'clock|a\.?m|p\.?m|years?|days?|hours?))",
    re.I,
)
_MINUS = re.compile(r"(?:マイナス|氷点下|零下|\bminus\s+)(?=[\d〇零一二三四五六七八九十百千a-z])|[－−](?=\d)", re.I)
_PAST_TWELVE = re.compile(r"\b(past|to) (midnight|noon)\b", re.I)
_BELOW_ZERO = re.compile(
    r"(?<![-\d.])(\d[\d.]*(?:\s*degrees?)?(?:\s*(?:celsius|fahrenheit|c|f)\b)?)\s+below\s+(?:zero|0)\b", re.I
)
_OF_A_UNIT = re.compile(
    r"(\d/\d|\d\.\d+)\s+of\s+an?\s+(?=lit|kilo|met|mile|pound|hour|minute|gallon|cent|ton|gram|inch|foot|yard)", re.I
)
_YEAR_PAIR = re.compile(r"\b(1[0-9]|20) ((?:[1-9][0-9])|(?:0[1-9]))\b")

_LONGEST = 40
"""Digits that stand before a kanji of place at most."""
_KANJI_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_KANJI_SMALL = {"十": 10, "百": 100, "千": 1000}
_KANJI_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_KANJI = "〇零一二三四五六七八九十百千万億兆"
_KANJI_RUN = re.compile(
    rf"(?:\d[\d.]*|[{_KANJI}])(?:[{_KANJI}]|(?<=[万億兆千百十])\d[\d.]*|(?<=[{_KANJI}])[・.](?=[〇零一二三四五六七八九])"
    rf")*"
)
_COUNTERS = (
    "年月日時分秒人個本枚匹頭台回円歳才位番階度つ倍割名件点票杯冊週間か国院世代目等級輪桁種段話曲巻章色周期行字条州軒室対社校店隻足羽束袋箱"
    "粒切皿品問語両銭ドユポウセキメグリトマパ%℃こコヶケカヵの分大km"
)
_NOT_NUMBERS = re.compile(
    r"^(?:一般|一部|一方|一番|一緒|一致|一種|一定|一切|一覧|一流|一体|一見|一層|一言|一度に|十分な|十分に|千葉|万博|万里|三重|四国|九州|八戸|三菱|"
    r"五輪|百科|百貨|六本木|四季|五感|三角|二酸化|一酸化|三日月|一家|一族|一生|一時的|一気|一応|三味|七面|七夕|八百屋|百合|千代|万葉|一人当|二次|三次元)"
)
_BEFORE_NUMBER = "氏第約計全合和成正治応前後年月日時分秒間の毎各西暦大小最歳初午上下長幅高計数も残延累円対"
_FRACTION_JA = re.compile(rf"{_WHOLE}\s*分の\s*(\d+(?:\.\d+)?)")
_TENTHS = re.compile(rf"{_WHOLE}割(?:(\d+(?:\.\d+)?)分)?(?![りるっられ])")


@lru_cache(maxsize=16384)
def plain_numbers(text: str) -> str:
    """A text with every number in ASCII digits (`三億五千万円` → `350000000円`, `three quarters` → `3/4`)."""
    text = _BRACKETED_NOTE.sub("", superscripts(usable(text)))
    text = _COMMAS.sub("", nfkc(text).replace("⁄", "/"))
    text = _MINUS.sub("-", text)
    text = _POWER.sub(lambda m: _decimal(Fraction(m[1]) * Fraction(10) ** int(m[2])), text)
    text = _BARE_POWER.sub(lambda m: _decimal(Fraction(10) ** int(m[1])), text)
    text = _english(text) if re.search("[A-Za-z]", text) else text
    return _MIXED.sub(lambda m: _decimal(int(m[1]) + _part(m[2])), _japanese(text))


def _english(text: str) -> str:
    text = _SPELLED_FRACTION.sub(_spelled_fraction, text)
    text = _ONE_IN.sub(lambda m: f"{_digit(m[1])}/{_digit(m[2])}", text)
    text = _SPELLED.sub(_spelled, _HALF_A.sub(lambda m: f"{_SCALES[m[1].lower()] // 2}", text))
    text = _FRACTION_WORDS.sub(
        lambda m: f"{'1' if m[1].lower() in {'a', 'one'} else m[1]}/{_PARTS[m[2].lower()]}", text
    )
    text = _AND_FRACTION.sub(lambda m: _decimal(int(m[1]) + _part(m[2])), text)
    text = _UNIT_AND_HALF.sub(lambda m: f"{1 if m[1][0] in 'aA' else m[1]}.5 {m[2]}{m[3]}", text)
    text = _HALF_UNIT.sub(lambda m: f"0.5 {m[1]}", _HALF.sub("1/2", text))
    text = _AN_HOUR.sub("1 ", text) if not re.search(r"\d\s*(?:km|mi|kilom|meter|metre|dollar|yen)", text) else text
    text = _DOZEN.sub(lambda m: _decimal(_count(m[1]) * 12), text)
    text = _PAST_TWELVE.sub(lambda m: f"{m[1]} 12 {'am' if m[2].lower() == 'midnight' else 'pm'}", text)
    text = _BELOW_ZERO.sub(r"-\1", text)
    return _SCALED.sub(_scaled, _OF_A_UNIT.sub(r"\1 ", text))


def _count(word: str | None) -> Fraction:
    return Fraction(1) if word is None or word.lower() == "a" else Fraction(word)


def _part(text: str) -> Fraction:
    if text.lower() in _PARTS:
        return Fraction(1, _PARTS[text.lower()])
    top, bottom = text.split("/")
    return Fraction(int(top), int(bottom)) if int(bottom) else Fraction(int(top))


def _scaled(match: re.Match[str]) -> str:
    scale = match[2].lower()
    if scale in {"m", "b"} and not _MONEY_BEFORE.search(match.string, max(0, match.start() - _NEAR), match.start()):
        return match[0]
    factor = {"k": 10**3, "m": 10**6, "b": 10**9}.get(scale) or _SCALES[scale]
    return _decimal(Fraction(match[1]) * factor)


def _digit(word: str) -> int:
    return _ONES[word.lower()] if word.lower() in _ONES else int(word)


def _spelled_fraction(match: re.Match[str]) -> str:
    top = 1 if match[1].lower() in {"a", "an"} else _ONES[match[1].lower()]
    if top > 1 and not match[2].lower().endswith("s"):
        return match[0]
    return f"{top}/{_PARTS[match[2].lower()]}"


def _spelled(match: re.Match[str]) -> str:
    """The digits of a run of English number words; words that do not combine stay apart."""
    if match[0].lower() == "second" and _PER.search(match.string, max(0, match.start() - _NEAR), match.start()):
        return match[0]
    parts = re.split(r"[\s-]+", match[0].lower())
    out: list[str] = []
    group: list[str] = []
    for word in parts:
        if word in {"a", "and"}:
            group += [word] if word == "and" else []
            continue
        if group and not _combines(group, word):
            out += [_group(group)]
            group = []
        group.append(word)
    out.append(_group(group))
    joined = " ".join(o for o in out if o)
    return _YEAR_PAIR.sub(lambda m: m[1] + m[2], joined)


def _combines(group: list[str], word: str) -> bool:
    last = group[-1]
    if last in _ORDINALS:
        return False
    value = _ONES.get(word, _ORDINALS.get(word, 99))
    if last == "and":
        return len(group) > 1 and group[-2] in {"hundred", *_SCALES}
    if word in {"hundred", *_SCALES}:
        return True
    if last in {"hundred", *_SCALES}:
        return True
    return last in _TENS and 0 < value < 10


def _group(group: list[str]) -> str:
    trailing = " and" if group and group[-1] == "and" else ""
    names = [w for w in group if w != "and"]
    if not names:
        return trailing.strip()
    total, current = 0, 0
    for word in names:
        if word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            scale = _SCALES[word]
            total, current = (
                ((total + current) * scale, 0) if 0 < total < scale else (total + (current or 1) * scale, 0)
            )
        else:
            current += _ONES.get(word, _TENS.get(word, _ORDINALS.get(word, 0)))
    if len(names) == 1 and names[0] in _SCALES:
        return names[0] + trailing
    return f"{total + current}{'th' if names[-1] in _ORDINALS else ''}{trailing}"


def _japanese(text: str) -> str:
    text = _KANJI_RUN.sub(_kanji, text)
    text = text.replace("半分", "1/2 ")
    text = _FRACTION_JA.sub(lambda m: f"{m[2]}/{m[1]} ", text)
    return _TENTHS.sub(lambda m: f"{_decimal(Fraction(m[1]) * 10 + Fraction(m[2] or 0))}%", text)


def _kanji(match: re.Match[str]) -> str:
    run = match[0]
    if not any(c in _KANJI for c in run):
        return run
    start = match.start()
    before, after = match.string[max(0, start - 1) : start], match.string[match.end() : match.end() + 3]
    if not run[0].isdecimal() and not _is_numeral(run, before, after):
        return run
    value = _kanji_value(run)
    return run if value is None else _decimal(value)


def _is_numeral(run: str, before: str, after: str) -> bool:
    if _NOT_NUMBERS.match(run + after[:3]):
        return False
    if before and "\u4e00" <= before[-1] <= "\u9fff" and before[-1] not in _BEFORE_NUMBER:
        return False
    if len(run) >= 3 or (len(run) == 2 and run[-1] in "十百千万億"):
        return True
    return not after or after[0] in _COUNTERS or not ("\u4e00" <= after[0] <= "\u9fff")


def _kanji_value(run: str) -> Fraction | None:
    """The value of mixed digits and kanji; None when they do not form a number."""
    run = run.replace("・", ".")
    if all(c in _KANJI_DIGITS or c.isdecimal() or c == "." for c in run):
        digits = "".join(str(_KANJI_DIGITS.get(c, c)) for c in run)
        return Fraction(digits) if re.fullmatch(_DIGITS, digits) else None
    total = section = Fraction(0)
    number = ""
    for c in run:
        if c in _KANJI_SMALL:
            section += (Fraction(number) if number else 1) * _KANJI_SMALL[c]
            number = ""
        elif c in _KANJI_LARGE:
            section += Fraction(number) if number else 0
            total += (section or 1) * _KANJI_LARGE[c]
            section, number = Fraction(0), ""
        else:
            number += str(_KANJI_DIGITS.get(c, c))
            if len(number) > _LONGEST or not re.fullmatch(r"\d+(?:\.\d*)?", number):
                return None
    return total + section + (Fraction(number.rstrip(".")) if number else 0)


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.10f}".rstrip("0").rstrip(".")
