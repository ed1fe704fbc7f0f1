"""What other evaluation tools wrote → records of question, response and Answer, in groups to grade one at a time.

Known are the results of promptfoo (JSON), the samples of lm-evaluation-harness (JSON Lines) and the logs of inspect_ai
(JSON, or the .eval archive). A group is a filter, an epoch, or a prompt that is a question by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from app.questions.headers import meaning

Record: TypeAlias = Mapping[str, Any]
LOGS = ("promptfoo", "lm-evaluation-harness", "inspect_ai")
"""The tools whose groups (epochs, filters, prompts) are tables."""
Groups: TypeAlias = dict[str, list[tuple[int, Record]]]
"""By the group's name: the numbered records."""


def is_promptfoo(whole: Any) -> bool:
    """Whether a JSON value is what promptfoo wrote; a test that failed has no response."""
    listed = promptfoo_results(whole)
    tests = all(isinstance(one, dict) and "vars" in one and ("response" in one or "error" in one) for one in listed)
    return tests and any("response" in one for one in listed)


def promptfoo_results(whole: Any) -> list[Any]:
    """The list of results in a promptfoo file, of its newer and its older form; empty when there is none."""
    found = whole.get("results") if isinstance(whole, dict) else None
    if isinstance(found, dict):
        found = found.get("results")
    return found if isinstance(found, list) else []


def read_promptfoo(whole: Any) -> Groups:
    """The results of promptfoo: the answers of each provider, to each prompt, beside the questions of the tests.

    Where the prompts themselves are the questions, each of them is a group.
    """
    numbers: dict[str, int] = {}
    records: list[tuple[int, str, str, dict[str, Any]]] = []
    for place, result in enumerate(promptfoo_results(whole), start=1):
        values = result["vars"] if isinstance(result["vars"], dict) else {}
        response = result.get("response") if isinstance(result.get("response"), dict) else {}
        case = str(result.get("testIdx", json.dumps(values, sort_keys=True, default=str)))
        record = {
            "NO": numbers.setdefault(case, len(numbers) + 1),
            "question": _first(values, "question") or _named(result.get("prompt"), "raw"),
            **_numbered("response", _expected(result, values)),
            "Answer": (response or {}).get("output"),
        }
        provider, prompt = _named(result.get("provider"), "label", "id"), _named(result.get("prompt"), "label", "raw")
        records.append((place, _short(provider), _short(prompt), record))
    providers, prompts = ({one[i] for one in records} for i in (1, 2))
    apart = len({(record["NO"], record["question"]) for *_, record in records}) > len(numbers)
    groups: Groups = {}
    known: set[tuple[str, object]] = set()
    for place, provider, prompt, record in records:
        varied = [(provider, len(providers) > 1), (prompt, len(prompts) > 1 and not apart)]
        model = " · ".join(part for part, varies in varied if part and varies) or provider
        group = prompt if apart else "promptfoo"
        if (f"{group} {model}", record["NO"]) not in known:
            known.add((f"{group} {model}", record["NO"]))
            groups.setdefault(group, []).append((place, {**record, "model": model}))
    return groups


def _short(text: str) -> str:
    return " ".join(text.split())[:40]


def is_harness_sample(record: Record) -> bool:
    """Whether a record is a sample of lm-evaluation-harness."""
    return {"doc_id", "doc", "resps"} <= set(record) and isinstance(record["doc"], dict)


def read_harness(records: Iterable[tuple[int, Record]]) -> Groups:
    """The samples of lm-evaluation-harness, by filter."""
    groups: Groups = {}
    for place, sample in records:
        choices = _continuations(sample.get("arguments"))
        target = sample.get("target")
        if choices and str(target).isdigit() and int(str(target)) < len(choices):
            target = choices[int(str(target))]
        record = {
            "NO": sample.get("doc_id"),
            "question": _first(sample.get("doc", {}), "question") or _first_text(sample.get("arguments")),
            **_numbered("response", target if isinstance(target, list) else [target]),
            "Answer": _answer_of(sample, choices),
        }
        groups.setdefault(str(sample.get("filter", "samples")), []).append((place, record))
    return groups


def is_inspect_log(whole: Any) -> bool:
    """Whether a JSON value is a log of inspect_ai."""
    return isinstance(whole, dict) and isinstance(whole.get("samples"), list) and isinstance(whole.get("eval"), dict)


