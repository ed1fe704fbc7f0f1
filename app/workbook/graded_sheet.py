"""A graded workbook → everything that an import needs of it, whichever layout it was written in."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from app.errors import Problem
from app.garbage import collection_paused
from app.questions.findings import Findings
from app.workbook.exported import Baseline
from app.workbook.graded_kept import open_kept, read_kept
from app.workbook.graded_verdicts import MAX_SECONDS, SheetGrading, open_answers, read_gradings
from app.workbook.run import BLIND


class GradedSheet(NamedTuple):
    """A graded workbook as an import needs it.

    Attributes:
        run: the id of the run that it was made from; empty where it does not say.
        last_verdict: see `OpenedAnswers`.
        exported: see `OpenedAnswers`.
        gradings: every answer with its marks, and what stands in the reviewers' own columns.
        problems: the cells that cannot be read.
        blind: whether it shows neither arms nor judgements.
    """

    run: str
    last_verdict: int
    exported: Baseline | None
    gradings: tuple[SheetGrading, ...]
    problems: tuple[Problem, ...]
    blind: bool = False


@collection_paused()
def read_graded_sheet(path: Path | str) -> GradedSheet:
    """Read what reviewers wrote into a graded workbook.

    Raises:
        InputError: a file that is no workbook of Narabe's, or one whose verdict column was renamed or deleted.
    """
    findings = Findings(Path(path).name, seconds=MAX_SECONDS)
    kept = open_kept(Path(path), findings)
    if kept is None:
        opened = open_answers(Path(path), findings)
        gradings = tuple(read_gradings(opened, findings))
    else:
        opened, gradings = kept[0].opened, tuple(read_kept(kept, findings))
    run = opened.run.get("run", "")
    blind = opened.run.get(BLIND, "") == "TRUE"
    return GradedSheet(run, opened.last_verdict, opened.exported, gradings, tuple(findings.problems), blind)
