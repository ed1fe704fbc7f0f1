"""Values of a record by language ({"ja": …, "en": …}) or by model → columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.questions.headers import folded, language_named, meaning

_ANSWERS = ("outputs", "answers", "responses", "predictions", "completions", "generations", "model_answers",
            "model_outputs", "model_responses", "回答", "モデル回答")  # fmt: skip
"""Names under which a record may hold the answers of several models, each under the model's name."""
_MODELS = ("model", "model_name", "model_id", "name", "provider", "llm", "モデル", "モデル名")
_OUTPUTS = ("text", "output", "answer", "response", "completion", "prediction", "content", "generated_text", "回答")
"""Keys of a record of one model's answer: whose it is, and what it says."""
_SCORES = ("target_scores",)
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
        if folded(str(name)) in _ANSWERS and (answers := _by_model(value)):
            flat |= answers
        elif not isinstance(value, dict) or not value:
            flat[name] = value
        elif folded(str(name)) in _SCORES and all(isinstance(one, int | float) for one in value.values()):
            flat |= _scored(value)
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


def _by_model(values: Any) -> dict[str, Any]:
    """The answers of a list that says the model of each ([{"model": …, "output": …}, …]); none of another value."""
    flat: dict[str, Any] = {}
    for one in values if isinstance(values, list) else ():
        model = next((one[name] for name in _MODELS if name in one), None) if isinstance(one, dict) else None
        if not isinstance(model, str):
            return {}
        text = next((one[name] for name in _OUTPUTS if name in one), None)
        said = {key: each for key, each in one.items() if language_named(str(key))}
        flat |= {f"answer: {model}({key})": each for key, each in said.items()} if said else {f"answer: {model}": text}
    return flat


def _scored(scores: Mapping[str, float]) -> dict[str, Any]:
    """The options of a question and the right ones, where each has a score, as BIG-bench has them."""
    right = [option for option, score in scores.items() if score > 0 and score == max(scores.values())]
    return {"choices": list(scores), "target": right[0] if len(right) == 1 else right}


def _by_language(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a name for each language; a name that says nothing only holds the languages together."""
    if all(isinstance(one, dict) for one in values.values()):
        if folded(name) in _ANSWERS:
            return unfolded({key: {name: one} for key, one in values.items()})
        if meaning(name) is None:
            return unfolded(values)
    return {f"{name}({key})": one for key, one in values.items()}


def grouped(whole: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The records of a value that holds them under names, each with what the name says; none of another value.

    The names are languages, or models where all of them hold the same questions, or else kinds of questions.
    """
    groups = {str(name): rows for name, rows in whole.items() if isinstance(rows, list) and rows}
    records = [one for rows in groups.values() for one in rows]
    if len(groups) < 2 or len(groups) < len(whole) or not all(isinstance(one, dict) for one in records):
        return []
    asked = [{str(one.get(name)) for one in rows for name in one if _asks(name)} for rows in groups.values()]
    if not all(asked):
        return []
    same = all(texts == asked[0] for texts in asked)
    key = "lang" if all(map(language_named, groups)) else "model" if same else "category"
    return [{key: name, **one} for name, rows in groups.items() for one in rows]


def _asks(name: str) -> bool:
    means = meaning(name)
    return means is not None and means.role == "question"
