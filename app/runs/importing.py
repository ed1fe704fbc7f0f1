"""A graded workbook → verdicts: what reviewers wrote in Excel comes back into the run that it was made from.

Only a cell that differs from what was exported is an act of grading, and it is compared with the standing verdict of
the reviewer who did it, never with anybody else's. A row must show the question and the answer that it is about. What
is written into a reviewer's own column is that reviewer's act; what is written into the cells of the verdict that
stands is an act of whoever is named for the import, or in the row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError, Problem
from app.garbage import collection_paused
from app.questions.findings import Findings
from app.records import Arm, GradedAnswer, Run
from app.store import Store
from app.verdicts import Verdict, histories
from app.workbook import Exported, GradedSheet, Marks, SheetGrading, letters, of_other_making, read_graded_sheet


@dataclass(frozen=True, slots=True)
class Gradings:
    """What a graded workbook brings.

    Attributes:
        verdicts: what is new in it, in the order of the rows; of a cleared cell, a withdrawal of each verdict before.
        problems: every row that was not taken, with its cell, the reason and the remedy.
        run: the run that has them.
        made: whether that run was made of the file, whose own is not in the store.
    """

    verdicts: tuple[Verdict, ...]
    problems: tuple[Problem, ...]
    run: Run
    made: bool = False

    @property
    def counts(self) -> Mapping[str, int]:
        """Reviewer → answers about which something new was taken."""
        return Counter(reviewer for _, reviewer in dict.fromkeys((one.item_id, one.reviewer) for one in self.verdicts))


@collection_paused()
def read_new_verdicts(store: Store, path: Path, reviewer: str = "", *, withdraw: bool = False) -> Gradings | None:
    """The verdicts of a graded workbook that its reviewer has not given yet; None for a file of no run in the store.

    Args:
        store: holds the run that the workbook was made from.
        path: the workbook.
        reviewer: whose verdicts they are; empty: each row's reviewer cell says it.
        withdraw: whether a verdict of the reviewer's whose cell was cleared is taken back.

    Raises:
        InputError: a workbook that cannot be read.
    """
    try:
        sheet = read_graded_sheet(path)
    except InputError as error:
        if of_other_making(error):
            return None
        raise
    findings = Findings(path.name, list(sheet.problems))
    if not sheet.run:
        findings.fail("no_run_sheet")
    if not store.has_run(sheet.run):
        return None
    run = store.run(sheet.run)
    answers, ever = store.reviewed_run(run.id)
    arms = letters(run) if sheet.blind else {arm: arm.label for arm in run.arms}
    since = [verdict for verdict in ever if verdict.id > sheet.last_verdict]
    said = histories(ever)
    importer = _Importer(answers, since, sheet, arms, reviewer.strip(), withdraw, findings)
    taken: dict[tuple[int, str], list[tuple[SheetGrading, Verdict]]] = defaultdict(list)
    for grading in sheet.gradings:
        verdict = importer.verdict(grading)
        if verdict is not None:
            taken[verdict.item_id, verdict.reviewer].append((grading, verdict))
    verdicts: list[Verdict] = []
    for given in taken.values():
        rows = _fullest(given)
        if len({verdict for _, verdict in rows}) > 1:
            for grading, _ in rows:
                importer.refuse("row_twice", grading, rows=", ".join(str(other.row) for other, _ in rows))
        else:
            verdict = rows[0][1]
            cleared = verdict.value == "withdrawn"  # then no earlier verdict stands again in its place
            verdicts += [verdict] * (len(said[verdict.item_id, verdict.reviewer]) if cleared else 1)
    return Gradings(tuple(verdicts), tuple(findings.problems), run)


def _fullest(rows: list[tuple[SheetGrading, Verdict]]) -> list[tuple[SheetGrading, Verdict]]:
    """What one reviewer says of one answer: where a reviewer's own column says the same, the cells that say more."""
    same = len({verdict.value for _, verdict in rows}) == 1
    return (same and [pair for pair in rows if not pair[0].own]) or rows


