"""Several servers of one model: the least busy one is asked, one that is gone is left alone for a while."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from app.config import settings
from app.generation.endpoint.model import EndpointModel, load
from app.generation.endpoint.turns import OUT, Turns
from app.records import Decoding
from tests.app.generation.servers import TinyServer, free_port


def test_the_least_busy_one_comes_next() -> None:
    turns = Turns(3)
    assert [turns.take() for _ in range(4)] == [0, 1, 2, 0]
    turns.give_back(1, gone=False)
    assert turns.take() == 1


def test_one_that_is_gone_is_left_alone_for_a_while() -> None:
    now = 100.0
    turns = Turns(2, lambda: now)
    assert turns.take() == 0 and turns.give_back(0, gone=True), "the other one can be asked"
    assert [turns.take(), turns.take()] == [1, 1]
    assert not turns.give_back(1, gone=True), "all are gone"
    assert turns.take() == 0, "whose time is up first"
    now += OUT
    assert {turns.take(), turns.take()} == {0, 1}, "both are back"


def test_prompts_are_shared_among_servers_and_a_dead_one_costs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = [f"{number}番目の質問" for number in range(40)]
    with ExitStack() as running:
        one, two = (running.enter_context(TinyServer().running()) for _ in range(2))
        dead = f"http://127.0.0.1:{free_port()}/v1"
        monkeypatch.setenv("NARABE_ENDPOINT_URL", ",".join((dead, one.url, two.url)))
        settings.cache_clear()
        model = load("endpoint:tiny", lambda *_: None)
        assert isinstance(model, EndpointModel)
        found = dict(model.complete(prompts, stop=(), decoding=Decoding()))
    assert [found[index].text for index in range(40)] == prompts
    assert {len(one.asked) + len(two.asked)} == {40} and min(len(one.asked), len(two.asked)) >= 10
