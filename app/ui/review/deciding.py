"""Verdicts in Review, a reviewer's own and final ones, and taking them back: events of the screen, named endpoints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args

import gradio as gr
from gradio.events import api

from app import pipeline
from app.errors import NarabeError
from app.store import Place
from app.ui.page import Page
from app.ui.review import cards
from app.ui.review.replies import reply
from app.ui.review.sending import stamp
from app.ui.seeing import Sight, asker, sight_of
from app.verdicts import Verdict, VerdictValue

_VALUES: dict[object, VerdictValue] = {value: value for value in get_args(VerdictValue) if value != "withdrawn"}
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class View:
    """What a reviewer sees of a row before deciding: whether its hints, and whether a final verdict may be given."""

    place: Place
    sight: Sight
    hints: bool
    adjudicates: bool


def wire(page: Page, panel: Any, quiet: Mapping[str, Any]) -> None:
    """The events `verdict` and `withdraw` of the review panel, and the same for scripts."""
    panel.verdict(page.bind(on_verdict), outputs=panel, **quiet)
    panel.withdraw(page.bind(on_withdraw), outputs=panel, **quiet)
    if page.labels.language == "en":
        api(page.bind(verdict), api_name="verdict", queue=False, concurrency_limit=None)
        api(page.bind(adjudicate), api_name="adjudicate", queue=False, concurrency_limit=None)
        api(page.bind(undo), api_name="undo", queue=False, concurrency_limit=None)


def on_verdict(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """A decision on the screen, answered with its row as it then stands."""
    sent: Mapping[str, Any] = event._data

    def keep() -> dict[str, Any]:
        given = decision(sent, request.username)
        view = _view(page, given, blind=bool(sent.get("blind")))
        given = _allowed(given, view)
        known = same_verdict(page, given) if sent.get("again") else None
        kept = known or pipeline.record_verdict(page.store, given)
        return {"verdict": kept.id, **settled(page, kept.item_id, sent, kept.reviewer, kept.time, view)}

    return reply(page.labels, sent, keep)


def on_withdraw(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """Takes back the verdict that is named, if it stands; a repeated request is answered like the first."""
    sent: Mapping[str, Any] = event._data

    def take_back() -> dict[str, Any]:
        reviewer, named = asker(sent, request), sent.get("verdict")
        if not isinstance(named, int):
            return {}
        taken = pipeline.undo_verdict(page.store, str(sent["run"]), reviewer, named)
        if taken is None and not sent.get("again"):
            return {}
        return settled(page, int(sent["item"]), sent, reviewer, datetime.now(UTC))

    return reply(page.labels, sent, take_back)


def verdict(
    page: Page,
    item_id: int,
    value: str,
    reviewer: str,
    language_ok: bool | None,
    comment: str,
    request: gr.Request,
) -> dict[str, Any]:
    """Records a verdict on an answer: value is correct, incorrect or unsure. Returns its id and time."""
    sent = {"item": item_id, "value": value, "reviewer": reviewer, "language_ok": language_ok, "comment": comment}
    kept = pipeline.record_verdict(page.store, decision({**sent, "visible": False}, request.username))
    return {"id": kept.id, "item": kept.item_id, "time": stamp(kept.time)}


def adjudicate(
    page: Page, item_id: int, value: str, reviewer: str, language_ok: bool | None, reason: str, request: gr.Request
) -> dict[str, Any]:
    """Records the final verdict on an answer, with its reason; the reviewers' own stay. Returns its id and time."""
    sent = {"item": item_id, "value": value, "reviewer": reviewer, "language_ok": language_ok, "comment": reason}
    given = decision({**sent, "final": True}, request.username)
    kept = pipeline.record_verdict(page.store, _allowed(given, _view(page, given, blind=False)))
    return {"id": kept.id, "item": kept.item_id, "time": stamp(kept.time)}


