"""The options that a classification question offers, so that naming another one than the reference's is seen."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.evidence.letters import lettered
from evaluators.evidence.polarity import without_instruction
from evaluators.normalization import has_japanese, opening

MAX_OPTIONS = 5
_LONGEST = 40
_LIST = re.compile(r"[:：?？]\s*([^:：?？]{3,160})[?？。.]?\s*$")
_SPLIT_BUT_DOTS = re.compile(r"\s*(?:\n[-・•*\s]*|,\s*(?:or|and)\s|,|、|/|\bor\b|\band\b|または|それとも)\s*")
_QUOTED = re.compile(r"[\"“][^\"”]{12,}[\"”]")
_BARE = re.compile(r"^\W*(?:is|are|was|were)\s(?!(?:it|this|that|there)\s(?:a|an|the)\b)", re.I)
_LIST_AFTER = re.compile(
    r"(?:どれ|どちら|どの|誰|何|選ん|選び|答え|挙げ)[^。\n]{0,16}(?:か|さい|せよ)?[。\n]\s*([^。:：?？「」]{3,160}(?:、|・|\n)[^。:：?？「」]{1,60})[。]?\s*$"
)
_SPLIT = re.compile(r"\s*(?:\n[-・•*\s]*|,\s*(?:or|and)\s|,|、|・|/|\bor\b|\band\b|または|それとも)\s*")
_OR = re.compile(
    r"(?:^|[,;:—-]|\b(?:is|are|was|were|do|does|did|between|a|an|the|in|of|on|to|by|as)\s)"
    r"\s*((?:[^,?;:]{1,40},\s*+)*[^,?;:]{1,40}?),?\s+or\s+([^,?;:]{1,40})",
    re.I,
)
_LEAD = re.compile(r"^(?:(?:the|a|an|in|on|to|by|of|it|either|is|are|was|were|more|does|do)\s+)+", re.I)
_BOTH = (
    re.compile(
        r"([^、。？?「」]{1,30}?)(?:です|ます)か[、？?。]?\s*(?:それとも、?)?([^、。？?「」]{1,30}?)(?:です|ます)か"
    ),
    re.compile(
        r"([^、。？?\s「」はが]{1,20}?)(?:と|か|、|・)([^、。？?「」]{1,20}?)(?:では|とでは|のうち|の中で|、?(?:の)?どちら|、?(?:の)?どれ)"
    ),
)
_QUOTED_OPTIONS = re.compile(
    r"(?:「[^」]{1,30}」(?:と|か|、|・|や|それとも|または)*){2,}(?=のうち|の中で|では|とでは|から|、?の?(?:どちら|どっち|どれ|どの))|"
    r"「(?=[^」]*[、・])[^」]{3,80}」(?=のうち|の中で|から)"
)
_QUOTED_OR = re.compile(r"[\"“]([^\"”]{1,30})[\"”],? or (?:a |an |the )?[\"“]([^\"”]{1,30})[\"”]", re.I)
_PAIR = re.compile(
    r"(?:^|[、。？?\s])(?P<a>[^、。？?「」\sをはがで]{1,16}?)と(?!な[っるりい])(?P<b>[^、。？?「」\sをはが]{1,16}?)"
    r"(?:とで|で)?(?:は、?|を(?=[^。]*(?:どちら|どっち))|の?(?=どちら|どっち))"
)
"""Two things before どちら that no clause parts from it (同じ体積なら、鉄と木のどちらが…)."""
_NO_OPTION = re.compile(r"を|(?:とき|なら|たら|れば|場合|もの|こと|の)$")
_TOPIC = re.compile(r"^.*[はがも、]")
_PARTICLE = re.compile(r"(?:と(?:は|で)?|は|が|も)$")
_BEFORE_FIRST = re.compile(
    r"^(?:.*\b(?:a|an|the|with|in|on|by|from|at|as|into)\s(?=\S)|(?:which|what|who|where)\b.*)", re.I
)
"""What stands before the first option of “Is it a kind of X or Y?”."""


@lru_cache(maxsize=8192)
def options(question: str) -> tuple[str, ...]:
    """The options named in a question (at most five), none when it offers no choice."""
    labelled = lettered(question)
    if labelled:
        return tuple(dict.fromkeys(option[:_LONGEST] for option in labelled))[:MAX_OPTIONS]
    text = without_instruction(question)
    found = _japanese(text) if has_japanese(text) else _english(text)
    stripped = [option.strip(" 　\"'「」『』.。?？") for option in found]
    return tuple(dict.fromkeys(o for o in stripped if 0 < len(o) <= _LONGEST))[:MAX_OPTIONS]


def _listed(text: str) -> list[str]:
    match = _LIST.search(text) or _LIST_AFTER.search(text)
    if not match:
        return []
    parts = [part for part in _split(match[1]) if part.strip()]
    return parts if len(parts) >= 2 else []


def _split(text: str) -> list[str]:
    """The options of a list; a dot between katakana words joins a name where something else separates them."""
    return (_SPLIT_BUT_DOTS if re.search(r"[,、\n]", text) else _SPLIT).split(text)


def _english(text: str) -> list[str]:
    if quoted := _QUOTED_OR.search(text):
        return [quoted[1], quoted[2]]
    text = _QUOTED.sub(" ", text).strip()
    listed = _listed(text)
    if listed:
        return [_LEAD.sub("", part) for part in listed]
    match = _OR.search(text)
    if not match:
        return []
    parts = [*_SPLIT.split(match[1]), match[2]]
    first = _BEFORE_FIRST.sub("", parts[0])
    found = [_LEAD.sub("", part.strip()) for part in ([first, *parts[1:]] if first else parts[1:])]
    if len(found) == 2 and _BARE.match(text) and len(found[0].split()) > len(found[1].split()):
        found[0] = " ".join(found[0].split()[-len(found[1].split()) :])
    return found


def _japanese(text: str) -> list[str]:
    if quoted := _QUOTED_OPTIONS.search(text):
        inside = re.findall(r"「([^」]+)」", quoted[0])
        return inside if len(inside) > 1 else _split(inside[0])
    listed = _listed(text)
    if listed:
        return listed
    for pattern in _BOTH:
        match = pattern.search(text)
        if match:
            last = _PARTICLE.sub("", match[2]) or match[2]
            found = [*_SPLIT.split(_TOPIC.sub("", match[1])), *_SPLIT.split(last)]
            if not any(_NO_OPTION.search(option) for option in found) and not any("と" in option for option in found):
                return found
            pair = _PAIR.search(text)
            return [pair["a"], pair["b"]] if pair else []
    return []


_SEGMENT = re.compile(
    r"[。.!?！？;；\n]+\s*|,\s*(?:but|while|whereas|and the (?:other|rest))\b|(?:が|けど|けれど|けれども|一方)、"
)
_AMONG = re.compile(
    r"[^。.!?]*?(?:のうちで?は?|の中では?|の場合|のどちらかと(?:いえ|言え)ば)、?|"
    r"\b(?:of|among|between|out of)\s[^.]*?(?:,\s+(?=it|the|only|i)|(?=\b(?:is|are)\b))",
    re.I,
)


def segments(text: str) -> list[str]:
    """The statements of an answer, without the phrases that only list what there is to choose from."""
    parts = (_AMONG.sub(" ", part) for part in _SEGMENT.split(opening(text, _READ)))
    return [part for part in parts if part.strip()]


_READ = 400
