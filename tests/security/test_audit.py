"""Who changed what for others is noted; the log can be read by machines, and tells no secrets."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app as command_line
from app.security.audit import Audit
from app.security.logs import REQUEST, RUN, Lines, Tidy
from app.ui import access
from tests.security.conftest import Served


def test_acts_are_appended_each_whole_and_nobody_writes_lines_of_their_own(home: Path) -> None:
    audit = Audit(home)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: audit.note(f"花子{n}", "admin", "run.managing.delete", f"run-{n}"), range(80)))
    audit.note('mallory\n{"who": "taro"}\x1b[2J', "visitor", "x\r\ny", "\u2028z")
    with (home / "audit.jsonl").open("a") as file:
        file.write('{"time": "cut o')
    acts = list(audit.acts())
    assert len(acts) == 81 and {act.on for act in acts[:80]} == {f"run-{n}" for n in range(80)}
    assert acts[-1].who.startswith("mallory\n") and [act.who for act in acts].count("taro") == 0
    assert (home / "audit.jsonl").stat().st_mode & 0o077 == 0
    shown = CliRunner().invoke(command_line, ["audit", "--last", "1"]).output
    assert "mallory" in shown and "\x1b" not in shown


def test_a_disk_that_cannot_be_written_to_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("x")
    Audit(tmp_path / "file").note("花子", "admin", "run.managing.delete", "r1")
    assert "could not be noted" in caplog.text and "r1" in caplog.text


def test_what_an_owner_does_on_the_page_is_noted_with_name_and_run(
    app: Served, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = app.store.runs()[0].id
    with app.client() as client:
        assert client.post("/gradio_api/run/pause_run", json={"data": [run]}).status_code == 200
        assert client.post("/gradio_api/run/run_status", json={"data": [run]}).status_code == 200
        assert client.post("/gradio_api/run/pause_run", json={"data": ["no-such-run"]}).status_code == 422
    (act,) = Audit(home).acts()
    assert (act.who, act.role, act.what, act.on) == ("127.0.0.1", "admin", "run.controls.pause_run", run)


def test_all_that_needs_an_admin_is_noted() -> None:
    assert access.OWN <= access.AUDITED and not access.AUDITED & access.ADMINS


def test_commands_are_noted_without_passwords(home: Path) -> None:
    CliRunner().invoke(command_line, ["users", "add", "花子"], input="ひみつ\nひみつ\n")
    CliRunner().invoke(command_line, ["users", "remove", "花子"])
    assert [(act.what, act.on) for act in Audit(home).acts()] == [
        ("users add", "花子 (reviewer)"),
        ("users remove", "花子"),
    ]
    assert "ひみつ" not in (home / "audit.jsonl").read_text()


def test_the_log_as_json_has_ids_one_line_each_and_no_secret() -> None:
    out, logger = StringIO(), logging.Logger("narabe.test")
    handler = logging.StreamHandler(out)
    handler.setFormatter(Lines())
    handler.addFilter(Tidy(["sk-Qw3rty/Z9+asdf"]))
    logger.addHandler(handler)
    run, request = RUN.set("r1"), REQUEST.set("0123")
    try:
        raise ValueError("日本 sk-Qw3rty/Z9+asdf\x1b[2J")
    except ValueError:
        logger.exception("run %s\nfailed", "r1")
    RUN.reset(run), REQUEST.reset(request)
    logger.warning('"}\n{"level": "CRITICAL"')
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["level"], first["logger"], first["run"], first["request"]) == ("ERROR", "narabe.test", "r1", "0123")
    assert (
        "ValueError: 日本" in first["exception"] and "Qw3rty" not in out.getvalue() and "\\u001b" not in out.getvalue()
    )
    assert second["level"] == "WARNING" and not {"run", "request", "exception"} & set(second)


def test_every_answer_names_its_request(app: Served) -> None:
    with app.client() as client:
        ids = {client.get("/theme.css", headers={"X-Request-ID": "forged"}).headers["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2 and "forged" not in ids
