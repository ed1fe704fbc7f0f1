"""Checkpoints on a GPU through vLLM: its server is started beside this process, and asked as any other."""

from __future__ import annotations

import shutil
import sys

from app.config import settings
from app.errors import ModelError
from app.generation.base import AnswerModel, Stage
from app.generation.endpoint.started import StartedModel, StartedServer, script

PREFIX = "vllm:"
PATIENCE = 3_600.0
"""Seconds that a model may take to be downloaded, loaded and compiled."""


def load(name: str, progress: Stage) -> AnswerModel:
    """The model `vllm:NAME`, a folder or a hub name, with its own chat template.

    Raises:
        ModelError: vLLM is not installed, or cannot serve the model; the message says what to do.
    """
    model = name.removeprefix(PREFIX)
    program = shutil.which("vllm")
    if program is None:
        raise ModelError(
            "vllm:… needs vLLM on this machine → pip install vllm (it wants a GPU), or start it elsewhere and use "
            "endpoint:NAME",
            "vllm:… には、このマシンの vLLM が必要です → pip install vllm（GPU が必要です）、"
            "またはほかのマシンで起動して endpoint:名前 を使ってください",
        )
    server = StartedServer(model)
    serve = [program, "serve", model, "--host", "127.0.0.1", "--port", str(server.port)]
    key = {"VLLM_API_KEY": server.key.get_secret_value()}
    server.start([sys.executable, script("leash.py"), *serve], progress, more=key, patience=PATIENCE)
    chosen = settings()
    return StartedModel(
        server=server.place,
        model=model,
        api=chosen.endpoint_api,
        concurrency=chosen.endpoint_concurrency,
        timeout=chosen.endpoint_timeout,
        runs_on="cuda",
    ).held_by(server)