def read_inspect(samples: Iterable[Any]) -> Groups:
    """The samples of an inspect_ai log, by epoch."""
    groups: Groups = {}
    for place, sample in enumerate(samples, start=1):
        if not isinstance(sample, dict) or "input" not in sample:
            continue
        target = sample.get("target")
        output = sample.get("output") if isinstance(sample.get("output"), dict) else {}
        record = {
            "NO": sample.get("id"),
            "question": _message_text(sample["input"]),
            **_numbered("response", target if isinstance(target, list) else [target]),
            "Answer": _completion(output or {}),
        }
        groups.setdefault(f"epoch {sample.get('epoch', 1)}", []).append((place, record))
    return groups


def _named(value: Any, *keys: str) -> str:
    """A text, or the first of these fields of an object that is one."""
    if isinstance(value, str):
        return value
    found = (value.get(key) for key in keys) if isinstance(value, dict) else ()
    return next((one for one in found if isinstance(one, str) and one), "")


def _first(values: Mapping[str, Any], role: str) -> str:
    """The first value whose name has this role, as text; empty when there is none."""
    for name, value in values.items():
        means = meaning(str(name))
        if means is not None and means.role == role and value not in (None, ""):
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return ""


def _numbered(name: str, values: Iterable[Any]) -> dict[str, Any]:
    known = [value for value in values if value not in (None, "")]
    return {name if place == 1 else f"{name} {place}": value for place, value in enumerate(known or [None], start=1)}


def _expected(result: Record, values: Mapping[str, Any]) -> list[Any]:
    """The accepted answers of a test case: a variable that names them, else what its assertions compare with."""
    named = _first(values, "reference") or _first(values, "answer")
    if named:
        return [named]
    case = result.get("testCase")
    asserted = case.get("assert") if isinstance(case, dict) else None
    kinds = ("equals", "iequals", "contains", "icontains", "similar", "factuality", "answer-relevance")
    found = [one for one in asserted or [] if isinstance(one, dict) and one.get("type") in kinds]
    return [one.get("value") for one in found if isinstance(one.get("value"), str | int | float)]


def _requests(arguments: Any) -> list[list[Any]]:
    """The arguments of each request of a sample: lists, or objects `gen_args_0` with `arg_0`, `arg_1`, …"""
    listed: Sequence[Any] = list(arguments.values()) if isinstance(arguments, dict) else arguments or []
    if not isinstance(listed, list):
        return []
    return [list(one.values()) if isinstance(one, dict) else one for one in listed if isinstance(one, dict | list)]


def _first_text(arguments: Any) -> str:
    first = next(iter(_requests(arguments)), [])
    return next((one for one in first if isinstance(one, str)), "")


def _continuations(arguments: Any) -> list[str]:
    """The choices of a question with choices; empty for one whose answer was generated."""
    pairs = [one for one in _requests(arguments) if len(one) > 1 and all(isinstance(part, str) for part in one[:2])]
    return [one[1].strip() for one in pairs] if len(pairs) > 1 else []


def _answer_of(sample: Record, choices: list[str]) -> Any:
    """The generated text, or the choice that the model found most likely."""
    responses = sample.get("filtered_resps") or sample.get("resps") or []
    if not isinstance(responses, list):
        return responses
    flat = [one[0] if isinstance(one, list) and one else one for one in responses]
    flat = [one[0] if isinstance(one, list) and one else one for one in flat]
    if not choices or len(flat) != len(choices):
        return flat[0] if flat and isinstance(flat[0], str) else None
    try:
        likely = [float(one) for one in flat]
    except (TypeError, ValueError):
        return None
    return choices[likely.index(max(likely))]


def _message_text(value: Any) -> str:
    """The text of an input: itself, or what the last message of the user says."""
    if not isinstance(value, list):
        return value if isinstance(value, str) else ""
    asked = [message for message in value if isinstance(message, dict) and message.get("role") == "user"]
    return _content(asked[-1].get("content")) if asked else ""


def _completion(output: Mapping[str, Any]) -> str | None:
    choices = output.get("choices")
    first = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    message = first.get("message")
    text = _content(message.get("content")) if isinstance(message, dict) else ""
    completion = output.get("completion")
    return text or (completion if isinstance(completion, str) else None)


def _content(value: Any) -> str:
    if isinstance(value, list):
        parts = [one.get("text") for one in value if isinstance(one, dict) and isinstance(one.get("text"), str)]
        return "\n".join(str(one) for one in parts)
    return value if isinstance(value, str) else ""
