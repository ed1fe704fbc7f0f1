"""Real but tiny models: a randomly initialised Llama and Gemma 3, with a tokenizer trained on a few lines."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from app.generation.embedded.model import joined_parts
from app.generation.local import model as local
from app.generation.local.model import LocalModel
from app.generation.local.vocabulary import PlainVocabulary
from tests.app.generation.servers import LlamaServer

KEY = "geheim-42"
"""The key of the llama.cpp server."""
LINES = [
    "日本の首都はどこですか？ 東京です。",
    "What is the capital of Japan? Tokyo.",
    "質問：答え：\n\n",
    "The answer is 42.",
]


def train_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<eos>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(LINES, trainer)
    return tokenizer


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """Threads only cost time in models this small."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "use_threads", lambda: 1)
        yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return train_tokenizer()


def tiny_llama(vocabulary: int) -> PreTrainedModel:
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=256,
        initializer_range=0.6,
        eos_token_id=0,
        bos_token_id=None,
    )
    return LlamaForCausalLM(config).eval()


def tiny_gemma(vocabulary: int) -> PreTrainedModel:
    torch.manual_seed(1)
    config = Gemma3TextConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=1,
        head_dim=8,
        sliding_window=16,
        layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        max_position_embeddings=256,
        initializer_range=0.6,
        eos_token_id=0,
        bos_token_id=None,
        pad_token_id=None,
    )
    return Gemma3ForCausalLM(config).eval()


Maker = Callable[..., LocalModel]


@pytest.fixture(params=[tiny_llama, tiny_gemma], ids=["llama", "gemma3"], scope="session")
def make_model(request: pytest.FixtureRequest, tokenizer: Tokenizer) -> Maker:
    """Makes an answer model; `max_rows` says how many rows it decodes at once."""
    transformer = request.param(tokenizer.get_vocab_size())

    def make(max_rows: int = 8) -> LocalModel:
        return LocalModel("tiny", transformer, PlainVocabulary(tokenizer, frozenset({0})), max_rows=max_rows)

    return make


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Path:
    """A folder with a tiny Llama, as a hub would hold it."""
    folder = tmp_path_factory.mktemp("checkpoint")
    tiny_llama(tokenizer.get_vocab_size()).save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<eos>").save_pretrained(folder)
    assert json.loads((folder / "config.json").read_text())["model_type"] == "llama"
    return folder


def in_four_bits(checkpoint: Path, folder: Path, lines: list[str], **how: object) -> Path:
    """A checkpoint quantised to GPTQ by gptqmodel, on the CPU, into `folder`; `lines` calibrate it."""
    if find_spec("gptqmodel") is None and os.environ.get("NARABE_REQUIRE_BROWSER") != "1":
        pytest.skip("gptqmodel is not installed: pip install -r requirements-gpu.txt")
    os.environ.setdefault("GPTQMODEL_CPU_WORKERS", "2")
    from gptqmodel import GPTQModel, QuantizeConfig

    # gptqmodel's own packing would first compile an extension
    chosen = QuantizeConfig(bits=4, desc_act=False, pack_impl="original", offload_to_disk=False, **how)
    checkpoint, folder = checkpoint.resolve(), folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with chdir(folder.parent):  # it writes logs to wherever it stands
        model = GPTQModel.load(str(checkpoint), chosen, device="cpu")
        model.quantize(lines, batch_size=1)
        model.save(str(folder))
    return folder


@pytest.fixture(scope="session")
def quantised(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny Llama in four bits."""
    lines = [line * 8 for line in LINES] * 4
    return in_four_bits(tiny_model, tmp_path_factory.mktemp("gptq"), lines, group_size=32)


@pytest.fixture(scope="session")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    """llama.cpp's own server with the embedded model, which wants a key."""
    model = tmp_path_factory.mktemp("gguf") / "gemma.gguf"
    model.write_bytes(joined_parts())
    server = LlamaServer(model, slots=4, key=KEY)
    server.start()
    yield server
    server.kill()
    model.unlink()
