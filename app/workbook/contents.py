"""What goes into a workbook, and how it is to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.questions.table import letter
from app.records import Arm, GradedAnswer, Language, Layout, QuestionSet, Reference, Run, digest
from app.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Choices:
    """How a workbook is to be.

    Attributes:
        layout: `original` is the original experiment's single sheet; it holds one language and one arm.
        language: that of headers, choices and words.
        blind: for grading without knowing more than question, reference and answer: model and arm (a letter stands for
            it), similarity, judgement and all verdicts are left out.
        keep: the workbook that the questions were read from, to write the answers into a copy of it.
    """

    layout: Layout = "narabe"
    language: Language = "en"
    blind: bool = False
    keep: Path | None = None


USUAL = Choices()


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of a run that goes into its workbook.

    Attributes:
        run: the run.
        answers: its items with all that is known of them, in the questions' order.
        verdicts: every verdict ever given in the run, oldest first.
        question_set: what was asked, for the columns that are carried over.
        references: every change of the references by reviewers, oldest first.
        versions: software names and versions, for the sheet `Run`.
        judging: the second opinions that were asked for, and how, for the same sheet.
    """

    run: Run
    answers: Sequence[GradedAnswer]
    verdicts: Sequence[Verdict]
    question_set: QuestionSet
    references: Sequence[Reference] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    judging: Mapping[str, str] = field(default_factory=dict)


def letters(run: Run) -> Mapping[Arm, str]:
    """A neutral name for each arm of a blind workbook, the same whenever it is written: A, B, …"""
    shuffled = sorted(run.arms, key=lambda arm: digest([run.id, arm.key]))
    return {arm: letter(place) for place, arm in enumerate(shuffled)}
