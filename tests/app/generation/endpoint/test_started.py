"""Models whose server is started for them: GGUF files through llama.cpp, checkpoints through vLLM."""

from __future__ import annotations

import gc
import os
import struct
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.errors import ModelError
from app.generation import revision
from app.generation.base import Message
from app.generation.embedded.model import joined_parts
from app.generation.endpoint import gguf, started, vllm
from app.generation.endpoint.started import StartedModel, StartedServer
from app.records import Decoding

VLLM = """#!{python}
import json, os, runpy, sys, io
assert sys.argv[1:3] == ["serve", "tiny"] and sys.argv[3:6] == ["--host", "127.0.0.1", "--port"]
asked = dict(model={model!r}, name="tiny", port=int(sys.argv[6]), key=os.environ["VLLM_API_KEY"], slots=2,
             context=1024, threads=1)
read, write = os.pipe()
os.write(write, (json.dumps(asked) + "\\n").encode())
sys.stdin = os.fdopen(read)
runpy.run_path({server!r}, run_name="__main__")
"""


def quiet(what: str, fraction: float) -> None:
    assert what == "loading" and 0 <= fraction <= 1


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gguf") / "ジェマ 270M.gguf"
    path.write_bytes(joined_parts())
    return path


def servers() -> list[psutil.Process]:
    return [one for one in psutil.Process().children(recursive=True) if "llama_server.py" in " ".join(one.cmdline())]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"PK\x03", "no GGUF"),
        (b"GGUF\x03", "no GGUF"),
        (b"", "no GGUF"),
    ],
)
def test_what_is_no_gguf_file_is_refused_at_once(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=said) as refused:
        gguf.load(f"gguf:{path}", quiet)
    assert "→" in refused.value.text("ja") and "ファイル" in refused.value.text("ja")


def test_what_is_not_installed_is_said_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 0))
    monkeypatch.setattr(gguf, "find_spec", lambda name: None)
    monkeypatch.setattr(vllm.shutil, "which", lambda name: None)
    with pytest.raises(ModelError, match=r"pip install -r requirements-gguf\.txt"):
        gguf.load(f"gguf:{path}", quiet)
    with pytest.raises(ModelError, match="pip install vllm"):
        vllm.load("vllm:some/model", quiet)


def test_other_weights_are_another_arm(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    assert revision(f"gguf:{path}") == ""
    path.write_bytes(b"GGUF1")
    before = revision(f"gguf:{path}")
    path.write_bytes(b"GGUF12")
    assert before and revision(f"gguf:{path}") not in ("", before)


def test_a_server_that_does_not_start_says_why() -> None:
    server = StartedServer("tiny")
    command = [sys.executable, "-c", "import sys; sys.exit('error: no such tensor')"]
    with pytest.raises(ModelError, match="tiny: its server did not start: error: no such tensor"):
        server.start(command, quiet)


@pytest.mark.slow
def test_a_gguf_file_answers_and_its_server_ends_with_it(gemma: Path) -> None:
    model = gguf.load(f"gguf:{gemma}", quiet)
    assert isinstance(model, StartedModel) and len(servers()) == 1
    prompts = ["Question: What is the capital of Japan?\nAnswer:", "質問：日本の首都はどこですか？\n答え："]
    found = dict(model.complete(prompts, stop=("\n",), decoding=Decoding(max_new_tokens=8)))
    assert [found[place].error for place in (0, 1)] == [None, None] and "Tokyo" in found[0].text
    chat = model.as_prompt([Message("user", "Hello")])
    assert chat is None, "the base model has no chat template, and llama.cpp's own is not ours to use"
    (process,) = servers()
    del model
    gc.collect()
    process.wait(20)
    assert servers() == []


def with_template(data: bytes, template: str) -> bytes:
    """A GGUF file with a chat template as one more fact, the first one; its length keeps the tensors aligned."""
    key, head = b"tokenizer.chat_template", 24
    before = struct.pack(f"<Q{len(key)}sI", len(key), key, 8)
    text = template.encode()
    text += b"{#%s#}" % (b" " * (-(len(before) + 8 + len(text) + 4) % 32))
    magic, version, tensors, facts = struct.unpack_from("<4sIQQ", data)
    start = struct.pack("<4sIQQ", magic, version, tensors, facts + 1)
    return start + before + struct.pack("<Q", len(text)) + text + data[head:]


@pytest.mark.slow
def test_a_chat_goes_through_the_template_of_the_file(gemma: Path, tmp_path: Path) -> None:
    path = tmp_path / "chat.gguf"
    words = "Question: {{ messages[-1]['content'] }} {{ messages[0]['content'] }}\nAnswer:"
    path.write_bytes(with_template(gemma.read_bytes(), words))
    model = gguf.load(f"gguf:{path}", quiet)
    messages = [Message("system", "What is the capital of Japan?"), Message("user", "Hello.")]
    chat = model.as_prompt(messages)
    assert chat is not None
    plain = "Question: Hello. What is the capital of Japan?\nAnswer:"
    found = dict(model.complete([chat, plain], stop=("\n",), decoding=Decoding(max_new_tokens=8)))
    assert found[0].error is None and found[0].text.strip() == found[1].text.strip() != ""
    assert "Tokyo" in found[0].text


@pytest.mark.slow
def test_the_server_ends_even_where_who_started_it_was_killed(gemma: Path) -> None:
    load = f"model = gguf.load({f'gguf:{gemma}'!r}, print)"
    start = f"from app.generation.endpoint import gguf; {load}; print('ready', flush=True); input()"
    parent = subprocess.Popen([sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    while b"ready" not in (line := parent.stdout.readline()):
        assert line, "it ended"
    (process,) = [one for one in psutil.Process(parent.pid).children() if "llama_server.py" in " ".join(one.cmdline())]
    parent.kill()
    parent.wait()
    process.wait(20)


@pytest.mark.slow
def test_vllm_is_started_and_stopped(gemma: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for the program `vllm`, which no machine without a GPU runs: it starts llama.cpp's real server."""
    program = tmp_path / "vllm"
    program.write_text(VLLM.format(python=sys.executable, model=str(gemma), server=started.script("llama_server.py")))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    model = vllm.load("vllm:tiny", quiet)
    process = next(one for one in psutil.Process().children(recursive=True) if str(program) in one.cmdline())
    found = dict(model.complete(["The capital of Japan is"], stop=(), decoding=Decoding(max_new_tokens=4)))
    assert found[0].error is None and found[0].tokens == 4
    del model
    gc.collect()
    process.wait(30)
