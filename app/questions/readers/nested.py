"""Values of a record by language ({"ja": …, "en": …}) or by model → columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.questions.headers import folded, language_named, meaning

_ANSWERS = ("outputs", "answers", "responses", "predictions", "completions", "generations", "model_answers",
            "model_outputs", "model_responses", "回答", "モデル回答")  # fmt: skip
"""Names under which a record may hold the answers of several models, each under the model's name."""
_SHORT = {"q": "question", "a": "answer", "ref": "reference"}
"""Short names that are clear within a language of a record."""


def unfolded(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with a value for each language, or model, where one holds them together.

    >>> unfolded({"question": {"ja": "首都は？", "en": "Capital?"}, "outputs": {"gpt-4": "東京"}})
    {'question(ja)': '首都は？', 'question(en)': 'Capital?', 'answer: gpt-4': '東京'}
    >>> unfolded({"ja": {"q": "首都は？", "a": "東京"}, "en": {"q": "Capital?", "a": "Tokyo"}})
    {'question(ja)': '首都は？', 'answer(ja)': '東京', 'question(en)': 'Capital?', 'answer(en)': 'Tokyo'}
    """
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if not isinstance(value, dict) or not value:
            flat[name] = value
        elif language_named(str(name)):
            inner = unfolded({_SHORT.get(folded(str(key)), str(key)): one for key, one in value.items()})
            flat |= {f"{key}({name})": one for key, one in inner.items()}
        elif all(language_named(str(key)) for key in value):
            flat |= _by_language(str(name), value)
        elif folded(name) in _ANSWERS and all(isinstance(one, str | None) for one in value.values()):
            flat |= {f"answer: {key}": one for key, one in value.items()}
        else:
            flat[name] = value
    return flat


def _by_language(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a name for each language; a name that says nothing only holds the languages together."""
    if all(isinstance(one, dict) for one in values.values()):
        if folded(name) in _ANSWERS:
            return unfolded({key: {name: one} for key, one in values.items()})
        if meaning(name) is None:
            return unfolded(values)
    return {f"{name}({key})": one for key, one in values.items()}
