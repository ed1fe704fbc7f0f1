"""The app answers under its own names, to its own page, and says so to browsers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.config import Settings
from app.security.doors import Doors
from app.security.gate import gate
from app.security.hosts import Hosts, name_of
from app.security.policy import content_policy
from tests.security.conftest import NAME, Served

EVIL = "https://evil.example"


def reviewers(app: Served) -> set[str]:
    """Whose verdicts are in the store."""
    return {verdict.reviewer for verdict in app.store.graded([app.item])[0].verdicts}


def test_another_site_keeps_no_verdict(app: Served) -> None:
    foreign = {"Host": NAME, "Origin": EVIL, "Content-Type": "text/plain"}
    with app.client() as client:
        posted = client.post("/gradio_api/run/verdict", json=app.verdict(), headers={"Host": NAME, "Origin": EVIL})
        plain = client.post("/gradio_api/run/verdict", content=b"{}", headers=foreign)
        uploaded = client.post("/gradio_api/upload", files={"files": ("質問.xlsx", b"PK")}, headers=foreign)
    assert [posted.status_code, plain.status_code, uploaded.status_code] == [403, 403, 403]
    assert "mallory" not in reviewers(app)


@pytest.mark.parametrize("origin", [EVIL, "null", f"http://{NAME}:8080", f"https://{NAME}.evil.example"])
def test_no_preflight_of_another_origin_is_allowed(app: Served, origin: str) -> None:
    asked = {"Host": NAME, "Origin": origin, "Access-Control-Request-Method": "POST"}
    with app.client() as client:
        preflight = client.options("/gradio_api/run/verdict", headers=asked)
        read = client.get("/config", headers={"Host": NAME, "Origin": origin})
    for answer in (preflight, read):
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("site", "mode", "path", "status"),
    [
        ("cross-site", "no-cors", "/gradio_api/queue/data?session_hash=x", 403),
        ("same-site", "cors", "/config", 403),
        ("cross-site", "navigate", "/?lang=en", 200),
        ("same-origin", "cors", "/config", 200),
        ("none", "navigate", "/ja", 200),
    ],
)
def test_what_browsers_say_about_the_site_is_heard(app: Served, site: str, mode: str, path: str, status: int) -> None:
    with app.client() as client:
        answer = client.get(path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({"Host": NAME, "Origin": EVIL}, False),
        ({"Host": NAME, "Origin": "null"}, False),
        ({"Host": "rebound.evil.example"}, False),
        ({"Host": NAME, "Origin": f"http://{NAME}", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Host": NAME, "Origin": f"http://{NAME}"}, True),
        ({"Host": NAME}, True),
    ],
)
def test_a_socket_opens_for_the_own_page_and_scripts_only(headers: dict[str, str], accepted: bool) -> None:
    async def greet(scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        await socket.send_text("ようこそ")

    client = TestClient(Doors(greet, Hosts.of(Settings(hosts=NAME), "127.0.0.1"), space=False))
    if accepted:
        with client.websocket_connect("/stream", headers=headers) as socket:
            assert socket.receive_text() == "ようこそ"
        return
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/stream", headers=headers):
        pytest.fail("it was accepted")
    assert refused.value.code == 1008


def test_the_own_page_and_scripts_keep_verdicts(app: Served) -> None:
    same = {"Host": NAME, "Origin": f"http://{NAME}"}
    behind_a_proxy = {"Host": "127.0.0.1", "Origin": f"https://{NAME}"}
    with app.client() as client:
        for reviewer, headers in {"花子": same, "taro": behind_a_proxy, "script": {}}.items():
            kept = client.post("/gradio_api/run/verdict", json=app.verdict(reviewer), headers=headers)
            assert kept.status_code == 200
    assert {"花子", "taro", "script"} == reviewers(app)


def test_a_name_that_was_made_to_point_here_gets_nothing(app: Served) -> None:
    with app.client() as client:
        for host in ("rebound.evil.example", f"localhost.evil.example:{app.url[-5:]}", "\x1b]0;x\x07"):
            for path in ("/", "/config", "/static/img/logo.svg"):
                answer = client.get(path, headers={"Host": host})
                assert answer.status_code == 421, (host, path)
                assert "NARABE_HOSTS" in answer.text
                assert "\x1b" not in answer.text
        assert client.post("/gradio_api/run/verdict", json=app.verdict(), headers={"Host": "x"}).status_code == 421
        assert client.get("/?lang=en", headers={"Host": "localhost"}).status_code == 200
    assert "mallory" not in reviewers(app)


HOST_RULES = [
    ("127.0.0.1", {}, "LOCALHOST:7860", True),
    ("127.0.0.1", {}, "[::1]:7860", True),
    ("127.0.0.1", {}, NAME, False),
    ("127.0.0.1", {}, "", False),
    ("0.0.0.0", {}, "192.168.1.20:7860", True),
    ("0.0.0.0", {}, NAME, False),
    ("narabe.lan", {}, "narabe.lan.:7860", True),
    ("0.0.0.0", {"hosts": "*"}, NAME, True),
    ("0.0.0.0", {"hosts": f"{NAME}:8443"}, NAME, True),
    ("0.0.0.0", {"SPACE_ID": "a/b", "SPACE_HOST": "a-b.hf.space"}, "a-b.hf.space", True),
    ("0.0.0.0", {"SPACE_ID": "a/b", "SPACE_HOST": "a-b.hf.space"}, NAME, False),
]


@pytest.mark.parametrize(("bound", "chosen", "host", "allowed"), HOST_RULES)
def test_which_names_are_ours(bound: str, chosen: dict[str, str], host: str, allowed: bool) -> None:
    assert Hosts.of(Settings(**chosen), bound).allow(host) is allowed


def test_a_host_without_its_port() -> None:
    assert [name_of(one) for one in ("A.example:1", "[FE80::1]:2", "b.example.", "")] == [
        "a.example",
        "fe80::1",
        "b.example",
        "",
    ]


def test_every_answer_forbids_what_the_app_does_not_need(app: Served) -> None:
    with app.client(headers={"Accept-Language": "ja"}) as client:
        page, style, refused = client.get("/ja"), client.get("/theme.css"), client.get("/", headers={"Host": "x"})
        uploaded = client.get("/gradio_api/file=nothing.html")
    for answer in (page, style, refused, uploaded):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert uploaded.headers["Content-Security-Policy"].startswith("sandbox;")


def test_the_scripts_of_a_page_and_no_others_may_run(app: Served) -> None:
    with app.client() as client:
        first, second = (client.get("/?lang=en") for _ in range(2))
    nonces = [answer.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0] for answer in (first, second)]
    assert nonces[0] != nonces[1]
    assert "'unsafe-inline'" not in first.headers["Content-Security-Policy"].split("style-src")[0]
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonces[0]}"') > 0


def test_a_space_may_be_framed_by_its_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACE_ID", "someone/narabe")
    made = gate(Settings(auth="a:b"), "0.0.0.0", 7860, frozenset({"/"}), lambda page: "")
    assert made.space
    assert made.logins is not None
    assert "SameSite=None; Secure" in made.logins.set_cookie("x", https=False)
    assert "frame-ancestors 'self' https://huggingface.co" in content_policy("x", space=made.space)


def test_an_open_server_says_so(caplog: pytest.LogCaptureFixture) -> None:
    gate(Settings(), "0.0.0.0", 7860, frozenset(), lambda page: "")
    assert "NO LOGIN" in caplog.text
    caplog.clear()
    gate(Settings(), "127.0.0.1", 7860, frozenset(), lambda page: "")
    assert caplog.text == ""
