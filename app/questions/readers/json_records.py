"""JSON and JSON Lines → tables: one record a row, its keys as the column names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.questions.findings import Findings
from app.questions.known_layouts import known_layout
from app.questions.readers import evaluations
from app.questions.readers.accepted import squad_records, with_accepted
from app.questions.readers.batches import batch_answers, is_batch_output
from app.questions.readers.evaluations import Record
from app.questions.readers.nested import grouped, unfolded
from app.questions.readers.records import records_table
from app.questions.table import Table

MAX_JSON_CHARACTERS = 20 * 1024**2
"""A JSON text that has to be read in one piece: beyond, its objects would take more memory than a reader may."""
_CHATS = ("messages", "conversations", "body", "params")
"""Keys under which chat messages stand."""
_LISTS = ("data", "questions", "examples", "records", "items", "rows")
"""Keys under which a JSON object may hold its list of records."""


def is_json(text: str) -> bool:
    """Whether a text looks like JSON or JSON Lines rather than separated values."""
    return text.lstrip()[:1] in ("{", "[")


def read_json(text: str, findings: Findings) -> list[Table]:
    """The tables of a JSON text: a list of objects, an object with such a list, or one object a line.

    A row's number is the line in JSON Lines, else the record's place in the list, from 1. Chat messages become the
    columns `question` (the last one of the user) and `response` (the last one of the assistant). What evaluation
    tools wrote becomes one table a group (see `evaluations`); all else is a single one.

    Raises:
        InputError: no JSON, no records, or more than the bounds allow.
    """
    whole = _whole(text)
    if whole is None:
        numbered = list(_bounded(_lines(text, findings), findings))
    elif evaluations.is_promptfoo(whole):
        return _tables(evaluations.read_promptfoo(whole), "promptfoo", findings)
    elif evaluations.is_inspect_log(whole):
        return _tables(evaluations.read_inspect(whole["samples"]), "inspect_ai", findings)
    else:
        numbered = list(_bounded(_listed(whole, findings), findings))
    if numbered and all(evaluations.is_harness_sample(record) for _, record in numbered):
        return _tables(evaluations.read_harness(numbered), "lm-evaluation-harness", findings)
    if numbered and all(is_batch_output(record) for _, record in numbered):
        return [Table("", (), batch=tuple(batch_answers(numbered)))]
    if several := [number for number, record in numbered if len(_turns(record)) > 1]:
        findings.add("first_turn_only", row=several[0], count=len(several))
    if chats := [number for number, record in numbered if _says_more(_messages(record))]:
        findings.add("last_message_only", row=chats[0], count=len(chats))
    flat = [(number, with_accepted(unfolded(_flat(record)))) for number, record in numbered]
    keys = numbered[0][1] if numbered else ()
    table = replace(records_table("", flat, findings), layout=known_layout(keys))
    return [table] if len(table.rows) > 1 else []


def _tables(groups: evaluations.Groups, layout: str, findings: Findings) -> list[Table]:
    return [replace(records_table(name, records, findings), layout=layout) for name, records in groups.items()]


def read_log_archive(samples: Iterable[bytes], findings: Findings) -> list[Table]:
    """The tables of an .eval archive of inspect_ai, from the JSON of its samples.

    Raises:
        InputError: a sample that is no JSON, or more than the bounds allow.
    """
    parsed = []
    for place, content in enumerate(samples, start=1):
        findings.check_time()
        try:
            parsed.append(json.loads(content))
        except (ValueError, RecursionError) as error:
            findings.fail("broken_json", row=place, reason=getattr(error, "msg", str(error)))
    return _tables(evaluations.read_inspect(parsed), "inspect_ai", findings)


def _whole(text: str) -> Any:
    """The value of a text that is one JSON value; None for JSON Lines, or for what is broken."""
    if len(text) > MAX_JSON_CHARACTERS:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _bounded(records: Iterable[tuple[int, Record]], findings: Findings) -> Iterator[tuple[int, Record]]:
    for count, one in enumerate(records, start=1):
        findings.check_time()
        if count > findings.bounds.rows:
            findings.fail("too_many_rows", limit=findings.bounds.rows)
        yield one


def _listed(whole: Any, findings: Findings) -> Iterator[tuple[int, Record]]:
    if isinstance(whole, dict):
        nested = squad_records(whole.get("data"))
        whole = (
            nested
            if nested is not None
            else next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), None)
            or grouped(whole)
            or [whole]
        )
    for number, record in enumerate(whole, start=1):
        if not isinstance(record, dict):
            findings.fail("no_record", row=number)
        yield number, record


def _lines(text: str, findings: Findings) -> Iterator[tuple[int, Record]]:
    start = number = 0
    while start < len(text):
        number += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line, start = text[start:end], end + 1
        if not line.strip():
            continue
        if len(line) > MAX_JSON_CHARACTERS:
            findings.fail("json_too_large", row=number, limit=MAX_JSON_CHARACTERS // 1024**2)
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            findings.fail("broken_json", row=number, reason=getattr(error, "msg", str(error)))
        if not isinstance(record, dict):
            findings.fail("no_record", row=number)
        yield number, record


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with its chat messages, or the first of its turns, as question and response."""
    if turns := _turns(record):
        return {**{name: value for name, value in record.items() if name != "turns"}, **_first_turn(record, turns)}
    messages = _messages(record)
    if not messages:
        return dict(record)
    by_role = _by_role(messages)
    rest = {name: value for name, value in record.items() if name not in _CHATS}
    question, response = by_role.get("user", by_role.get("human")), by_role.get("assistant", by_role.get("gpt"))
    return {**rest, "question": question, **({"response": response} if response is not None else {})}


def _messages(record: Mapping[str, Any]) -> list[Any]:
    """The chat messages of a record, its own or those of a request; empty for another kind of record."""
    request: Mapping[str, Any] = next(
        (record[name] for name in ("body", "params") if isinstance(record.get(name), dict)), {}
    )
    places = (record.get("messages"), record.get("conversations"), request.get("messages"), request.get("input"))
    found = next((one for one in places if isinstance(one, list) and any(isinstance(each, dict) for each in one)), [])
    return [one for one in found if isinstance(one, dict)]


def _says_more(messages: list[Any]) -> bool:
    """Whether there are earlier turns, or instructions, beside the last message of the user and its answer."""
    roles = _by_role(messages)
    return len(messages) > len(roles) or bool({"system", "developer"} & set(roles))


def _by_role(messages: list[Any]) -> dict[str, Any]:
    """The last message of each role; parts of a text as one."""
    found: dict[str, Any] = {}
    for message in messages:
        content = message.get("content", message.get("value"))
        if isinstance(content, list):
            content = "\n".join(str(one["text"]) for one in content if isinstance(one, dict) and "text" in one)
        found[str(message.get("role", message.get("from", "")))] = content
    return found


def _turns(record: Mapping[str, Any]) -> list[str]:
    """What is asked one after the other, as MT-bench has it; empty for another kind of record."""
    turns = record.get("turns")
    return turns if isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns) else []


def _first_turn(record: Mapping[str, Any], turns: list[str]) -> dict[str, Any]:
    reference = record.get("reference")
    return {"question": turns[0]} | ({"reference": next(iter(reference), None)} if isinstance(reference, list) else {})
