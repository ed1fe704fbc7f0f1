"""Endpoints against a small real HTTP server that fails as it is told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR
from threading import Event
from typing import Any

import pytest

from app.config import settings
from app.errors import ModelError, NarabeError
from app.generation import available_models
from app.generation.base import Completion, Message
from app.generation.endpoint.model import EndpointModel, load
from app.generation.endpoint.server import MAX_REPLY
from app.records import Decoding
from evaluators.reasoning import Reasoned, split_reasoning
from tests.app.generation.servers import Reply, TinyServer, completion, free_port, say

KEY = "sk-sehr-geheim-0123456789"


def quiet(what: str, fraction: float) -> None:
    assert what
    assert 0 <= fraction <= 1


Serve = Callable[..., TinyServer]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server that gives these replies first, and names it in the settings."""
    with ExitStack() as running:

        def start(*replies: Reply, models: tuple[str, ...] = ("tiny",), **chosen: str) -> TinyServer:
            tiny = running.enter_context(TinyServer(*replies, models=models).running())
            for name, value in {"endpoint_url": tiny.url, "api_key": KEY, **chosen}.items():
                monkeypatch.setenv(f"NARABE_{name.upper()}", value)
            settings.cache_clear()
            return tiny

        yield start


def tiny_model(**changes: Any) -> EndpointModel:
    model = load("endpoint:tiny", quiet)
    assert isinstance(model, EndpointModel)
    return model.model_copy(update=changes)


def ask(model: EndpointModel, *prompts: str, stop: tuple[str, ...] = (), **decoding: Any) -> list[Completion]:
    found = list(model.complete(prompts, stop=stop, decoding=Decoding(**decoding)))
    assert sorted(index for index, _ in found) == list(range(len(prompts)))
    return [completion for _, completion in sorted(found)]


def status(code: int, says: str = "broken", **headers: str) -> Reply:
    return lambda handler, asked: say(handler, code, {"error": {"message": says}}, **headers)


