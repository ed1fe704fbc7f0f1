"""Annotations in Review: error tags, a score, "look again", and comments that wait for their verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr
from gradio.events import api

from app.errors import NarabeError
from app.ui.page import Page
from app.ui.review.deciding import LONGEST, settled
from app.ui.review.replies import reply
from app.ui.review.sending import stamp
from app.ui.seeing import asker
from app.verdicts import SCORES, Annotation


def wire(page: Page, panel: Any, quiet: Mapping[str, Any]) -> None:
    """The event `annotate` of the review panel, and the same for scripts."""
    panel.annotate(page.bind(on_annotate), outputs=panel, **quiet)
    if page.labels.language == "en":
        api(page.bind(annotate), api_name="annotate", queue=False, concurrency_limit=None)


def on_annotate(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """What a reviewer says of an answer beside the verdict, answered with its row as it then stands."""
    sent: Mapping[str, Any] = event._data

    def keep() -> dict[str, Any]:
        made = annotation(sent, asker(sent, request))
        known = _same(page, made) if sent.get("again") else None
        kept = known or page.store.annotate(made)
        return settled(page, kept.item_id, sent, kept.reviewer, kept.time)

    return reply(page.labels, sent, keep)


def _same(page: Page, made: Annotation) -> Annotation | None:
    """The same annotation, if it already holds: a repeated request whose reply was lost is not kept twice."""
    held = [said for one in page.store.graded([made.item_id]) for said in one.annotations]
    return next((said for said in held if replace(said, id=0, time=None) == made), None)


def annotate(
    page: Page,
    item_id: int,
    reviewer: str,
    tags: Sequence[str],
    score: int | None,
    flagged: bool,
    request: gr.Request,
) -> dict[str, Any]:
    """Says of an answer: error tags, a score of 1 to 5 or null, and whether to look again. Returns its id and time."""
    sent = {"item": item_id, "tags": tags, "score": score, "flagged": flagged}
    kept = page.store.annotate(annotation(sent, request.username or reviewer.strip()[:80]))
    return {"id": kept.id, "item": kept.item_id, "time": stamp(kept.time)}


def annotation(sent: Mapping[str, Any], reviewer: str) -> Annotation:
    """The annotation that a browser or a script sent, checked.

    Raises:
        NarabeError: no name, or a score that is none.
    """
    item, score, tags = sent.get("item"), sent.get("score"), sent.get("tags") or ()
    if not reviewer:
        raise NarabeError(
            "an annotation needs a name → say your name first",
            "名前がありません → 先に名前を入力してください",
        )
    if (
        not isinstance(item, int)
        or not (score is None or (isinstance(score, int) and score in SCORES))
        or not (isinstance(tags, list | tuple) and all(isinstance(tag, str) for tag in tags))
    ):
        raise NarabeError(
            f"{score!r} is no score → use 1 to 5, or none, and tags as a list of names",
            f"{score!r} は点数として使えません → 1〜5 か空欄にし、タグは名前の一覧にしてください",
        )
    names = tuple(dict.fromkeys(tag.strip()[:80] for tag in tags if tag.strip()))[:50]
    return Annotation(item, reviewer, names, score, bool(sent.get("flagged")), str(sent.get("draft") or "")[:LONGEST])
