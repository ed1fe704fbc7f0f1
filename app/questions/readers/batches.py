"""Answers of batch APIs (OpenAI's chat and responses, Anthropic's messages), which do not hold their questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

Record: TypeAlias = Mapping[str, Any]


class BatchAnswer(NamedTuple):
    """One answer: its line, the question's `custom_id`, the model, and its text or what went wrong."""

    row: int
    custom_id: str
    model: str
    text: str | None
    error: str = ""


def is_batch_output(record: Record) -> bool:
    """Whether a record is an answer of a batch API."""
    response, result = record.get("response"), record.get("result")
    if "custom_id" not in record or "body" in record or "params" in record:
        return False
    openai = isinstance(response, dict) and ("body" in response or "status_code" in response)
    return (
        openai
        or (response is None and record.get("error") is not None)
        or (isinstance(result, dict) and "type" in result)
    )


def batch_answers(records: Iterable[tuple[int, Record]]) -> list[BatchAnswer]:
    """The answers of a batch's output, in the order of its lines."""
    return [_answer(number, record) for number, record in records]


def _answer(number: int, record: Record) -> BatchAnswer:
    response, result = record.get("response"), record.get("result")
    body = response.get("body") if isinstance(response, dict) else None
    if isinstance(result, dict):
        body = result.get("message")
    body = body if isinstance(body, dict) else {}
    text = _text(body)
    wrong = record.get("error") or body.get("error") or (result.get("error") if isinstance(result, dict) else None)
    reason = "" if text is not None else _reason(wrong)
    return BatchAnswer(number, str(record["custom_id"]), str(body.get("model") or ""), text, reason)


def _text(body: Mapping[str, Any]) -> str | None:
    """What the model said: the first choice's message, the output's messages, or the content's texts."""
    choices = body.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        message = choices[0].get("message")
        return _content(message.get("content")) if isinstance(message, dict) else _content(choices[0].get("text"))
    output = body.get("output")
    if isinstance(output, list):
        texts = [_content(one.get("content")) for one in output if isinstance(one, dict)]
        return "\n".join(text for text in texts if text) or None
    return _content(body.get("content"))


def _content(value: Any) -> str | None:
    if isinstance(value, list):
        parts = [one.get("text") for one in value if isinstance(one, dict) and isinstance(one.get("text"), str)]
        return "\n".join(str(one) for one in parts) or None
    return value if isinstance(value, str) else None


def _reason(wrong: Any) -> str:
    if isinstance(wrong, dict):
        return str(wrong.get("message") or wrong.get("code") or wrong.get("type") or "error")
    return str(wrong) if wrong else "no answer"
