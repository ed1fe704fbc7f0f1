"""The review screen: Japanese left, English right, one decision for each answer.

The screen itself is `review.html` with its modules (`start.js` first). It reads through server functions (cards of
neighbours ahead of time) and writes through events, which carry the item's id and are answered only when the verdict
is on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, get_args

import gradio as gr
from gradio.events import api

from app import pipeline
from app.config import settings
from app.errors import NarabeError
from app.records import LANGUAGES
from app.runs.workbooks import workbook_file
from app.ui import habits
from app.ui.events import SETS
from app.ui.labels import Labels
from app.ui.page import Page, asset
from app.ui.review import accepting, cards
from app.ui.review.replies import reply
from app.ui.scripts import loader
from app.verdicts import Verdict, VerdictValue

EVENTS = ("verdict", "withdraw", "reference", "opened", "workbook")
"""What the screen tells the server."""
_VALUES: dict[object, VerdictValue] = {value: value for value in get_args(VerdictValue) if value != "withdrawn"}
_LONGEST = 2000


@dataclass(frozen=True)
class ReviewTab:
    """The tab's components: the screen, and the link behind its download button."""

    panel: Any
    download: gr.DownloadButton


def build(page: Page) -> None:
    """Lays the tab out and wires it."""
    wire(page, layout(page))


def layout(page: Page) -> ReviewTab:
    """One component that holds the whole screen."""
    panel = gr.HTML(
        html_template=asset("review/review.html"),
        css_template=asset("review/review.css"),
        js_on_load=loader("review/start.js", EVENTS),
        server_functions=[page.bind(read_runs), page.bind(read_index), page.bind(read_cards), page.bind(read_only)],
        apply_default_css=False,
        elem_id="nb-review-panel",
        labels=page.labels.group("review")
        | {f"language_{code}": page.labels(f"language.{code}") for code in LANGUAGES},
        language=page.labels.language,
    )
    return ReviewTab(panel, gr.DownloadButton(elem_id="nb-workbook", visible="hidden"))


def texts(labels: Labels) -> dict[str, str]:
    """The words of the screen."""
    return labels.group("review") | {f"language_{code}": labels(f"language.{code}") for code in LANGUAGES}


def wire(page: Page, tab: ReviewTab) -> None:
    """Events of the screen, and the same decisions as named endpoints for scripts."""
    quiet: dict[str, Any] = {"queue": False, "show_progress": "hidden", "trigger_mode": "multiple"}
    quiet |= {"api_visibility": "private", "concurrency_limit": None}
    tab.panel.verdict(page.bind(on_verdict), outputs=tab.panel, **quiet)
    tab.panel.withdraw(page.bind(on_withdraw), outputs=tab.panel, **quiet)
    accepting.wire(page, tab.panel, quiet)
    tab.panel.opened(on_opened, outputs=page.run, trigger_mode="multiple", **SETS)
    ready = tab.panel.workbook(page.bind(on_workbook), outputs=tab.download, **quiet)
    ready.then(None, js="() => document.querySelector('#nb-workbook, a:has(#nb-workbook)').click()")
    page.run.change(open_run, page.run, tab.panel, **quiet)
    if page.labels.language == "en":
        api(page.bind(verdict), api_name="verdict", queue=False, concurrency_limit=None)
        api(page.bind(undo), api_name="undo", queue=False, concurrency_limit=None)


# -- reads ----------------------------------------------------------------------------------------------------------


def read_runs(page: Page, _asked: Mapping[str, Any]) -> list[cards.RunJson]:
    """All runs, newest first."""
    return [cards.run_json(run, page.labels) for run in page.store.runs() if not run.archived]


