"""Where an answer agrees with its references, letter for letter: what a reviewer's eye looks for first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from app.ui.review.markdown import Node

Mark: TypeAlias = Literal["", "hit", "miss"]
Part: TypeAlias = tuple[str, Mark]

_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def parts(answer: str, references: Sequence[str], *, wrong: bool = False) -> tuple[Part, ...]:
    """`answer` cut into parts; joined they are the answer again.

    Args:
        answer: the text to mark.
        references: accepted answers; each occurrence of one is a `hit`, whatever its case and width.
        wrong: the answer is judged wrong: its numbers that stand in no reference with numbers are a `miss`.
    """
    folded, origin = _fold(answer)
    marks: list[Mark] = [""] * len(answer)
    if wrong:
        _set(marks, origin, _strange_numbers(folded, references), "miss")
    for reference in references:
        _set(marks, origin, _occurrences(folded, _fold(reference.strip().rstrip("。.、,"))[0]), "hit")
    return tuple(_runs(answer, marks))


def marked_tree(nodes: Sequence[Node], references: Sequence[str], *, wrong: bool = False) -> tuple[Node, ...]:
    """The same in an answer's Markdown tree: each marked part of a text becomes the node ["mark", its mark, text]."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            found += [["mark", mark, text] if mark else text for text, mark in parts(node, references, wrong=wrong)]
        else:
            tag, start, *children = node
            found.append([tag, start, *marked_tree(children, references, wrong=wrong)])
    return tuple(found)


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without difference of case and width, and for each of its characters the place in `text`."""
    pieces = [unicodedata.normalize("NFKC", character).casefold() for character in text]
    return "".join(pieces), [index for index, piece in enumerate(pieces) for _ in piece]


def _occurrences(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        if not (_joined(text, start) or _joined(text, end)):
            yield start, end
        start = text.find(wanted, end)


def _joined(text: str, place: int) -> bool:
    """Whether a Latin word or a number goes on across `place`."""
    around = text[max(place - 1, 0) : place + 1]
    return len(around) == 2 and all(c.isascii() and c.isalnum() for c in around)


def _strange_numbers(text: str, references: Sequence[str]) -> Iterator[tuple[int, int]]:
    known = {number.replace(",", "") for one in references for number in _NUMBER.findall(_fold(one)[0])}
    if known:
        yield from (m.span() for m in _NUMBER.finditer(text) if m.group().replace(",", "") not in known)


def _set(marks: list[Mark], origin: list[int], spans: Iterator[tuple[int, int]], mark: Mark) -> None:
    for start, end in spans:
        for place in origin[start:end]:
            marks[place] = mark


def _runs(answer: str, marks: list[Mark]) -> Iterator[Part]:
    start = 0
    for end in range(1, len(answer) + 1):
        if end == len(answer) or marks[end] != marks[start]:
            yield answer[start:end], marks[start]
            start = end
