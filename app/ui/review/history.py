"""The history of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from app.ui.page import Page
from app.ui.review.sending import sendable, stamp
from app.ui.seeing import asker, sight_of
from app.verdicts import Annotation, Verdict


def read_history(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[dict[str, Any]]:
    """Everything said of the item `asked["item"]`, oldest first: the reviewer's own, others' once it may be seen."""
    item_id, reviewer = int(asked["item"]), asker(asked, request)
    place = page.store.places([item_id]).get(item_id)
    if place is None:
        return []
    seen_by = sight_of(page.store, place.run_id, reviewer, blind=bool(asked.get("blind")))
    row = page.store.graded(place.row)
    one = next(graded for graded in row if graded.item.id == item_id)
    others = seen_by.others(one, row)
    acts: list[Verdict | Annotation] = [v for v in page.store.verdicts_on(item_id) if others or v.reviewer == reviewer]
    acts += [a for a in page.store.annotations_on(item_id) if a.reviewer == reviewer or (others and _said(a))]
    acts.sort(key=lambda act: stamp(act.time))
    shown: list[dict[str, Any]] = sendable([_json(act, own=act.reviewer == reviewer) for act in acts])
    return shown


def _said(annotation: Annotation) -> bool:
    """Whether it says more than a draft, which is for its author's eyes."""
    return bool(annotation.tags or annotation.score is not None or annotation.flagged)


def _json(act: Verdict | Annotation, *, own: bool) -> dict[str, Any]:
    common = {"reviewer": act.reviewer, "time": stamp(act.time)}
    if isinstance(act, Annotation):
        draft = act.draft if own else ""
        return {
            **common,
            "kind": "annotation",
            "tags": act.tags,
            "score": act.score,
            "flagged": act.flagged,
            "draft": draft,
        }
    return {
        **common,
        "kind": "verdict",
        "value": act.value,
        "language_ok": act.language_ok,
        "comment": act.comment if act.value != "withdrawn" else "",
        "final": act.adjudicated,
        "visible": act.judgement_visible,
        "carried": act.carried_from is not None,
    }
