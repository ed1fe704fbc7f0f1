import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.security.login import USER
from app.security.roles import ROLE
from app.ui.language import PageLanguage, asked, document, preferred, remembered


@pytest.mark.parametrize(
    ("query", "language"),
    [("lang=ja", "ja"), ("lang=en&x=1", "en"), ("lang=fr", None), ("", None), ("lang=ja&lang=en", "en")],
)
def test_asked(query: str, language: str | None) -> None:
    assert asked(query) == language


@pytest.mark.parametrize(
    ("cookies", "language"),
    [("narabe_lang=ja", "ja"), ("a=b; narabe_lang=en", "en"), ("narabe_lang=xx", None), ("", None), ("=;;[", None)],
)
def test_remembered(cookies: str, language: str | None) -> None:
    assert remembered(cookies) == language


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("ja,en-US;q=0.9,en;q=0.8", "ja"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("ja-JP", "ja"),
        ("fr-FR,fr;q=0.9", "en"),
        ("fr, ja;q=0.5, en;q=0.3", "ja"),
        ("ja;q=much", "en"),
        ("", "en"),
    ],
)
def test_preferred(accept: str, language: str) -> None:
    assert preferred(accept) == language


async def _page(request: Request) -> HTMLResponse:
    return HTMLResponse(f'<html lang="en"><head></head><body lang="en">{request.url.path}</body></html>')


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", _page), Route("/ja", _page), Route("/other", _page)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(PageLanguage)]))


@pytest.mark.parametrize(
    ("url", "accept", "path", "language"),
    [
        ("/", "en", "/", "en"),
        ("/", "ja", "/ja", "ja"),
        ("/?lang=ja", "en", "/ja", "ja"),
        ("/ja", "en", "/ja", "ja"),
        ("/ja?lang=en", "ja", "/", "en"),
        ("/?lang=fr", "ja", "/ja", "ja"),
    ],
)
def test_page_in_the_visitors_language(client: TestClient, url: str, accept: str, path: str, language: str) -> None:
    answer = client.get(url, headers={"Accept-Language": accept})
    assert answer.url.path == path
    assert answer.text.startswith(f'<html lang="{language}" data-role="visitor"><head><script>')
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_choice_is_remembered(client: TestClient) -> None:
    client.get("/?lang=ja")
    assert client.get("/", headers={"Accept-Language": "en"}).url.path == "/ja"
    client.get("/?lang=en")
    assert client.get("/", headers={"Accept-Language": "ja"}).url.path == "/"


def test_nothing_else_is_touched(client: TestClient) -> None:
    assert "<script>" not in client.get("/other").text


@pytest.mark.parametrize(
    ("scope", "marks"),
    [
        ({ROLE: "admin"}, 'lang="ja" data-role="admin"'),
        ({ROLE: "visitor", USER: ""}, 'lang="ja" data-role="visitor" data-login="out"'),
        ({ROLE: "reviewer", USER: '花子"><script>'}, 'lang="ja" data-role="reviewer" data-login="in"'),
        ({ROLE: '"><script>'}, 'lang="ja" data-role="visitor"'),
    ],
)
def test_the_page_knows_the_role_and_whether_there_is_a_login(scope: dict[str, str], marks: str) -> None:
    assert document(b'<html lang="en"><head>', "ja", scope).startswith(f"<html {marks}><head><script>".encode())
