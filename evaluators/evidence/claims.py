"""What an answer of several sentences claims: “It is Sydney. Canberra is a smaller city” does not answer Canberra."""

from __future__ import annotations

import re

from evaluators.evidence.answers import meets
from evaluators.evidence.spans import content_words, sentences
from evaluators.normalization import has_japanese

_CORRECTS = re.compile(
    r"\b(?:actually|in fact|rather|correct(?:ion|ly)?|sorry|wait|instead|however|but|answer|therefore|so|thus)\b|"
    r"正しくは|正解|実際|実は|本当は|訂正|すみません|失礼|答え|したがって|つまり|しかし|ただし|むしろ",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:what|which|who|where|when|whose|how)\b|何|誰|だれ|どこ|どれ|どの|どちら|いつ|いくつ|いくら|は[?？]\s*$", re.I
)
_RESTATES = 0.6
_SHORT = 400
_MOST_ASKED = 4


def claims_another(question: str, references: tuple[str, ...], answer: str) -> bool:
    """Whether an answer's first sentence says the question again with another thing, and a later one names a reference.

    Examples:
        >>> claims_another("What is the capital of Australia?", ("Canberra",),
        ...                "The capital of Australia is Sydney. Canberra is smaller.")
        True
        >>> claims_another("日本一高い山は何ですか。", ("富士山",), "日本一高い山は富士山です。北岳は2番目です。")
        False
    """
    if len(answer) > _SHORT or not _ASKED.search(question):
        return False
    first, *rest = sentences(answer) or ("",)
    if not rest or _CORRECTS.search(" ".join(rest)) or has_japanese(first) != has_japanese(question):
        return False
    asked, said = _content(_ASKED.sub(" ", question)), _content(first)
    if not asked or len(asked & said) < _RESTATES * min(len(asked), _MOST_ASKED) or not said - asked:
        return False
    later = [text for text in rest if len(_content(text) & asked) < len(said & asked)]
    claimed = " ".join(word for word in content_words(first) if word.lower() not in asked)
    return not meets(question, claimed, references) and any(meets(question, text, references) for text in later)


def _content(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in content_words(text))
