"""GPTQ for real, on a CPU: a tiny Llama and the embedded model are quantised by gptqmodel, loaded and asked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.config import settings
from app.errors import ModelError
from app.generation import load_model
from app.generation.embedded import model as embedded
from app.generation.local.checkpoints import load
from app.prompts import template, trim
from app.questions import read_questions
from app.records import Decoding
from evaluators.normalization import has_japanese
from tests.app.generation.conftest import in_four_bits

pytestmark = pytest.mark.slow
SAMPLE = Path(__file__).parents[4] / "samples" / "verify100.xlsx"


def quiet(what: str, fraction: float) -> None:
    assert what
    assert 0 <= fraction <= 1


def test_a_kernel_of_gptqmodel_is_at_work(quantised: Path) -> None:
    kernels = {type(module).__name__ for module in load_model(str(quantised)).engine.model.modules()}  # type: ignore[attr-defined]
    assert any(name.startswith("Torch") for name in kernels), kernels


def test_it_computes_nearly_what_the_unquantised_one_does(quantised: Path, tiny_model: Path) -> None:
    import torch

    models = [load(str(folder), quiet) for folder in (tiny_model, quantised)]
    tokens = torch.tensor([[5, 9, 40, 77, 120]])
    with torch.inference_mode():
        plain, packed = (model.engine.model(input_ids=tokens).logits[0, -1].float() for model in models)  # type: ignore[attr-defined]
    assert float(torch.nn.functional.cosine_similarity(plain, packed, dim=0)) > 0.95


def test_a_folder_of_2023_with_its_quantisation_in_a_file_of_its_own(quantised: Path, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(quantised, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    del config["quantization_config"]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "quantize_config.json").write_text(
        json.dumps({"bits": 4, "group_size": 32, "desc_act": False, "sym": True}), encoding="utf-8"
    )
    (found,) = dict(load(str(folder), quiet).complete(["日本"], stop=(), decoding=Decoding(max_new_tokens=4))).values()
    assert (found.error, found.tokens > 0) == (None, True)


def test_bits_that_no_kernel_knows(quantised: Path, tmp_path: Path) -> None:
    folder = tmp_path / "five"
    shutil.copytree(quantised, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["quantization_config"]["bits"] = 5
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match="5 bits"):
        load(str(folder), quiet)


@pytest.mark.timeout(1200)
def test_the_embedded_model_in_four_bits_answers_much_as_before(tmp_path: Path) -> None:
    texts = [side.text for one in read_questions(SAMPLE)[0].questions for side in one.sides.values()]
    whole = load_model("embedded")
    lines = [template("qa").render("ja" if has_japanese(text) else "en", text) for text in texts[60:76]]
    folder = in_four_bits(settings().models / embedded.FOLDER, tmp_path / "gemma", lines, group_size=64)
    packed = load(str(folder), quiet)
    prompts = [template("qa").render("ja" if has_japanese(text) else "en", text) for text in texts[:24]]
    stop = sorted({*template("qa").stop("ja"), *template("qa").stop("en")})
    told = [
        [trim(found[index].text, stop) for index in range(len(prompts))]
        for found in (
            dict(model.complete(prompts, stop=stop, decoding=Decoding(max_new_tokens=16))) for model in (whole, packed)
        )
    ]
    assert all(told[1])
    same = sum(before == after for before, after in zip(*told, strict=True))
    assert same >= len(prompts) // 3, list(zip(*told, strict=True))
