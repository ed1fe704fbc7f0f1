"""Options that a text lists: under labels (A. 東京 B. 大阪), between separators, or as JSON or Python writes a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from app.questions.printed import LONGEST, printed_value

LETTERS = ("abcdefghij", "アイウエオカキクケコ")
SERIES = (*LETTERS, "0123456789", "123456789")
"""Labels in their order."""
_WIDE_MARKS = re.compile(r"[Ａ-Ｚａ-ｚ０-９（）．：]")
_CIRCLED = re.compile(r"[①-⑨]")
_MARKED = re.compile(
    r"(?:(?<![A-Za-z0-9ァ-ヶー])|(?<=\n))[(\[【]?(?P<label>[A-Ja-j]|[ア-コ]|(?<![.\d])\d)"
    r"(?:[)\]:：、】]|\.(?!\d))[ \t　]*"
)
"""A label with a mark behind it: (A), A., ア：, 1)."""
_SPACED = re.compile(r"(?:(?<=\s)|^)(?P<label>[A-J]|[ア-コ]|\d)[ 　\t]+(?=\S)", re.MULTILINE)
"""A label with nothing but space around it."""


def listed_options(text: str) -> list[str]:
    """The options of a cell that holds them all: as JSON, under labels (A. 東京 B. 大阪), or between separators.

    >>> listed_options("A. 東京 B. 大阪"), listed_options("東京、大阪"), listed_options('["東京", "大阪"]')
    (['東京', '大阪'], ['東京', '大阪'], ['東京', '大阪'])
    >>> listed_options("['東京', '大阪']"), listed_options("['東京' '大阪']")
    (['東京', '大阪'], ['東京', '大阪'])
    """
    if text[:1] in ("[", "{") and (options := _printed(text)[0]):
        return options
    if labelled := lettered_options(text):
        return [option for _, option in labelled]
    for separator in ("\n", ";", "；", "|", "｜", "、", "/", "／", ",", "，"):
        parts = [part.strip() for part in text.split(separator)] if len(text) <= LONGEST else []
        if len(parts) > 1 and all(parts) and len(parts) <= len(LETTERS[0]):
            return parts
    return []


def lettered_options(text: str) -> list[tuple[str, str]]:
    """The options that a text lists under labels, in the order A, B, … (ア, イ, …; 1, 2, …), each with its label.

    >>> lettered_options("首都は？ (ア)東京 (イ)大阪")
    [('ア', '東京'), ('イ', '大阪')]
    """
    text = _CIRCLED.sub(_bracketed, text) if len(text) <= LONGEST else ""
    wide = _WIDE_MARKS.sub(_narrow, text)
    found = [(pattern, list(pattern.finditer(wide))) for pattern in (_MARKED, _SPACED)]
    for series in (*LETTERS, SERIES[3], SERIES[2]):
        for pattern, matches in found:
            marks = [match for match in matches if match["label"].lower() in series]
            run = _run(marks, series)
            if len(run) >= (2 if pattern is _MARKED else 3):
                ends = [match.start() for match in run[1:]] + [len(wide)]
                options = [
                    (match["label"].upper(), text[match.end() : end].strip(" 　\n\t、,，;；/／"))
                    for match, end in zip(run, ends, strict=True)
                ]
                if all(option for _, option in options):
                    return options
    return []


def _run(marks: Sequence[re.Match[str]], series: str) -> list[re.Match[str]]:
    """The last marks that stand in the order of the series, from its first on."""
    run: list[re.Match[str]] = []
    for mark in marks:
        label = mark["label"].lower()
        if label == series[0]:
            run = [mark]
        elif run and len(run) < len(series) and label == series[len(run)]:
            run.append(mark)
    return run


def _bracketed(match: re.Match[str]) -> str:
    """(1) for ①."""
    return f"({unicodedata.normalize('NFKC', match[0])})"


def _narrow(match: re.Match[str]) -> str:
    """A character of one width for another: positions stay."""
    return unicodedata.normalize("NFKC", match[0])[:1]


def labels_in(text: str) -> str:
    """The series of labels that a text lists options under; empty without one."""
    said = _printed(text)[1] or [label for label, _ in lettered_options(text)]
    labels = "".join(said).lower() if all(len(one) == 1 for one in said) else ""
    return next((series for series in SERIES if labels and series.startswith(labels)), "")


def _printed(text: str) -> tuple[list[str], list[str]]:
    """The options of a list that a program printed, or of an object that holds them, and their labels if it has any."""
    value = printed_value(text)
    if isinstance(value, dict) and isinstance(value.get("text"), list):
        named = value.get("label", value.get("labels"))
        return _texts(value["text"]), _texts(named)
    if isinstance(value, dict):
        return _texts(list(value.values())), _texts(list(value))
    return _texts(value), []


def _texts(value: object) -> list[str]:
    """Each of a list as text; none of anything else."""
    return [str(one) for one in value] if isinstance(value, list) else []
