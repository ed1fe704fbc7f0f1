"""The letters and numbers before the options of a question (A, (1), ア, ①), and the option that one stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evaluators.normalization import clean, normalize

_ALPHABETS = ("ABCDEFGH", "12345678", "アイウエオカキク", "あいうえおかきく", "甲乙丙丁戊", "一二三四五六七八")
_CIRCLED = re.compile(r"[①-⑧]")
_ANY = "A-Ha-h1-8ア-クあ-く甲乙丙丁戊"
_STYLES = (
    re.compile(rf"(?:^|(?<=[\s,、;；:：?？。.]))\(([{_ANY}])\)\s{{0,3}}"),
    re.compile(rf"(?:^|(?<=[\s,、;；:：?？。]))([{_ANY}])\s?[.．:：)]\s{{0,3}}(?=\S)"),
    re.compile(r"(?:^|(?<=[\s,、;；:：?？。]))([A-Hア-ク甲乙丙丁戊])[ 　](?=[^\s])"),
)
_END = re.compile(r"[\n。?？]|(?<=\S)\s{2,}|[,、;；]\s*$|(?:のうち|の中|から(?:一つ)?選)|\.\s+(?=[A-Z])")
_LEAD = (
    r"(?:(?:i(?:'d| would)? (?:choose|pick|say|go with) )?(?:the )?(?:correct |right |best |final )?"
    r"(?:answer|option|choice|letter)?(?: is)?:? ?|"
    r"(?:正しい)?(?:答え|回答|正解|正答|選択肢)(?:の(?:記号|番号))?(?:は|:)?、? ?)?"
)
_LONG = 400
_FIRST_SENTENCE = re.compile(r"[^。.!\n]{0,8}(?:\.\s?)?[^。.!\n]{1,120}(?:。|\n|(?<=\w[\w)])[.!]\s)(?=\S)")
_OTHER = re.compile(rf"\(?(?<![A-Za-z0-9])[{_ANY}][)）.．]\s?\S")
"""Another letter before a text: the options are listed."""
_TAIL = (
    r"(?:番目?|の選択肢)?(?:です|だ|である|になります|となります|を選びます|が正解(?:です)?|が正しい(?:です)?|"
    r" is (?:correct|right))?[\s.。!]*"
)
_ALONE = re.compile(rf"^\W{{0,4}}{_LEAD}[(「\"']?([{_ANY}])[)」\"'.:]*{_TAIL}$", re.I)
_WITH_TEXT = re.compile(
    rf"^\W{{0,4}}{_LEAD}[「\"']?(?:\(([{_ANY}])\)|([{_ANY}])(?:\s?[.:)]|[ 、](?=\S)|(?=「)))\s{{0,3}}(\S.{{0,120}}?)"
    r"(?:[」\"']{1,2}(?:です|である))?\W{0,3}$",
    re.I | re.S,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer read as the choice of a lettered option.

    Attributes:
        text: the answer, a letter alone or before its own option replaced by that option.
        letter: whether a letter was given.
        mismatch: whether it stands before the text of another option.
    """

    text: str
    letter: bool = False
    mismatch: bool = False


@lru_cache(maxsize=8192)
def lettered(question: str) -> tuple[str, ...]:
    """The options of a question that stand after letters or numbers in order; none when it has none.

    Examples:
        >>> lettered("Which is a fruit? (A) desk (B) apple")
        ('desk', 'apple')
        >>> lettered("果物はどれですか。ア　机　イ　りんご")
        ('机', 'りんご')
    """
    text = clean(_CIRCLED.sub(lambda m: f" ({ord(m[0]) - 0x245F}) ", question[-600:]))
    best: tuple[str, ...] = ()
    for style in _STYLES:
        found = _in_order(text, list(style.finditer(text)))
        best = max(best, found, key=len)
        if len(best) >= 2:
            return best
    return ()


def _in_order(text: str, marks: list[re.Match[str]]) -> tuple[str, ...]:
    """The texts after the marks whose letters count up from the first of an alphabet."""
    run: list[re.Match[str]] = []
    for mark in marks:
        if position(mark[1]) == len(run) and (not run or _alphabet(mark[1]) == _alphabet(run[0][1])):
            run.append(mark)
    if len(run) < 2:
        return ()
    ends = [mark.start() for mark in run[1:]] + [len(text)]
    texts = []
    for i, (mark, end) in enumerate(zip(run, ends, strict=True)):
        part = text[mark.end() : end]
        if i == len(run) - 1:
            part = _END.split(part, maxsplit=1)[0]
        texts.append(part.strip(" \n　,、;；.。?？・/|"))
    return tuple(texts) if all(0 < len(t) <= 120 for t in texts) else ()


def position(letter: str) -> int:
    """Where a letter or number stands in its alphabet, from 0; -1 when it is none."""
    upper = letter.upper()
    return next((a.index(upper) for a in _ALPHABETS if upper in a), -1)


def _alphabet(letter: str) -> int:
    return next((i for i, a in enumerate(_ALPHABETS) if letter.upper() in a), -1)


@lru_cache(maxsize=8192)
def chosen(question: str, answer: str) -> Chosen:
    """An answer with a letter or number read as the option that it stands for.

    Examples:
        >>> chosen("Which is a fruit? (A) desk (B) apple", "The answer is B.").text
        'apple'
        >>> chosen("Which is a fruit? (A) desk (B) apple", "(A) apple").mismatch
        True
    """
    offered = lettered(question)
    if not offered or len(answer) > _LONG:
        return Chosen(answer)
    whole = _chosen(offered, answer)
    first = _FIRST_SENTENCE.match(answer)
    if whole.letter or not first or _OTHER.search(answer, first.end()):
        return whole
    # An option is chosen and then explained.
    begun = _chosen(offered, first[0])
    return begun if begun.letter else whole


def _chosen(offered: tuple[str, ...], answer: str) -> Chosen:
    text = clean(_CIRCLED.sub(lambda m: f"({ord(m[0]) - 0x245F}) ", answer)).strip()
    alone = _ALONE.match(text)
    if alone:
        if normalize(text) in map(normalize, offered):
            return Chosen(answer)
        place = position(alone[1])
        return Chosen(offered[place], True) if 0 <= place < len(offered) else Chosen(answer, True)
    both = _WITH_TEXT.match(text)
    if not both:
        return Chosen(answer)
    place, said = position(both[1] or both[2]), both[3]
    names = [i for i, option in enumerate(offered) if _same(option, said)]
    if len(names) != 1 or not 0 <= place < len(offered):
        return Chosen(answer)
    return Chosen(said, True) if names[0] == place else Chosen(said, True, mismatch=True)


def _same(option: str, said: str) -> bool:
    a, b = normalize(option).replace(" ", ""), normalize(said).replace(" ", "")
    return bool(a) and (a == b or (len(a) > 2 and a in b))


@lru_cache(maxsize=8192)
def spelled_out(question: str, references: tuple[str, ...]) -> tuple[str, ...]:
    """References of which a letter or number alone is replaced by the option that it stands for."""
    offered = lettered(question)
    if not offered:
        return references
    out: list[str] = []
    for reference in references:
        found = chosen(question, reference)
        out.append(found.text if found.letter else reference)
    return tuple(dict.fromkeys(out))
