"""Text of others reaches neither the terminal as commands, nor the log as a flood, nor anything with a key in it."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import httpx2
import openai
import pytest
from openpyxl import Workbook
from pydantic import SecretStr
from typer.testing import CliRunner

from app.cli.console import complain, say
from app.cli.main import app
from app.generation.endpoint.server import Server
from app.security.logs import AT_ONCE, MOST, WINDOW, Tidy
from app.security.secrecy import PART, redacted
from app.security.terminal import readable
from tests.conftest import ROOT
from tests.security.conftest import Served

TITLE = "\x1b]0;乗っ取り\x07"
ESCAPES = (TITLE, "\x1b[2J", "\x9b31m", "\x9d0;x\x9c", "a\rb", "\x08\x08", "\x7f", "\u202etxt.exe", "\x1bc", "\x00")
KEY = "sk-Qw3rty/Z9+asdfGHJK8x7v6"


# -- the terminal ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ESCAPES, ids=ascii)
def test_nothing_that_a_terminal_obeys(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    say(f"質問{text}です\tA\n次")
    complain(text)
    captured = capsys.readouterr()
    for shown in (captured.out, captured.err, readable(text)):
        assert not any(sign < " " and sign not in "\t\n" for sign in shown)
        assert not any("\x7f" <= sign <= "\x9f" or sign == "\u202e" for sign in shown)
    assert "\tA\n次" in captured.out


def test_a_workbook_of_escapes(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "表\x1b"[:1]
    book.active.append(["NO", "instruction(en)", "response(en)", "型\x9b2J\u202e"])
    book.active.append(["1", "q\x9d0;x\x9c", "a", "x"])
    book.active.append(["1", "q", "a", "x"])
    path = tmp_path / f"名前{TITLE}.xlsx"
    book.save(path)
    said = CliRunner().invoke(app, ["check", str(path)])
    done = subprocess.run(
        [sys.executable, "-m", "app", "check", str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "\\x1b]0;" in done.stdout + done.stderr
    for shown in (said.output, done.stdout, done.stderr):
        assert not set(shown) & {"\x1b", "\x07", "\x9b", "\x9d", "\u202e"}


# -- the log --------------------------------------------------------------------------------------------------------


class Clock:
    """A clock that is set by hand, in seconds."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def log() -> tuple[logging.Logger, StringIO, Clock]:
    """A logger whose handler writes tidily."""
    logger, out, clock = logging.Logger("narabe.test"), StringIO(), Clock()
    handler = logging.StreamHandler(out)
    handler.addFilter(Tidy([KEY], clock))
    logger.addHandler(handler)
    return logger, out, clock


def test_a_full_disk_is_a_few_lines(log: tuple[logging.Logger, StringIO, Clock]) -> None:
    logger, out, clock = log
    for n in range(29_000):
        try:
            raise OSError(28, "No space left on device")
        except OSError:
            logger.exception("workbook of %s not written", n)
    assert out.getvalue().count("not written") == AT_ONCE
    logger.warning("something else")
    assert "something else" in out.getvalue()
    clock.now += WINDOW
    logger.error("workbook of %s not written", "x")
    assert f"and {29_000 - AT_ONCE} more" not in out.getvalue()  # another kind: without an exception
    try:
        raise OSError(28, "No space left on device")
    except OSError:
        logger.exception("workbook of %s not written", "y")
    assert f"(and {29_000 - AT_ONCE} more like it since)" in out.getvalue()


def test_the_log_remembers_a_bounded_number_of_kinds() -> None:
    tidy = Tidy()
    logger = logging.Logger("narabe.test")
    logger.addFilter(tidy)
    for n in range(MOST * 3):
        logger.warning(f"{n}")
    assert len(tidy._seen) <= MOST


def test_the_log_has_no_controls_and_no_key(log: tuple[logging.Logger, StringIO, Clock]) -> None:
    logger, out, _ = log
    logger.warning("file %s with %s", TITLE, KEY)
    try:
        raise ValueError(f"{TITLE} Bearer {KEY}")
    except ValueError:
        logger.exception("failed")
    shown = out.getvalue()
    assert "\x1b" not in shown
    assert KEY[:PART] not in shown
    assert "Traceback" in shown


def test_what_no_event_takes_is_logged_and_not_printed(
    app: Served, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Gradio prints such faults by itself, with what was sent in them."""
    capfd.readouterr()
    with app.client() as client:
        for name, sent in (("start_run", ["モデル", TITLE]), ("load_workbook", [TITLE])):
            assert client.post(f"/gradio_api/run/{name}", json={"data": sent}).status_code == 422
        dependencies = client.get("/config").json()["dependencies"]
        number = next(one["id"] for one in dependencies if one["api_name"] == "load_workbook")
        joined = {"data": [TITLE], "fn_index": number, "session_hash": "端末"}
        assert client.post("/gradio_api/queue/join", json=joined).status_code == 200
        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "端末"}) as events:
            assert any("process_completed" in line for line in events.iter_lines())
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert caplog.text.count("could not be carried out") == 3


# -- keys -----------------------------------------------------------------------------------------------------------


def leaked(text: str, secret: str = KEY) -> int:
    """The longest run of the secret's characters within the text."""
    runs = (
        end - start
        for start in range(len(secret))
        for end in range(start, len(secret) + 1)
        if secret[start:end] in text
    )
    return max(runs, default=0)


@pytest.mark.parametrize("before", range(270, 305))
def test_a_key_that_straddles_the_cut(before: int) -> None:
    body = {"message": "誤" * before + KEY + " is not known" * 30}
    request = httpx2.Request("POST", "http://127.0.0.1:9/v1/completions")
    error = openai.BadRequestError("x", response=httpx2.Response(400, request=request), body=body)
    said = Server("http://127.0.0.1:9/v1", SecretStr(KEY)).explanation(error)
    assert leaked(said) < PART
    assert len(said) < 350


ENCODED = {
    "whole": KEY,
    "half": KEY[: len(KEY) // 2],
    "end": f"…{KEY[-12:]}",
    "url": quote(KEY, safe=""),
    "json": json.dumps({"key": KEY}),
    "hex": KEY.encode().hex(),
    **{f"base64+{n}": base64.b64encode(b"x" * n + KEY.encode() + b"tail").decode() for n in range(3)},
    "basic": base64.b64encode(f"user:{KEY}".encode()).decode(),
    "urlsafe": base64.urlsafe_b64encode(KEY.encode()).decode(),
}


@pytest.mark.parametrize("form", ENCODED.values(), ids=ENCODED)
def test_a_key_in_another_spelling(form: str) -> None:
    said = redacted(f"誤り: {form}、です。", KEY)
    assert said.startswith("誤り: ")
    assert said.endswith("、です。")
    kept = said.removeprefix("誤り: ").removesuffix("、です。")
    shown = leaked(kept)
    assert shown < PART
    for cut in range(0, len(form) - 2 * PART):
        assert form[cut : cut + 2 * PART] not in kept or form[cut : cut + 2 * PART] in "\"{'key': "


def test_what_is_no_key_stays() -> None:
    text = "The server answered HTTP 400: 文字数が多すぎます"
    assert redacted(text, KEY) == text
    assert redacted("none", "") == "none"
    assert redacted("a b c", "a") == "a b c"


def test_redaction_is_linear() -> None:
    import time

    times = []
    for size in (200_000, 400_000):
        text = (KEY[:7] + " ") * (size // 8)
        began = time.perf_counter()
        redacted(text, KEY)
        times.append(time.perf_counter() - began)
    assert times[1] < 3 * times[0] + 0.05
