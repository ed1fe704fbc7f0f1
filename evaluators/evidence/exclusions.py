"""Questions for what is not of a kind: there “The shark is not a mammal” names the shark."""

from __future__ import annotations

import re

_ASKS_FOR_NOT = re.compile(
    r"\b(?:which|what|who)\b[^?]*?(?:\b(?:not|never|cannot)\b|n't\b)|"
    r"な[いか](?:った)?(?:もの|の|人|国|動物|言葉|単語|選択肢)?は、?(?:次の)?(?:どれ|どの|どちら|何|誰|だれ)",
    re.I,
)
_DENIED = re.compile(
    r"^\W*(?P<en>[^,.;:\n]{1,60}?)\s+(?:is|are|was|were|do|does|did|can|has|have)(?:\s+(?:not|never)|n't|not)\b[^\n]*$|"
    r"^(?P<ja>[^はが、。\n]{1,20})[はが][^。\n]*(?:ません|ない)(?:です)?[。\s]*$",
    re.I,
)
_PRONOUN = re.compile(r"^(?:it|that|this|they|he|she|there|i|we|you|それ|これ|あれ|答え)$", re.I)


def denied_subject(question: str, answer: str) -> str:
    """What a question that asks for an exception is answered with; the answer itself where it is no such denial.

    Examples:
        >>> denied_subject("Which of these is not a bird: bat or owl?", "A bat is not a bird.")
        'A bat'
        >>> denied_subject("鳥でないものはどれですか。", "コウモリは鳥ではありません。")
        'コウモリ'
        >>> denied_subject("Which of these is a bird?", "A bat is not a bird.")
        'A bat is not a bird.'
    """
    found = _DENIED.match(answer) if len(answer) <= _LONGEST and _ASKS_FOR_NOT.search(question[-300:]) else None
    subject = (found["en"] or found["ja"] or "") if found else ""
    return answer if not subject or _PRONOUN.match(subject.strip()) else subject.strip()


_LONGEST = 200
