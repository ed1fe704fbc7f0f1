"""What a stranger tries on a running server: foreign origins, paths, names, headers, sizes; nothing of it succeeds."""

from __future__ import annotations

import io
import pickle
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from app.errors import NarabeError
from app.security.routes import PAGE
from tests.security.conftest import Served, serving

SECRET = "天機は漏らすべからず"
MODELS = (
    "../../etc",
    "/etc",
    "file:///etc/passwd",
    "hf-internal-testing/tiny-random-gpt2",
    "endpoint:x",
    "endpoint:http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:9/v1",
    "embedded\x00",
    "ｅｍｂｅｄｄｅｄ",
    "embedded@main",
    "model.pkl",
    "",
)
PROMPTS = ("../run/words", "/etc/passwd", "qa/../../x", "..", "qa\x00", "ｑａ", "qa.toml", "")


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An open server whose home has a secret beside what it serves."""
    folder = tmp_path_factory.mktemp("target")
    (folder / "secret.txt").write_text(SECRET, "utf-8")
    with serving(folder, NARABE_HOME=str(folder)) as running:
        yield running


def call(served: Served, endpoint: str, *data: object) -> httpx.Response:
    with served.client() as client:
        return client.post(f"/gradio_api/run/{endpoint}", json={"data": list(data)})


def raw(served: Served, request: bytes) -> bytes:
    """What the server says to bytes that no library would send."""
    address = urlsplit(served.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        said = b""
        while chunk := connection.recv(65536):
            said += chunk
    return said


# -- origins --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT", "DELETE"])
def test_no_address_answers_another_site(target: Served, method: str) -> None:
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
    with target.client(headers=foreign) as client:
        for path in PAGE:
            filled = (
                path.replace("{path:path}", "x").replace("{path_or_url:path}", "x").replace("{", "").replace("}", "")
            )
            assert client.request(method, filled).status_code == 403, path


# -- paths ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "{home}/secret.txt",
        "{home}/narabe.sqlite3",
        "{home}/users.json",
        "{home}/workbooks/../secret.txt",
        "{home}/workbooks/%2e%2e/secret.txt",
        "{home}/workbooks/..%2fsecret.txt",
        "{home}//secret.txt",
        "/etc/passwd",
        "/proc/self/environ",
        "../../../../../etc/passwd",
        "..%2f..%2f..%2fetc%2fpasswd",
        "file:///etc/passwd",
        "http://127.0.0.1:1/x",
        "C:%5CWindows%5Cwin.ini",
        "%00/etc/passwd",
        "app/config.py",
    ],
)
@pytest.mark.parametrize("route", ["/gradio_api/file=", "/gradio_api/file/", "/static/", "/assets/", "/narabe/x/"])
def test_no_route_of_files_leaves_its_folder(target: Served, route: str, path: str) -> None:
    asked = route + path.format(home=target.home)
    said = raw(target, f"GET {asked} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert not said.startswith(b"HTTP/1.1 200") and not said.startswith(b"HTTP/1.1 30")
    assert SECRET.encode() not in said and b"root:" not in said and b"SQLite format" not in said


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", "{home}/secret.txt", "{home}/narabe.sqlite3"])
def test_no_file_of_the_server_is_loaded_as_questions(target: Served, path: str) -> None:
    file = {"path": path.format(home=target.home), "meta": {"_type": "gradio.FileData"}}
    said = call(target, "load_workbook", file)
    assert said.status_code != 200 and SECRET not in said.text and "root:" not in said.text


@pytest.mark.parametrize(
    "name", ["../evil.xlsx", "/tmp/evil.xlsx", "..\\evil.xlsx", "a\x00b.xlsx", "\u202exslx.exe", "." * 300]
)
def test_an_upload_stays_in_its_folder(target: Served, name: str) -> None:
    with target.client() as client:
        said = client.post("/gradio_api/upload", files={"files": (name, b"PK")})
    if said.status_code == 200:
        (path,) = said.json()
        assert Path(path).resolve().is_relative_to(Path(str(target.app.GRADIO_CACHE)).resolve())
    assert not (target.home / "evil.xlsx").exists() and not Path("/tmp/evil.xlsx").exists()


# -- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=ascii)
def test_models_only_of_those_offered(target: Served, model: str) -> None:
    before = len(target.store.runs(trials=True))
    assert call(target, "run_text", "question\n何？\n", [model], ["qa"], ["ja"]).status_code == 422
    assert len(target.store.runs(trials=True)) == before


@pytest.mark.slow
@pytest.mark.parametrize("prompt", PROMPTS, ids=ascii)
def test_prompts_only_by_their_names(target: Served, prompt: str) -> None:
    before = len(target.store.runs(trials=True))
    assert call(target, "run_text", "question\n何？\n", ["embedded"], [prompt], ["ja"]).status_code == 422
    assert len(target.store.runs(trials=True)) == before


@pytest.mark.parametrize(
    "name", ["../x", "/x", "..", "a/b", "a\\b", "", " ", ".hidden", "x" * 41, "a\x00", "a\nb"], ids=ascii
)
def test_no_knowledge_base_or_prompt_is_kept_elsewhere(home: Path, tmp_path: Path, name: str) -> None:
    from app.prompts import edited, template
    from app.retrieval import shelf

    file = tmp_path / "a.txt"
    file.write_text("東京", "utf-8")
    with pytest.raises(NarabeError):
        shelf.keep(name, [file])
    with pytest.raises(NarabeError):
        edited(name, template("qa").wordings)
    assert sorted(path.name for path in home.iterdir()) in (["models"], ["knowledge", "models"], ["models", "prompts"])


# -- requests -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "localhost"},
        {"Forwarded": "host=localhost"},
        {"X-Original-URL": "/"},
        {"X-HTTP-Method-Override": "GET"},
        {"X-Forwarded-For": "127.0.0.1"},
    ],
)
def test_headers_of_a_proxy_open_no_foreign_name(target: Served, headers: dict[str, str]) -> None:
    with target.client(headers={"Host": "evil.example"} | headers) as client:
        assert client.get("/").status_code == 421


def test_a_session_that_was_given_beforehand_is_not_logged_in(guarded: Served) -> None:
    cookie = f"narabe_session_{urlsplit(guarded.url).port}"
    with guarded.client(cookies={cookie: "fixed-by-mallory"}) as victim:
        said = victim.post("/login", data={"username": "taro", "password": "se:cret"})
        assert said.status_code == 200 and "fixed-by-mallory" not in said.headers["Set-Cookie"]
    with guarded.client(cookies={cookie: "fixed-by-mallory"}) as mallory:
        assert mallory.get("/config").status_code == 401


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'{"data":' * 50_000, b'{"data": NaN}', b"\xff\xfe", b"", b"null", b"[]"]
)
def test_what_is_no_request_gets_a_refusal_and_the_server_goes_on(target: Served, body: bytes) -> None:
    with target.client() as client:
        said = client.post("/gradio_api/run/verdict", content=body, headers={"Content-Type": "application/json"})
        assert said.status_code >= 400
    with target.client() as another:
        assert another.get("/theme.css").status_code == 200


@pytest.mark.parametrize("reviewer", [None, "", " ", "\u3000", "\t\n"])
def test_a_verdict_needs_a_name_that_is_one(target: Served, reviewer: object) -> None:
    before = len(target.store.graded([target.item])[0].verdicts)
    assert call(target, "verdict", target.item, "correct", reviewer, True, "").status_code != 200
    assert len(target.store.graded([target.item])[0].verdicts) == before


@pytest.mark.parametrize("item", [-1, 0, 10**30, "1 OR 1=1", "1; DROP TABLE verdicts", None, [1]])
def test_no_verdict_on_what_is_no_answer(target: Served, item: object) -> None:
    assert call(target, "verdict", item, "correct", "花子", True, "").status_code != 200
    assert target.store.runs()


@pytest.mark.slow
def test_a_pickle_is_never_opened(target: Served, tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return Path.touch, (Path(tmp_path / "pwned"),)  # type: ignore[return-value]

    data = pickle.dumps(Bomb())
    with target.client() as client:
        for name in ("x.xlsx", "x.csv", "x.json", "x.parquet", "x.pkl"):
            (path,) = client.post("/gradio_api/upload", files={"files": (name, io.BytesIO(data))}).json()
            file = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
            client.post("/gradio_api/run/load_workbook", json={"data": [file]})
    assert not (tmp_path / "pwned").exists()


def test_half_a_request_keeps_nobody_waiting(target: Served) -> None:
    address = urlsplit(target.url)
    half = [socket.create_connection((address.hostname or "", address.port or 0)) for _ in range(100)]
    try:
        for one in half:
            one.sendall(b"POST /gradio_api/run/verdict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n{")
        began = time.monotonic()
        with target.client() as client:
            assert client.get("/theme.css").status_code == 200
        assert time.monotonic() - began < 5
    finally:
        for one in half:
            one.close()


def test_who_reads_nothing_and_who_sends_a_byte_at_a_time_keep_nobody_waiting(target: Served) -> None:
    address = urlsplit(target.url)
    slow = [socket.socket() for _ in range(60)]
    try:
        for number, one in enumerate(slow):
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.connect((address.hostname or "", address.port or 0))
            reads = b"GET /config HTTP/1.1\r\nHost: localhost\r\n\r\n"
            one.sendall(reads if number % 2 else b"POST /gradio_api/upload HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        began = time.monotonic()
        for one in slow[::2]:
            one.sendall(b"x")
        with target.client() as client:
            assert client.get("/theme.css").status_code == 200
            assert client.post("/gradio_api/run/verdict", json=target.verdict("花子")).status_code == 200
        assert time.monotonic() - began < 15
    finally:
        for one in slow:
            one.close()


def test_no_request_hides_within_another(target: Served) -> None:
    inner = b"GET /ja HTTP/1.1\r\nHost: localhost\r\n\r\n"
    lengths = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n" % len(inner)
    both = b"POST /theme.css HTTP/1.1\r\nHost: localhost\r\n" + lengths + b"\r\n0\r\n\r\n"
    said = raw(target, both + inner)
    assert b"<html" not in said.split(b"\r\n\r\n", 1)[0]
    assert said.startswith((b"HTTP/1.1 400", b"HTTP/1.1 405"))
