"""Words that change what a head means: vice and former, anti- and non-, and their like in Japanese (副, 元, 反, 非)."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

from evaluators.evidence.polarity import negations
from evaluators.normalization import clean, has_japanese, opening

_ROLE_EN = (
    r"(?:\w+[\s-]){0,2}?(?:president|premier|prime|minister|chair|governor|mayor|secretary|director|manager|principal|"
    r"captain|leader|commander|editor|chief|head|champion|king|queen|emperor|coach|member|wife|husband|officer|"
    r"player|ambassador|speaker|marshal|admiral|mate)(?:s|man|woman|person)?\b"
)
_ROLE_JA = (
    r"(?:大統領|首相|総理|大臣|社長|会長|議長|知事|市長|町長|村長|校長|学長|院長|所長|館長|店長|局長|部長|課長|隊長|艦長|船長|機長|班長|"
    r"委員長|書記長|理事|総裁|主席|主任|主将|司令|領事|編集長|操縦士|キャプテン|リーダー|監督|王|皇帝|選手|メンバー|妻|夫|長官|幹事長|首席|頭取)"
)
_CLASSES = {
    "second": (rf"\b(?:vice|deputy|assistant)[\s-]{_ROLE_EN}", rf"副(?={_ROLE_JA}|[\u4e00-\u9fff]{{1,3}}長)"),
    "former": (rf"\b(?:former|ex|one-?time)[\s-]{_ROLE_EN}", rf"(?:元|前|旧|かつての){_ROLE_JA}"),
    "next": (rf"\b(?:incoming|future)\s{_ROLE_EN}|\b(?:\w+)[\s-]elect\b", rf"(?:次期|次の|次代の){_ROLE_JA}"),
    "acting": (rf"\b(?:acting|interim)\s{_ROLE_EN}", rf"(?:暫定|臨時){_ROLE_JA}|{_ROLE_JA}(?:代行|代理)"),
    "against": (
        r"\b(?:anti|counter)[\s-][a-z]{3,}|"
        r"\banti(?:war|social|semit|matter|nuclear|communis|fascis|feminis|trust|slavery|bacteri|virus|biotic)",
        r"反(?![対応射映省復論乱則発動撃転響面抗感])(?=[\u4e00-\u9fff\u30a1-\u30fa]{2})|反(?=[戦核米日英])",
    ),
    "not": (
        r"\bnon[\s-]?[a-z]{3,}|\bun(?:official|known|common|even|equal|able|safe|true|fair|stable|likely|limited|lawful|"
        r"constitutional|conditional|paid|employed|finished|natural|conscious|popular|successful)\w*|"
        r"\bil(?:legal|legitimate|logical|literate)\w*|"
        r"\bin(?:visible|formal|active|valid|complete|direct|organic|soluble|voluntary|accurate|edible|finite)\w*|"
        r"\bim(?:possible|moral|mortal|mature|perfect|mobile)\w*|\bir(?:regular|rational|relevant|reversible)\w*|"
        r"\bdis(?:honest|similar|loyal|approve|agree)\w*|\babnormal|\basymmetr\w*|\batheis\w*",
        r"非(?=[\u4e00-\u9fff\u30a1-\u30fa]{2})|不(?=[\u4e00-\u9fff]{2})|"
        r"[不無未違](?=可|法|効|限|機|完|知|正|安|公|規|活|透|均|平|定|溶|成|婚|熟|合|色|線|料|人)",
    ),
    "amendment": (r"\bamendments?\b", r"修正(?=第|条|案|\d|[一二三四五六七八九十])"),
    "semi": (r"\bsemi[\s-]?final", r"準決勝"),
    "quarter": (r"\bquarter[\s-]?final", r"準々決勝|準準決勝"),
    "in law": (r"\b(?:step|foster)-?(?=father|mother|son|daughter|brother|sister|parent|child)|[\s-]in-law\b",
               r"義理の|義(?=父|母|兄|弟|姉|妹|理)|養(?=父|母|子|女)|継(?=父|母)"),
    "great": (r"\bgreat-(?=great|grand|aunt|uncle)", r"曾(?=祖|孫)|曽(?=祖|孫)|ひい?(?=お?じい|お?ばあ|祖父|祖母)"),
    "sub": (r"\bsub[\s-]?(?=tropic|arctic|marine|urban|species|continent|sonic|conscious)",
            r"亜(?=熱帯|寒帯|種|大陸|音速)"),
}  # fmt: skip
_PATTERNS = {name: (re.compile(en, re.I), re.compile(ja)) for name, (en, ja) in _CLASSES.items()}
_ROLES = (re.compile(rf"\b{_ROLE_EN}", re.I), re.compile(_ROLE_JA))
_OF_ROLES = frozenset({"second", "former", "next", "acting"})
_HEAD = re.compile(r"\b[a-z]{4,5}|[\u4e00-\u9fff]{2}|[\u30a1-\u30faー]{2,}")
"""What two texts on one thing share: the first letters of a word, two kanji, or a katakana word."""
_LIMIT = 300
_SHORT = 100
"""Columns that an answer of one statement keeps to."""


@lru_cache(maxsize=16384)
def modifiers(text: str) -> frozenset[str]:
    """The kinds of head-changing modifiers in a text, the same in both languages."""
    text = opening(text, _LIMIT)
    return frozenset(name for name, (en, ja) in _PATTERNS.items() if en.search(text) or ja.search(text))


@lru_cache(maxsize=16384)
def _names_role(text: str) -> bool:
    text = opening(text, _LIMIT)
    return any(pattern.search(text) for pattern in _ROLES)


def compare_modifiers(question: str, reference: str, answer: str) -> tuple[bool, bool]:
    """Whether modifiers of the reference and the answer differ, and whether they share one.

    Those of the question say nothing; a modifier of an office counts only where the reference names an office. In an
    answer that goes on for long, or that has no word of a reference in its own language, they belong to something else.
    """
    expected, said, asked = modifiers(reference), modifiers(answer), modifiers(question)
    other = (expected ^ said) - asked
    if negations(answer if "not" in expected else reference):
        other -= {"not"}  # “not lawful” and “unlawful” say the same
    if not _names_role(reference):
        other -= _OF_ROLES - expected
    return bool(other) and _same_head(reference, answer), bool(expected & said)


def _same_head(reference: str, answer: str) -> bool:
    """Whether the modifiers of both can be about one thing."""
    if _width(answer) > max(_SHORT, 4 * _width(reference)):
        return False
    if has_japanese(reference) != has_japanese(answer):
        return True
    heads, said = _HEAD.findall(clean(reference).lower()), clean(answer).lower()
    return not heads or any(head in said for head in heads)


def _width(text: str) -> int:
    """The length of a text in half-width columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
