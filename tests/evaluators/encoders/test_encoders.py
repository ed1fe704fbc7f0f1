"""Encoders by name, on small real models."""

from pathlib import Path

import numpy as np
import pytest

from evaluators import judge, load_encoder
from evaluators.encoders.loading import Encoder
from evaluators.judge.scale import scale_of
from tests.evaluators.tiny_models import encoder_folder

pytestmark = pytest.mark.slow


def plain(folder: Path, text: str) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    vector = SentenceTransformer(str(folder), device="cpu").encode([text], prompt="")[0]
    return vector / np.linalg.norm(vector)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return encoder_folder(tmp_path_factory.mktemp("plain"))


def test_an_encoder_is_loaded_by_its_folder(folder) -> None:
    encoder = load_encoder(str(folder))
    assert encoder.name == str(folder)
    vectors = encoder.encode(["とうきょう", "Tokyo", "とうきょう"])
    assert vectors.shape == (3, 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[1], plain(folder, "Tokyo"), atol=1e-5)


def test_models_of_the_e5_family_get_their_prefix(folder, tmp_path) -> None:
    named = tmp_path / "multilingual-e5-tiny"
    named.symlink_to(folder)
    assert np.allclose(load_encoder(str(named)).encode(["Tokyo"])[0], plain(folder, "query: Tokyo"), atol=1e-5)


def test_a_model_s_own_prompt_is_used(tmp_path) -> None:
    folder = encoder_folder(tmp_path, prompts={"similarity": "compare: ", "document": ""})
    assert np.allclose(load_encoder(str(folder)).encode(["Tokyo"])[0], plain(folder, "compare: Tokyo"), atol=1e-5)


def means(encoder: Encoder) -> tuple[float, float]:
    from evaluators.judge.scale import _means

    return _means(encoder)


def test_the_scale_adapts_to_the_encoder(folder) -> None:
    encoder = load_encoder(str(folder))
    slope, shift = scale_of(encoder)
    assert (slope, shift) == scale_of(encoder) != (1.0, 0.0)
    other, embedded = means(encoder)[1], means(load_encoder())[1]
    assert slope * other + shift == pytest.approx(embedded, abs=1e-6)


@pytest.mark.parametrize(("answer", "value"), [("Tokyo.", "correct"), ("大阪です。", "incorrect")])
def test_the_judge_works_with_any_encoder(folder, answer, value) -> None:
    assert judge("What is the capital of Japan?", "Tokyo", answer, encoder=str(folder)).value == value
