"""Evidence from questions for a reason: a thing alone is none."""

from __future__ import annotations

import re

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.readings import content_words
from evaluators.normalization import has_japanese, normalize

_WHY = re.compile(r"なぜ|何故|どうして|なんで|(?:理由|原因)は|\bwhy\b|\bhow come\b|\bfor what reason\b", re.I)
_CLAUSE = re.compile(
    r"[るたいだすうくつぬむぐぶ](?:から|ため|ので)|(?:から|ため|ので)(?:です|だ)?[。\s]*$|(?:です|ます|ました|ません)[。\s]*$"
    r"|[がをに]|\b(?:because|since|due|to|is|are|was|were|has|have|had|by|\w{3,}(?:ed|ing|es|s))\b",
    re.I,
)
_LONGEST_JA, _LONGEST_EN = 12, 4
"""Characters, and words, of which a thing's name has no more."""


def find(c: Comparison) -> Finding:
    """1 where a reason is asked for and given by the reference, and the answer is a bare thing that it mentions."""
    pair = c.pair
    bare = (
        bool(_WHY.search(pair.question))
        and is_bare(pair.answer)
        and not is_bare(pair.reference)
        and len(normalize(pair.reference)) >= 2 * len(normalize(pair.answer))
    )
    return Finding({"bare_reason": float(bare)})


def is_bare(text: str) -> bool:
    """Whether a text names a thing and says nothing of it.

    Examples:
        >>> is_bare("太陽"), is_bare("太陽が照らすから"), is_bare("The sun"), is_bare("Because the sun shines")
        (True, False, True, False)
    """
    text = text.strip().rstrip("。.")
    if not text or _CLAUSE.search(text):
        return False
    if has_japanese(text):
        return len(text) <= _LONGEST_JA and len(content_words(text)) <= 2
    return len(text.split()) <= _LONGEST_EN


def _named_only(case: Case) -> Sentence | None:
    if not case.values["bare_reason"]:
        return None
    return Sentence("理由ではなく、物の名前だけです", "names a thing, where a reason is asked for")


KIND = Kind("causes", ("bare_reason",), find, reasons=(Reason(False, 430, _named_only),))
