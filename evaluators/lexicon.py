"""Small word lists that several kinds of evidence read."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words of a text, separated by white space."""
    return frozenset(text.split())


ENGLISH_FUNCTION_WORDS = words(
    "a an the of in on at to for from by with and or but is are was were be been has have had do does did not no "
    "yes it its he she they his her their this that which who whom whose what where when how as than then there i "
    "you we my your can could will would may might should because if so also more most only about after before into "
    "over under up out such these those them him me us our any some being"
)
"""English words that carry grammar rather than content."""

FOREIGN_FUNCTION_WORDS = words(
    "le les des du est et une dans pour pas sur avec qui sont être el los las una es y con por para del como está "
    "der die das und ist ein eine nicht mit von zu den dem il lo gli che per sono della di alla os um uma não em "
    "het een van niet op och att är som på det jag"
)
"""Frequent words of French, Spanish, German, Italian, Portuguese, Dutch and Swedish."""

UNIT_SIGNS = words("km m cm mm kg g mg l ml ha h s min kb mb gb tb hz khz mhz ghz w kw mw v a k c f am pm bc ad ce bce")
"""Units and marks that stand beside numbers in either language, lower case."""
