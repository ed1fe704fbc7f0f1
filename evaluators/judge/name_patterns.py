"""Patterns of names: the whole or a part, in either script, and other people who share a part."""

from __future__ import annotations

import random
from collections.abc import Iterator

from evaluators.judge.pattern import FIRST, LAST, SOUNDS, Pattern


def names(chance: random.Random, language: str) -> Iterator[Pattern]:
    """A name whole or its first or last part; wrong: another that shares a part, or none."""
    (first, other_first), (last, other_last) = chance.sample(FIRST[language], 2), chance.sample(LAST[language], 2)
    question = chance.choice(
        ("Who founded the company?", "Who won?")
        if language == "en"
        else ("会社を作ったのは誰ですか。", "優勝したのは誰ですか。")
    )

    def whole(given: str, family: str) -> str:
        return f"{given} {family}" if language == "en" else f"{family}{given}"

    reference = whole(first, last)
    short = f"{first[0]}. {last}" if language == "en" else last
    yield Pattern("names", question, reference, chance.choice((last, reference, first, short)), 1)
    wrong = chance.choice((whole(other_first, last), whole(first, other_last), whole(other_first, other_last)))
    yield Pattern("names", question, reference, wrong, 0)


def sounds(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Names in the other script: the whole, the family name, or another name that shares a part."""
    (first, other_first), (last, other_last) = chance.sample(FIRST["en"], 2), chance.sample(LAST["en"], 2)

    def latin(given: str, family: str) -> str:
        return f"{given} {chance.choice(('', '', 'W. '))}{family}"

    def katakana(given: str, family: str) -> str:
        return f"{SOUNDS[given]}・{SOUNDS[family]}"

    written, said = (latin, katakana) if language == "en" else (katakana, latin)
    asked = ("Who founded the company?", "Who won?") if language == "en" else ("創業者は誰？", "初代は誰ですか。")
    question = chance.choice(asked)
    reference = written(first, last)
    alone = SOUNDS[last] if language == "en" else last
    yield Pattern("names", question, reference, chance.choice((said(first, last), alone)), 1)
    wrong = chance.choice((said(first, other_last), said(first, other_last), said(other_first, last)))
    yield Pattern("names", question, reference, wrong, 0)


def middles(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Another person, told apart by an initial alone."""
    first, last = chance.choice(FIRST["en"]), chance.choice(LAST["en"])
    other, middle = chance.sample([name for name in (*FIRST["en"], *LAST["en"]) if name not in (first, last)], 2)
    question = "Who wrote it?" if language == "en" else "誰が書きましたか。"
    reference = f"{first} {middle[0]}. {last}"
    yield Pattern("names", question, reference, f"{first} {other[0]}. {middle[0]}. {last}", 0)
    yield Pattern("names", question, reference, chance.choice((reference, f"{first} {last}", last)), 1)
