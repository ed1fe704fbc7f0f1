"""The engine against transformers' own generation, one prompt at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest
import torch

from app.generation.local.batching import PADDING_TOKENS, Batch, Row
from app.generation.local.model import LocalModel
from app.records import Decoding
from tests.app.generation.conftest import Maker

pytestmark = pytest.mark.slow
"""Small models, but many of them."""

EXAMPLES = "質問：日本の首都はどこですか？\n答え：東京\n\nQuestion: What is the capital of Japan?\nAnswer: Tokyo\n\n"
PROMPTS = [
    EXAMPLES + "質問：アメリカの首都は？\n答え：",
    EXAMPLES + "質問：水は何色？\n答え：",
    EXAMPLES + "Question: Who?\nAnswer:",
    "a",
    "The answer is",
    "日本",
    *[f"{EXAMPLES}Question: What is {number} times {number}?\nAnswer:" for number in range(5)],
]
GREEDY = Decoding(max_new_tokens=20)


def by_transformers(model: LocalModel, prompt: str, decoding: Decoding) -> list[int]:
    """What `generate` makes of one prompt alone: the new tokens, without the end of text."""
    engine = model.engine
    tokens = torch.tensor([engine.vocabulary.encode(prompt)])
    out = engine.model.generate(
        tokens,
        attention_mask=torch.ones_like(tokens),
        do_sample=False,
        max_new_tokens=decoding.max_new_tokens,
        repetition_penalty=decoding.repetition_penalty,
        pad_token_id=0,
        eos_token_id=0,
    )
    new = out[0, tokens.shape[1] :].tolist()
    return new[: new.index(0)] if 0 in new else new


@pytest.fixture(scope="module")
def alone(make_model: Maker) -> Callable[[float], list[str]]:
    """What each of PROMPTS gets by itself, for a repetition penalty."""

    @cache
    def answers(penalty: float) -> list[str]:
        model, decoding = make_model(), replace(GREEDY, repetition_penalty=penalty)
        return [model.engine.vocabulary.decode(by_transformers(model, prompt, decoding)) for prompt in PROMPTS]

    return answers


def texts(model: LocalModel, prompts: list[str], **kwargs: object) -> list[str]:
    found = dict(model.complete(prompts, stop=(), **{"decoding": GREEDY, **kwargs}))  # type: ignore[arg-type]
    assert sorted(found) == list(range(len(prompts)))
    assert all(completion.error is None for completion in found.values())
    return [found[index].text for index in range(len(prompts))]


@pytest.mark.parametrize("max_rows", [1, 3, 64])
@pytest.mark.parametrize("penalty", [1.0, 1.3])
def test_a_batch_says_what_each_prompt_gets_alone(
    make_model: Maker, alone: Callable[[float], list[str]], max_rows: int, penalty: float
) -> None:
    expected = alone(penalty)
    assert len(set(expected)) > 3
    assert texts(make_model(max_rows), PROMPTS, decoding=replace(GREEDY, repetition_penalty=penalty)) == expected


def test_rows_longer_than_the_sliding_window_are_the_same_too(make_model: Maker) -> None:
    model = make_model(4)
    prompts = [EXAMPLES * 2 + "x" * length for length in (1, 5, 30, 31)]
    expected = [model.engine.vocabulary.decode(by_transformers(model, prompt, GREEDY)) for prompt in prompts]
    assert texts(model, prompts) == expected


def test_prompts_of_like_length_are_read_together(make_model: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[list[int]] = []
    prefill = Batch._prefill

    def counted(batch: Batch, rows: list[Row]) -> object:
        passes.append([len(row.sequence) - row.shared for row in rows])
        return prefill(batch, rows)

    monkeypatch.setattr(Batch, "_prefill", counted)
    prompts = ["日本" + "x" * length for length in (1, 2, 3, 4, 60, 61, 62, 63)]
    dict(make_model().complete(prompts, stop=(), decoding=Decoding(max_new_tokens=1)))
    assert sum(map(len, passes)) == len(prompts) and 1 < len(passes) < len(prompts)
    for lengths in passes:
        padding = max(lengths) * len(lengths) - sum(lengths)
        assert padding <= max(PADDING_TOKENS, sum(lengths) // 8), passes


def test_freed_places_are_filled_again(make_model: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    step = Batch._step

    def counted(batch: Batch) -> object:
        sizes.append(len(batch.active))
        return step(batch)

    monkeypatch.setattr(Batch, "_step", counted)
    model = make_model(4)
    found = dict(model.complete(PROMPTS, stop=["a", "e", "t"], decoding=GREEDY))
    assert max(sizes) == 4
    tokens = sum(completion.tokens for completion in found.values())
    assert len(sizes) < tokens / 2


def test_a_prompt_stops_after_its_marker_and_at_its_limit(make_model: Maker) -> None:
    model = make_model()
    whole = texts(model, PROMPTS)
    marker = whole[0][2:4]
    found = dict(model.complete(PROMPTS, stop=[marker], decoding=GREEDY))
    for index, text in enumerate(whole):
        completion = found[index]
        assert text.startswith(completion.text)
        assert (marker in completion.text) == (marker in text)
        if marker in text:
            assert completion.finish_reason == "stop"
            assert marker not in completion.text[: -len(marker) - 4]
        elif completion.tokens == GREEDY.max_new_tokens:
            assert completion.finish_reason == "length"


def test_cancelling_ends_within_a_step(make_model: Maker) -> None:
    asked = iter(range(1000))
    found = list(make_model().complete(PROMPTS, stop=(), decoding=GREEDY, cancelled=lambda: next(asked) > 4))
    assert len(found) < len(PROMPTS)


def test_a_prompt_that_does_not_fit_is_an_error_of_its_own(make_model: Maker) -> None:
    found = dict(make_model().complete(["a" * 2000, "", "日本"], stop=(), decoding=GREEDY))
    assert "does not fit" in (found[0].error or "")
    assert found[1].error == "The prompt is empty."
    assert found[2].error is None
    assert found[2].text


@pytest.mark.parametrize("where", ["_prefill", "_step"])
def test_one_bad_prompt_does_not_hurt_the_others(
    make_model: Maker, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    model = make_model(4)
    expected = texts(model, PROMPTS)
    bad = model.engine.vocabulary.encode(PROMPTS[5])
    original = getattr(Batch, where)

    def failing(batch: Batch, *args: object) -> object:
        if any(row.prompt == bad for row in (batch.entering if where == "_prefill" else batch.active)):
            raise ValueError("broken weights")
        return original(batch, *args)

    monkeypatch.setattr(Batch, where, failing)
    found = dict(model.complete(PROMPTS, stop=(), decoding=GREEDY))
    assert found[5].error == "ValueError: broken weights"
    assert [found[index].text for index in found if index != 5] == [expected[index] for index in found if index != 5]


def test_out_of_memory_halves_the_batch_and_goes_on(make_model: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    model = make_model(8)
    expected = texts(model, PROMPTS)
    sizes: list[int] = []
    step = Batch._step

    def limited(batch: Batch) -> object:
        sizes.append(len(batch.active))
        if len(batch.active) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return step(batch)

    monkeypatch.setattr(Batch, "_step", limited)
    assert texts(model, PROMPTS) == expected
    assert sizes[:3] == [8, 4, 2]


def test_numbers_that_are_not_finite_are_one_rows_error(make_model: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    model = make_model(3)
    expected = texts(model, PROMPTS)
    bad = model.engine.vocabulary.encode(PROMPTS[1])
    prefill = Batch._prefill

    def poisoned(batch: Batch, rows: list[object]) -> object:
        states = prefill(batch, rows)  # type: ignore[arg-type]
        for place, row in enumerate(rows):
            if row.prompt == bad:  # type: ignore[attr-defined]
                for keys, _ in states[1]:  # type: ignore[index]
                    keys[place] = float("nan")
        return states

    monkeypatch.setattr(Batch, "_prefill", poisoned)
    found = dict(model.complete(PROMPTS, stop=(), decoding=GREEDY))
    assert "finite" in (found[1].error or "")
    assert [found[index].text for index in found if index != 1] == [expected[index] for index in found if index != 1]


def test_sampling_depends_on_the_prompt_and_not_on_the_batch(make_model: Maker) -> None:
    decoding = Decoding(max_new_tokens=12, temperature=0.8, top_p=0.95, repetition_penalty=1.1)
    together = texts(make_model(8), PROMPTS, decoding=decoding)
    assert together == texts(make_model(2), PROMPTS, decoding=decoding)
    assert together != texts(make_model(8), PROMPTS)


def test_samples_of_one_prompt_differ_and_come_again(make_model: Maker) -> None:
    asked, samples = [PROMPTS[0]] * 4, [1, 2, 3, 4]
    decoding = Decoding(max_new_tokens=12, temperature=2.0)  # tiny models are sure of one word
    first = texts(make_model(8), asked, decoding=decoding, samples=samples)
    assert len(set(first)) > 2
    again = texts(make_model(2), asked[::-1], decoding=decoding, samples=samples[::-1])
    assert again[::-1] == first
    assert texts(make_model(8), asked[:1], decoding=decoding) == first[:1], "one answer is the first of several"


def test_it_is_a_langchain_runnable(make_model: Maker) -> None:
    model = make_model()
    model.decoding = GREEDY
    expected = texts(model, PROMPTS[:2])
    assert model.batch(PROMPTS[:2]) == expected
    result = model.generate(PROMPTS[:2])
    info = result.generations[0][0].generation_info or {}
    assert set(info) == {"tokens", "seconds", "finish_reason", "error"}
    assert info["tokens"] > 0


def test_a_model_can_be_left_in_the_middle(make_model: Maker) -> None:
    running: Iterator[object] = make_model().complete(PROMPTS, stop=(), decoding=GREEDY)
    next(running)
    assert not torch.is_inference_mode_enabled()
