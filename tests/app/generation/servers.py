"""Real servers on the loopback: llama.cpp with the embedded model, and a small one that fails as it is told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

LLAMA = """
import sys, threading
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.hostnames, params.port = ["127.0.0.1"], int(sys.argv[2])
params.n_parallel, params.n_ctx = int(sys.argv[3]), 512 * int(sys.argv[3])
params.model_alias, params.warmup = {"gemma"}, False
params.cpuparams.n_threads = int(sys.argv[4])
if len(sys.argv) > 5:
    params.api_keys = [sys.argv[5]]
server = xllamacpp.Server(params)
threading.Event().wait()
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class LlamaServer:
    """llama.cpp's own server in a process that can be killed and started again on the same port."""

    def __init__(self, model: Path, *, slots: int = 4, key: str = "") -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/v1"
        cores = len(os.sched_getaffinity(0))
        self._command = [sys.executable, "-c", LLAMA, *map(str, (model, self.port, slots, cores)), *([key] * bool(key))]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = 60) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("llama.cpp's server did not start")

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


Reply = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def say(handler: BaseHTTPRequestHandler, status: int, body: object, **headers: str) -> None:
    """Answer with JSON, or with bytes as they are."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def completion(text: str, reason: str = "stop") -> dict[str, Any]:
    """What a server says to a prompt, plain and as a chat at once."""
    choice = {"index": 0, "text": text, "finish_reason": reason, "message": {"role": "assistant", "content": text}}
    usage = {"completion_tokens": 3, "prompt_tokens": 2, "total_tokens": 5}
    return {"id": "1", "object": "x", "created": 1, "model": "tiny", "choices": [choice], "usage": usage}


def answer(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """A proper answer: the prompt once more."""
    say(handler, 200, completion("".join(asked["prompt"]) if "prompt" in asked else asked["messages"][-1]["content"]))


class TinyServer:
    """Answers each request with the next of `replies`, and properly when they are used up; keeps what it was asked."""

    def __init__(self, *replies: Reply, models: tuple[str, ...] = ("tiny",)) -> None:
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        waiting = list(replies)
        tiny = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                listed = {"object": "list", "data": [{"id": name, "object": "model"} for name in models]}
                say(self, 200, listed)

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                tiny.asked.append(asked)
                tiny.paths.append(self.path)
                tiny.headers.append({name.lower(): value for name, value in self.headers.items()})
                tiny.times.append(time.monotonic())
                (waiting.pop(0) if waiting else answer)(self, asked)

            def log_message(self, *arguments: object) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @contextmanager
    def running(self) -> Iterator[TinyServer]:
        thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()
