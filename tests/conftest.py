"""Every test has a home of its own; the converted model, which takes a while to make, is shared by all of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("narabe", deadline=None)  # a busy machine is no failure
hypothesis_settings.load_profile("narabe")

ROOT = Path(__file__).parent.parent
MODELS = ROOT / ".pytest_cache" / "narabe-models"

os.environ["NARABE_HOME"] = tempfile.mkdtemp(prefix="narabe-tests-")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh NARABE_HOME, with the shared folder of converted models."""
    from app.config import settings

    folder = tmp_path / "narabe-home"
    folder.mkdir()
    MODELS.mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(MODELS, target_is_directory=True)
    for name in [name for name in os.environ if name.startswith("NARABE_") and name != "NARABE_REQUIRE_BROWSER"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NARABE_HOME", str(folder))
    settings.cache_clear()
    yield folder
    settings.cache_clear()


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample workbook."""
    return ROOT / "samples" / "verify100.xlsx"


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real checkpoint of a few hundred kilobytes: an untrained two-layer Llama with a byte-level tokeniser."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(
        ["日本の首都はどこですか？ 東京です。", "What is the capital of Japan? Tokyo."], trainer
    )
    folder = tmp_path_factory.mktemp("tiny-llama")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>"
    ).save_pretrained(folder)
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        bos_token_id=0,
        eos_token_id=1,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder
