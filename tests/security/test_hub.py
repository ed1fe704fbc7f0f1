"""Logging in at the Hub: who is let in as what, and what a page, a link or a stranger's browser cannot do with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from app.config import Settings, secrets
from app.security.hub import MOST, WAITS
from app.security.login import USER, Login, Logins
from app.security.roles import ROLE
from app.ui.login.page import draw

HUB = "https://hub.example"
SPACE = {
    "SPACE_ID": "owner/narabe",
    "SPACE_HOST": "owner-narabe.hf.space",
    "OAUTH_CLIENT_ID": "client",
    "OAUTH_CLIENT_SECRET": "s3cret-of-the-client",
    "OPENID_PROVIDER_URL": HUB,
}
HANAKO = {"preferred_username": "hanako", "name": "花子", "orgs": [{"preferred_username": "Narabe-Team", "name": "x"}]}


class Provider:
    """The Hub's side, as its documentation describes it; `asked` keeps what it was sent."""

    def __init__(self, profile: Any = HANAKO, **facts: str) -> None:
        self.profile, self.asked = profile, list[dict[str, str]]()
        addresses = {f"{name}_endpoint": f"{HUB}/{name}" for name in ("authorization", "token", "userinfo")}
        self.facts = addresses | facts

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("openid-configuration"):
            return httpx2.Response(200, json=self.facts)
        if request.url.path == "/token":
            self.asked.append({name: one for name, (one,) in parse_qs(request.content.decode()).items()})
            return httpx2.Response(200, json={"access_token": "a-token", "token_type": "bearer", "expires_in": 3600})
        assert request.headers["Authorization"] == "Bearer a-token"
        return httpx2.Response(200, content=json.dumps(self.profile))


async def who(scope: Scope, receive: Receive, send: Send) -> None:
    """Behind the login: who came through it."""
    await JSONResponse({"user": scope[USER], "role": scope[ROLE], "path": Request(scope).url.path})(
        scope, receive, send
    )


Enter = Callable[..., httpx2.Response]


class Space:
    """A Space's login layer, and browsers in front of it."""

    def __init__(self, provider: Provider, **settings: str) -> None:
        self.settings = Settings(**{**SPACE, **settings})  # type: ignore[arg-type]
        logins = Logins.of(self.settings, 7860, frozenset({"/", "/ja"}), draw)
        assert logins is not None and logins.hub is not None
        logins.hub.transport, self.logins, self.hub = httpx2.MockTransport(provider), logins, logins.hub

    def browser(self) -> TestClient:
        return TestClient(Login(who, self.logins), base_url="https://owner-narabe.hf.space", follow_redirects=False)

    @staticmethod
    def begin(browser: TestClient) -> dict[str, str]:
        """What the Hub is asked for."""
        answer = browser.get("/login/hf")
        assert answer.status_code == 303, answer.text
        address = urlsplit(answer.headers["Location"])
        assert f"{address.scheme}://{address.netloc}{address.path}" == f"{HUB}/authorization"
        return {name: one for name, (one,) in parse_qs(address.query).items()}

    def enter(self, browser: TestClient, **changed: str) -> httpx2.Response:
        asked = {"code": "a-code", "state": self.begin(browser)["state"]} | changed
        return browser.get("/login/callback", params=asked)


def me(browser: TestClient) -> tuple[str, str]:
    found = browser.get("/config").json()
    return found["user"], found["role"]


@pytest.mark.parametrize(
    ("settings", "role"),
    [
        ({}, "visitor"),
        ({"organisations": "others, narabe-team"}, "reviewer"),
        ({"organisations": "others", "admins": "taro,Hanako"}, "admin"),
        ({"admins": "hanako"}, "admin"),
    ],
)
def test_who_logs_in_at_the_hub_has_a_name_and_the_role_of_the_settings(settings: dict[str, str], role: str) -> None:
    provider = Provider()
    space = Space(provider, **settings)
    browser = space.browser()
    entered = space.enter(browser)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    cookie = next(one for one in entered.headers.get_list("Set-Cookie") if one.startswith("narabe_session_7860="))
    assert "HttpOnly" in cookie and "SameSite=None; Secure; Partitioned" in cookie
    assert me(browser) == ("hanako", role)
    browser.get("/logout")
    assert browser.get("/config").status_code == (200 if space.logins.public else 401)