class _Importer:
    """What each row of one workbook means, given the run that it was made from."""

    def __init__(
        self,
        answers: Sequence[GradedAnswer],
        since: Sequence[Verdict],
        sheet: GradedSheet,
        arms: Mapping[Arm, str],
        reviewer: str,
        withdraw: bool,
        findings: Findings,
    ) -> None:
        self.answers = {one.item.id: one for one in answers}
        self.by_place = {_place(one, arms): one for one in answers}
        self.arms, self.visible, self.exported = arms, not sheet.blind, sheet.exported
        self.given_since = {(verdict.item_id, verdict.reviewer, _marks(verdict)) for verdict in since}
        self.withdrawn_since = {(one.item_id, one.reviewer) for one in since if one.value == "withdrawn"}
        self.reviewer, self.withdraw, self.findings = reviewer, withdraw, findings

    def refuse(self, code: str, grading: SheetGrading, **values: object) -> None:
        """Record why a row is not taken."""
        self.findings.add(code, sheet=grading.sheet, row=grading.row, column=grading.column, **values)

    def verdict(self, grading: SheetGrading) -> Verdict | None:
        """The verdict that a row adds; None where it adds nothing, or where it cannot be taken (see `refuse`)."""
        answer = self._answer(grading)
        before = self._exported(grading, answer)
        untouched = grading.marks == before.marks and grading.reviewer in ("", before.reviewer, self.reviewer)
        if untouched or (grading.own and grading.marks.value == before.marks.value):
            return None
        if answer is None:
            self.refuse("row_unknown", grading, no=grading.no, arm=grading.arm)
            return None
        if not _shows(grading, answer, self.arms):
            self.refuse("row_moved", grading, no=answer.item.name, arm=self.arms[answer.item.arm])
            return None
        reviewer = self._reviewer(grading, before)
        if reviewer is None:
            return None
        return self._act(grading, answer, before, reviewer)

    def _answer(self, grading: SheetGrading) -> GradedAnswer | None:
        if grading.item is not None:
            return self.answers.get(grading.item)
        return self.by_place.get((grading.no, grading.arm, grading.language, grading.sample))

    def _exported(self, grading: SheetGrading, answer: GradedAnswer | None) -> Exported:
        """The row as it was written; where the workbook no longer says, a verdict under its reviewer's name is it."""
        if answer is None:
            return Exported()
        if self.exported is not None and grading.own:
            own = self.exported.own.get(grading.reviewer, {}).get(answer.item.id, Marks())
            return Exported(own, grading.reviewer)
        if self.exported is not None:
            return self.exported.standing.get(answer.item.id, Exported())
        theirs = self._standing(answer, grading.reviewer)
        return Exported(_marks(theirs), grading.reviewer) if theirs is not None else Exported()

    def _reviewer(self, grading: SheetGrading, before: Exported) -> str | None:
        named = grading.reviewer if grading.own or grading.reviewer != before.reviewer else ""
        if self.reviewer and named and named != self.reviewer:
            self.refuse("row_of_other_reviewer", grading, named=named, reviewer=self.reviewer)
            return None
        reviewer = self.reviewer or named
        if not reviewer:
            self.refuse("row_without_reviewer", grading)
            return None
        return reviewer

    def _act(self, grading: SheetGrading, answer: GradedAnswer, before: Exported, reviewer: str) -> Verdict | None:
        mine = self._standing(answer, reviewer)
        marks = grading.marks
        if grading.own and mine is not None:
            marks = Marks(marks.value, mine.language_ok, mine.comment)
        if marks.value is None:
            return self._without_value(grading, answer, before, mine, reviewer)
        if answer.answer is None or answer.answer.error is not None:
            self.refuse("verdict_on_error", grading)
            return None
        if mine is None and before.reviewer not in ("", reviewer) and marks.value == before.marks.value:
            self.refuse("mark_beside_other", grading, other=before.reviewer)
            return None
        if mine is not None and _marks(mine) == marks:
            return None
        if (answer.item.id, reviewer, marks) in self.given_since:  # an earlier import of this cell, most likely
            self.refuse("verdict_changed_since", grading, reviewer=reviewer)
            return None
        return Verdict(answer.item.id, marks.value, marks.language_ok, marks.comment, reviewer, self.visible)

    def _without_value(
        self, grading: SheetGrading, answer: GradedAnswer, before: Exported, mine: Verdict | None, reviewer: str
    ) -> Verdict | None:
        """A row whose verdict is blank: cleared by its reviewer, or marks that belong to no verdict."""
        if before.rule == "adjudicated":
            self.refuse("adjudication_cleared", grading)
            return None
        if before.marks.value is None or before.reviewer != reviewer:
            code = "mark_without_verdict" if before.marks.value is None else "verdict_of_other_cleared"
            self.refuse(code, grading, other=before.reviewer)
            return None
        if mine is None:
            return None
        if (answer.item.id, reviewer) in self.withdrawn_since:
            self.refuse("verdict_changed_since", grading, reviewer=reviewer)
            return None
        if not self.withdraw:
            self.refuse("verdict_cleared", grading)
            return None
        return Verdict(answer.item.id, "withdrawn", mine.language_ok, mine.comment, reviewer, self.visible)

    def _standing(self, answer: GradedAnswer, reviewer: str) -> Verdict | None:
        return next((verdict for verdict in answer.verdicts if verdict.reviewer == reviewer), None)


def _marks(verdict: Verdict) -> Marks:
    value = None if verdict.value == "withdrawn" else verdict.value
    return Marks(value, verdict.language_ok, verdict.comment)


def _place(answer: GradedAnswer, arms: Mapping[Arm, str]) -> tuple[str, str, str, int]:
    """What tells an answer of a workbook from the others: number, arm, language, sample."""
    item = answer.item
    return item.question.no, arms[item.arm], item.language, item.sample


def _shows(grading: SheetGrading, answer: GradedAnswer, arms: Mapping[Arm, str]) -> bool:
    """Whether a row shows the answer that its hidden item names: its place, question and answer."""
    if grading.shown is not None:
        return grading.shown
    item, text = answer.item, answer.answer.text if answer.answer and answer.answer.error is None else ""
    side = item.question.sides[item.language]
    return (
        (grading.no, grading.arm, grading.language, grading.sample) == _place(answer, arms)
        and _folded(grading.question) == _folded(side.text)
        and _folded(grading.answer) == _folded(text)
    )


def _folded(text: str) -> str:
    """A text without the white space that spreadsheet programs change."""
    return " ".join(text.split())
