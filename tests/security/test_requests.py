"""What is no request, or one that no handler can take: a clear 4xx, and no traceback, whatever it is sent to."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import httpx
import pytest

from app.security.requests import DEEPEST, JSON_ONLY, Refused, check
from app.security.routes import PAGE
from tests.security.conftest import Served

BODIES = {
    "NaN": b'{"data": NaN}',
    "NaN within": b'{"data": [1, {"x": [NaN]}]}',
    "infinite": b'{"data": [Infinity]}',
    "too large to be finite": b'{"data": [1e999]}',
    "deep": b'{"data": ' + b"[" * 500 + b"]" * 500 + b"}",
    "too deep to be parsed": b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "many digits": b'{"data": [' + b"9" * 30 + b"]}",
    "too many digits": b'{"data": [' + b"9" * 9000 + b"]}",
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
    "no text": b"\xff\xfe",
    "half": b'{"data": [',
    "data of another type": '{"data": "日本"}'.encode(),
    "unknown event": b'{"data": [], "fn_index": 99999, "session_hash": "x"}',
    "event of another type": b'{"data": [], "fn_index": [], "session_hash": "x"}',
    "session of another type": b'{"data": [], "session_hash": {}}',
    "unknown component": b'{"data": 1, "component_id": 99999, "session_hash": "x", "fn_name": "y"}',
    "component of another type": b'{"data": 1, "component_id": {}, "session_hash": 3, "fn_name": null}',
    "surrogate": b'{"data": {"\\ud800": 1}, "session_hash": "\\ud800"}',
}
KINDS = ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/xml", "")
EVERY = [path for path in PAGE if path.startswith("/gradio_api/") and "heartbeat" not in path]
POSTED = [*(path for path in EVERY if path.startswith(JSON_ONLY) and "event_id" not in path), "/gradio_api/upload"]
ARGUMENTS = ({"a": 1}, None, {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}})


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """No traceback is logged or printed meanwhile."""
    capfd.readouterr()
    with caplog.at_level(logging.WARNING):
        yield
    assert not [record for record in caplog.records if record.exc_info], caplog.text[-2000:]
    assert "Traceback" not in "".join(capfd.readouterr())


def filled(path: str) -> str:
    """An address with something in each of its places."""
    for place, value in (("{api_name}", "verdict"), ("{path:path}", "x"), ("{path_or_url:path}", "x")):
        path = path.replace(place, value)
    return path.replace("{", "").replace("}", "")


def refused(said: httpx.Response) -> bool:
    return 400 <= said.status_code < 500


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_address_stumbles_over_a_body(app: Served, body: bytes, quiet: None) -> None:
    with app.client() as client:
        for path in POSTED:
            said = client.post(filled(path), content=body, headers={"Content-Type": "application/json"})
            queued = "/call/" in path and said.status_code == 200  # it takes what it needs, and answers elsewhere
            assert refused(said) or queued, (path, said.status_code)


@pytest.mark.parametrize("kind", KINDS)
def test_no_address_stumbles_over_another_kind_of_body(app: Served, kind: str, quiet: None) -> None:
    with app.client() as client:
        for path in EVERY if kind == KINDS[0] else POSTED:
            said = client.post(filled(path), content=b'{"data": []}', headers={"Content-Type": kind} if kind else {})
            assert refused(said), (path, said.status_code, said.text)


def test_the_message_says_what_is_wrong_in_both_languages(app: Served) -> None:
    with app.client() as client:
        headers = {"Content-Type": "application/json"}
        said = client.post("/gradio_api/run/verdict", content=b'{"data": [NaN]}', headers=headers)
    assert said.status_code == 400
    assert "NaN" in said.json()["error"] and "使えません" in said.json()["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("argument", ARGUMENTS, ids=ascii)
def test_no_named_endpoint_stumbles_over_an_argument(app: Served, argument: object, quiet: None) -> None:
    events = {event.api_name: event for event in app.events.values() if event.api_name and event.fn and event.inputs}
    assert len(events) > 20
    with app.client() as client:
        for name, event in events.items():
            arguments = [argument] * len([block for block in event.inputs if not block.skip_api])
            said = client.post(f"/gradio_api/run/{name}", json={"data": arguments, "session_hash": "引数"})
            assert said.status_code == 200 or refused(said), (name, said.text)


def test_no_event_of_the_screen_stumbles_over_its_data(app: Served, quiet: None) -> None:
    number = next(no for no, event in app.events.items() if "on_reference" in getattr(event.fn, "__qualname__", ""))
    trigger = app.events[number].targets[0][0]
    with app.client() as client:
        for sent in (None, [], {}, {"item": {}}, {"item": "x", "run": []}, "日本"):
            body = {"data": [], "fn_index": number, "trigger_id": trigger, "event_data": sent, "session_hash": "画面"}
            said = client.post("/gradio_api/run/x", json=body)
            assert said.status_code == 200 or refused(said), said.text


def test_the_screen_reads_nothing_from_data_of_another_shape(app: Served, quiet: None) -> None:
    panel = next(
        number
        for number, block in app.app.blocks.items()
        if getattr(getattr(block, "read_index", None), "_is_server_fn", False)
    )
    with app.client() as client:
        for name in ("read_index", "read_cards", "read_history", "__init__", "no_such"):
            for sent in (None, [], {"run": {}}, {"ids": "x"}, {"item": "x"}, 3):
                body = {"data": sent, "component_id": panel, "session_hash": "画面", "fn_name": name}
                said = client.post("/gradio_api/component_server", json=body)
                assert said.status_code == 200 or refused(said), (name, sent, said.text)


def test_what_the_app_itself_gets_wrong_is_still_a_fault(app: Served, caplog: pytest.LogCaptureFixture) -> None:
    event = next(event for event in app.events.values() if event.api_name == "list_runs")
    before = event.fn.__wrapped__

    def broken() -> None:
        raise KeyError("ours")

    from app.ui.faults import guarded
    from app.ui.labels import Labels

    whole, event.fn = event.fn, guarded(Labels("en"), broken)
    try:
        with app.client() as client:
            assert client.post("/gradio_api/run/list_runs", json={"data": []}).status_code == 500
    finally:
        event.fn = whole
    assert before is not None and "KeyError: 'ours'" in caplog.text


def test_what_is_sound_passes() -> None:
    check('{"data": ["日本", 1.5, -9223372036854775808, true, null, {"x": [[]]}], "session_hash": "s"}'.encode())
    check(b'{"data": ' + b"[" * (DEEPEST - 2) + b"]" * (DEEPEST - 2) + b"}")
    with pytest.raises(Refused):
        check(b'{"data": ' + b"[" * DEEPEST + b"]" * DEEPEST + b"}")
