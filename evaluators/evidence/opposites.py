"""Opposites in both languages, and who does what to whom: sentences that share their words and differ in meaning."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluators.evidence.names import compare_names, names
from evaluators.evidence.polarity import negations
from evaluators.evidence.readings import content_words
from evaluators.evidence.spans import content_words as spoken_words
from evaluators.evidence.terms import terms
from evaluators.normalization import clean, has_japanese

TABLE = Path(__file__).with_name("opposites.json")
"""The table's file: pairs of opposites, each side with its Japanese and English forms."""


@lru_cache(maxsize=1)
def _lookup() -> tuple[dict[str, list[tuple[int, int]]], re.Pattern[str], re.Pattern[str]]:
    """Each word's (line, pole) meanings, and patterns that find the words, the longest first."""
    meanings: dict[str, list[tuple[int, int]]] = {}
    for i, poles in enumerate(json.loads(TABLE.read_text(encoding="utf-8"))):
        for pole, forms in zip((1, -1), poles, strict=True):
            for form in forms:
                meanings.setdefault(form, []).append((i, pole))
    latin = sorted((f for f in meanings if f.isascii()), key=len, reverse=True)
    other = sorted((f for f in meanings if not f.isascii()), key=len, reverse=True)
    return meanings, re.compile(rf"\b(?:{'|'.join(latin)})\b"), re.compile("|".join(map(re.escape, other)))


@lru_cache(maxsize=16384)
def poles(text: str) -> dict[int, int]:
    """The opposites that a text's words belong to: line of the table → 1 or -1; left out where it names both sides.

    Examples:
        >>> set(poles("The bag is heavier").values()), set(poles("軽い").values())
        ({1}, {-1})
    """
    meanings, latin, other = _lookup()
    text = clean(text[:600]).lower()
    found: dict[int, int] = {}
    for pattern in (latin, other):
        for match in pattern.finditer(text):
            if _in_longer_word(text, match):
                continue
            for line, pole in meanings[match[0]]:
                found[line] = pole if found.get(line, pole) == pole else 0
    return {line: pole for line, pole in found.items() if pole}


_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_SIDES = "側方部端隣"


def _in_longer_word(text: str, match: re.Match[str]) -> bool:
    """Whether a lone kanji is a part of another word (the 上 of 村上, not the 後 of 食後 or the 左 of 左側)."""
    form, before, after = match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if len(form) != 1 or not _KANJI.match(form):
        return False
    return bool(_KANJI.match(after) and after not in _SIDES) or bool(_KANJI.match(before) and form not in "前後")


_COUNTED = re.compile(
    r"\b(?:impossible|unable|false|untrue|incorrect|wrong|myth)\b|不可(?!欠|避|思|侵|分)|無理|不要|禁止|"
    r"ご?遠慮|お控え|お断り|無害|誤り|間違い|嘘|必要ありません|要りません"
)


def firm(text: str) -> str:
    """A text without the opposites that are counted as negations already."""
    return _COUNTED.sub(" ", text)


def opposed(a: str, b: str) -> tuple[int, int]:
    """How many opposites two texts take different sides on, and how many the same."""
    first, second = poles(a), poles(b)
    shared = first.keys() & second.keys()
    different = {line for line in shared if first[line] != second[line]}
    if not shared and (sizes := _magnitude(first) * _magnitude(second)):  # “less dense” and “of higher density”
        return int(sizes < 0), int(sizes > 0)
    return len(different), len(shared) - len(different)


def _magnitude(sides: Mapping[int, int]) -> int:
    """Whether what a text says of size, amount and height is on one side: 1 or -1, else 0."""
    found = {sides[line] for line in _MAGNITUDES if line in sides}
    return found.pop() if len(found) == 1 else 0


_MAGNITUDES = (0, 1, 2)
"""The table's first lines: larger and smaller, more and less, higher and lower."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Whether two statements give the same two things the same roles: 1 the same, -1 swapped, 0 not to be seen."""

    same: int = 0
    comparison: bool = False


