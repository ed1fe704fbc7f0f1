"""The report of one run or file, or of several: every arm in one table, compared with every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.records import GradedAnswer
from app.report.arms import ArmAnswers, ArmPair, BothLanguages, both_languages, compare_arms, split_arms
from app.report.base_rate import restated
from app.report.counts import Pair, Report, summary
from app.report.differences import adjusted
from app.report.excluded import Excluded, excluded
from app.verdicts import Verdict
from evaluators.judge.calibration import Calibration


@dataclass(frozen=True, slots=True)
class Source:
    """The answers of one run or graded workbook, with the version of the references that they were judged under."""

    name: str
    run: str
    answers: tuple[GradedAnswer, ...]
    references: int = 0
    version: int = 1
    file: str = ""
    """What was asked, where the name does not say it."""
    calibration: Calibration | None = None
    """What its judgements were adjusted by."""
    sampled: frozenset[int] = frozenset()
    """The items whose verdicts are a random sample of its answers."""
    verdicts: tuple[Verdict, ...] = ()
    """Every verdict ever given, oldest first; empty where a file has only those that stand."""


@dataclass(frozen=True, slots=True)
class FullReport:
    """Everything that is said of one or several runs.

    Attributes:
        table: rows (arm × type × language) and the languages compared within each arm.
        arms: every arm of every source; one that stands in several sources is named with its own.
        arm_pairs: every two arms compared on the same questions.
        excluded: what is in no rate, with the reason.
        both: every two arms over both languages.
    """

    sources: tuple[Source, ...]
    table: Report
    arms: tuple[ArmAnswers, ...]
    arm_pairs: tuple[ArmPair, ...]
    excluded: tuple[Excluded, ...]
    both: tuple[BothLanguages, ...] = ()
    restated: bool = False
    """Whether the judgements are those at each run's own base rate (see `app.report.base_rate`)."""


def full_report(sources: Sequence[Source], *, prior_shift: bool = False) -> FullReport:
    """Count and compare all arms of the sources; with `prior_shift` by judgements at each run's own base rate.

    A run with a calibration of its own is left as it is: its probabilities are at its base rate already.
    """
    if prior_shift:
        sources = [one if one.calibration else replace(one, answers=tuple(restated(one.answers))) for one in sources]
    arms = _all_arms(sources)
    sampled = {one.key: source.sampled for source, one in arms}
    counted = [(arm, summary(arm.answers, sampled[arm.key])) for _, arm in arms]
    rows = tuple(replace(row, arm=arm.label, arm_key=arm.key) for arm, report in counted for row in report.rows)
    pairs = [replace(pair, arm=arm.label, arm_key=arm.key) for arm, report in counted for pair in report.pairs]
    found = tuple(arm for _, arm in arms)
    everywhere = frozenset(item for items in sampled.values() for item in items) if len(sources) == 1 else frozenset()
    languages, arm_pairs = comparisons(pairs, compare_arms(found, everywhere))
    table = Report(rows, languages)
    return FullReport(tuple(sources), table, found, arm_pairs, excluded(found), both_languages(found), prior_shift)


def comparisons(languages: Iterable[Pair], arms: Iterable[ArmPair]) -> tuple[tuple[Pair, ...], tuple[ArmPair, ...]]:
    """Languages compared within arms, and arms with each other, their p-values adjusted together (by basis)."""
    shown: list[Pair | ArmPair] = [*languages, *arms]
    compared = adjusted(shown)
    return (
        tuple(pair for pair in compared if isinstance(pair, Pair)),
        tuple(pair for pair in compared if isinstance(pair, ArmPair)),
    )


def _all_arms(sources: Sequence[Source]) -> list[tuple[Source, ArmAnswers]]:
    arms = [(source, arm) for source in sources for arm in split_arms(source.answers)]
    keys, labels = Counter(arm.key for _, arm in arms), Counter(arm.label for _, arm in arms)
    return [
        (source, replace(arm, key=f"{source.run}:{arm.key}", label=f"{arm.label} ({source.name})"))
        if keys[arm.key] > 1 or labels[arm.label] > 1
        else (source, arm)
        for source, arm in arms
    ]
