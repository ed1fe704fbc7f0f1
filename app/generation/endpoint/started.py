"""Servers that are started for one model and end with it: what the endpoint's client then asks as any other server."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import tempfile
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from pydantic import PrivateAttr, SecretStr

from app.config import environment
from app.errors import ModelError
from app.generation.base import Message, Stage
from app.generation.endpoint.model import EndpointModel
from app.generation.endpoint.server import Server

LOOK_EVERY = 0.1
"""Seconds between looks whether it is ready."""
GRACE = 10.0
"""Seconds that a server is given to end."""
LAST_SAID = 4_000
"""Bytes of what it said last, among which the reason is looked for."""


class StartedServer:
    """A server in a process of its own, on a free port of the loopback; it ends when nobody holds it any more.

    Whoever finds the port still needs the key, which only the process is told.
    """

    def __init__(self, name: str) -> None:
        self.name, self.port = name, _free_port()
        self.key = SecretStr(secrets.token_urlsafe(24))
        self.address = f"http://127.0.0.1:{self.port}"
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process

    @property
    def place(self) -> Server:
        """Where it is, for the client."""
        return Server(f"{self.address}/v1", self.key)

    def start(
        self,
        command: Sequence[str],
        progress: Stage,
        *,
        told: str = "",
        more: Mapping[str, str] | None = None,
        patience: float = 600.0,
    ) -> None:
        """Run `command` and wait until it answers; `told`: what it reads first; `more`: for its environment.

        Raises:
            ModelError: it ended, or was not ready within `patience` seconds; with the last of what it said.
        """
        self._process = subprocess.Popen(  # noqa: S603 - a list, and no shell
            command,
            stdin=subprocess.PIPE,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            env=environment() | dict(more or {}),
            start_new_session=True,
        )
        weakref.finalize(self, _end, self._process)
        if told and self._process.stdin is not None:
            self._process.stdin.write(told.encode())
            self._process.stdin.flush()
        began = time.monotonic()
        while not _answers(f"{self.address}/health"):
            waited = time.monotonic() - began
            if self._process.poll() is not None or waited > patience:
                _end(self._process)
                said = self._last_said()
                raise ModelError(
                    f"{self.name}: its server did not start: {said} → give it a model that it can load",
                    f"{self.name}：サーバーを起動できませんでした：{said} → 読み込めるモデルを指定してください",
                )
            progress("loading", min(0.95, waited / (waited + 10)))
            time.sleep(LOOK_EVERY)
        progress("loading", 1.0)

    def _last_said(self) -> str:
        end = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, end - LAST_SAID))
        lines = [line.strip() for line in self._said.read().decode("utf-8", "replace").splitlines() if line.strip()]
        telling = [line for line in lines if "error" in line.casefold() or "fail" in line.casefold()]
        return (telling or lines or ["it said nothing"])[-1][:300].replace(self.key.get_secret_value(), "…")


class StartedModel(EndpointModel):
    """A model of a server that was started for it. The server ends with the model."""

    takes_chats: bool = True
    """Whether the model has a chat template."""
    runs_on: str = ""
    _server: StartedServer = PrivateAttr()

    @property
    def device(self) -> str:
        """See `AnswerModel.device`."""
        return self.runs_on

    def as_prompt(self, messages: Sequence[Message]) -> str | None:
        """See `AnswerModel.as_prompt`."""
        return super().as_prompt(messages) if self.takes_chats else None

    def held_by(self, server: StartedServer) -> StartedModel:
        """The same, as long as which `server` runs."""
        self._server = server
        return self


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=1) as answer:  # noqa: S310 - an address on the loopback, made here
            return int(answer.status) == 200
    except (URLError, OSError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close what it reads, then ask it, then make it end."""
    if process.stdin is not None:
        process.stdin.close()
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def script(name: str) -> str:
    """The path of a script beside this file."""
    return str(Path(__file__).with_name(name))
