"""Accepted answers as JSON and Parquet nest them: lists, SQuAD's `answers`, aliases → one column each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.questions.headers import Role, folded, meaning
from app.records import Language

_BEST = ("best_answer", "bestanswer")
ACCEPTED = ("answers", "correct_answers", "correctanswers", "gold_answers", "aliases", "accepted_answers")
_TEXTS = ("text", "value", "answer")
_MORE = ("aliases", "answers")


def with_accepted(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with nested accepted answers as `response`, `response 2`, …; without any it is as it was.

    >>> with_accepted({"question": "首都は？", "answers": {"text": ["東京", "東京都"], "answer_start": [0, 0]}})
    {'question': '首都は？', 'response': '東京', 'response 2': '東京都'}
    """
    places = [name for name, value in record.items() if _holds_accepted(name, value, "reference")]
    if not places and not any(means is not None and means.role == "reference" for means in map(meaning, record)):
        places = [name for name, value in record.items() if _holds_accepted(name, value, "answer")]
    flat = {name: value for name, value in record.items() if name not in places}
    for language in dict.fromkeys(map(_language, places)):
        named = sorted((one for one in places if _language(one) == language), key=lambda one: folded(one) not in _BEST)
        texts = list(dict.fromkeys(text for name in named for text in accepted_texts(record[name])))
        own = _named(named[0])
        flat |= {f"{own} {place}" if place > 1 else own: text for place, text in enumerate(texts or [None], start=1)}
    return flat


def _language(name: str) -> Language | None:
    """The language that a name says."""
    means = meaning(name)
    return means.language if means is not None else None


def _holds_accepted(name: str, value: Any, role: Role) -> bool:
    """Whether a value nests accepted answers: by its name, which also is that of a list of them in this role."""
    if folded(name) in (*_BEST, *ACCEPTED):
        return isinstance(value, list | dict) or bool(list(accepted_texts(value)))
    means = meaning(name)
    return means is not None and means.role == role and isinstance(value, list | dict)


def _named(name: str) -> str:
    """The name of the column: its own where that is known as one of references."""
    means = meaning(name)
    suffix = f"({means.language})" if means is not None and means.language else ""
    return name if means is not None and means.role == "reference" and means.place == 1 else f"response{suffix}"


def accepted_texts(value: Any) -> Iterator[str]:
    """The texts of a value: itself, of each in a list, or of an object that holds some under a usual name."""
    if isinstance(value, str):
        yield from [value] if value.strip() else []
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from accepted_texts(one)
    elif isinstance(value, dict):
        for name in (*_TEXTS, *_MORE):
            if name in value:
                yield from accepted_texts(value[name])


def squad_records(paragraphs: Any) -> list[dict[str, Any]] | None:
    """The questions of SQuAD's nested form, with their contexts; None for anything else."""
    if not isinstance(paragraphs, list) or not paragraphs:
        return None
    found = []
    for article in paragraphs:
        inner = article.get("paragraphs") if isinstance(article, dict) else None
        if not isinstance(inner, list):
            return None
        for paragraph in inner:
            asked = paragraph.get("qas") if isinstance(paragraph, dict) else None
            for one in asked if isinstance(asked, list) else ():
                if isinstance(one, dict):
                    found.append({**one, "context": paragraph.get("context")})
    return found
