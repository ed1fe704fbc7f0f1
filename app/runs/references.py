"""References that grow: a reviewer accepts an answer, and every judgement on its question is made anew."""

from __future__ import annotations

from app.errors import NarabeError
from app.records import Reference
from app.runs.grading import graded_anew
from app.store import Store


def accept(store: Store, item_id: int, reviewer: str) -> Reference | None:
    """Make an item's answer a reference of its question set; None when it is one by now.

    On disk when this returns. The judgements follow in the worker process (`judge_anew`), which notices the change.

    Raises:
        NarabeError: no reviewer, no such answer, or one that is a reference of the file.
    """
    return _change(store, item_id, reviewer, accepted=True)


def withdraw(store: Store, item_id: int, reviewer: str) -> Reference | None:
    """Take an answer that was accepted out of the references again; None when it is none of them."""
    return _change(store, item_id, reviewer, accepted=False)


def _change(store: Store, item_id: int, reviewer: str, *, accepted: bool) -> Reference | None:
    if not reviewer.strip():
        raise NarabeError("a reference needs a reviewer → say your name once at the top of the page")
    return store.change_reference(item_id, reviewer, "accepted" if accepted else "withdrawn")


def judge_anew(store: Store) -> int:
    """Let the judgements follow every change of references that they have not followed yet; how many were made anew.

    Judgements that were overtaken by a further change are thrown away, and are made again by whoever looks next.
    """
    seen = store.newest_change()
    changes = store.unsettled()
    count = 0
    for family in {change.family for change in changes}:
        of_family = [change for change in changes if change.family == family]
        scores, judgements = graded_anew(store.affected(of_family))
        if store.settle(of_family, scores, judgements, seen):
            count += len(judgements)
    return count
