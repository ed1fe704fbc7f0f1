"""GGUF of a Gemma 3 text model → a checkpoint that transformers loads (config, safetensors, tokenizer).

transformers can read GGUF itself, but takes longer than a minute for Gemma's large vocabulary. Formats: the GGUF
specification (github.com/ggml-org/ggml/blob/master/docs/gguf.md) and the Hugging Face `tokenizers` JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from app.generation.base import Stage
from app.generation.embedded.gguf_file import Tensor, read_gguf

CONTROL, USER_DEFINED = 3, 4
"""GGUF token types: control tokens, and plain texts that are always one token."""

LAYER_NAMES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
TOP_NAMES = {"token_embd": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def convert(data: bytes, folder: Path, progress: Stage) -> None:
    """Write the checkpoint of the GGUF file `data` into the existing `folder`; `progress(what, 0..1)` says how far.

    Raises:
        ValueError: the file is damaged.
    """
    progress("converting", 0.05)
    source = read_gguf(data)
    progress("converting", 0.15)
    _write_json(folder / "tokenizer.json", tokenizer_json(source.facts))
    _write_json(folder / "tokenizer_config.json", TOKENIZER_CONFIG)
    progress("converting", 0.5)
    tensors = weights(source.tensors)
    progress("converting", 0.8)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(folder / "config.json", config(source.facts))
    _write_json(folder / "generation_config.json", _special(source.facts))
    progress("converting", 1.0)


def config(facts: dict[str, Any]) -> dict[str, Any]:
    """The configuration of a Gemma 3 text model for transformers, from GGUF's facts."""

    def fact(name: str) -> Any:
        return facts[f"gemma3.{name}"]

    return {
        "architectures": ["Gemma3ForCausalLM"],
        "model_type": "gemma3_text",
        "dtype": "float32",
        "vocab_size": len(facts["tokenizer.ggml.tokens"]),
        "hidden_size": fact("embedding_length"),
        "intermediate_size": fact("feed_forward_length"),
        "num_hidden_layers": fact("block_count"),
        "num_attention_heads": fact("attention.head_count"),
        "num_key_value_heads": fact("attention.head_count_kv"),
        "head_dim": fact("attention.key_length"),
        "query_pre_attn_scalar": fact("attention.key_length"),
        "rms_norm_eps": fact("attention.layer_norm_rms_epsilon"),
        "max_position_embeddings": fact("context_length"),
        "sliding_window": fact("attention.sliding_window"),
        "layer_types": [
            "sliding_attention" if (layer + 1) % 6 else "full_attention" for layer in range(fact("block_count"))
        ],
        "rope_parameters": {
            "full_attention": {"rope_type": "default", "rope_theta": fact("rope.freq_base")},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0},
        },
        "tie_word_embeddings": True,
        **_special(facts),
    }


def _special(facts: dict[str, Any]) -> dict[str, int]:
    return {
        "bos_token_id": facts["tokenizer.ggml.bos_token_id"],
        "eos_token_id": facts["tokenizer.ggml.eos_token_id"],
        "pad_token_id": facts["tokenizer.ggml.padding_token_id"],
    }


def weights(tensors: Iterable[Tensor]) -> dict[str, NDArray[np.float32]]:
    """Every tensor in 32-bit floats under transformers' name."""
    return dict(_weight(tensor) for tensor in tensors)


def _weight(tensor: Tensor) -> tuple[str, NDArray[np.float32]]:
    stem = tensor.name.removesuffix(".weight")
    if stem.startswith("blk."):
        _, layer, part = stem.split(".")
        name = f"model.layers.{layer}.{LAYER_NAMES[part]}.weight"
    else:
        name = f"{TOP_NAMES[stem]}.weight"
    values = tensor.values()
    # llama.cpp stores Gemma's norms with their 1 added; transformers adds it itself.
    return name, values - 1 if name.endswith("norm.weight") else values


def tokenizer_json(facts: dict[str, Any]) -> dict[str, Any]:
    """The tokenizer: byte-pair encoding with merges derived from the vocabulary."""
    kinds: list[int] = facts["tokenizer.ggml.token_type"]
    # The normaliser turns every space into this mark before the vocabulary is looked at.
    tokens = [token.replace(" ", "▁") for token in facts["tokenizer.ggml.tokens"]]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    added = [
        {
            "id": index,
            "content": token,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": kind == CONTROL,
        }
        for index, (token, kind) in enumerate(zip(tokens, kinds, strict=True))
        if kind in (CONTROL, USER_DEFINED) and token.strip("▁")
    ]
    return TOKENIZER | {
        "added_tokens": added,
        "model": BPE | {"vocab": vocabulary, "merges": list(merges(vocabulary))},
    }


def merges(vocabulary: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Every pair of tokens that makes a third one, in the order of the third: the ids of Gemma's vocabulary rise as the
    scores of its SentencePiece model fall, and plain texts, whose scores GGUF does not keep, come first.
    """
    found = []
    for token, index in vocabulary.items():
        for cut in range(1, len(token)):
            left, right = vocabulary.get(token[:cut]), vocabulary.get(token[cut:])
            if left is not None and right is not None:
                found.append((index, -cut, token))
    found.sort()  # for one token the longest beginning first, as transformers has it
    return ((token[:-back], token[-back:]) for _, back, token in found)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


BPE = {
    "type": "BPE",
    "dropout": None,
    "unk_token": "<unk>",
    "continuing_subword_prefix": None,
    "end_of_word_suffix": None,
    "fuse_unk": True,
    "byte_fallback": True,
    "ignore_merges": False,
}
TOKENIZER = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
    "pre_tokenizer": {
        "type": "Split",
        "pattern": {"String": " "},
        "behavior": "MergedWithPrevious",
        "invert": False,
    },
    "post_processor": {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "<bos>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
        "pair": [
            {"SpecialToken": {"id": "<bos>", "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "<bos>", "type_id": 1}},
            {"Sequence": {"id": "B", "type_id": 1}},
        ],
        "special_tokens": {"<bos>": {"id": "<bos>", "ids": [2], "tokens": ["<bos>"]}},
    },
    "decoder": {
        "type": "Sequence",
        "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "ByteFallback"},
            {"type": "Fuse"},
        ],
    },
}
TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "bos_token": "<bos>",
    "eos_token": "<eos>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
    "padding_side": "left",
}
