"""Small real models, made on the spot, untrained: what is tested is how they are loaded and asked."""

from __future__ import annotations

from pathlib import Path

CHARACTERS = [chr(c) for c in (*range(33, 127), *range(0x3041, 0x3097), *range(0x30A1, 0x30FB))]


def _bert(folder: Path, **head: object) -> dict[str, object]:
    from transformers import BertTokenizerFast

    folder.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *CHARACTERS, *(f"##{c}" for c in CHARACTERS)]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    small = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    return {"vocab_size": len(words), "max_position_embeddings": 64, **small, **head}


def encoder_folder(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    """A folder with a sentence-transformers model of 32 dimensions."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    part = folder / "transformer"
    BertModel(BertConfig(**_bert(part))).save_pretrained(part)
    words = Transformer(str(part))
    pooled = Pooling(words.get_embedding_dimension())
    model = SentenceTransformer(modules=[words, pooled], prompts=prompts or {}, device="cpu")
    model.save(str(folder / "whole"))
    return folder / "whole"


def classifier_folder(folder: Path, labels: tuple[str, ...] = ("contradiction", "entailment", "neutral")) -> Path:
    """A folder with a cross-encoder of the given classes."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    names = dict(enumerate(labels))
    config = BertConfig(**_bert(folder, id2label=names, label2id={v: k for k, v in names.items()}))
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder
