"""GPTQ for real, on a CPU: a tiny Llama is quantised by gptqmodel, loaded and asked through the whole flow."""

from __future__ import annotations

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from app import pipeline
from app.errors import ModelError
from app.generation import load_model
from app.generation.huggingface import load
from app.records import Arm, Decoding
from app.store import Store
from tests.app.generation.conftest import LINES

pytestmark = pytest.mark.slow
WORKBOOK = (
    "NO,instruction(jp),response(jp),instruction(en),response(en),type\n"
    "1,日本の首都はどこですか？,東京,What is the capital of Japan?,Tokyo,open_qa\n"
    "2,1たす1はいくつですか？,2,What is 1 + 1?,2,open_qa\n"
)


@pytest.fixture(scope="module")
def quantised(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny Llama in four bits."""
    if find_spec("gptqmodel") is None and os.environ.get("NARABE_REQUIRE_BROWSER") != "1":
        pytest.skip("gptqmodel is not installed: pip install -r requirements-gpu.txt")
    os.environ.setdefault("GPTQMODEL_CPU_WORKERS", "2")
    from gptqmodel import GPTQModel, QuantizeConfig

    # gptqmodel's own packing would first compile an extension
    how = QuantizeConfig(bits=4, group_size=32, desc_act=False, pack_impl="original", offload_to_disk=False)
    model = GPTQModel.load(str(tiny_model), how, device="cpu")
    model.quantize([line * 8 for line in LINES] * 4, batch_size=1)
    folder = tmp_path_factory.mktemp("gptq")
    model.save(str(folder))
    return folder


def quiet(what: str, fraction: float) -> None:
    assert what
    assert 0 <= fraction <= 1


def test_a_workbook_is_answered_and_graded(quantised: Path, tmp_path: Path) -> None:
    path = tmp_path / "問題.csv"
    path.write_text(WORKBOOK, encoding="utf-8")
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    questions, _ = pipeline.load_questions(path)
    arm = Arm(model=str(quantised), prompt="original", decoding=Decoding(max_new_tokens=6))
    run = pipeline.plan_run(store, questions, [arm], ["ja", "en"])
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda stage, done: None)
    done = store.run(run.id)
    assert (done.answered, done.errors) == (4, 0)
    assert all(one.judgement is not None for one in store.graded_run(run.id))
    assert pipeline.export(store, run.id, tmp_path / "out.xlsx").exists()
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
