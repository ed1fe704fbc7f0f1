"""What the models of a run do instead of answering, counted by arm."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from app.records import Run
from app.report.habits import EVIDENCE, Habit, habit
from app.store import Content, Store
from app.ui import choices
from app.ui.page import Page
from app.ui.runs import OPEN


def counted(page: Page, run: Run) -> list[dict[str, Any]]:
    """For each arm with such answers: how many there are, of how many, of which kind; none while the run goes on."""
    if run.state in OPEN:
        return []
    found = _found(page.store, run.id, page.store.content(run.id))
    totals, counts = Counter(arm for _, arm, _ in found), Counter((arm, kind) for _, arm, kind in found if kind)
    rows = []
    for arm in run.arms:
        several, echo = counts[arm.key, "several"], counts[arm.key, "echo"]
        name = choices.arm_label(page.labels, arm) if len(run.arms) > 1 else ""
        row = {"arm": name, "total": totals[arm.key], "several": several, "echo": echo}
        rows += [row | {"n": several + echo}] if several + echo else []
    return rows


def items(store: Store, run_id: str) -> list[int]:
    """The items of a run whose answers list several options or repeat the question."""
    return [item for item, _, kind in _found(store, run_id, store.content(run_id)) if kind]


@lru_cache(maxsize=4)
def _found(store: Store, run_id: str, _content: Content) -> tuple[tuple[int, str, Habit | None], ...]:
    judged = store.evidence(run_id, EVIDENCE)
    return tuple((one.item_id, one.arm_key, habit(one.value, one.evidence)) for one in judged)
