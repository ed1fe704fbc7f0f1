"""Accepting an answer as a reference in Review, and taking it back: one event of the screen, two named endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import gradio as gr
from gradio.events import api

from app import pipeline
from app.records import Reference
from app.ui.page import Page
from app.ui.review.deciding import settled
from app.ui.review.replies import reply
from app.ui.review.sending import sendable
from app.ui.seeing import asker


def wire(page: Page, panel: Any, quiet: Mapping[str, Any]) -> None:
    """The event `reference` of the review panel, and the same for scripts."""
    panel.reference(page.bind(on_reference), outputs=panel, **quiet)
    if page.labels.language == "en":
        api(page.bind(accept_reference), api_name="accept_reference", queue=False)
        api(page.bind(withdraw_reference), api_name="withdraw_reference", queue=False)


def on_reference(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """Makes an answer a reference, or takes it back, answered with its card; a repeated request changes nothing."""
    sent: Mapping[str, Any] = event._data
    reviewer = asker(sent, request)

    def carry_out() -> dict[str, Any]:
        item = int(sent["item"])
        change(page, item, reviewer, on=bool(sent.get("on")))
        return settled(page, item, sent, reviewer, datetime.now(UTC))

    return reply(page.labels, sent, carry_out)


def accept_reference(page: Page, item_id: int, reviewer: str, request: gr.Request) -> dict[str, Any]:
    """Makes an answer a reference of its question set. Returns what was added, or null where it is one by now."""
    return _changed(page, item_id, request.username or reviewer, on=True)


def withdraw_reference(page: Page, item_id: int, reviewer: str, request: gr.Request) -> dict[str, Any]:
    """Takes an accepted answer out of the references. Returns what was taken, or null where it is none of them."""
    return _changed(page, item_id, request.username or reviewer, on=False)


def change(page: Page, item_id: int, reviewer: str, *, on: bool) -> Reference | None:
    """The change, on disk when this returns; the judgements follow in the worker process."""
    step = pipeline.accept_reference if on else pipeline.withdraw_reference
    return step(page.store, item_id, reviewer)


def _changed(page: Page, item_id: int, reviewer: str, *, on: bool) -> dict[str, Any]:
    made = change(page, item_id, reviewer.strip()[:80], on=on)
    return {"reference": sendable(made.text) if made else None, "language": made.language if made else None}
