"""GGUF files, as llama.cpp runs them: its server is started beside this process, and asked as any other."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.config import settings
from app.errors import ModelError
from app.generation.base import AnswerModel, Stage
from app.generation.cores import usable_cores
from app.generation.embedded.gguf_file import facts_of
from app.generation.endpoint.started import StartedModel, StartedServer, script
from app.generation.resident import SHELF

PREFIX = "gguf:"
TEMPLATE = "tokenizer.chat_template"
CONTEXT = 8_192
"""Tokens that all prompts under way have together."""
SLOTS = 8
"""Prompts under way at the most: more were slower on two cores (benchmarks/bulk.md)."""
SPARE = 1.3
"""Memory asked for over the file's size: keys and values, and buffers."""


def load(name: str, progress: Stage) -> AnswerModel:
    """The model `gguf:FILE`, with the chat template that the file has.

    Raises:
        ModelError: no such file, no GGUF file, no llama.cpp, or not enough memory; the message says what to do.
    """
    path = Path(name.removeprefix(PREFIX)).expanduser()
    facts = _facts(path)
    size = path.stat().st_size
    if (free := SHELF.make_room("cpu", int(size * SPARE))) < size * SPARE:
        raise ModelError(
            f"{path.name} needs {size * SPARE / 1e9:.1f} GB of memory; {free / 1e9:.1f} GB are free → "
            "close other programs, or use a smaller quantisation",
            f"{path.name} には {size * SPARE / 1e9:.1f} GB のメモリーが必要ですが、空きは {free / 1e9:.1f} GB です → "
            "ほかのプログラムを終了するか、より小さい量子化を使ってください",
        )
    server = StartedServer(path.name)
    slots = min(settings().endpoint_concurrency, SLOTS)
    asked = {
        "model": str(path.resolve()),
        "name": path.name,
        "port": server.port,
        "key": server.key.get_secret_value(),
        "slots": slots,
        "context": min(CONTEXT, facts.get(f"{facts.get('general.architecture')}.context_length", CONTEXT)),
        "threads": usable_cores(),
    }
    server.start([sys.executable, script("llama_server.py")], progress, told=f"{json.dumps(asked)}\n")
    return StartedModel(
        server=server.place,
        model=path.name,
        concurrency=slots,
        timeout=settings().endpoint_timeout,
        takes_chats=TEMPLATE in facts,  # without one, llama.cpp would write a chat in a form of its own choice
        runs_on="cpu",
    ).held_by(server)


def _facts(path: Path) -> dict[str, Any]:
    """What the file says of its model."""
    if not path.is_file():
        raise ModelError(
            f"{path}: there is no such file → give the path of a .gguf file",
            f"{path}：ファイルがありません → .gguf ファイルのパスを指定してください",
        )
    try:
        facts = facts_of(path)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{path}: this is no GGUF file → download or convert it again",
            f"{path}：GGUF ファイルではありません → もう一度ダウンロードするか、変換し直してください",
        ) from error
    if find_spec("xllamacpp") is None:
        raise ModelError(
            "gguf:… needs llama.cpp → pip install -r requirements-gguf.txt",
            "gguf:… には llama.cpp が必要です → pip install -r requirements-gguf.txt を実行してください",
        )
    return facts
