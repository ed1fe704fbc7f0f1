"""The review list and its runs, as plain JSON values: only what the reviewer who asks may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any, TypedDict

from app.records import Language, Run
from app.store import QUEUES, Eyes, IndexRow, IndexSide, ListedRow, Store, Wish
from app.ui import habits
from app.ui.choices import arm_label
from app.ui.labels import Labels
from app.ui.page import Page
from app.ui.review.sending import sendable
from app.ui.runs import option
from app.ui.seeing import Sight
from app.verdicts import Sample, disagree, draw, numbered

BEFORE, AFTER = 100, 200
"""Rows that are sent with the list, before and after the one that is to be open."""
UNDOABLE = 50
"""Verdicts that can be taken back one after the other."""
SHORT = 200
"""Characters of a question in the list."""


class ArmJson(TypedDict):
    """An arm's key and its name."""

    key: str
    label: str


class RunJson(TypedDict):
    """A run in the selector. `arms` is empty where it is reviewed blind."""

    id: str
    name: str
    state: str
    arms: list[ArmJson]


class SideJson(TypedDict):
    """One answer in the list.

    `state`: `answered` stands for a judgement that is hidden. `mine…`: the reviewer's own verdict and annotation;
    `reviewers`, `disagree`, `final` are what others said, empty until it may be seen; `adjudicable`: it waits for the
    reviewer's final verdict.
    """

    item_id: int
    state: str
    probability: float | None
    similarity: float | None
    language: str
    mine: str | None
    mine_language_ok: bool | None
    mine_id: int | None
    commented: bool
    tags: Sequence[str]
    score: int | None
    flagged: bool
    reviewers: list[str]
    disagree: bool
    final: str | None
    final_id: int | None
    adjudicable: bool


class RowJson(TypedDict):
    """A row of the list. `arm_key` is empty where it is hidden; `yours`: whether the reviewer is to grade it.

    `texts`: the beginning of the question in each language.
    """

    no: str
    type: str
    arm_key: str
    yours: bool
    texts: dict[Language, str]
    sides: dict[Language, SideJson]


class CountsJson(TypedDict):
    """The rows in each queue; and of those that the reviewer can grade, how many are done: in all, of each sample."""

    queues: dict[str, int]
    progress: dict[str, dict[str, int]]


class ListJson(TypedDict):
    """The list: the key of each row (see `steps`), and which of them wait for the reviewer or a final verdict.

    `at`: which is to be open; `rows`: those about it; `given`: the reviewer's newest verdicts, by (id, item).
    """

    keys: list[list[int]]
    at: int
    waits: list[list[int]]
    adjudicable: list[list[int]]
    rows: list[RowJson]
    counts: CountsJson | None
    given: list[tuple[int, int]]


def run_json(run: Run, labels: Labels, *, hidden: bool = False) -> RunJson:
    """A run as the selector lists it, with its arms unless they are `hidden`."""
    arms: list[ArmJson] = [{"key": arm.key, "label": arm_label(labels, arm)} for arm in run.arms]
    return {
        "id": run.id,
        "name": option(labels, run, arms=not hidden),
        "state": run.state,
        "arms": [] if hidden else arms,
    }


def listing(page: Page, asked: Mapping[str, Any], seen_by: Sight) -> ListJson:
    """The review list of `asked["run"]` as its reviewer may see it, and the rows about the one that is to be open.

    Args:
        page: where it is asked from.
        asked: `queue`, `arm`, `filters`, `words`, `order`: what is to be in the list; `only`: what a link from the
            results speaks of; `item`: what is to be open; `counts`: whether the queues are counted, too.
        seen_by: who asks.
    """
    store, run_id = page.store, str(asked["run"])
    yours = store.reserve(run_id, seen_by.reviewer)
    eyes, wish = seen_by.eyes(shared=yours is not None), _wish(page, asked)
    keys = store.arm_keys(run_id) if seen_by.blind else {}
    rows = seen_by.ordered(store.listing(run_id, eyes, wish), keys)
    waiting = [row.adjudicable if wish.queue == "adjudicate" else row.waits and not eyes.oversees for row in rows]
    at = _at(store, rows, waiting, asked.get("item"))
    near = [row.key for row in rows[max(at - BEFORE, 0) : at + AFTER]]
    return {
        "keys": steps([row.key for row in rows]),
        "at": at,
        "waits": stretches([bool(row.waits) and not eyes.oversees for row in rows]),
        "adjudicable": stretches([bool(row.adjudicable) for row in rows]),
        "rows": rows_json(store, run_id, near, seen_by, yours),
        "counts": _counts(page, run_id, eyes, wish) if asked.get("counts") else None,
        "given": store.newest_given(run_id, seen_by.reviewer, UNDOABLE) if seen_by.reviewer else [],
    }


def choices(page: Page, asked: Mapping[str, Any], seen_by: Sight) -> list[tuple[str, list[tuple[str, int]]]]:
    """What each filter can be, with how many rows that would leave, the other filters of `asked` as they are."""
    run_id = str(asked["run"])
    shared = page.store.reserve(run_id, seen_by.reviewer) is not None
    wish = replace(_wish(page, asked), drawn=None, words="")
    found = page.store.review_choices(run_id, seen_by.eyes(shared=shared), wish)
    shown: list[tuple[str, list[tuple[str, int]]]] = sendable(list(found.items()))
    return shown


