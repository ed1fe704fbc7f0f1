from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import httpx
import pytest
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RevisionNotFoundError

from app.errors import ModelError
from app.generation import available_models, load_model
from app.generation.local.checkpoints import load
from app.generation.local.explaining import explanation
from app.records import Decoding


def quiet(what: str, fraction: float) -> None:
    assert what
    assert 0 <= fraction <= 1


def test_a_folder_is_loaded_once_and_answers(checkpoint: Path) -> None:
    model = load_model(str(checkpoint), progress=quiet)
    assert load_model(str(checkpoint)) is model
    found = dict(model.complete(["日本", "Tokyo"], stop=(), decoding=Decoding(max_new_tokens=5)))
    assert {completion.error for completion in found.values()} == {None}


def test_weights_as_pickles_are_refused(checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pickled"
    shutil.copytree(checkpoint, folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="safetensors"):
        load(str(folder), quiet)


def test_code_of_a_checkpoint_is_not_run(checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "code"
    shutil.copytree(checkpoint, folder)
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoModelForCausalLM": "evil.Model", "AutoConfig": "evil.Config"}
    config["model_type"] = "evil"
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "evil.py").write_text("raise SystemExit('ran')")
    with pytest.raises(ModelError):
        load(str(folder), quiet)


def test_a_gptq_checkpoint_without_gptqmodel_says_what_to_install(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.generation.local.checkpoints.find_spec", lambda name: None)
    folder = tmp_path / "gptq"
    shutil.copytree(checkpoint, folder)
    config = json.loads((folder / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "gptq", "bits": 4, "group_size": 128}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=r"gptqmodel.*requirements-gpu.txt"):
        load(str(folder), quiet)


@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder", "no-such/model@v1"])
def test_a_name_that_leads_nowhere_is_a_clear_error(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=name.split("@", maxsplit=1)[0]):
        load(name, quiet)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("We couldn't connect to 'https://huggingface.co'"), "cannot be reached"),
        (ValueError("strange\nmore"), "cannot be loaded: strange"),
        (KeyError(), "cannot be loaded: KeyError"),
    ],
)
def test_explanation(error: Exception, words: str) -> None:
    assert words in explanation("a/b", error)


def test_the_embedded_model_is_offered() -> None:
    assert "embedded" in [info.name for info in available_models()]


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(ModelError, match=r"holds no model.*config\.json"):
        load(str(tmp_path), quiet)


def test_a_quantisation_that_does_not_work_here(checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    shutil.copytree(checkpoint, folder)
    config = json.loads((folder / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "aqlm", "nbits_per_codebook": 16}
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match=r"quantised with aqlm.*choose a GPTQ checkpoint"):
        load(str(folder), quiet)


@pytest.mark.parametrize(("kind", "words"), [(GatedRepoError, "gated.*HF_TOKEN"), (RevisionNotFoundError, "revision")])
def test_what_the_hub_refuses(kind: type[HfHubHTTPError], words: str) -> None:
    refused = kind("403", response=httpx.Response(403, request=httpx.Request("GET", "https://hub/x")))
    outer = OSError("You are trying to access a gated repo.")
    outer.__cause__ = refused
    assert re.search(words, explanation("a/b", outer))
