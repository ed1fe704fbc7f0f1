"""An item as it is judged: the answer itself, what it goes on with, and its references spelled out."""

from __future__ import annotations

import re

from evaluators.evidence.answers import either
from evaluators.evidence.choices import options
from evaluators.evidence.circumstances import without_circumstance
from evaluators.evidence.exclusions import denied_subject
from evaluators.evidence.letters import chosen, spelled_out
from evaluators.evidence.opposites import picked_by_comparison, the_one_compared
from evaluators.evidence.pairs import Pair
from evaluators.evidence.replies import speaks_of_itself
from evaluators.evidence.rewordings import reworded
from evaluators.evidence.variants import ALTERNATIVES, variants
from evaluators.kanji import japanese_kanji
from evaluators.normalization import MAX_TEXT, shortened, usable
from evaluators.replies import AGAIN, Reply, read_reply

MAX_REFERENCES = 16
_READ = 25
"""Markup is taken out of so many times the length up to which a text is read."""
_MARKUP = re.compile(
    r"</?(?:b|i|u|p|em|strong|span|div|li|ul|ol|h[1-6]|code|br|sub|sup|tex)\b[^<>]{0,80}>|\*\*|^#{1,4}\s", re.I
)
_ONE_BULLET = re.compile(r"^\s*(?:[-*・•]|1[.)])\s+(?=\D)")


def pairs_of(question: str, references: tuple[str, ...], answer: str) -> list[Pair]:
    """The answer beside each form of its references, in an order that does not depend on theirs.

    There are none without either, or where the model speaks of itself only.
    Of what a model wrote, the pairs hold the answer, and apart from it the further answers that it went on with.
    """
    question = shortened(question)
    reply = read(question, answer)
    if not reply.answer or only_of_itself(question, references, reply.answer):
        return []
    question = without_circumstance(question, reply.answer)
    if (both := either(reply.answer)) and not any(ALTERNATIVES.search(reference) for reference in references):
        reply = Reply(both[0], (both[1], *reply.further))
    known = spelled_out(question, tuple(usable(reference).strip() for reference in references))
    offered = options(question)
    compared = (the_one_compared(question, reference, offered) for reference in known) if len(offered) == 2 else ()
    spelled = variants((*known, *compared))
    given = tuple(shortened(reference) for reference in spelled[:MAX_REFERENCES])
    as_written = usable(answer).partition(AGAIN)[0].strip() == reply.answer
    return [_pair(question, reference, reply, given, as_written=as_written) for reference in given]


def only_of_itself(question: str, references: tuple[str, ...], answer: str) -> bool:
    """Whether an answer speaks of the model itself where neither the question nor a reference does."""
    return speaks_of_itself(question, answer) and not any(speaks_of_itself(question, text) for text in references)


def _pair(question: str, reference: str, reply: Reply, given: tuple[str, ...], *, as_written: bool) -> Pair:
    same = reworded(question, reference, reply.answer) > 0
    said = reference if same else reply.answer
    return Pair(question, reference, said, reply.further, given, same, as_written and not same)


def read(question: str, answer: str) -> Reply:
    """The answer without frame, repetition and markup, a letter replaced by its option; and the further answers."""
    reply = read_reply(usable(answer), question)
    first, *rest = (_plain(question, text) for text in (reply.answer, *reply.further))
    return Reply(first, tuple(dict.fromkeys(text for text in rest if text and text != first)))


def _plain(question: str, text: str) -> str:
    text = japanese_kanji(_MARKUP.sub("", text[: _READ * MAX_TEXT] if len(text) > _READ * MAX_TEXT else text)).strip()
    if "\n" not in text:
        text = _ONE_BULLET.sub("", text)
    text = denied_subject(question, shortened(text))
    found = chosen(question, text)
    text = text if found.mismatch else found.text.strip()
    return picked_by_comparison(question, text, options(question)) or text