def test_the_code_is_exchanged_with_the_secret_that_the_browser_never_saw() -> None:
    provider = Provider()
    space, asked = Space(provider), {}
    browser = space.browser()
    asked = space.begin(browser)
    assert asked["redirect_uri"] == "https://owner-narabe.hf.space/login/callback"
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert browser.get("/login/callback", params={"code": "a-code", "state": asked["state"]}).status_code == 303
    (sent,) = provider.asked
    assert sent["code"] == "a-code" and sent["code_verifier"] not in asked.values()
    assert "s3cret-of-the-client" in secrets(space.settings)


@pytest.mark.parametrize("orgs", [[], None, "narabe-team", [{"name": "narabe-team"}], [{"preferred_username": "x"}]])
def test_who_is_in_no_organisation_of_the_settings_stays_outside(orgs: object) -> None:
    space = Space(Provider({"preferred_username": "mallory", "orgs": orgs}), organisations="narabe-team")
    browser = space.browser()
    answer = space.enter(browser)
    assert answer.status_code == 403 and "organisation" in answer.text
    assert browser.get("/config").status_code == 401


def test_a_login_that_another_browser_began_is_nobodys() -> None:
    """Somebody who sends their own code to another person would have them grade under a foreign name."""
    space = Space(Provider())
    mallory, victim = space.browser(), space.browser()
    state = space.begin(mallory)["state"]
    answer = victim.get("/login/callback", params={"code": "mallorys", "state": state})
    assert answer.status_code == 403 and "Set-Cookie" not in answer.headers
    assert me(victim) == ("", "visitor")
    assert mallory.get("/login/callback", params={"code": "mallorys", "state": state}).status_code == 403, "once only"


@pytest.mark.parametrize("changed", [{"state": "guessed"}, {"state": ""}, {"code": ""}])
def test_what_was_not_begun_here_is_refused(changed: dict[str, str]) -> None:
    space = Space(Provider())
    browser = space.browser()
    assert space.enter(browser, **changed).status_code == 403
    assert me(browser) == ("", "visitor")


def test_a_login_at_the_hub_takes_a_bounded_time_and_memory() -> None:
    space, now = Space(Provider()), [0.0]
    space.hub.clock = lambda: now[0]
    browser = space.browser()
    state = space.begin(browser)["state"]
    now[0] += WAITS
    assert browser.get("/login/callback", params={"code": "a", "state": state}).status_code == 403
    space.hub._begun.update({str(n): None for n in range(MOST)})  # type: ignore[misc]
    space.begin(browser)
    assert len(space.hub._begun) == MOST


@pytest.mark.parametrize("name", ["taro", "TARO", "ｔａｒｏ"])
def test_a_user_of_the_hub_is_no_user_of_the_settings(name: str) -> None:
    space = Space(Provider({"preferred_username": name}), auth="taro:x", admins="nobody")
    browser = space.browser()
    answer = space.enter(browser)
    assert answer.status_code == 403 and "of that name already" in answer.text
    assert browser.get("/config").status_code == 401, "where there are passwords, nobody comes in without a login"


@pytest.mark.parametrize(
    "profile",
    [[], "x", {}, {"preferred_username": ""}, {"preferred_username": "a\nb"}, {"preferred_username": "a" * 81}],
)
def test_a_profile_without_a_name_is_no_login(profile: object) -> None:
    space = Space(Provider(profile))
    assert space.enter(space.browser()).status_code == 403


@pytest.mark.parametrize("name", ["authorization", "token", "userinfo"])
def test_the_hub_sends_nobody_to_another_host(name: str) -> None:
    space = Space(Provider(**{f"{name}_endpoint": "http://169.254.169.254/latest"}))
    assert space.browser().get("/login/hf").status_code == 403


def test_a_hub_that_cannot_be_reached_is_said_in_both_languages() -> None:
    def silent(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no route")

    space = Space(Provider())
    space.hub.transport = httpx2.MockTransport(silent)
    browser = space.browser()
    assert "could not complete the login" in browser.get("/login/hf").text
    assert "完了できませんでした" in browser.get("/login/hf", headers={"Accept-Language": "ja"}).text


def test_strangers_come_in_unless_an_organisation_or_a_password_says_otherwise() -> None:
    for settings, status in (({}, 200), ({"organisations": "a"}, 401), ({"public": "false"}, 401)):
        assert Space(Provider(), **settings).browser().get("/config").status_code == status
    page = Space(Provider(), organisations="a").browser().get("/").text
    assert "Log in with Hugging Face" in page and "password" not in page
    assert "password" in Space(Provider(), organisations="a", auth="taro:x").browser().get("/").text


def test_there_is_no_hub_without_its_client() -> None:
    assert Logins.of(Settings(OAUTH_CLIENT_ID="client"), 1, frozenset(), draw) is None  # type: ignore[call-arg]
