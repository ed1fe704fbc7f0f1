"""Messages in the language of the page: those of errors, and those that a worker kept with a run or an answer.

What a worker keeps is English, as the command line shows it; each template that it can come from is in a table with its
Japanese. What fits no template (the words of a library, of a server) stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter

from app.errors import NarabeError
from app.questions.messages import MESSAGES as OF_FILES
from app.ui.labels import Labels
from app.ui.messages.models import OF_MODELS
from app.ui.messages.runs import OF_RUNS
from app.ui.messages.sources import OF_SOURCES

TABLE: tuple[tuple[str, str], ...] = (*OF_MODELS, *OF_RUNS, *OF_SOURCES)
"""(Japanese, English as the code says it). `{place}` stands for whatever is put in there."""
LONGEST = 4000
"""Characters beyond which a message is left as it is."""


def message(labels: Labels, error: NarabeError) -> str:
    """What an error says, in the language of the page."""
    text = error.text(labels.language)
    return in_language(labels, text) if text == str(error) else text


def in_language(labels: Labels, text: str) -> str:
    """A message in English, in the language of the page."""
    return japanese(text) if labels.language == "ja" and len(text) <= LONGEST else text


def japanese(text: str) -> str:
    """A message in English in Japanese, with whatever it names; one that is not known stays as it is."""
    return _whole(text) or _list(text) or _prefixed(text) or text


def _whole(text: str) -> str:
    for pattern, template in _patterns():
        if found := pattern.fullmatch(text):
            return template.format(**{name: japanese(value) for name, value in found.groupdict().items()})
    return ""


def _list(text: str) -> str:
    parts = text.split("; ")
    if len(parts) == 1:
        return ""
    said = [japanese(part) for part in parts]
    return "；".join(said) if said != parts else ""


def _prefixed(text: str) -> str:
    """`[ja] …`, `file.toml: …`: the language or the place stays, what is said of it is translated."""
    if found := re.fullmatch(r"\[(ja|en)\] (.+)", text, re.DOTALL):
        return f"［{'日本語' if found[1] == 'ja' else '英語'}］{japanese(found[2])}"
    place, colon, rest = text.partition(": ")
    said = japanese(rest) if colon else rest
    return f"{place}：{said}" if said != rest else ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    of_files = [(one.message_ja, one.message) for one in OF_FILES.values()]
    known = [(ja, english) for ja, english in [*TABLE, *of_files] if not re.fullmatch(r"\{\w+\}", english)]
    return tuple((re.compile("".join(_parts(english)), re.DOTALL), ja) for ja, english in known)


def _parts(template: str) -> Iterator[str]:
    """The template as parts of a pattern in which each place is a group; the second of one name is not asked for."""
    seen: set[str] = set()
    for literal, name, _, _ in Formatter().parse(template):
        yield re.escape(literal)
        if name is not None:
            yield ".+?" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
