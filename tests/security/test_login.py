"""Logins: nothing without one, guessing takes time, each ends by itself."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from gradio_client import Client
from typer.testing import CliRunner

from app.cli.main import app as command_line
from app.config import Settings
from app.security.attempts import FREE_BY_ADDRESS, FREE_BY_NAME, Attempts
from app.security.gate import gate
from app.security.passwords import Accounts, parse
from app.security.sessions import Sessions
from tests.security.conftest import Served, hashed


class Clock:
    """A clock that is set by hand, in seconds."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def log_in(client: httpx.Client, user: str, password: str, **headers: str) -> httpx.Response:
    return client.post("/login", data={"username": user, "password": password}, headers=headers)


# -- the server -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/config",
        "/gradio_api/info",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/heartbeat/x",
        "/gradio_api/queue/data?session_hash=x",
        "/theme.css",
        "/static/img/logo.svg",
        "/nothing",
    ],
)
def test_nothing_without_a_login(guarded: Served, path: str) -> None:
    with guarded.client() as client:
        assert client.get(path).status_code == 401


@pytest.mark.parametrize("path", ["/gradio_api/run/verdict", "/gradio_api/cancel", "/gradio_api/upload", "/config"])
def test_nothing_is_changed_without_a_login(guarded: Served, path: str) -> None:
    with guarded.client() as client:
        assert client.post(path, json=guarded.verdict()).status_code == 401


def test_a_login_page_in_both_languages(guarded: Served) -> None:
    with guarded.client() as client:
        japanese, english = client.get("/?lang=ja"), client.get("/", headers={"Accept-Language": "en-GB"})
    assert 'lang="ja"' in japanese.text
    assert "ユーザー名" in japanese.text
    assert "User name" in english.text
    for page in (japanese, english):
        assert page.status_code == 200
        assert "<script" not in page.text
        assert not re.findall(r"(?:src|href)=.?https?:", page.text)


def test_a_login_is_for_the_page_only_and_not_for_other_sites(guarded: Served) -> None:
    with guarded.client() as client:
        cookie = log_in(client, "taro", "se:cret").headers["Set-Cookie"]
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie
    assert "Max-Age=43200" in cookie


def test_a_verdict_is_of_who_logged_in(guarded: Served) -> None:
    with guarded.client(follow_redirects=True) as client:
        assert log_in(client, "花子", "ひみつ,x", Accept="text/html").status_code == 200
        assert client.post("/gradio_api/run/verdict", json=guarded.verdict("mallory")).status_code == 200
        assert '"username":"花子"' in client.get("/?lang=ja").text
    assert [v.reviewer for v in guarded.store.graded([guarded.item])[0].verdicts] == ["花子"]


def test_scripts_log_in(guarded: Served) -> None:
    client = Client(guarded.url, auth=("taro", "se:cret"), verbose=False)
    assert client.predict(guarded.item, "correct", "", True, "", api_name="/verdict")["item"] == guarded.item


def test_a_logout_ends_this_session_only(guarded: Served) -> None:
    with guarded.client() as here, guarded.client() as there:
        for client in (here, there):
            assert log_in(client, "taro", "se:cret").status_code == 200
        token = dict(here.cookies)
        assert here.get("/logout", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}).is_redirect
        assert here.get("/config").status_code == 200
        assert here.get("/logout").is_redirect
        here.cookies.update(token)  # as if someone had kept it
        assert here.get("/config").status_code == 401
        assert there.get("/config").status_code == 200


def test_a_thousand_guesses_are_not_made(guarded: Served) -> None:
    with guarded.client() as client, ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda n: log_in(client, "gate", f"違う{n}"), range(200)))
        right = log_in(client, "gate", "g" * 12)
        page = log_in(client, "gate", "g" * 12, Accept="text/html", **{"Accept-Language": "ja"})
    assert {one.status_code for one in said} == {401, 429}
    assert sum(one.status_code == 401 for one in said) <= FREE_BY_NAME + 3
    assert right.status_code == 429
    assert 1 <= int(right.headers["Retry-After"]) <= 31
    assert "秒後に" in page.text


def test_a_form_without_end_is_not_read(guarded: Served) -> None:
    with guarded.client() as client:
        assert client.post("/login", content=b"x" * 10_000).status_code == 413
        assert client.post("/login", content=b"&".join(b"a=%d" % n for n in range(500))).status_code == 413


def test_a_name_is_shown_as_text(guarded: Served) -> None:
    with guarded.client() as client:
        page = log_in(client, '"><script>alert(1)</script>', "x", Accept="text/html")
    assert page.status_code in (401, 429)
    assert "<script" not in page.text


# -- delays ---------------------------------------------------------------------------------------------------------


