"""Everything that reads text is linear in it, and no text of 100 kB takes a judgement two seconds (processor time)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluators import detect_language, judge, score_many
from evaluators.evidence.choices import options, segments
from evaluators.evidence.contrast import split_assertion
from evaluators.evidence.dates import dates, times
from evaluators.evidence.modifiers import compare_modifiers
from evaluators.evidence.names import compare_names
from evaluators.evidence.numbers import compare_numbers
from evaluators.evidence.polarity import denials, negations, told_polarity
from evaluators.evidence.readings import reading
from evaluators.evidence.replies import asks_back, echoes, hedges, is_refusal, leaves_open, novelty
from evaluators.evidence.spans import content_words, sentences, spans
from evaluators.evidence.terms import compare_terms
from evaluators.evidence.variants import variants
from evaluators.matching import contains
from evaluators.normalization import MAX_TEXT, normalize, shortened
from tests.evaluators.hostile import FAMILIES, text

POSITIONS = ("question", "reference", "answer")
OTHERS = ("東京はどこ？ Is it A or B?", "東京 since 1868, William Shakespeare", "東京 is not 3 million ウィリアム")
NOISE = 0.03
"""Seconds that a measurement may be off."""
WORST = (
    *("demo", "mo", "ga", "kamo", "English dates", "katakana of many", "katakana of two", "half-width kana", "digits"),
    *("blanks", "blanks before a bracket", "ligature of eighteen", "combining marks of two kinds", "different names"),
)
"""Families that once took seconds or never ended."""
CHOSEN = tuple(dict.fromkeys((*WORST, *FAMILIES[::3])))
"""Some of all kinds; the others are mixed into the texts of the last tests."""
READERS: dict[str, Callable[[str], object]] = {
    "shortened": shortened,
    "normalize": normalize,
    "detect_language": detect_language,
    "variants": lambda t: variants([t]),
    "contains": lambda t: contains(t, t[len(t) // 2 :] + "!"),
    "contains a part": lambda t: contains(t, t[1 : len(t) // 2]),
    "options": options,
    "segments": segments,
    "split_assertion": split_assertion,
    "dates and times": lambda t: (dates(t), times(t)),
    "numbers": lambda t: compare_numbers(t, t, t + " 7"),
    "names": lambda t: compare_names(t, t[1:] + "x"),
    "other names": lambda t: compare_names(text("different names", len(t)), t),
    "modifiers": lambda t: compare_modifiers("vice president", t, t),
    "polarity": lambda t: (told_polarity(t, t), negations(t), denials(t)),
    "reading": reading,
    "replies": lambda t: (is_refusal(t), leaves_open(t), asks_back(t), hedges(t)),
    "echoes": lambda t: echoes(t[1:] + "x", t),
    "novelty": lambda t: novelty(t, t),
    "parts": lambda t: (sentences(t), spans(t, t), content_words(t)),
    "terms": lambda t: compare_terms(t, t + "東京 dog", t),
}


def cost(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def judged(position: str, family: str, length: int) -> Callable[[], object]:
    given = list(OTHERS)
    given[POSITIONS.index(position)] = text(family, length)
    return lambda: judge(*given)


def assert_linear(make: Callable[[int], Callable[[], object]], length: int) -> None:
    """Twice the text costs at most two and a half times as much, in the best of some measurements."""
    once, twice = make(length), make(2 * length)
    least, most = cost(once), cost(twice)
    for _ in range(9):
        if most <= 2.5 * least + NOISE:
            return
        least, most = min(least, cost(once)), min(most, cost(twice))
    assert most <= 2.5 * least + NOISE, (least, most)


def test_there_are_enough_families() -> None:
    assert len(FAMILIES) >= 100
    assert len(CHOSEN) >= 40
    assert all(abs(len(text(family, 1000)) - 1000) < 50 for family in FAMILIES)


@pytest.mark.parametrize("family", WORST)
def test_each_reader_takes_little_time_for_as_much_as_is_read(family: str) -> None:
    read = shortened(text(family, 2 * MAX_TEXT))
    for name, reader in READERS.items():
        seconds = min(cost(lambda reader=reader: reader(read)) for _ in range(2))
        assert seconds < 0.4, (name, seconds)


@pytest.mark.parametrize("family", ["blanks", "combining marks of two kinds", "one letter", "digits", "emoji", "words"])
def test_what_reads_a_whole_text_is_linear(family: str) -> None:
    for reader in (normalize.__wrapped__, detect_language, shortened, lambda t: contains(t, t[1:] + "b")):
        assert_linear(lambda n, reader=reader: partial(reader, text(family, n)), 100_000)


def test_a_shortened_text_keeps_its_head_and_its_tail() -> None:
    assert shortened("東京です。") == "東京です。"
    assert shortened("a\u200bb" + " " * 99 + "c") == "ab" + " " * 8 + "c"
    cut = shortened("始" + "あ" * 10_000 + "終")
    assert (len(cut), cut[0], cut[-1]) == (MAX_TEXT, "始", "終")
    assert len(shortened("\ufdfa" * MAX_TEXT)) <= MAX_TEXT


@pytest.mark.slow
@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("family", CHOSEN)
def test_a_judgement_is_linear_up_to_a_megabyte(family: str, position: str) -> None:
    assert_linear(lambda n: judged(position, family, n), 500_000)


@pytest.mark.slow
@pytest.mark.parametrize("family", CHOSEN)
def test_a_judgement_of_100_kilobytes_ends_in_two_seconds(family: str) -> None:
    whole = text(family, 100_000)
    assert cost(lambda: judge(whole, whole + "x", whole + "y")) < 2


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(1, 3000)), min_size=1, max_size=20), st.randoms())
def test_a_judgement_of_any_100_kilobytes_ends_in_two_seconds(
    parts: list[tuple[str, int]], chance: random.Random
) -> None:
    def mixed() -> str:
        chosen = "".join(text(family, length) for family, length in chance.sample(parts, len(parts)))
        return (chosen * (100_000 // max(1, len(chosen)) + 1))[:100_000]

    question, reference, answer = mixed(), mixed(), mixed()
    assert cost(lambda: judge(question, reference, answer)) < 2


@pytest.mark.slow
@pytest.mark.parametrize("family", ["blanks", "one letter", "kana", "combining marks of two kinds", "words"])
def test_scores_are_linear(family: str) -> None:
    assert_linear(lambda n: lambda: score_many([(text(family, n), ["東京", text(family, n // 2)], [])]), 250_000)
