"""What a model wrote → its answer, and the further answers to the same question that it went on with.

A model that merely continues a text often goes on after its answer: with the prompt's own frame and another answer,
with a question of its own, or with the same words again and again. All steps take time
linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from evaluators.loops import without_loop
from evaluators.normalization import normalize
from evaluators.reasoning import split_reasoning

AGAIN = "\n<answer>Answer: "
"""What stands before each further answer in `Reply.lines`."""
MAX_FURTHER = 8
"""How many further answers are kept."""
_TAG = r"</?[ \t]{0,3}(?:answer|prompt|question|response)s?[ \t]{0,3}>"
_ANSWER = r"(?:(?:final |the )?answer(?: in \w+)?|(?:\w{1,4}での)?(?:答え|回答|解答|答))[ \t]*[:：]"
_QUESTION = r"(?:(?:next )?question|passage|context|質問|問題|問い?|資料|参考資料|文脈)[ \t]{0,3}\d{0,3}[ \t]{0,3}[:：]"
_END = r"\bwrite (?:the |your )?answer (?:with)?in \d+ words\b|<end_of_turn>|<\|im_end\|>|</s>|<eos>"
_ASKS = re.compile(r"[?？][\"”』」)）]*\s*$|か[。.]?[」』]?\s*$|\bnext question\b", re.I)
_CUT_OFF = re.compile(r"<[a-z/]{0,9}$", re.I)
"""A tag at the end that the token limit cut off."""
_BLANK_LINE = re.compile(r"\n[ \t]{0,8}\n")
_LABELS = frozenset({"Answer", "Question", "答え", "回答", "質問"})
_LONG = 60
"""Characters of a text that may be an explanation before its conclusion."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A prompt's own words around a question and its answer, besides the usual ones (`Question:`, `<answer>`, 答え：).

    Attributes:
        asks: what stands before a question.
        answers: what stands before an answer.
        ends: other words of the prompt; an answer ends where they come again.
    """

    asks: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer in what a model wrote, and the distinct further answers that follow in the same frame."""

    answer: str
    further: tuple[str, ...] = ()
    reasoning: str = ""
    """What led to the answer (see `evaluators.reasoning`)."""
    finished: bool = True
    """False where it was cut off within its reasoning, so that there is no answer."""

    @property
    def lines(self) -> str:
        """The answer and the further ones as they are judged: in one text that `read_reply` takes apart again."""
        return AGAIN.join((self.answer, *self.further))


USUAL = Frame()


def read_reply(raw: str, question: str = "", frame: Frame = USUAL) -> Reply:
    """The answer in `raw`, without reasoning, the prompt's frame and repetition, and what else it answers.

    Args:
        raw: what a model wrote, up to a stop marker or not.
        question: what was asked; where the model asks it again itself, what follows are answers to it.
        frame: the prompt's own words.
    """
    parts = split_reasoning(raw)
    found: list[str] = []
    for text in _answers(parts.answer, question.strip(), frame):
        kept = without_loop(text).strip()
        if kept and not (found and kept in _LABELS):
            found.append(kept)
    if not found:
        return Reply("", (), parts.reasoning, parts.finished)
    return Reply(found[0], _distinct(found), parts.reasoning)


def _answers(raw: str, asked: str, frame: Frame) -> Iterator[str]:
    """The texts between the marks of the frame that answer the question, in order."""
    pattern = _pattern(frame)
    raw = _CUT_OFF.sub("", raw)
    marks = list(pattern.finditer(raw))
    if _concludes(raw, marks):
        marks = []
    starts = [0, *(mark.end() for mark in marks)]
    ends = [*(mark.start() for mark in marks), len(raw)]
    answering, any_text = True, False
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        kind = marks[i - 1].lastgroup if i else "answer"
        text = raw[start:end]
        if kind == "end" or (any_text and _closes(marks[i - 1][0])):
            if any_text:
                return
            continue
        if kind == "question":
            answering = False
            if text.strip() and not _same(text, asked) and any_text:
                return
            continue
        answering = answering or kind == "answer"
        if not answering:
            continue
        own, asks = _own_question(text, asked, last=end == len(raw))
        if own.strip():
            any_text = True
            yield own
        if asks:
            return


def _concludes(raw: str, marks: list[re.Match[str]]) -> bool:
    """Whether the only mark is an “Answer:” that concludes an explanation: then all of it is the answer."""
    if len(marks) != 1 or marks[0].lastgroup != "answer" or "<" in marks[0][0]:
        return False
    before, after = raw[: marks[0].start()].strip(), raw[marks[0].end() :].strip()
    return len(before) > max(_LONG, 2 * len(after)) and len(after) > 0


def _closes(mark: str) -> bool:
    """Whether a mark closes an answer or opens another prompt."""
    return bool(re.match(r"<(?:/[ \t]*(?:answer|response)|[ \t]*prompt|[ \t]*question|/[ \t]*prompt)", mark, re.I))


def _own_question(text: str, asked: str, *, last: bool) -> tuple[str, bool]:
    """A text up to a question that the model asks itself after a blank line, and whether that is another question.

    A question that nothing follows is put to the reader and stays; `last`: nothing follows the text.
    """
    places = [0, *(match.end() for match in _BLANK_LINE.finditer(text)), len(text) + 2]
    for start, end in list(pairwise(places))[1:]:
        line, _, rest = text[start:end].strip().partition("\n")
        if last and end > len(text) and not rest and not _same(line, asked):
            return text, False
        if _ASKS.search(line[-80:]) and text[:start].strip():
            return text[:start], not _same(line, asked)
    return text, False


def _same(text: str, asked: str) -> bool:
    """Whether a text is the question that was asked, as far as its first line goes."""
    if not asked:
        return False
    asked = normalize(asked)
    said = normalize(text.strip()[: 2 * len(asked) + 20])
    return bool(said) and (said.startswith(asked[:40]) or asked.startswith(said[:40]))


def _distinct(found: list[str]) -> tuple[str, ...]:
    """The further answers that say something else than the ones before; the last may be cut off."""
    if len(found) == 1:
        return ()
    known = {_key(found[0])}
    further: list[str] = []
    for i, text in enumerate(found[1:], 1):
        key = _key(text)
        if not key or key in known or (i == len(found) - 1 and any(k.startswith(key) for k in known)):
            continue
        known.add(key)
        if len(further) < MAX_FURTHER:
            further.append(text)
    return tuple(further)


def _key(text: str) -> str:
    return normalize(text[:400]).replace(" ", "")


@lru_cache(maxsize=64)
def _pattern(frame: Frame) -> re.Pattern[str]:
    """What marks the parts of a text: each match has the kind `tag`, `answer`, `question` or `end`."""

    def either(usual: str, own: tuple[str, ...]) -> str:
        return "|".join([*(re.escape(words.strip()) for words in own if words.strip()), usual])

    start = r"(?:(?:^|(?<=\n)|(?<=>))[ \t*#]{0,8})"
    return re.compile(
        rf"(?P<end>{either(_END, frame.ends)})"
        rf"|{start}(?P<question>{either(_QUESTION, frame.asks)})"
        rf"|(?:{_TAG})?{start}(?P<answer>{either(_ANSWER, frame.answers)})"
        rf"|(?P<tag>{_TAG})",
        re.I,
    )