def read_index(page: Page, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The review list of `asked["run"]` as `asked["reviewer"]` sees it."""
    return cards.index_json(page.store.review_index(str(asked["run"]), str(asked["reviewer"])))


def read_cards(page: Page, asked: Mapping[str, Any]) -> list[cards.CardJson]:
    """The cards of the items `asked["ids"]` (at most 60)."""
    ids = [int(one) for one in asked["ids"][:60]]
    return cards.cards(page.store, ids, str(asked["reviewer"]), page.labels)


def read_only(page: Page, asked: Mapping[str, Any]) -> list[int]:
    """The items of `asked["run"]` that a link from the results speaks of."""
    return habits.items(page.store, str(asked["run"]))


# -- writes ---------------------------------------------------------------------------------------------------------


def on_verdict(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """A decision on the screen, answered with the item as it then stands."""
    sent: Mapping[str, Any] = event._data

    def keep() -> dict[str, Any]:
        verdict = decision(sent, request.username)
        known = same_verdict(page, verdict) if sent.get("again") else None
        kept = known or pipeline.record_verdict(page.store, verdict)
        return {"verdict": kept.id, **settled(page, kept.item_id, kept.reviewer, kept.time)}

    return reply(page.labels, sent, keep)


def on_withdraw(page: Page, event: gr.EventData, request: gr.Request) -> dict[str, Any]:
    """Takes back the verdict that is named, if it stands; a repeated request is answered like the first."""
    sent: Mapping[str, Any] = event._data

    def take_back() -> dict[str, Any]:
        reviewer, named = request.username or str(sent["reviewer"]), sent.get("verdict")
        if not isinstance(named, int):
            return {}
        taken = pipeline.undo_verdict(page.store, str(sent["run"]), reviewer, named)
        if taken is None and not sent.get("again"):
            return {}
        return settled(page, int(sent["item"]), reviewer, datetime.now(UTC))

    return reply(page.labels, sent, take_back)


def on_opened(event: gr.EventData) -> str:
    """The run chosen on the screen becomes the page's."""
    return str(event._data["run"])


def on_workbook(page: Page, event: gr.EventData) -> Any:
    """The run's workbook, up to date, behind the download link."""
    return gr.update(value=str(workbook_file(page.store, str(event._data["run"]), settings().workbooks)))


def open_run(run: str) -> dict[str, str]:
    """Tells the screen which run another tab opened."""
    return {"open": run}


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
    return {"id": kept.id, "item": kept.item_id, "time": cards.stamp(kept.time)}


def undo(page: Page, run: str, reviewer: str, request: gr.Request) -> dict[str, Any]:
    """Withdraws the reviewer's last verdict in a run. Returns the item it was on, or null."""
    taken = pipeline.undo_verdict(page.store, run, request.username or reviewer)
    return {"item": taken.item_id if taken else None}


# -- what they are made of ------------------------------------------------------------------------------------------


def decision(sent: Mapping[str, Any], login: str | None) -> Verdict:
    """The verdict that a browser or a script sent, checked. A login outranks the name that was sent.

    Raises:
        NarabeError: no such verdict.
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
    return Verdict(
        item_id=item,
        value=_VALUES[value],
        language_ok=ok,
        comment=str(sent.get("comment") or "")[:_LONGEST],
        reviewer=login or str(sent.get("reviewer") or "").strip()[:80],
        judgement_visible=bool(sent.get("visible")),
    )


def same_verdict(page: Page, verdict: Verdict) -> Verdict | None:
    """The same verdict, if it already stands: a repeated request whose reply was lost is not kept twice."""
    verdicts: Sequence[Verdict] = [v for graded in page.store.graded([verdict.item_id]) for v in graded.verdicts]
    mine = (known for known in verdicts if known.reviewer == verdict.reviewer)
    same = (verdict.value, verdict.language_ok, verdict.comment)
    return next((known for known in mine if (known.value, known.language_ok, known.comment) == same), None)


def settled(page: Page, item_id: int, reviewer: str, time: datetime | None) -> dict[str, Any]:
    """What the screen shows once a verdict is on disk, or was taken back: its item's card, and when it was."""
    shown = cards.cards(page.store, [item_id], reviewer, page.labels)
    return {"card": shown[0] if shown else None, "time": cards.stamp(time)}