def test_the_delay_of_a_name_grows_to_its_longest_wherever_guesses_come_from() -> None:
    clock = Clock()
    attempts = Attempts(60.0, clock)
    assert not any(attempts.admit("花子", f"10.0.{n}.1") for n in range(FREE_BY_NAME))
    waits = []
    for n in range(8):
        waits.append(attempts.admit("花子", "10.9.9.9"))
        clock.now += waits[-1]
        assert attempts.admit("花子", f"10.1.{n}.1") == 0.0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_an_address_waits_whatever_names_it_tries() -> None:
    clock = Clock()
    attempts = Attempts(60.0, clock)
    admitted = [attempts.admit(f"user{n}", "2001:db8::1") for n in range(FREE_BY_ADDRESS)]
    assert not any(admitted)
    assert attempts.admit("another", "2001:db8::ffff") > 0  # the same network
    assert attempts.admit("another", "2001:db9::1") == 0.0


def test_a_right_password_forgives_its_name_and_not_its_address() -> None:
    clock = Clock()
    attempts = Attempts(60.0, clock)
    for n in range(FREE_BY_ADDRESS + 5):
        clock.now += 60
        assert attempts.admit(f"victim{n}", "10.0.0.1") == 0.0
        clock.now += 60
        assert attempts.admit("attacker", "10.0.0.1") == 0.0
        attempts.succeeded("attacker", "10.0.0.1")
    clock.now += 60
    attempts.admit("victim", "10.0.0.1")
    assert attempts.admit("victim2", "10.0.0.1") == pytest.approx(60.0)


def test_old_trails_are_cold_and_memory_has_an_end() -> None:
    clock = Clock()
    attempts = Attempts(60.0, clock, most=100)
    for n in range(1000):
        attempts.admit(f"user{n}", f"10.0.{n // 250}.{n % 250}")
    assert len(attempts) <= 100
    for _ in range(FREE_BY_NAME + 1):
        attempts.admit("花子", "10.1.1.1")
    assert attempts.admit("花子", "10.1.1.2") > 0
    clock.now += 3600
    assert attempts.admit("花子", "10.1.1.2") == 0.0
    assert attempts.admit("花子", "10.1.1.2") == 0.0


def test_no_delay_where_the_settings_say_so() -> None:
    attempts = Attempts(0.0)
    assert not any(attempts.admit("花子", "10.1.1.1") for _ in range(100))


# -- sessions and passwords -----------------------------------------------------------------------------------------


def test_sessions_end_and_are_bounded() -> None:
    clock = Clock()
    sessions = Sessions(3600, clock, most=3)
    tokens = [sessions.open(f"利用者{n}") for n in range(4)]
    found = [sessions.found(token) for token in tokens]
    assert [one.user if one else None for one in found] == [None, "利用者1", "利用者2", "利用者3"]
    clock.now += 3600
    assert sessions.found(tokens[3]) is None


@pytest.mark.slow
def test_logins_of_the_settings() -> None:
    line = hashed("花子", "ひみつ,x")
    accounts = Accounts(parse(f" taro:se:cret,{line},{hashed('jiro', 'y')} , saburo:z"))
    assert accounts.plain == ["taro", "saburo"]
    for user, password in {"taro": "se:cret", "花子": "ひみつ,x", "jiro": "y", "saburo": "z"}.items():
        assert accounts.check(user, password)
        assert not accounts.check(user, f"{password} ")
        assert not accounts.check(user, "")
    assert not accounts.check("nobody", "se:cret")
    assert not accounts.check("花子", line.partition(":")[2])
    assert not Accounts({"花子": "$argon2id$broken"}).check("花子", "$argon2id$broken")


def test_an_unknown_name_takes_as_long_as_a_known_one() -> None:
    accounts = Accounts(parse(hashed("花子", "ひみつ")))
    times = []
    for user in ("花子", "nobody"):
        began = time.perf_counter()
        accounts.check(user, "x")
        times.append(time.perf_counter() - began)
    assert times[1] > times[0] / 5


def test_plain_passwords_are_named_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    gate(Settings(auth=f"taro:se:cret,{hashed('花子', 'ひみつ')}"), "127.0.0.1", 7860, frozenset(), lambda page: "")
    assert "taro" in caplog.text
    assert "narabe users hash" in caplog.text
    assert "花子" not in caplog.text
    assert "se:cret" not in caplog.text


def test_users_hash_prints_a_line_for_the_settings() -> None:
    said = CliRunner().invoke(command_line, ["users", "hash", "花子"], input="ひみつ,x\nひみつ,x\n")
    assert said.exit_code == 0
    assert Accounts(parse(said.stdout.strip().splitlines()[-1])).check("花子", "ひみつ,x")
    assert "ひみつ" not in said.output


def test_users_hash_refuses_a_name_that_would_be_two() -> None:
    assert CliRunner().invoke(command_line, ["users", "hash", "a,b"], input="x\nx\n").exit_code != 0