def undo(page: Page, run: str, reviewer: str, request: gr.Request) -> dict[str, Any]:
    """Withdraws the reviewer's last verdict in a run. Returns the item it was on, or null."""
    taken = pipeline.undo_verdict(page.store, run, request.username or reviewer)
    return {"item": taken.item_id if taken else None}


def decision(sent: Mapping[str, Any], login: str | None) -> Verdict:
    """The verdict that a browser or a script sent, checked. A login outranks the name that was sent.

    Raises:
        NarabeError: no such verdict, or a final one without a reason.
    """
    value, ok, item = sent.get("value"), sent.get("language_ok"), sent.get("item")
    if (
        not (isinstance(value, str) and value in _VALUES)
        or not isinstance(ok, bool | None)
        or not isinstance(item, int)
    ):
        raise NarabeError(
            f"{value!r} is no verdict → use correct, incorrect or unsure",
            f"{value!r} は評価として使えません → correct、incorrect、unsure のいずれかにしてください",
        )
    comment, final = str(sent.get("comment") or "")[:LONGEST], bool(sent.get("final"))
    if final and not comment.strip():
        raise NarabeError("a final verdict needs a reason → write it", "確定には理由が必要です → 理由を書いてください")
    return Verdict(
        item_id=item,
        value=_VALUES[value],
        language_ok=ok,
        comment=comment,
        reviewer=login or str(sent.get("reviewer") or "").strip()[:80],
        judgement_visible=bool(sent.get("visible")),
        adjudicated=final,
        source=str(sent.get("queue") or "")[:40],
    )


def same_verdict(page: Page, given: Verdict) -> Verdict | None:
    """The same verdict, if it already stands: a repeated request whose reply was lost is not kept twice."""
    for graded in page.store.graded([given.item_id]):
        stands = [graded.adjudication] if given.adjudicated else graded.verdicts
        for known in stands:
            if known is not None and _said(known) == _said(given):
                return known
    return None


def _said(given: Verdict) -> tuple[object, ...]:
    return given.reviewer, given.value, given.language_ok, given.comment


def settled(
    page: Page, item_id: int, sent: Mapping[str, Any], reviewer: str, time: datetime | None, view: View | None = None
) -> dict[str, Any]:
    """What the screen shows once something is on disk: its item's card, those of its row, and when it was.

    `view`: the reviewer's, where it was looked up before.
    """
    place, seen_by = (view.place, view.sight) if view else (page.store.places([item_id]).get(item_id), None)
    row = place.row if place else ()
    shown = cards.cards(page.store, row, reviewer, page.labels, blind=bool(sent.get("blind")), seen_by=seen_by)
    return {"card": next((one for one in shown if one["id"] == item_id), None), "row": shown, "time": stamp(time)}


def _view(page: Page, given: Verdict, *, blind: bool) -> View | None:
    """What its reviewer could see when it was given; None for an item that is not known."""
    place = page.store.places([given.item_id]).get(given.item_id)
    if place is None:
        return None
    seen_by = sight_of(page.store, place.run_id, given.reviewer, blind=blind)
    if not seen_by.blind and not given.adjudicated:
        return View(place, seen_by, hints=True, adjudicates=False)
    row = page.store.graded(place.row)
    one = next(graded for graded in row if graded.item.id == given.item_id)
    return View(place, seen_by, seen_by.hints(row), seen_by.adjudicates(one, row))


def _allowed(given: Verdict, view: View | None) -> Verdict:
    """The verdict, with what was visible as the server knows it where it hid the judgement itself.

    Raises:
        NarabeError: a final one by somebody who may not give it.
    """
    if given.adjudicated and not (view and view.adjudicates):
        lead = view.sight.settings.lead if view else ""
        raise NarabeError(
            f"only who leads the review ({lead or 'nobody yet'}), or has decided the answer, gives a final verdict → "
            "decide it first, or ask the lead",
            f"確定できるのは、評価リーダー（{lead or '未定'}）か、その回答を評価した人だけです → "
            "先に評価するか、リーダーに頼んでください",
        )
    return replace(given, judgement_visible=view.hints) if view and view.sight.blind else given