_PASSIVE_EN = re.compile(r"\b(?:is|are|was|were|been|being|be|got|gets)\s+(?:\w+\s+){1,3}?by\s+")
_PASSIVE_JA = re.compile(r"(?:[われかさたなまらがば]れ|られ)(?:た|る|て|ます|まし)")
_NOUN = re.compile(r"\b[Tt]he ([a-z]{3,})(?=[\s.,;!?]|$)")
_INITIAL = re.compile(r"[A-Z][a-z]+\b")
_THAN = re.compile(r"\b(?:than|before|after)\b")
_PARTICLE = re.compile(r"さん|が|は|も|を|に|へ|と|より|から|の(?:ほう|方)")
_THING = re.compile(
    r"[\u4e00-\u9fff々\u30a1-\u30fa\u30fc・A-Za-z0-9]+(?:の(?!ほう|方)[\u4e00-\u9fff々\u30a1-\u30fa\u30fc・A-Za-z0-9]+)*"
    r"(?=(?:さん|くん|君|氏)?(?:が|は|も|を|に|へ|と|より|から|の(?:ほう|方)))"
)
"""A whole Japanese thing before its particle: 武田軍, 青森高校, 東京の人口."""
_SIDE = frozenset({"ほう", "方"})
_CUE_JA = re.compile(r"さん?(?:より|を|に|から|へ)|より|を|に|から|へ|の(?:ほう|方)")


@lru_cache(maxsize=8192)
def compare_roles(reference: str, answer: str) -> Roles:
    """Compares who acts, or which is the more, in two statements about the same two things, in either language.

    Examples:
        >>> compare_roles("David beat Goliath", "Goliath was beaten by David").same
        1
        >>> compare_roles("地球は火星より大きい", "火星は地球より大きい").same
        -1
        >>> compare_roles("Gold is heavier than lead.", "鉛は金より重い").same
        -1
    """
    if max(len(reference), len(answer)) > 300:
        return Roles()
    a, b = clean(reference), clean(answer)
    a, b = _uncapitalised(a, b), _uncapitalised(b, a)
    shared = _shared(a, b)
    if len(shared) < 2:
        return Roles()
    u, v = _compared(a, list(shared)) or (next(iter(shared)), list(shared)[-1])
    if not (_relates(a, u, v) and _relates(b, shared[u], shared[v])):
        return Roles()
    first, second = _actor(a, u, v), _actor(b, shared[u], shared[v])
    comparison = bool(_THAN.search(a) or "より" in a) and bool(_THAN.search(b) or "より" in b)
    if first is None or second is None:
        return Roles()
    sign = 1 if shared[first] == second else -1
    different, same = opposed(_without(a, list(shared)), _without(b, list(shared.values())))
    sign *= -1 if different and different >= same else 1
    sign *= -1 if (negations(a) + negations(b)) % 2 else 1
    return Roles(sign, comparison)


def the_one_compared(question: str, reference: str, offered: Sequence[str]) -> str:
    """Which of two things a question is answered with by a comparison of them; empty where that is not to be seen.

    Examples:
        >>> the_one_compared("Which is heavier, gold or iron?", "Gold is heavier than iron.", ("gold", "iron"))
        'gold'
        >>> the_one_compared("犬と猫ではどちらが小さいですか。", "犬は猫より大きい。", ("犬", "猫"))
        '猫'
    """
    text = clean(reference).lower()
    if len(offered) != 2 or len(text) > _ONE_COMPARISON or not (_THAN.search(text) or "より" in text):
        return ""
    u, v = (clean(option).lower() for option in offered)
    actor = _actor(text, u, v) if u in text and v in text and u not in v and v not in u else None
    different, same = opposed(_without(question.lower(), [u, v]), _without(text, [u, v]))
    if different + same == 0:  # no opposites in them: compared by the same words, or by nothing
        same = int(set(spoken_words(_without(text, [u, v, "より", "ほう", "方"]))) <= set(spoken_words(question)))
    if actor is None or different + same == 0 or negations(reference):
        return ""
    return offered[0] if (actor == u) == (same > different) else offered[1]


def picked_by_comparison(question: str, answer: str, offered: Sequence[str]) -> str:
    """Which of a question's two options an answer picks by comparing them, in either language; empty for all else.

    Examples:
        >>> picked_by_comparison("光と音ではどちらが速いですか。", "音は光より遅いです。", ("光", "音"))
        '光'
        >>> picked_by_comparison("Which is heavier, iron or gold?", "鉄は金より軽い。", ("iron", "gold"))
        'gold'
    """
    text = clean(answer)
    if len(offered) != 2 or len(text) > _ONE_COMPARISON or not (_THAN.search(text) or "より" in text):
        return ""
    if has_japanese(question) == has_japanese(answer):
        return the_one_compared(question, text, offered)
    said = _across(list(offered), _wholes(text) or _things(text))
    if len(said) != 2:
        return ""
    picked = the_one_compared(question, text, tuple(said.values()))
    return next((option for option, word in said.items() if word == picked), "")


