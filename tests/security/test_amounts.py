"""How much a visitor of a Space may send in an hour, and all of them; a laptop takes whatever comes."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.security import amounts
from app.security.amounts import HOUR, MB, AmountBounds, Amounts, Bounded, TooMuch
from tests.security.conftest import Served

USAGE = namedtuple("USAGE", "total used free")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_each_and_all_may_send_so_much_an_hour_and_the_message_says_what_is_left_and_when(tmp_path: Path) -> None:
    clock = Clock()
    sent = Amounts(AmountBounds(each=10, together=25), tmp_path, clock)
    sent.take("花子", 6 * MB)
    clock.now += 600
    sent.take("花子", 3 * MB)
    with pytest.raises(TooMuch) as refusal:
        sent.take("花子", 2 * MB)
    assert (refusal.value.status, refusal.value.seconds) == (429, 3000)
    assert "2.0 MB; 1.0 of 10 MB an hour are left → a smaller file, or again in 50 min" in str(refusal.value)
    assert "1時間に 10 MB まで、残り 1.0 MB" in str(refusal.value) and "50 分後" in str(refusal.value)
    with pytest.raises(TooMuch, match="are left → a smaller file\n"):
        sent.take("花子", 11 * MB)  # it will never fit
    sent.take("太郎", 10 * MB)
    with pytest.raises(TooMuch, match=r"6\.0 of 25 MB an hour for all visitors are left"):
        sent.take("次郎", 7 * MB)
    clock.now += HOUR - 600
    sent.take("花子", 7 * MB)


def test_a_full_disk_takes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: USAGE(0, 0, 505 * MB))
    sent = Amounts(AmountBounds(free=500), tmp_path)
    sent.take("花子", 4 * MB)
    with pytest.raises(TooMuch, match="505 MB are left, 500 MB must stay free") as refusal:
        sent.take("花子", 6 * MB)
    assert refusal.value.status == 507 and "残り 505 MB" in str(refusal.value)


def test_visitors_that_are_remembered_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amounts, "MOST", 10)
    sent = Amounts(AmountBounds(each=1), tmp_path)
    for number in range(100):
        sent.take(f"10.0.0.{number}", 1)
    assert len(sent._by) == 10


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    app = Starlette(routes=[Route("/{path:path}", length, methods=["POST"])])
    app.add_middleware(Bounded, amounts=Amounts(AmountBounds(each=1), tmp_path), space=True)
    return TestClient(app)


def test_files_and_large_texts_count_by_visitor(client: TestClient) -> None:
    half = b"x" * (MB // 2)
    mine, yours = {"X-Forwarded-For": "1.2.3.4, 10.0.0.1"}, {"X-Forwarded-For": "10.0.0.1, 1.2.3.5"}
    assert client.post("/gradio_api/upload", content=half, headers=mine).text == str(len(half))
    assert client.post("/gradio_api/run/check_text", content=half, headers=mine).status_code == 200
    for path, kind in (("/gradio_api/upload", "text/plain"), ("/gradio_api/run/check_text", "application/json")):
        said = client.post(path, content=half, headers=mine)
        assert said.status_code == 429 and said.headers["Content-Type"].startswith(kind)
        assert int(said.headers["Retry-After"]) > 3000 and "残り 0.0 MB" in said.text
    assert client.post("/gradio_api/run/verdict", content=b"{}", headers=mine).status_code == 200, "small ones always"
    assert client.post("/gradio_api/upload", content=half, headers=yours).status_code == 200


def test_what_does_not_say_how_much_it_is_is_refused(client: TestClient) -> None:
    said = client.post("/gradio_api/upload", content=iter([b"x", b"y"]))
    assert said.status_code == 411 and "Content-Length" in said.text


def test_there_is_no_bound_on_a_laptop(app: Served) -> None:
    with app.client() as client:
        for _ in range(3):
            said = client.post("/gradio_api/upload", files={"files": ("a.csv", b"x" * 15 * MB)})
            assert said.status_code == 200
            Path(said.json()[0]).unlink()
        assert httpx.post(f"{app.url}/gradio_api/upload", content=iter([b""])).status_code != 411
