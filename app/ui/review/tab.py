"""The review screen: Japanese left, English right, one decision for each answer.

The screen itself is `review.html` with its modules (`start.js` first). It reads through server functions (cards of
neighbours ahead of time) and writes through events, which carry the item's id and are answered only when the verdict
is on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.config import settings
from app.records import LANGUAGES
from app.runs.workbooks import workbook_file
from app.ui.closed import require_open
from app.ui.events import SETS
from app.ui.labels import Labels
from app.ui.page import Page, asset
from app.ui.review import accepting, annotating, cards, deciding, index, sharing
from app.ui.review.card_json import CardJson
from app.ui.review.history import read_history
from app.ui.scripts import loader
from app.ui.seeing import Sight, asker, sight_of

EVENTS = ("verdict", "withdraw", "annotate", "settings", "sample", "reference", "opened", "workbook")
"""What the screen tells the server."""


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
        server_functions=[page.bind(read) for read in READS],
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
    for room in (deciding, annotating, sharing, accepting):
        room.wire(page, tab.panel, quiet)
    tab.panel.opened(on_opened, outputs=page.run, trigger_mode="multiple", **SETS)
    ready = tab.panel.workbook(page.bind(on_workbook), outputs=tab.download, **quiet)
    ready.then(None, js="() => document.querySelector('#nb-workbook, a:has(#nb-workbook)').click()")
    page.run.change(open_run, page.run, tab.panel, **quiet)


# -- reads ----------------------------------------------------------------------------------------------------------


def read_runs(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[index.RunJson]:
    """All runs, newest first."""
    blind = page.store.blind_runs(asker(asked, request))
    runs = (run for run in page.store.runs() if not run.archived)
    return [index.run_json(run, page.labels, hidden=run.id in blind) for run in runs]


def read_index(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[index.ListJson]:
    """The review list of `asked["run"]` as the reviewer may see it, as the one entry of a list."""
    return [index.listing(page, asked, _sight(page, asked, request))]


def read_rows(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[index.RowJson]:
    """The rows `asked["keys"]` of the list (at most 500), as far as they are the reviewer's to see."""
    keys = [int(one) for one in asked["keys"][:500]]
    return _rows(page, asked, keys, request)


def read_numbered(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[index.RowJson]:
    """The rows with the number `asked["no"]` (at most 100 items)."""
    items = page.store.numbered_rows(str(asked["run"]), str(asked["no"])[:200], 100)
    first = dict.fromkeys(place.row[0] for place in page.store.places(items).values())
    return _rows(page, asked, [item for item in items if item in first], request)


def _rows(page: Page, asked: Mapping[str, Any], keys: list[int], request: gr.Request) -> list[index.RowJson]:
    seen_by = _sight(page, asked, request)
    yours = page.store.reserve(str(asked["run"]), seen_by.reviewer)
    return index.rows_json(page.store, str(asked["run"]), keys, seen_by, yours)


def _sight(page: Page, asked: Mapping[str, Any], request: gr.Request) -> Sight:
    run_id, blind = str(asked["run"]), bool(asked.get("blind"))
    return sight_of(page.store, run_id, asker(asked, request), blind=blind)


def read_choices(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[tuple[str, list[tuple[str, int]]]]:
    """What each filter can be, with how many rows that would leave."""
    return index.choices(page, asked, _sight(page, asked, request))


def read_cards(page: Page, asked: Mapping[str, Any], request: gr.Request) -> list[CardJson]:
    """The cards of the items `asked["ids"]` (at most 60)."""
    ids = [int(one) for one in asked["ids"][:60]]
    return cards.cards(page.store, ids, asker(asked, request), page.labels, blind=bool(asked.get("blind")))


READS = (
    read_runs,
    read_index,
    read_rows,
    read_numbered,
    read_choices,
    read_cards,
    sharing.read_review,
    read_history,
)
"""What the screen asks the server."""


# -- what the page does with it ------------------------------------------------------------------------------------


def on_opened(event: gr.EventData) -> str:
    """The run chosen on the screen becomes the page's."""
    return str(event._data["run"])


def on_workbook(page: Page, event: gr.EventData) -> Any:
    """The run's workbook, up to date, behind the download link."""
    require_open(page.store, str(event._data["run"]))
    return gr.update(
        value=str(workbook_file(page.store, str(event._data["run"]), settings().workbooks, page.labels.language))
    )


def open_run(run: str) -> dict[str, str]:
    """Tells the screen which run another tab opened."""
    return {"open": run}