def drop(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    handler.close_connection = True
    handler.connection.shutdown(SHUT_RDWR)


def test_prompts_are_sent_as_they_are(serve: Serve) -> None:
    tiny = serve()
    stops = ("\n", "</answer>", "a", "b", "c")
    given = ask(tiny_model(), "日本の首都は？", "2 + 2 =", stop=stops, max_new_tokens=7, temperature=0.2, top_p=0.95)
    assert [(one.text, one.tokens, one.finish_reason, one.error) for one in given] == [
        ("日本の首都は？", 3, "stop", None),
        ("2 + 2 =", 3, "stop", None),
    ]
    assert tiny.paths == ["/v1/completions"] * 2
    sent = tiny.asked[0]
    assert (sent["model"], sent["max_tokens"], sent["temperature"], sent["top_p"]) == ("tiny", 7, 0.2, 0.95)
    assert sent["stop"] == list(stops[:4])
    assert "repetition_penalty" not in sent
    assert tiny.headers[0]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("api", ["completions", "chat"])
def test_each_sample_has_a_seed_of_its_own_that_comes_again(serve: Serve, api: str) -> None:
    tiny = serve()
    model = tiny_model(api=api)
    for temperature in (0.7, 0.7, 0.0):
        decoding = Decoding(temperature=temperature)
        found = model.complete(["首都は？", "首都は？", "2 + 2 ="], stop=(), decoding=decoding, samples=[1, 2, 1])
        assert all(given.error is None for _, given in found)
    seeds = [one.get("seed") for one in tiny.asked]
    assert len({*seeds[:3]}) == 3 and None not in seeds[:3] and all(0 <= seed < 2**31 for seed in seeds[:3])
    assert sorted(seeds[:3]) == sorted(seeds[3:6]) and seeds[6:] == [None] * 3


def test_a_repetition_penalty_has_the_names_that_servers_know(serve: Serve) -> None:
    tiny = serve()
    ask(tiny_model(), "a", repetition_penalty=1.15)
    assert tiny.asked[0]["repetition_penalty"] == tiny.asked[0]["repeat_penalty"] == 1.15


def test_a_chat_goes_as_messages(serve: Serve) -> None:
    tiny = serve()
    model = tiny_model()
    prompt = model.as_prompt([Message("system", "短く。"), Message("user", "首都は？")])
    assert prompt is not None
    assert "短く。" in prompt and "首都は？" in prompt
    (given,) = ask(model, prompt, stop=("\n",), max_new_tokens=9)
    assert given.text == "首都は？"
    assert tiny.paths == ["/v1/chat/completions"]
    assert tiny.asked[0]["messages"] == [
        {"role": "system", "content": "短く。"},
        {"role": "user", "content": "首都は？"},
    ]
    assert (tiny.asked[0]["max_tokens"], tiny.asked[0]["stop"]) == (9, ["\n"])


def reasoned(reasoning: str, content: str | None, reason: str = "stop", field: str = "reasoning_content") -> Reply:
    """The reply of a server that gives the reasoning in a field of its own."""
    said = completion(content or "", reason)
    said["choices"][0]["message"] = {"role": "assistant", "content": content, field: reasoning}
    return lambda handler, asked: say(handler, 200, said)


@pytest.mark.parametrize(
    ("reply", "reasoning", "answer", "finished"),
    [
        (reasoned("大阪？いや、東京。", "東京です。"), "大阪？いや、東京。", "東京です。", True),
        (reasoned("Lyon? No.", "Paris", field="reasoning"), "Lyon? No.", "Paris", True),
        (reasoned("Lyon? Or maybe", None, "length"), "Lyon? Or maybe", "", False),
        (reasoned("", "Paris"), "", "Paris", True),
    ],
)
def test_reasoning_in_a_field_of_its_own_stands_before_the_answer(
    serve: Serve, reply: Reply, reasoning: str, answer: str, finished: bool
) -> None:
    serve(reply)
    model = tiny_model(api="chat")
    (given,) = ask(model, "首都は？")
    assert given.error is None
    assert split_reasoning(given.text) == Reasoned(reasoning, answer, finished)


@pytest.mark.parametrize(("api", "path"), [("chat", "/v1/chat/completions"), ("completions", "/v1/completions")])
def test_the_settings_can_fix_the_way(serve: Serve, api: str, path: str) -> None:
    tiny = serve(endpoint_api=api)
    assert [one.text for one in ask(tiny_model(), "a")] == ["a"]
    assert tiny.paths == [path]
    assert (tiny_model().as_prompt([Message("user", "a")]) is None) == (api == "completions")


@pytest.mark.parametrize(
    "reply", [drop, status(500), status(503), status(429), status(429, **{"Retry_After": "1"})], ids=lambda _: ""
)
def test_passing_failures_are_asked_again(serve: Serve, reply: Reply) -> None:
    tiny = serve(reply)
    assert [one.text for one in ask(tiny_model(), "a")] == ["a"]
    assert len(tiny.asked) == 2


def test_retry_after_is_honoured(serve: Serve) -> None:
    tiny = serve(status(429, **{"Retry_After": "2"}))
    assert ask(tiny_model(), "a")[0].error is None
    assert 2.0 <= tiny.times[1] - tiny.times[0] < 3.0


@pytest.mark.parametrize(
    ("reply", "words", "retryable"),
    [
        (status(400, "the prompt is too long\nmore"), "HTTP 400: the prompt is too long", False),
        (status(429, "slow down"), "HTTP 429: slow down", True),
        (status(500, "engine died"), "HTTP 500: engine died", True),
        (lambda handler, asked: say(handler, 200, b"<html>"), "cannot be read", True),
        (lambda handler, asked: say(handler, 200, b"hello", Content_Type="text/plain"), "cannot be read", True),
        (lambda handler, asked: say(handler, 200, {"choices": None}), "cannot be read", True),
        (lambda handler, asked: say(handler, 200, {"choices": []}), "cannot be read", True),
        (lambda handler, asked: say(handler, 200, [1]), "cannot be read", True),
        (lambda handler, asked: say(handler, 200, b"x" * (MAX_REPLY + 1)), "longer than 4 MiB", False),
        (lambda handler, asked: say(handler, 200, completion("", "content_filter")), "content filter", False),
        (lambda handler, asked: say(handler, 302, b"", Location="http://127.0.0.1:1/"), "HTTP 302", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failure_is_one_completion_with_an_error(serve: Serve, reply: Reply, words: str, retryable: bool) -> None:
    serve(reply)
    bad, good = ask(tiny_model(retries=0, concurrency=1), "a", "b")
    assert bad.error is not None and words in bad.error
    assert "\n" not in bad.error
    assert (bad.text, bad.finish_reason, bad.retryable) == ("", "", retryable)
    assert (good.text, good.error) == ("b", None)


def test_an_answer_that_drips_is_given_up(serve: Serve) -> None:
    def drip(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(300):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return
            time.sleep(0.1)

    serve(drip)
    began = time.monotonic()
    (given,) = ask(tiny_model(retries=0, timeout=0.5), "a")
    assert given.error is not None and "in time" in given.error and given.retryable
    assert time.monotonic() - began < 10


def test_cancelling_does_not_wait_for_a_server_that_hangs(serve: Serve) -> None:
    released = Event()
    serve(*[lambda handler, asked: released.wait(20) and None] * 4)
    began = time.monotonic()
    stopping = Event()
    model = tiny_model(concurrency=4)
    answers = model.complete(
        ["a"] * 8, stop=(), decoding=Decoding(), cancelled=lambda: stopping.is_set() or time.monotonic() - began > 0.5
    )
    assert list(answers) == []
    assert time.monotonic() - began < 10
    released.set()


def test_an_iterator_that_is_left_ends_its_requests(serve: Serve) -> None:
    tiny = serve()
    answers = tiny_model(concurrency=1).complete(["a"] * 200, stop=(), decoding=Decoding())
    next(answers)
    answers.close()  # type: ignore[attr-defined]
    count = len(tiny.asked)
    time.sleep(0.3)
    assert len(tiny.asked) <= count + 1 < 200


def test_no_more_prompts_are_under_way_than_chosen(serve: Serve) -> None:
    under_way, most = 0, 0

    def slow(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        time.sleep(0.05)
        under_way -= 1
        say(handler, 200, completion("x"))

    serve(*[slow] * 30, endpoint_concurrency="5")
    assert len(ask(tiny_model(), *["a"] * 30)) == 30
    assert most == 5


def test_a_server_that_is_gone_ends_the_run_and_not_every_prompt(serve: Serve) -> None:
    tiny = serve(*[drop] * 100)
    model = tiny_model(retries=1, concurrency=2)
    with pytest.raises(ModelError, match=r"cannot be reached, or dropped the connection.*NARABE_ENDPOINT_URL"):
        ask(model, *["a"] * 50)
    assert len(tiny.asked) <= 4


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_ends_the_run_and_is_not_repeated(serve: Serve, code: int) -> None:
    serve(*[status(code, f"Incorrect API key provided: {KEY}")] * 100)
    with pytest.raises(ModelError, match=r"refuses the key.*NARABE_API_KEY") as refused:
        ask(tiny_model(), *["a"] * 50)
    assert KEY not in str(refused.value)


def test_the_key_is_nowhere(serve: Serve, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    serve(status(400, f"bad key {KEY}"), drop, status(500, KEY))
    model = tiny_model(concurrency=1)
    given = ask(model, "a", "b", "c")
    shown = [caplog.text, *capfd.readouterr(), *map(repr, (model, model.server, settings(), given)), str(given)]
    assert given[0].error is not None and "bad key …" in given[0].error
    assert not [text for text in [*shown, model.model_dump_json(), str(model)] if KEY in text]


def test_without_a_key_none_of_another_service_is_sent(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    tiny = serve(api_key="")
    ask(tiny_model(), "a")
    assert KEY not in str(tiny.headers)


def test_a_model_that_the_server_lacks(serve: Serve) -> None:
    serve(models=("llama", "org/gemma"))
    with pytest.raises(ModelError, match=r"no model 'tiny'; it offers llama, org/gemma\."):
        load("endpoint:tiny", quiet)
    load("endpoint:gemma", quiet)


def test_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NarabeError, match="NARABE_ENDPOINT_URL"):
        load("endpoint:tiny", quiet)


def test_an_address_where_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARABE_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}/v1")
    settings.cache_clear()
    with pytest.raises(ModelError, match="cannot be reached"):
        load("endpoint:tiny", quiet)
    assert [info.name for info in available_models()] == ["embedded"]


@pytest.mark.parametrize("url", ["ftp://x/v1", "127.0.0.1:8000", f"http://user:{KEY}@host/v1"])
def test_an_address_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARABE_ENDPOINT_URL", url)
    settings.cache_clear()
    with pytest.raises(NarabeError, match="NARABE_ENDPOINT_URL") as refused:
        settings()
    assert KEY not in str(refused.value)


def test_the_models_of_the_server_are_offered(serve: Serve) -> None:
    serve(models=("llama", "org/gemma"))
    assert [info.name for info in available_models()] == ["embedded", "endpoint:llama", "endpoint:org/gemma"]
