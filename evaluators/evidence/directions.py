"""Which way something goes, and what may be done: statements that say just that, in whatever words.

“It increases” says what “The price goes up” says, and 「写真を撮ってはいけません」 what “Photography is forbidden”
does, though they share hardly a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from evaluators.evidence.choices import options
from evaluators.evidence.readings import content_words
from evaluators.evidence.spans import content_words as spoken_words
from evaluators.lexicon import words
from evaluators.normalization import clean, has_japanese

_LONGEST = 60
"""Characters of an English statement that says no more than a direction; a third of them in Japanese is as much."""
_FURTHER = 2
"""Words that a permission may have besides those of the question and the reference: the deed said otherwise."""

_BECOMES = (
    r"(?:becom|gets?\b|getting|got|gr[eo]w|turn|is|are|was|were|goes?\b|went|will be)\w*\s+"
    r"(?:\w+ly\s+)?(?:a lot |much |even )?"
)
_UP_ADJECTIVES = (
    r"(?:higher|larger|bigger|greater|longer|taller|more|hotter|warmer|costlier|pricier|stronger|heavier|up)\b"
)
_DOWN_ADJECTIVES = r"(?:lower|smaller|shorter|less|fewer|colder|cooler|cheaper|weaker|lighter|down)\b"
_UP = re.compile(
    r"\b(?:increas|ris(?:e|es|en|ing)\b|rose\b|grow(?:s|n|ing)?\b|grew\b|climb(?:s|ed|ing)?\b|expand|soar|swell|lengthen|"
    rf"go(?:es)? up\b|went up\b|going up\b)\w*|\b{_BECOMES}{_UP_ADJECTIVES}|"
    r"増え|増加|増大|増す|増し|上が|上昇|高くな|大きくな|多くな|長くな|熱くな|暖かくな|強くな|重くな|高ま|膨張|膨ら|伸び|拡大|"
    r"高騰|アップ",
    re.I,
)
_DOWN = re.compile(
    r"\b(?:decreas|declin|drop(?:s|ped|ping)?\b|f(?:all(?:s|en|ing)?|ell)\b|shr[iau]nk|contract(?:s|ed|ing)?\b|diminish|sink|"
    rf"lessen|dwindl|go(?:es)? down\b|went down\b|going down\b)\w*|\b{_BECOMES}{_DOWN_ADJECTIVES}|"
    r"減少|減|下が|下落|下降|低下|低くな|小さくな|少なくな|短くな|冷たくな|寒くな|弱くな|軽くな|安くな|縮|落ち|ダウン",
    re.I,
)
_ASKS_CHANGE = re.compile(
    r"\bwhat (?:happens|happened|will happen|would happen)\b|"
    r"\bhow (?:do|does|did|will|has|have)\b.*\b(?:change|affect|react)|"
    r"\b(?:what|which) (?:effect|change)|どうな(?:り|る|っ)|どう変|どのように(?:変|な)|変化",
    re.I,
)
_FORBIDDEN = re.compile(
    r"\b(?:forb[ia]d\w*|prohibit\w*|banned|bans?|disallowed|outlawed|illegal|against the (?:law|rules)|off[- ]limits|"
    r"(?:may|must|can|could|should) ?(?:not|n't|never)|can't|mustn't|cannot|not (?:be )?(?:allowed|permitted))\b|"
    r"禁止|禁じ|[てで]は(?:いけ|なりま|なら|だめ|ダメ|駄目)|[ちじ]ゃ(?:いけ|だめ|ダメ)|(?:でき|許され|認められ)(?:ません|ない|ていない|ていません)|不可|ご遠慮|違法",
    re.I,
)
_ALLOWED = re.compile(
    r"\b(?:allow(?:s|ed)?|permit(?:s|ted)?|permission|(?<!you )(?:is|are) (?:welcome|ok|okay|fine)|legal|may|can)\b|"
    r"[てで]も?(?:いい|よい|良い|よろしい|構い?ま|かまいま)|許可|許され|認められ|でき(?:る|ます)|歓迎|自由",
    re.I,
)
Senses: TypeAlias = tuple[re.Pattern[str], re.Pattern[str]]
"""What is found in a statement of either sense."""
_DENIES = re.compile(r"\b(?:not|never|no|nobody|neither|hardly)\b|n't\b|ません|ない|なし|ず[。に]", re.I)
_CLAUSE = re.compile(
    r"^(?:when|if|as|because|since|while)\b[^,.]*,\s*|\s+(?:when|if|as|because|since|while|after|during)\b[^,.]*|"
    r"^[^、。]{1,30}(?:と|ば|たら|ので|ため|から)、",
    re.I,
)
"""The condition of a statement, which has directions of its own."""
_YES_NO = re.compile(r"\W*(?:(?:yes|no|nope|yeah)\b|はい|いいえ|いや)", re.I)
_SAID = re.compile(r"\s|[\u3041-\u3096]")
"""A statement, and not a bare word."""
_DIGIT = re.compile(r"\d")
_STEM = 4
_EMPTY = words(
    "it they he she this that these those you one people visitors everyone answer yes no become becomes became get "
    "gets got more less much happens value level amount also will would to be なる なり なっ する し こと もの それ "
    "はい いいえ 答え 場合 よう"
)


@lru_cache(maxsize=8192)
def direction(text: str) -> int:
    """Whether a statement says that something goes up (1) or down (-1); 0 for both, neither, or a denial.

    Examples:
        >>> direction("It goes up."), direction("縮みます。"), direction("It does not rise.")
        (1, -1, 0)
    """
    said = _CLAUSE.sub("", clean(text[:300]))
    up, down = bool(_UP.search(said)), bool(_DOWN.search(said))
    return 0 if up == down or _DENIES.search(said) else 1 if up else -1


@lru_cache(maxsize=8192)
def permission(text: str) -> int:
    """Whether a statement allows (1) or forbids (-1) something; 0 for neither.

    Examples:
        >>> permission("You may not smoke."), permission("喫煙してもよい。"), permission("禁煙席です")
        (-1, 1, 0)
    """
    said = clean(text[:300])
    if _FORBIDDEN.search(said):
        return 0 if _ALLOWED.search(_FORBIDDEN.sub(" ", said)) else -1
    return 1 if _ALLOWED.search(said) and not _DENIES.search(said) else 0


@lru_cache(maxsize=8192)
def says_same(question: str, reference: str, answer: str) -> int:
    """Whether an answer says what a reference says of a direction or a permission (1), its contrary (-1), or neither.

    Both must say hardly more than that, without numbers; what is allowed must be named by the question.

    Examples:
        >>> says_same("What happens to the price?", "The price goes up", "It increases.")
        1
        >>> says_same("What is the rule about dogs?", "Dogs are allowed.", "Dogs may not enter.")
        -1
        >>> says_same("What happens to the price?", "The price goes up", "Sales go up.")
        0
    """
    for sense, senses, further in ((direction, (_UP, _DOWN), 0), (permission, (_FORBIDDEN, _ALLOWED), _FURTHER)):
        if sense is direction and not _ASKS_CHANGE.search(question):
            continue
        expected, said = sense(reference), sense(answer)
        if expected and said and _says_no_more(question, reference, answer, senses, further):
            return expected * said
    return 0


def _says_no_more(question: str, reference: str, answer: str, senses: Senses, further: int) -> bool:
    """Whether what both texts say besides the direction is the question's, or the same."""
    if options(question):
        return False
    for text in (reference, answer):
        if _YES_NO.match(text) or not _SAID.search(text.strip()):
            return False
        if _DIGIT.search(text) or len(text) * (3 if has_japanese(text) else 1) > 2 * _LONGEST or text.count("\n"):
            return False
    known = _content(question, senses)
    expected, said = _content(reference, senses), _content(answer, senses)
    named = has_japanese(question) == has_japanese(reference) and all(_among(word, known) for word in expected)
    if has_japanese(reference) != has_japanese(answer):
        return (named or not expected) and len(said) <= max(1, len(known))
    new = {word for word in said - expected if not _among(word, known)}
    return (not new and not further) or (named and len(new) <= further and (not said or len(new) < len(said)))


def _content(text: str, senses: Senses) -> set[str]:
    plain = clean(text)
    for pattern in senses:
        plain = pattern.sub(" ", plain)
    found: Callable[[str], tuple[str, ...] | list[str]] = content_words if has_japanese(plain) else spoken_words
    return {word.lower() for word in found(plain)} - _EMPTY


def _among(word: str, known: set[str]) -> bool:
    return word in known or (len(word) > _STEM and any(other.startswith(word[:_STEM]) for other in known))