def _shared(a: str, b: str) -> dict[str, str]:
    """The things that two statements share, in the first one's order: as it writes them → as the second does."""
    crosses = has_japanese(a) != has_japanese(b)
    for things in (_wholes, _things) if has_japanese(a) else (_things,):
        shared = _across(things(a), _wholes(b) or _things(b)) if crosses else {t: t for t in things(a) if _says(b, t)}
        if len(shared) > 2:
            shared = {t: s for t, s in shared.items() if f"{t}を" not in a or f"{s}を" not in b}
        if len(shared) >= 2:
            return shared
    return {}


def _across(things: list[str], others: list[str]) -> dict[str, str]:
    """Which of some things are others in the other script, by the glossary or by sound, each once."""
    found: dict[str, str] = {}
    for thing in things[:_MOST]:
        free = [other for other in others[:_MOST] if other not in found.values()]
        same = next((other for other in free if terms(thing) & terms(other)), None)
        same = same or next((other for other in free if compare_names(thing, other).recall > _SOUNDS_SAME), None)
        if same:
            found[thing] = same
    return found


def _says(text: str, thing: str) -> bool:
    return thing in text and (not thing.isascii() or re.search(rf"\b{re.escape(thing)}\b", text) is not None)


_MOST, _SOUNDS_SAME = 6, 0.8
_ONE_COMPARISON = 120
"""Characters of a statement that only compares two things."""


def _wholes(text: str) -> list[str]:
    """The things of a Japanese statement as they stand before its particles, in order; none in another language."""
    return list(dict.fromkeys(_THING.findall(text))) if has_japanese(text) else []


def _compared(text: str, things: list[str]) -> tuple[str, str] | None:
    """Of a Japanese comparison, the thing that is compared and the one before 「より」; None for another statement."""
    standard = next((thing for thing in things if f"{thing}より" in text), None)
    return (next(thing for thing in things if thing != standard), standard) if standard else None


def _uncapitalised(text: str, other: str) -> str:
    """A text without the capital that only its beginning gives its first word: the other text writes it without."""
    first = _INITIAL.match(text)
    return text[0].lower() + text[1:] if first and re.search(rf"\b{first[0].lower()}\b", other) else text


def _relates(text: str, u: str, v: str) -> bool:
    """Whether a statement says something between two things, rather than listing or joining them."""
    first, second = sorted((u, v), key=text.find)
    between = text[text.find(first) + len(first) : text.find(second)]
    if has_japanese(text):
        return not re.match(r"\s*(?:と|、|・|や|の(?!ほう|方)|$)", between)
    return bool(re.search(r"[a-z]{3}", between)) and not re.fullmatch(
        r"\W*(?:\w+ ){0,2}(?:and|or|of|,)\W*(?:the )?", between
    )


def _without(text: str, things: list[str]) -> str:
    for thing in things:
        text = text.replace(thing, " ")
    return text


def _things(text: str) -> list[str]:
    """The names of a statement, or else its nouns, in order."""
    if has_japanese(text):
        found = [w for w in content_words(text) if w not in _SIDE and _PARTICLE.match(text, text.find(w) + len(w))]
    else:
        found = [name.text for name in names(text) if name.text[:1].isupper() and len(name.text) > 2]
        if len(found) < 2:
            found = list(spoken_words(text)) if _THAN.search(text) or _PASSIVE_EN.search(text) else []
        if len(found) < 2:
            found = _NOUN.findall(text)
    at = {thing: text.find(thing) for thing in found}
    return sorted((thing for thing in at if at[thing] >= 0), key=at.__getitem__)


def _actor(text: str, u: str, v: str) -> str | None:
    """Which of two things acts, or is the one compared with the other; None when the statement does not show it."""
    if has_japanese(text):
        return _actor_ja(text, u, v)
    first, second = sorted((u, v), key=text.find)
    if _PASSIVE_EN.search(text, text.find(first)) and f" by {second}" in re.sub(r"\bby (?:the|a|an) ", "by ", text):
        return second
    return first


def _actor_ja(text: str, u: str, v: str) -> str | None:
    after = {thing: text[text.find(thing) + len(thing) :][:6] for thing in (u, v)}
    for thing, other in ((u, v), (v, u)):
        if after[thing].startswith("より"):
            return other
    passive = bool(_PASSIVE_JA.search(text))
    for thing, other in ((u, v), (v, u)):
        if passive and after[thing].startswith(("に", "から")):
            return thing
        if after[thing].startswith(("を", "に", "へ")) and after[other].startswith(("が", "は", "も")):
            return other
    return min((u, v), key=text.find) if any(_CUE_JA.match(said) for said in after.values()) else None
