"""Values of a record by language ({"ja": …, "en": …}) or by model → columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.questions.headers import folded, language_named

_ANSWERS = ("outputs", "answers", "responses", "predictions", "completions", "generations", "model_answers",
            "model_outputs", "model_responses", "回答", "モデル回答")  # fmt: skip
"""Names under which a record may hold the answers of several models, each under the model's name."""


def unfolded(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with a value for each language, or model, where one holds them together.

    >>> unfolded({"question": {"ja": "首都は？", "en": "Capital?"}, "outputs": {"gpt-4": "東京"}})
    {'question(ja)': '首都は？', 'question(en)': 'Capital?', 'answer: gpt-4': '東京'}
    """
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if not isinstance(value, dict) or not value:
            flat[name] = value
        elif all(language_named(str(key)) for key in value):
            flat |= {f"{name}({key})": one for key, one in value.items()}
        elif folded(name) in _ANSWERS and all(isinstance(one, str | None) for one in value.values()):
            flat |= {f"answer: {key}": one for key, one in value.items()}
        else:
            flat[name] = value
    return flat
