"""Memory grows with the batch, not with the number of items."""

import tracemalloc
from collections.abc import Iterator

import pytest

from evaluators.encoders.loading import RememberingEncoder, load_encoder
from evaluators.judge.judgement import _BATCH, iter_judgements

pytestmark = pytest.mark.slow


def items(count: int, taken: list[int] | None = None) -> Iterator[tuple[str, str, str]]:
    for i in range(count):
        if taken is not None:
            taken.append(i)
        yield f"箱{i}には何個入っていますか？", f"{i}個", f"{i + i % 2}個です。"


def test_one_batch_is_encoded_while_another_is_judged_and_no_more() -> None:
    taken: list[int] = []
    judged = iter_judgements(items(5 * _BATCH, taken))
    next(judged)
    assert len(taken) == 2 * _BATCH


def test_the_encoder_remembers_a_bounded_number_of_texts() -> None:
    encoder = load_encoder()
    encoder.encode([f"文{i}" for i in range(9000)])
    assert len(encoder._known) <= 8192


@pytest.mark.parametrize("batches", [2, 6])
def test_the_peak_does_not_grow_with_the_items(batches: int) -> None:
    encoder = RememberingEncoder("custom", load_encoder()._encode)
    list(iter_judgements(items(_BATCH), encoder=encoder))
    encoder.forget()
    tracemalloc.start()
    for _ in iter_judgements(items(batches * _BATCH), encoder=encoder):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60e6
