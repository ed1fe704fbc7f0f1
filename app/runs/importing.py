"""A graded workbook → verdicts: what reviewers wrote in Excel comes back into the run that it was made from."""

from __future__ import annotations

from pathlib import Path

from app.errors import NarabeError
from app.records import Verdict
from app.store import Store
from app.workbook import read_run_id, read_verdicts


def changed_verdicts(store: Store, path: Path, reviewer: str) -> list[Verdict]:
    """The verdicts of a graded workbook that differ from those that stand, as `reviewer`'s.

    Raises:
        InputError: a workbook that cannot be read, or values that are no verdicts.
        NarabeError: the run, or a question named in the workbook, is not in the store.
    """
    listed = read_verdicts(path)
    graded = store.graded_run(read_run_id(path))
    known = {(one.item.question.no, one.item.arm.label, one.item.language): one for one in graded}
    unknown = [f"NO {row.no} ({row.arm})" for row in listed if (row.no, row.arm, row.language) not in known]
    if unknown:
        raise NarabeError(f"{path.name}: not in its run: {', '.join(unknown[:5])} → NO and arm must stay as exported")
    given = []
    for row in listed:
        one = known[row.no, row.arm, row.language]
        before = one.verdict
        if before and (before.value, before.language_ok, before.comment) == (row.value, row.language_ok, row.comment):
            continue
        given.append(Verdict(one.item.id, row.value, row.language_ok, row.comment, reviewer, True))
    return given
