"""Answers that say a reference in words that it does not share, or its contrary: directions, permissions, short names,
another number or script of the same word.

Such an answer is read as the reference itself. What is found is exact, not a likeness, and only where an answer says
no more than that.
"""

from __future__ import annotations

from evaluators.evidence.directions import says_same
from evaluators.evidence.short_names import by_family_name
from evaluators.evidence.spellings import is_same_word


def reworded(question: str, reference: str, answer: str) -> int:
    """1 where an answer says what a reference says in other words, -1 where it says the contrary or names another.

    Examples:
        >>> reworded("気圧はどうなりますか。", "低くなる", "下がります。")
        1
        >>> reworded("気圧はどうなりますか。", "低くなる", "It rises.")
        -1
    """
    if is_same_word(question, reference, answer):
        return 1
    return says_same(question, reference, answer) or by_family_name(question, reference, answer)
