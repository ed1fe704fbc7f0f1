"""Graded answers → counts and rates. What is unjudged or undecided lowers `n`, never the number of correct ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from app.records import LANGUAGES, GradedAnswer, Language
from app.report.corrected import corrected_difference, corrected_rate
from app.report.differences import Difference, adjusted, paired
from app.report.repeats import Repeats, is_repeated, rate_interval, repeats
from evaluators import is_uncertain
from evaluators.statistics.prediction_powered import Corrected
from evaluators.statistics.significance import PairedTest, wilson_interval

Basis: TypeAlias = Literal["judgement", "verdict"]
BASES: tuple[Basis, ...] = get_args(Basis)


@dataclass(frozen=True, slots=True)
class Rate:
    """`correct` out of `n`. `low` and `high` are the ends of the 95 % Wilson interval, 0..1.

    Where questions were asked several times, it is clustered by question (see `app.report.repeats`). They are None
    without a single observation, and for both languages together: two answers to one question are not independent, so
    an interval over their sum would be too narrow.
    """

    correct: int
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def rate(self) -> float | None:
        """The share of correct ones, 0..1; None when `n` is 0."""
        return self.correct / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """The counts of one arm, question type and language.

    Attributes:
        arm: the arm's label (`arm_key`: its identity).
        type: the question type; None for all types together.
        language: the language asked in; None for both together.
        items: answers asked for: answered + errors + those still without an answer.
        judged: automatic judgements that are correct, of those that are correct or incorrect.
        judged_other_language: judged correct, but not in the language asked for.
        uncertain_correct, uncertain_incorrect: of `judged`, those that the judge is not sure of.
        reviewed: answers with a verdict: those in `verdict` + `unsure`.
        verdict: standing verdicts that are correct, of those that are correct or incorrect.
        other_language: verdicts that are correct, but in the other language.
        corrected: what the rate would be if reviewers judged every answer, from those on a random sample; None without
            enough of them, where every answer is graded, and for both languages together.
        random: decided verdicts that are a random sample of the answers.
        judged_repeats, verdict_repeats: pass@k, where questions were asked several times and for one language.
    """

    arm: str
    arm_key: str
    type: str | None
    language: Language | None
    items: int
    answered: int
    errors: int
    judged: Rate
    unjudged: int
    judged_other_language: int
    uncertain_correct: int
    uncertain_incorrect: int
    reviewed: int
    unsure: int
    verdict: Rate
    other_language: int
    corrected: Corrected | None = None
    random: int = 0
    judged_repeats: Repeats | None = None
    verdict_repeats: Repeats | None = None

    @property
    def uncertain(self) -> int:
        """Judgements that the judge is not sure of."""
        return self.uncertain_correct + self.uncertain_incorrect

    @property
    def judged_span(self) -> tuple[float, float] | None:
        """The share judged correct if all uncertain ones were incorrect, and if all were correct; None without any."""
        if not self.uncertain:
            return None
        correct, n = self.judged.correct, self.judged.n
        return (correct - self.uncertain_correct) / n, (correct + self.uncertain_incorrect) / n


@dataclass(frozen=True, slots=True)
class Pair:
    """Japanese (first) against English (second) on the questions of one arm that are decided in both."""

    arm: str
    arm_key: str
    basis: Basis
    test: PairedTest
    difference: Difference | None = None
    corrected: Corrected | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a run: iterating it gives the rows of the table."""

    rows: tuple[SummaryRow, ...]
    pairs: tuple[Pair, ...] = ()

    def __iter__(self) -> Iterator[SummaryRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def summary(answers: Sequence[GradedAnswer], sampled: Collection[int] = ()) -> Report:
    """Count a run's answers per arm × type × language, each with its totals, in the order of first appearance.

    `sampled`: the items whose verdicts are a random sample (see `sampled_items`). Totals over types follow the types of
    an arm; a row for both languages stands only where there are both.
    """
    rows: list[SummaryRow] = []
    pairs: list[Pair] = []
    for group in _split(answers, lambda one: one.item.arm):
        types = _split(group, lambda one: one.item.question.type)
        for part in types:
            rows.extend(_language_rows(part, part[0].item.question.type, sampled))
        rows.extend(_language_rows(group, None, sampled))
        pairs.extend(_pairs(group, sampled))
    return Report(tuple(rows), adjusted(pairs))


def language_pairs(answers: Sequence[GradedAnswer], sampled: Collection[int] = ()) -> tuple[Pair, ...]:
    """The languages compared within each arm, as in `summary`; p-values are not yet adjusted."""
    return tuple(pair for group in _split(answers, lambda one: one.item.arm) for pair in _pairs(group, sampled))


def _split(answers: Sequence[GradedAnswer], key: Callable[[GradedAnswer], Hashable]) -> list[list[GradedAnswer]]:
    groups: dict[Hashable, list[GradedAnswer]] = {}
    for one in answers:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def _language_rows(group: Sequence[GradedAnswer], kind: str | None, sampled: Collection[int]) -> Iterator[SummaryRow]:
    asked = [code for code in LANGUAGES if any(one.item.language == code for one in group)]
    for code in asked:
        yield _row([one for one in group if one.item.language == code], kind, code, sampled)
    if len(asked) > 1:
        yield _row(group, kind, None, sampled)


def _row(
    group: Sequence[GradedAnswer], kind: str | None, language: Language | None, sampled: Collection[int]
) -> SummaryRow:
    given = [one.answer for one in group if one.answer is not None]
    judged = [one.judgement for one in group if one.judgement is not None and one.judgement.value != "unjudged"]
    right = [one for one in judged if one.value == "correct"]
    given_to = [(one.item.id, verdict) for one in group if (verdict := one.verdict) is not None]
    verdicts = [verdict for _, verdict in given_to]
    decided = [one for one in verdicts if one.value in ("correct", "incorrect")]
    confirmed = [one for one in decided if one.value == "correct"]
    errors = sum(answer.error is not None for answer in given)
    arm = group[0].item.arm
    repeated = is_repeated(group)
    by_judge, by_people = ((_decided(group, basis) if repeated else []) for basis in BASES)
    return SummaryRow(
        arm=arm.label,
        arm_key=arm.key,
        type=kind,
        language=language,
        items=len(group),
        answered=len(given) - errors,
        errors=errors,
        judged=_rate(len(right), len(judged), language, by_judge),
        unjudged=len(given) - errors - len(judged),
        judged_other_language=sum(one.language_ok is False for one in right),
        uncertain_correct=sum(is_uncertain(one) for one in right),
        uncertain_incorrect=sum(is_uncertain(one) for one in judged if one.value == "incorrect"),
        reviewed=sum(one.value != "withdrawn" for one in verdicts),
        unsure=sum(one.value == "unsure" for one in verdicts),
        verdict=_rate(len(confirmed), len(decided), language, by_people),
        other_language=sum(one.language_ok is False for one in confirmed),
        corrected=corrected_rate(group, sampled) if language and sampled and not repeated else None,
        random=sum(item in sampled and one.value in ("correct", "incorrect") for item, one in given_to),
        judged_repeats=repeats(by_judge) if language else None,
        verdict_repeats=repeats(by_people) if language else None,
    )


def _decided(group: Sequence[GradedAnswer], basis: Basis) -> list[tuple[str, bool]]:
    """(question, right) of each decided answer."""
    found = ((one.item.question.no, decision(one, basis)) for one in group)
    return [(no, right) for no, right in found if right is not None]


def _rate(correct: int, n: int, language: Language | None, repeated: Sequence[tuple[str, bool]]) -> Rate:
    interval = None
    if language is not None:
        interval = rate_interval(repeated) if repeated else wilson_interval(correct, n)
    return Rate(correct, n, interval.low, interval.high) if interval else Rate(correct, n)


def _pairs(group: Sequence[GradedAnswer], sampled: Collection[int]) -> Iterator[Pair]:
    arm = group[0].item.arm
    sides: dict[Language, dict[tuple[str, int], GradedAnswer]] = {"ja": {}, "en": {}}
    for one in group:
        sides[one.item.language][one.item.question.no, one.item.sample] = one
    both = [(sides["ja"][key], sides["en"][key]) for key in sides["ja"] if key in sides["en"]]
    repeated = is_repeated(group)
    for basis in BASES:
        results = [(decision(a, basis), decision(b, basis), a.item.question.no) for a, b in both]
        decided = [(one, two, no) for one, two, no in results if one is not None and two is not None]
        if decided:
            values, questions = [(one, two) for one, two, _ in decided], [no for *_, no in decided]
            test, size = paired(values, questions, repeated=repeated)
            correctable = basis == "judgement" and sampled and not repeated
            corrected = corrected_difference(both, sampled) if correctable else None
            yield Pair(arm.label, arm.key, basis, test, size, corrected)


def decision(one: GradedAnswer, basis: Basis) -> bool | None:
    """Whether the answer is correct; None when that is undecided."""
    result = one.judgement if basis == "judgement" else one.verdict
    if result is None or result.value not in ("correct", "incorrect"):
        return None
    return result.value == "correct"
