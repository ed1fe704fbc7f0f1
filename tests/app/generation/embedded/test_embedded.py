"""The embedded model: its conversion, killed at any moment, and its answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM, AutoTokenizer

from app.config import settings
from app.errors import ModelError
from app.generation import load_model
from app.generation.base import AnswerModel
from app.generation.embedded import model as embedded
from app.prompts import template, trim
from app.records import Decoding, Language

CONVERT = "from pathlib import Path; from app.generation.embedded.model import converted; import sys;"
CONVERT += "print(converted(Path(sys.argv[1]), lambda what, done: print(what, done, flush=True)))"
TEXTS = [
    "日本の首都はどこですか？",
    "「私は、2024年8月15日に東京へ行きました。」\n\n質問：　全角　スペース",
    "What is the capital of Japan?\n\n\tTabs,   spaces — and “quotes” … 🎌👩‍👩‍👧",
    "<eos><start_of_turn>user\n漢字かなカナﾊﾝｶｸ Ｆｕｌｌ １２３ é ß 𠮷野家 \u200b\x07",
    "",
]


def convert_in(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", CONVERT, str(folder)], stdout=subprocess.PIPE, text=True)


def half_made(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if path.is_dir() and path.name == embedded.FOLDER]


@pytest.mark.slow
def test_a_killed_conversion_leaves_no_half_model(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    for stage in ("converting 0.05", "converting 0.15", "converting 0.5", "converting 0.8"):
        process = convert_in(folder)
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(stage):
                os.kill(process.pid, signal.SIGKILL)
                break
        assert process.wait() == -signal.SIGKILL
        assert half_made(folder) == []
    first, second = convert_in(folder), convert_in(folder)
    outputs = [process.communicate()[0].splitlines() for process in (first, second)]
    assert [lines[-1] for lines in outputs] == [str(folder / embedded.FOLDER)] * 2
    assert sorted(len(lines) > 1 for lines in outputs) == [False, True]  # one of them did the work
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [embedded.FOLDER]


def test_a_model_whose_files_were_cut_short_is_converted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def convert(data: bytes, folder: Path, progress: object) -> None:
        made.append(folder)
        (folder / "model.safetensors").write_bytes(data)
        (folder / "tokenizer.json").write_text("{}", encoding="utf-8")

    monkeypatch.setattr(embedded, "convert", convert)
    monkeypatch.setattr(embedded, "joined_parts", lambda: b"weights" * 100)
    for damage in ("nothing", "cut", "gone"):
        folder = embedded.converted(tmp_path, lambda *_: None)
        assert (folder / "model.safetensors").stat().st_size == 700
        if damage == "cut":
            os.truncate(folder / "model.safetensors", 350)
        elif damage == "gone":
            (folder / "tokenizer.json").unlink()
    assert embedded.converted(tmp_path, lambda *_: None) == folder
    assert len(made) == 3


@pytest.mark.slow
def test_damaged_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "SHA256", "0" * 64)
    with pytest.raises(ModelError, match="damaged"):
        embedded.joined_parts()


def test_missing_parts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match="pip install no-such-package"):
        embedded.joined_parts()


@pytest.fixture
def model() -> AnswerModel:
    return load_model("embedded")


@pytest.fixture
def folder(model: AnswerModel) -> Path:
    return settings().models / embedded.FOLDER


@pytest.fixture
def reference(folder: Path) -> Iterator[tuple[Any, Any]]:
    """The converted folder as transformers loads it by itself."""
    yield AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)


@pytest.mark.slow
def test_tokens_are_those_of_transformers(folder: Path, reference: tuple[Any, Any]) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    for text in TEXTS:
        tokens = reference[0](text)["input_ids"]
        assert tokenizer.encode(text).ids == tokens
        assert tokenizer.decode(tokens) == reference[0].decode(tokens, skip_special_tokens=True)


@pytest.mark.slow
def test_greedy_answers_are_those_of_transformers_alone(model: AnswerModel, reference: tuple[Any, Any]) -> None:
    tokenizer, transformer = reference
    questions: list[tuple[Language, str]] = [
        ("ja", "イタリアの首都はどこですか。"),
        ("ja", "次のうち、乗り物はどれですか：電車、りんご、犬"),
        ("en", "Is a dolphin a fish or a mammal?"),
        ("en", "Who invented the light bulb?"),
    ]
    prompts = [template("qa").render(language, text) for language, text in questions]
    found = dict(model.complete(prompts, stop=(), decoding=Decoding(max_new_tokens=8)))
    for index, prompt in enumerate(prompts):
        inputs = tokenizer(prompt, return_tensors="pt")
        out = transformer.generate(**inputs, do_sample=False, max_new_tokens=8)
        assert found[index].text == tokenizer.decode(out[0, inputs.input_ids.shape[1] :], skip_special_tokens=True)


@pytest.mark.slow
def test_it_answers_the_original_prompt_in_english_and_ours_in_japanese(model: AnswerModel) -> None:
    def ask(name: str) -> str:
        chosen = template(name)
        chain = chosen.runnable("ja") | model.bind(stop=list(chosen.stop("ja")), decoding=Decoding(max_new_tokens=24))
        return trim(chain.invoke({"question": "日本の首都はどこですか？"}), chosen.stop("ja"))

    assert "Tokyo" in ask("original")
    assert "東京" in ask("qa")
