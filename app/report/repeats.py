"""Questions that are asked several times: the rate's interval by question, and how often one of k answers is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.records import GradedAnswer, Language
from evaluators.statistics.clustered import clustered_interval, clustered_mean
from evaluators.statistics.repeats import pass_at_k
from evaluators.statistics.significance import Interval

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""The k of which pass@k is said, besides the number of answers itself."""

# Each text in Japanese and English.
_WORDS: dict[str, tuple[str, str]] = {
    "pass": (
        "{where}、{basis}：{values}（1問につき最大 {samples} 回答、{questions} 問、区間は質問単位）",
        "{where}, {basis}: {values} (up to {samples} answers to each of {questions} questions; intervals by question)",
    ),
    "judgement": ("自動判定", "judged"),
    "verdict": ("評価", "by verdicts"),
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
    "note": (
        "各質問を複数回たずねています。率の 95% 区間は質問を単位として計算し、pass@k は k 個の回答のうち少なくとも1つが"
        "正解になる確率の不偏推定です（Chen ほか 2021）。",
        "Each question was asked several times. The 95 % intervals of rates are clustered by question; pass@k is the "
        "unbiased estimate of how often at least one of k answers is right (Chen et al. 2021).",
    ),
}


@dataclass(frozen=True, slots=True)
class PassAt:
    """How often at least one of `k` answers is right: the mean over the questions with at least `k` decided answers.

    `low`, `high`: the ends of its 95 % interval over questions, 0..1; None with a single question.
    """

    k: int
    value: float
    low: float | None
    high: float | None
    questions: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """What is said of answers to the same questions, on one basis. `samples`: the most answers to one question."""

    samples: int
    pass_at: tuple[PassAt, ...]


def is_repeated(answers: Iterable[GradedAnswer]) -> bool:
    """Whether a question was asked more than once."""
    return any(one.item.sample > 1 for one in answers)


def rate_interval(decided: Sequence[tuple[str, bool]]) -> Interval | None:
    """The interval of a rate from (question, right) of each decided answer."""
    return clustered_interval([right for _, right in decided], [question for question, _ in decided])


def repeats(decided: Iterable[tuple[str, bool]]) -> Repeats | None:
    """pass@k from (question, right) of each decided answer; None without any."""
    counts: dict[str, list[int]] = {}
    for question, right in decided:
        known = counts.setdefault(question, [0, 0])
        known[0] += 1
        known[1] += right
    most = max((n for n, _ in counts.values()), default=0)
    if not most:
        return None
    wanted = [k for k in STEPS if k < most] + [most]
    return Repeats(most, tuple(_pass_at(counts, k) for k in wanted))


def _pass_at(counts: Mapping[str, Sequence[int]], k: int) -> PassAt:
    values = [pass_at_k(n, correct, k) for n, correct in counts.values() if n >= k]
    mean = clustered_mean(values)
    assert mean is not None  # noqa: S101 - k is at most the most answers to a question
    low, high = (mean.interval.low, mean.interval.high) if mean.interval else (None, None)
    return PassAt(
        k, mean.value, None if low is None else max(0.0, low), None if high is None else min(1.0, high), len(values)
    )


def repeats_line(language: Language, asked: Language, basis: str, found: Repeats) -> str:
    """pass@k of one language asked and one basis, in one line."""
    place = 0 if language == "ja" else 1
    values = ", ".join(
        f"pass@{one.k} {one.value:.0%}"
        + (f" ({one.low * 100:.0f}–{one.high * 100:.0f}%)" if one.low is not None and one.high is not None else "")
        for one in found.pass_at
    )
    said = {"where": _WORDS[asked][place], "basis": _WORDS[basis][place], "values": values}
    return _WORDS["pass"][place].format(**said, samples=found.samples, questions=found.pass_at[0].questions)


def repeats_note(language: Language) -> str:
    """How such a report is to be read."""
    return _WORDS["note"][0 if language == "ja" else 1]
