"""Roles: checked on the server for every event and every address, also those that Gradio brings along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from app.cli.main import app as command_line
from app.config import Settings, settings
from app.errors import SettingsError
from app.records import Arm
from app.runs import zerogpu
from app.security.login import Logins
from app.security.passwords import hash_password
from app.security.roles import may, parse_roles, role_of
from app.security.routes import CLOSED, PAGE, answered
from app.security.users import User, Users
from app.store import Store
from app.ui import access, asking
from app.ui.blocks import build
from tests.security.conftest import Served, serving

SECURITY = (Path(__file__).parents[2] / "SECURITY.md").read_text("utf-8")
PEOPLE = {"taro": "admin", "花子": "reviewer", "客": "visitor"}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    logins = ",".join(f"{name}:{name}-secret" for name in PEOPLE)
    roles = ",".join(f"{name}={role}" for name, role in PEOPLE.items())
    folder = tmp_path_factory.mktemp("team")
    with serving(folder, NARABE_AUTH=logins, NARABE_ROLES=roles, NARABE_HOME=str(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("public")
    with serving(folder, NARABE_AUTH="taro:taro-secret", NARABE_PUBLIC="true", NARABE_HOME=str(folder)) as running:
        yield running


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("space")
    with serving(folder, SPACE_ID="owner/name", NARABE_HOME=str(folder)) as running:
        yield running


@contextmanager
def entered(served: Served, name: str) -> Iterator[httpx.Client]:
    with served.client() as client:
        assert client.post("/login", data={"username": name, "password": f"{name}-secret"}).status_code == 200
        yield client


def call(client: httpx.Client, endpoint: str, *data: object) -> httpx.Response:
    return client.post(f"/gradio_api/run/{endpoint}", json={"data": list(data)})


def run_of(served: Served, owner: str) -> str:
    store = served.store
    first = next(run for run in store.runs())
    return store.create_run(
        store.question_set(first.id), [Arm(model=f"m-{owner}-{len(store.runs())}")], ["ja"], owner=owner
    ).id


# -- the tables -----------------------------------------------------------------------------------------------------


def test_every_event_of_the_running_app_is_in_a_list_and_in_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zerogpu, "present", lambda: True)  # what is only there on a Space with a GPU as well
    app = build(Store("sqlite://"))
    events = {access.name(event.fn) for event in app.default_config.fns.values() if event.fn is not None}
    listed = access.VISITORS | access.REVIEWERS | access.ADMINS | access.OWN
    assert not events - listed, "say in app/ui/access.py and SECURITY.md who may cause these"
    assert not listed - events, "these are no more"
    assert not {event for event in events if f"`{event}`" not in SECURITY}, "SECURITY.md lacks these"


def paths(routes: Iterable[Any], prefix: str = "") -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from paths(inner.routes, prefix)
        else:
            yield prefix + route.path


def test_every_address_of_the_running_app_is_in_a_list_and_in_the_document(app: Served) -> None:
    served = [path.rstrip("/") or "/" for path in paths(app.routes)]
    assert len(served) > 60
    for path in served:
        bare = path.removeprefix("/gradio_api")
        known = path in PAGE or bare in CLOSED or path in CLOSED or path.startswith("/narabe/")
        several = any(one.endswith("{path:path}") and f"{bare}/".startswith(one.split("{")[0]) for one in CLOSED)
        assert known or several, f"{path}: say in app/security/routes.py what it is for"
    assert not [path for path in [*PAGE, *CLOSED] if f"`{path}`" not in SECURITY]


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("prefix", ["", "/gradio_api"])
def test_what_gradio_brings_along_is_not_there(path: str, prefix: str) -> None:
    filled = re.sub(r"\{[^}]+\}", "x", path)
    assert not answered(prefix + filled) and not answered(f"{prefix}{filled}/")


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/proxy=https://example.com/",
        "/gradio_api/vibe-code",
        "/gradio_api/token",
        "/monitoring/summary",
        "/gradio_api/deep_link?session_hash=x",
        "/gradio_api/profiling/traces",
        "/custom_component/1/client/component/index.js",
        "/gradio_api/stream/a/b/1/playlist.m3u8",
        "/..%2f..%2fetc/passwd",
    ],
)
def test_closed_addresses_answer_404_on_the_real_server(app: Served, path: str) -> None:
    with app.client() as client:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


# -- what each role may ---------------------------------------------------------------------------------------------


def test_a_visitor_and_a_reviewer_grade_under_their_own_name(team: Served) -> None:
    for name in ("客", "花子"):
        with entered(team, name) as client:
            assert call(client, "verdict", team.item, "correct", "taro", True, "").status_code == 200
    given = {verdict.reviewer for verdict in team.store.graded([team.item])[0].verdicts}
    assert {"客", "花子"} <= given and "taro" not in given


@pytest.mark.parametrize("endpoint", ["accept_reference", "withdraw_reference"])
def test_references_need_a_reviewer(team: Served, endpoint: str) -> None:
    with entered(team, "客") as visitor, entered(team, "花子") as reviewer:
        assert call(visitor, endpoint, team.item, "客").status_code == 422
        assert call(reviewer, endpoint, team.item, "花子").status_code == 200


@pytest.mark.parametrize("endpoint", ["cancel_run", "pause_run", "resume_run"])
def test_a_run_is_led_by_its_owner_and_by_admins(team: Served, endpoint: str) -> None:
    own, other = run_of(team, "客"), run_of(team, "花子")
    with entered(team, "客") as visitor, entered(team, "taro") as admin:
        assert call(visitor, endpoint, other).status_code == 422
        assert call(visitor, endpoint, "").status_code == 422
        assert call(visitor, endpoint, None).status_code == 422
        assert call(visitor, endpoint, [other]).status_code == 422
        assert call(visitor, endpoint, own).status_code == 200
        assert call(admin, endpoint, other).status_code == 200


def number_of(served: Served, event: str) -> int:
    return next(n for n, fn in served.events.items() if fn.fn is not None and access.name(fn.fn) == event)


@pytest.mark.parametrize("event", sorted(access.ADMINS))
def test_what_admins_do_nobody_else_does_by_its_number(team: Served, event: str) -> None:
    """Private events have no name for scripts, but a number that anyone can send to the queue."""
    number = number_of(team, event)
    with entered(team, "花子") as client:
        inputs = [None] * len(team.events[number].inputs)
        joined = client.post(
            "/gradio_api/queue/join", json={"data": inputs, "fn_index": number, "session_hash": f"s{number}"}
        )
        assert joined.status_code == 200
        said = ""
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": f"s{number}"}) as stream:
            for line in stream.iter_lines():
                said += line
                if "process_completed" in line:
                    break
    assert '"success":false' in said.replace(" ", "") and "your role does not allow this" in said


@pytest.mark.parametrize("who", ["", "花子"])
def test_a_run_of_the_command_line_is_nobodys(team: Served, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "visitor", lambda _: who)
    assert not asking.owns(team.store, run_of(team, ""))


# -- who is who -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_on_a_space_without_logins_everyone_is_a_visitor(space: Served) -> None:
    run = run_of(space, "somebody")
    with space.client() as client:
        assert call(client, "verdict", space.item, "correct", "客", True, "").status_code == 200
        assert call(client, "accept_reference", space.item, "客").status_code == 422
        assert call(client, "cancel_run", run).status_code == 422


@pytest.mark.slow
def test_a_public_server_lets_strangers_in_as_visitors(public: Served) -> None:
    with public.client() as stranger, entered(public, "taro") as admin:
        assert stranger.get("/").status_code == 200 and stranger.get("/config").status_code == 200
        assert stranger.get("/login").status_code == 200 and "<form" in stranger.get("/login").text
        assert call(stranger, "accept_reference", public.item, "taro").status_code == 422
        assert call(admin, "accept_reference", public.item, "taro").status_code == 200


def test_nobody_sends_a_role(team: Served) -> None:
    headers = {"narabe.role": "admin", "X-Role": "admin", "X-Forwarded-User": "taro", "Remote-User": "taro"}
    with entered(team, "客") as client:
        body = {"data": [team.item, "客"], "narabe.role": "admin", "username": "taro", "request": {"role": "admin"}}
        said = client.post("/gradio_api/run/accept_reference", json=body, headers=headers)
    assert said.status_code == 422


def test_a_user_that_is_added_comes_in_at_once_and_one_that_is_removed_is_out(team: Served) -> None:
    users = Users(team.home)
    users.put("次郎", User(hash_password("次郎-secret"), "reviewer"))
    with entered(team, "次郎") as client:
        assert call(client, "accept_reference", team.item, "x").status_code == 200
        users.put("次郎", User(users.all()["次郎"].secret, "visitor"))
        assert call(client, "withdraw_reference", team.item, "x").status_code == 422
        users.put("次郎", None)
        assert client.get("/config").status_code == 401


def test_the_roles_are_ordered_and_the_least_is_the_usual_one() -> None:
    assert may("admin", "visitor") and may("reviewer", "reviewer") and not may("visitor", "reviewer")
    assert role_of({}) == "visitor" and role_of({"narabe.role": "root"}) == "visitor"
    assert parse_roles(" 花子=reviewer, a=b=admin") == {"花子": "reviewer", "a=b": "admin"}
    with pytest.raises(SettingsError, match="root"):
        parse_roles("taro=root")


def test_users_of_the_command_line(home: Path) -> None:
    runner = CliRunner()
    added = runner.invoke(command_line, ["users", "add", "花子", "--role", "reviewer"], input="秘密です\n秘密です\n")
    assert added.exit_code == 0 and "花子 (reviewer)" in added.output and "秘密" not in added.output
    assert (home / "users.json").stat().st_mode & 0o077 == 0
    assert "秘密" not in (home / "users.json").read_text("utf-8")
    logins = Logins.of(settings(), 1, frozenset(), lambda _: "")
    assert (
        logins is not None and logins.accounts.check("花子", "秘密です") and logins.accounts.role("花子") == "reviewer"
    )
    assert "花子 (reviewer)" in runner.invoke(command_line, ["users", "list"]).output
    assert isinstance(runner.invoke(command_line, ["users", "add", "x", "--role", "root"]).exception, SettingsError)
    assert runner.invoke(command_line, ["users", "remove", "花子"]).exit_code == 0
    assert not Users(home).all()


def test_a_file_of_users_that_cannot_be_read_lets_nobody_in(home: Path) -> None:
    for text in ("[]", "{", '{"a": {"secret": "x"}}', '{"a": {"secret": "x", "role": "root"}}'):
        (home / "users.json").write_text(text, "utf-8")
        with pytest.raises(SettingsError, match="cannot be understood"):
            Logins.of(Settings(), 1, frozenset(), lambda _: "")


def test_on_a_space_the_limits_hold_for_visitors_only(team: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SPACE_ID", "owner/name"), ("NARABE_ANSWERS_EACH", "2"), ("NARABE_DISK_MB", "0")):
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    three = "NO,instruction(jp),response(jp)\n1,首都は？,東京\n2,国花は？,桜\n3,国鳥は？,キジ\n"
    for name in PEOPLE:
        with entered(team, name) as client:
            answer = call(client, "run_text", three, ["embedded"], ["qa"], ["ja"])
            if name == "客":
                assert answer.status_code == 422 and "at most 2 here" in answer.text
                continue
            assert answer.status_code == 200, answer.text
            run = answer.json()["data"][0]["id"]
            assert team.store.run(run).total == 3 and team.store.owner(run) == name
            team.store.set_state(run, "paused")
            assert call(client, "resume_run", run).status_code == 200
            team.store.set_state(run, "cancelled")
