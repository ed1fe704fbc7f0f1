"""What kind of reply an answer is: a refusal, an open choice, an echo of the question, a direct answer."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from evaluators.lexicon import ENGLISH_FUNCTION_WORDS
from evaluators.matching import tokens
from evaluators.normalization import normalize, opening

_REFUSAL = re.compile(
    r"\b(?:i(?:'m| am)? (?:do not|don't|cannot|can't|could not|couldn't|am unable|unable|not able|"
    r"not sure|not certain|not aware|sorry(?!,? (?:but )?(?:that|no|it|this|you))|afraid (?:i|we)\b)|"
    r"(?:do not|don't) (?:have|know)|no (?:information|idea|data)|as an ai|"
    r"as a (?:large )?language model|cannot (?:be )?(?:determine|answer|help|provide)|"
    r"can't (?:help|answer|say|provide)|(?:is|are|it's) (?:difficult|impossible|hard) to (?:say|"
    r"determine|answer|know)|not (?:enough|sufficient) (?:information|context)|"
    r"rather not|could you (?:please )?(?:rephrase|clarify|provide|specify)|please (?:provide|clarify|"
    r"consult|specify)|unknown|unclear|would need more|not publicly)\b|"
    r"わかりません|分かりません|わからない|分からない|存じません|知りません|答えられません|お答えでき|お答えしかね|お答えを控え|回答できません|回答を控え|情報がありません|"
    r"情報は(?:あり|持って)|"
    r"申し訳(?:あり|ござ)|すみません|ご相談|専門家に|判断できません|断定できません|言語モデル|AIである|AIとして|不明です|お手伝いできません|述べることができません",
    re.I,
)
_CHOICE_OPEN = re.compile(
    r"\beither\b.{1,60}\bor\b|\b(?:possibly|perhaps|maybe|might be|may be|could be|probably)"
    r"\b.{1,80}\bor\b|\bone of (?:those|these|them|the two)\b|"
    r"\b(?:or it may|or it might|or perhaps|or maybe|or possibly)\b|"
    r"(?:かもしれ|かも).{1,40}(?:かもしれ|かも)|(?:または|あるいは|もしくは)|のいずれか|のどちらか|のどれか|どちらかです|いずれかです|"
    r"[^\s。]か、[^\s。]{1,20}か(?:の|、|です|だ)",
    re.I | re.S,
)
_OPEN_LIST = re.compile(
    r"^[^.。,]{1,40}\bor\b[^.。,]{1,40}[.。]?$|"
    r"^[^。]{0,20}[\u4e00-\u9fff\u30a1-\u30fcA-Za-z](?<![確僅遥静豊細愚誰何幾])か、?[^。、]{1,20}(?:です|だ|でしょう|だと思います|と思います)?。?$",
    re.I,
)
_ASKS = re.compile(r"(?:[?？]|(?:です|ます|でしょう|ません)か[。?？]?)\W*$")
_HEDGE = re.compile(
    r"\b(?:perhaps|maybe|possibly|might|could be|not sure|i think|probably|it depends|unclear)\b|おそらく|"
    r"たぶん|かもしれ|でしょうか|場合による|可能性",
    re.I,
)
_READ = 600
"""Characters of a question that are looked for in an answer."""


def is_refusal(answer: str) -> bool:
    """Whether an answer declines or does not know, within its first sentences."""
    return _REFUSAL.search(opening(answer, 300)) is not None


_OF_ITSELF = re.compile(
    r"\W*(?:(?:yes|no)\b\W+)?(?:i(?:'m| am) (?:from|an?|in|\d+)\b|"
    r"i (?:have|had)\b(?! (?:the answer|to|no|never|not|been|always|heard|read|found|learned|checked))|"
    r"i (?:was born|live|lived|like|love|know (?-i:[A-Z])|do not (?:like|have|live)|"
    r"don't (?:like|have|live)|can (?:speak|play|sing|swim|see))|"
    r"my (?!(?:answer|guess|choice|reply|response|understanding|opinion|pick)\b)\w+ (?:is|was|has|and)\b)",
    re.I,
)
_SENTENCES = re.compile(r"[.!?。！？\n]+")
_OF_US = re.compile(r"\b(?:you|your|i|my|me|we|our)\b|あなた|わたし|私|僕|君|「", re.I)


def speaks_of_itself(question: str, answer: str) -> bool:
    """Whether a model only speaks of itself where something else is asked (“Yes, I know Spanish. I live in Mexico.”).

    Examples:
        >>> speaks_of_itself("Is Spanish spoken in Mexico?", "Yes, I know Spanish.")
        True
        >>> speaks_of_itself("Who are you?", "I am Ken.")
        False
    """
    said = [one for one in _SENTENCES.split(opening(answer, 400)) if one.strip()]
    return bool(said) and all(map(_OF_ITSELF.match, said)) and _OF_US.search(question) is None


def leaves_open(answer: str) -> bool:
    """Whether an answer names several possibilities and settles on none."""
    text = opening(answer, 400).strip()
    return _CHOICE_OPEN.search(text) is not None or _OPEN_LIST.match(text) is not None


def asks_back(answer: str) -> bool:
    """Whether an answer ends as a question, as one that only repeats what was asked does."""
    return _ASKS.search(opening(answer, 400)) is not None


def echoes(question: str, answer: str) -> bool:
    """Whether an answer is the question over again, but for a few characters."""
    asked, said = normalize(question).replace(" ", ""), normalize(answer).replace(" ", "")
    if not asked or not 0.7 * len(asked) <= len(said) < 1.5 * len(asked):
        return False
    return fuzz.partial_ratio(asked[:_READ], said[:_READ]) > 90


def hedges(answer: str) -> bool:
    """Whether an answer is worded as a guess."""
    return _HEDGE.search(opening(answer, 400)) is not None


def novelty(question: str, answer: str) -> float:
    """Share of an answer's words that its question does not hold (0..1); 1 across languages."""
    asked = set(tokens(normalize(question)))
    said = [t for t in tokens(normalize(answer)) if t not in ENGLISH_FUNCTION_WORDS]
    return sum(t not in asked for t in said) / len(said) if said else 0.0