def _wish(page: Page, asked: Mapping[str, Any]) -> Wish:
    run_id, queue = str(asked["run"]), str(asked.get("queue") or "all")
    drawn = {sample.source: sample for sample in page.store.samples(run_id)}.get(queue)
    rows = drawn_rows(page.store, drawn) if drawn else None
    only = habits.items(page.store, run_id) if asked.get("only") else None
    filters = {str(name): str(wanted) for name, wanted in dict(asked.get("filters") or {}).items()}
    words = str(asked.get("words") or "")[:200]
    return Wish(
        queue=queue if queue in QUEUES else "all",
        arm=str(asked.get("arm") or ""),
        filters=filters,
        words=words,
        doubtful_first=asked.get("order") == "uncertain",
        only=only,
        drawn=None if rows is None or words.strip() else tuple(row[0] for row in rows),
    )


def _at(store: Store, rows: Sequence[ListedRow], waiting: Sequence[object], item: object) -> int:
    """The place of the row with `item`; without it, of the first that waits."""
    if isinstance(item, int) and (place := store.places([item]).get(item)):
        found = next((at for at, row in enumerate(rows) if row.key in place.row), None)
        if found is not None:
            return found
    return next((at for at, waits in enumerate(waiting) if waits), 0)


def _counts(page: Page, run_id: str, eyes: Eyes, wish: Wish) -> CountsJson:
    """The rows in each queue and, of each sample, those that wait; and how far the reviewer is."""
    store = page.store
    whole = Wish(arm=wish.arm, only=wish.only)
    counted = store.review_counts(run_id, eyes, whole)
    queues = dict(counted.queues) | ({"unreviewed": 0} if eyes.oversees else {})
    done = {"done": counted.gradable - queues["unreviewed"], "total": counted.gradable}
    progress = {"": {"done": 0, "total": 0} if eyes.oversees else done}
    for sample in store.samples(run_id):
        items = [item for row in drawn_rows(store, sample) for item in row]
        part = store.review_counts(run_id, eyes, Wish(arm=wish.arm, only=items))
        waits = 0 if eyes.oversees else part.queues["unreviewed"]
        queues[sample.source] = waits
        progress[sample.source] = {"done": part.gradable - waits, "total": part.gradable}
    return {"queues": queues, "progress": progress}


def drawn_rows(store: Store, sample: Sample) -> tuple[tuple[int, ...], ...]:
    """The items of each row of a sample, in the order in which they were drawn."""
    return _drawn(store, sample.run_id, sample.n, sample.seed, store.run(sample.run_id).total)


@lru_cache(maxsize=32)
def _drawn(store: Store, run_id: str, n: int, seed: int, _total: int) -> tuple[tuple[int, ...], ...]:
    rows = store.rows(run_id)
    return tuple(rows[row] for row in draw(rows, n, seed))


def steps(values: Sequence[int]) -> list[list[int]]:
    """Numbers as [first, step, count]: the keys of a run's rows are mostly as far from each other."""
    found: list[list[int]] = []
    for value in values:
        if found:
            first, step, count = last = found[-1]
            if count == 1:
                last[1], last[2] = value - first, 2
                continue
            if value == first + step * count:
                last[2] += 1
                continue
        found.append([value, 1, 1])
    return found


def stretches(flags: Sequence[bool]) -> list[list[int]]:
    """Where flags are set, as [first place, count]."""
    found, place = list[list[int]](), 0
    for is_set, group in groupby(flags):
        count = sum(1 for _ in group)
        found += [[place, count]] if is_set else []
        place += count
    return found


def rows_json(
    store: Store, run_id: str, keys: Sequence[int], seen_by: Sight, yours: Collection[int] | None
) -> list[RowJson]:
    """Rows of the list in the order of `keys`, their items; `yours`: the reviewer's questions by id; None: all.

    Where questions are shared, others' are left out, except for who oversees them.
    """
    oversees = seen_by.settings.oversees(seen_by.reviewer)
    found: dict[int, RowJson] = {}
    for row in store.review_index(run_id, keys):
        own = yours is None or row.question_id in yours
        if own or oversees:
            found |= {side.item_id: _row(row, seen_by, yours=own and not oversees) for side in row.sides.values()}
    return [found[key] for key in keys if key in found]


def _row(row: IndexRow, seen_by: Sight, *, yours: bool) -> RowJson:
    return {
        "no": sendable(numbered(row.no, row.sample)),
        "type": sendable(row.type),
        "arm_key": row.arm_key if seen_by.hints(row.sides.values()) else "",
        "yours": yours,
        "texts": sendable({code: text[:SHORT] for code, text in row.texts.items()}),
        "sides": {code: _side(side, row, seen_by) for code, side in row.sides.items()},
    }


def _side(side: IndexSide, row: IndexRow, seen_by: Sight) -> SideJson:
    beside = row.sides.values()
    hints, others = seen_by.hints(beside), seen_by.others(side, beside)
    mine = seen_by.mine(side.verdicts)
    said = next((one for one in side.annotations if one.reviewer == seen_by.reviewer), None)
    final = side.final if others else None
    differ = others and disagree(side.verdicts)
    return {
        "item_id": side.item_id,
        "state": side.state if hints or side.state in ("pending", "error") else "answered",
        "probability": side.probability if hints else None,
        "similarity": side.similarity if hints else None,
        "language": side.language,
        "mine": mine.value if mine else None,
        "mine_language_ok": mine.language_ok if mine else None,
        "mine_id": mine.id if mine and mine.carried_from is None else None,
        "commented": bool(mine and mine.comment),
        "tags": said.tags if said else (),
        "score": said.score if said else None,
        "flagged": bool(said and said.flagged),
        "reviewers": sendable([verdict.reviewer for verdict in side.verdicts]) if others else [],
        "disagree": differ,
        "final": final.value if final else None,
        "final_id": final.id if final and final.reviewer == seen_by.reviewer and final.carried_from is None else None,
        "adjudicable": differ and final is None and seen_by.adjudicates(side, beside),
    }
