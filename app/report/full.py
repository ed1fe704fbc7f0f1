"""The report of one run or file, or of several: every arm in one table, compared with every other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.records import GradedAnswer
from app.report.arms import ArmAnswers, ArmPair, compare_arms, split_arms
from app.report.counts import Report, summary
from app.report.excluded import Excluded, excluded
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


@dataclass(frozen=True, slots=True)
class FullReport:
    """Everything that is said of one or several runs.

    Attributes:
        table: rows (arm × type × language) and the languages compared within each arm.
        arms: every arm of every source; one that stands in several sources is named with its own.
        arm_pairs: every two arms compared on the same questions.
        excluded: what is in no rate, with the reason.
    """

    sources: tuple[Source, ...]
    table: Report
    arms: tuple[ArmAnswers, ...]
    arm_pairs: tuple[ArmPair, ...]
    excluded: tuple[Excluded, ...]


def full_report(sources: Sequence[Source]) -> FullReport:
    """Count and compare all arms of the sources."""
    arms = _all_arms(sources)
    counted = [(arm, summary(arm.answers)) for arm in arms]
    table = Report(
        tuple(replace(row, arm=arm.label, arm_key=arm.key) for arm, report in counted for row in report.rows),
        tuple(replace(pair, arm=arm.label, arm_key=arm.key) for arm, report in counted for pair in report.pairs),
    )
    return FullReport(tuple(sources), table, arms, compare_arms(arms), excluded(arms))


def _all_arms(sources: Sequence[Source]) -> tuple[ArmAnswers, ...]:
    arms = [(source, arm) for source in sources for arm in split_arms(source.answers)]
    keys, labels = Counter(arm.key for _, arm in arms), Counter(arm.label for _, arm in arms)
    return tuple(
        replace(arm, key=f"{source.run}:{arm.key}", label=f"{arm.label} ({source.name})")
        if keys[arm.key] > 1 or labels[arm.label] > 1
        else arm
        for source, arm in arms
    )
