"""People by their family name: 黒澤監督 for 黒澤明, “Dr. Fleming”, バッハ for ヨハン・ゼバスティアン・バッハ."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.evidence.initials import Name
from evaluators.evidence.names import names
from evaluators.evidence.namesakes import people
from evaluators.evidence.phonetics import sound_alike, sounds
from evaluators.evidence.readings import whole_name
from evaluators.kanji import japanese_kanji
from evaluators.lexicon import words
from evaluators.normalization import clean, has_japanese

_TITLE_BEFORE = (
    r"(?:(?:the )?(?:mr|mrs|ms|miss|dr|prof|professor|president|prime minister|chancellor|emperor|king|queen|"
    r"sir|lord|lady|captain|general|admiral|senator|governor|director|pope|saint|st)\.? +)"
)
_TITLE_AFTER = (
    r"(?:監督|先生|さん|氏|首相|総理大臣|総理|大統領|博士|教授|選手|将軍|元帥|提督|天皇|皇帝|国王|女王|卿|様|殿|公|"
    r"夫人|大臣|知事|社長|作家|画伯|名人|容疑者|船長|大佐|隊長)"
)
_JAPANESE = re.compile(
    rf"(?:答えは、?)?(?P<name>[\u4e00-\u9fff々\u30a1-\u30fa\u30fc]{{1,12}}?)(?P<title>{_TITLE_AFTER}?)(?:です|でした|だ|である)?[。.]?"
)
_LATIN = re.compile(
    rf"(?:it (?:is|was) |(?:the )?answer is )?(?P<title>{_TITLE_BEFORE}?)(?P<name>[A-Za-zÀ-ſ][A-Za-zÀ-ſ'’-]+)\.?", re.I
)
_ASKS_WHO = re.compile(
    r"\b(?:who|whom|whose|(?:which|what) (?:\w+ ){0,3}?(?:person|man|woman|author|writer|poet|painter|artist|composer|"
    r"scientist|physicist|chemist|philosopher|inventor|explorer|king|queen|emperor|president|leader|director|actor|"
    r"actress|player|astronaut|general)s?)\b|誰|だれ|人物|作者|著者|作家|詩人|画家|作曲家|監督|発明者|首相|大統領|将軍|皇帝|"
    r"(?:学|発見|作曲)者",
    re.I,
)
_ASKS_NAME = re.compile(r"full name|first name|given name|フルネーム|氏名|下の名|名前の読み", re.I)
_PARTS = re.compile(r"[\s・＝=.-]+")
_OF = words("von van de da di der den la le del du ten ter bin ibn al no")
_NO_FAMILY = re.compile(r"[IVX]+|jr|sr|ジュニア|president|minister|king|queen|emperor|director|company|states", re.I)
_MOST_PARTS = 5
_CLANS = frozenset({"源氏", "平氏"})
_SAME_SOUND = 0.9
"""From this likeness on, two names in different scripts are the same."""
_SPELLED_OTHERWISE = 0.96
"""The same of two in one script (ベートーベン, ベートーヴェン)."""
_LONGEST = 60


@lru_cache(maxsize=8192)
def by_family_name(question: str, reference: str, answer: str) -> int:
    """Whether an answer is the family name of the person whom a reference names, alone or with a title.

    Returns:
        1 if so; -1 where the question names several of that family, whom the name alone does not tell apart, or where
        the answer has another given name; 0 for all else.

    Examples:
        >>> by_family_name("『七人の侍』の監督は誰ですか。", "黒澤明", "黒澤監督です。")
        1
        >>> by_family_name("Who discovered penicillin?", "Alexander Fleming", "Dr. Fleming")
        1
        >>> by_family_name("『こころ』の作者は誰ですか。", "夏目漱石", "夏目友人")
        -1
    """
    if max(len(answer), len(reference)) > _LONGEST or answer.strip() in _CLANS or not _ASKS_WHO.search(question):
        return 0
    family = family_name(reference)
    found = (
        (_JAPANESE if has_japanese(answer) else _LATIN).fullmatch(japanese_kanji(clean(answer)).strip())
        if family
        else None
    )
    if family is None or found is None or _ASKS_NAME.search(question):
        return 0
    if _is_family(found["name"], family):
        asked = sum(_is_family(name.text, family) for name in names(question))
        return -1 if asked > 1 else int(not asked)
    return -1 if _has_other_given_name(found["name"], reference, family) else 0


@lru_cache(maxsize=8192)
def family_name(text: str) -> Name | None:
    """The family name in a person's whole name; None where a text is none.

    Examples:
        >>> [name.text for name in map(family_name, ("夏目漱石", "アイザック・ニュートン", "Isaac Newton")) if name]
        ['夏目', 'ニュートン', 'Newton']
        >>> family_name("Newton"), family_name("the law of gravity")
        (None, None)
    """
    plain = japanese_kanji(clean(text)).strip().rstrip("。.")
    if kanji := whole_name(plain.replace(" ", "")):
        written, read = kanji[0]
        return Name(written, sounds(read), 0, len(written))
    found = names(plain)
    whole = len(found) == len([part for part in _PARTS.split(plain) if part])
    if not whole or not 1 < len(found) <= _MOST_PARTS or any(name.is_kanji for name in found):
        return None
    capitals = all(name.text[0].isupper() for name in found if name.is_latin and name.text not in _OF)
    return found[-1] if capitals and len(found[-1].text) > 1 and not _NO_FAMILY.fullmatch(found[-1].text) else None


def _is_family(said: str, family: Name) -> bool:
    if said.lower() == family.text.lower():
        return True
    own = names(said)
    if len(own) != 1 or (own[0].is_latin and family.is_latin) or (own[0].is_kanji and family.is_kanji):
        return False
    same_script = own[0].is_latin == family.is_latin and own[0].is_kanji == family.is_kanji
    return sound_alike(own[0].sound, family.sound) >= (_SPELLED_OTHERWISE if same_script else _SAME_SOUND)


def _has_other_given_name(said: str, reference: str, family: Name) -> bool:
    """Whether a name in kanji begins as the reference's family does and goes on otherwise: 夏目友人, 夏目雅子."""
    if not family.is_kanji or not said.startswith(family.text) or not people(reference).isdisjoint(people(said)):
        return False
    rest = said[len(family.text) :]
    return bool(rest) and rest not in japanese_kanji(reference)
