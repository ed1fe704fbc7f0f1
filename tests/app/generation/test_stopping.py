from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from app.generation.stopping import StopWatch, first_marker
from app.prompts.template import trim


@pytest.mark.parametrize(
    ("text", "stop", "place"),
    [
        ("Tokyo</answer> and", ["</answer>"], 5),
        ("Tokyo", ["</answer>"], None),
        ("</answer>", ["</answer>"], 0),
        ("東京\n\n質問：", ["\n\n", "\n質問："], 2),
        ("\n\nTokyo\n\nQ", ["\n\n"], 7),
        ("\n\n", ["\n\n"], None),
        ("a\nb", ["\n", "b"], 1),
        ("a", [""], None),
        ("", [], None),
    ],
)
def test_first_marker(text: str, stop: list[str], place: int | None) -> None:
    assert first_marker(text, stop) == place


@given(st.text(alphabet="東京a 。\n</ans>wer", max_size=30), st.sampled_from(["</answer>", "\n\n", "。", "京a"]))
def test_a_growing_row_is_stopped_at_the_token_that_completes_the_marker(
    tokenizer: Tokenizer, text: str, marker: str
) -> None:
    watch = StopWatch([marker], tokenizer.decode)
    tokens = tokenizer.encode(text).ids
    reached = next((end for end in range(1, len(tokens) + 1) if watch.reached(tokens[:end])), None)
    whole = next(
        (
            end
            for end in range(1, len(tokens) + 1)
            if first_marker(tokenizer.decode(tokens[:end]), [marker]) is not None
        ),
        None,
    )
    assert reached == whole


@pytest.mark.parametrize("unit", ["\n", " ", "<", "</answer", "\n質問", "a", "。", "\u3000\n"])
def test_trimming_a_long_answer_is_linear(unit: str) -> None:
    def cost(length: int) -> float:
        raw = unit * (length // len(unit))
        start = time.process_time()
        trim(raw, ["</answer>", "\n\n", "\n質問：", "\nQuestion:"])
        return time.process_time() - start

    once, twice = (min(cost(length) for _ in range(3)) for length in (100_000, 200_000))
    assert twice <= 2.5 * once + 0.02
