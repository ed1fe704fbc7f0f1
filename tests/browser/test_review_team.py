"""A lead and three reviewers share a run, one of them blind, one on a phone, one in Japanese; on the wire as well."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
from playwright.sync_api import BrowserContext, Page, Response, expect

from app import pipeline
from app.verdicts import ReviewSettings
from tests.browser.answers import fill
from tests.browser.conftest import Served, press

TEAM = {"花子": {}, "taro": {"width": 390, "height": 844}, "jiro": {}}
KEYS = {"花子": "1", "taro": "2", "jiro": "1"}


class Wire:
    """Everything the server sent to a reviewer, with what the reviewer had decided by then."""

    def __init__(self, page: Page) -> None:
        self.said: list[object] = []
        page.on("response", self._keep)

    def _keep(self, response: Response) -> None:
        if "component_server" in response.url or "/call/" in response.url or "/queue/data" in response.url:
            with suppress(Exception):  # a stream, or a reply whose page is gone
                self.said.append(json.loads(response.text()))


def saved(page: Page) -> None:
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('narabe.outbox.'))")


def cards(wire: Wire) -> list[dict[str, object]]:
    """Every card among what was sent."""
    found: list[dict[str, object]] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "revealed" in value and "mine" in value:
                found.append(value)
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(wire.said)
    return found


def grade(pages: dict[str, Page]) -> None:
    """Everyone presses the same key on whatever opens, in turns, until nothing is left; all reload once."""
    for turn in range(40):
        left = {name: page for name, page in pages.items() if page.locator("[data-notice]").is_hidden()}
        if not left:
            return
        for name, page in left.items():
            if turn == 3:
                page.reload()
                page.locator(".rv-q").first.wait_for()
            press(page, f"Shift+Digit{KEYS[name]}")
            saved(page)
            press(page, "ArrowRight")
            page.wait_for_timeout(60)


def open_all(served: Served, visitor: Callable[..., BrowserContext], run: str) -> tuple[dict[str, Page], list[Wire]]:
    pages, wires = {}, []
    for name, options in TEAM.items():
        page = visitor(name, **options).new_page()
        wires.append(Wire(page))
        page.goto(f"{served.url}?lang={'ja' if name == '花子' else 'en'}&run={run}#review")
        page.locator(".rv-q").first.wait_for()
        pages[name] = page
    return pages, wires


def test_a_team_shares_a_run_and_the_lead_settles_what_they_disagree_on(
    served: Served, visitor: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    run = fill(served.store, name="team.xlsx", copies=2)
    served.store.set_review(run.id, ReviewSettings("overlap", 2, blind=True, lead_grades=False), "鈴木")
    pages, wires = open_all(served, visitor, run.id)
    grade(pages)
    verdicts = served.store.verdicts(run.id)
    takers: dict[int, set[str]] = {}
    for verdict in verdicts:
        takers.setdefault(verdict.item_id, set()).add(verdict.reviewer)
    gradable = [one for one in served.store.graded_run(run.id) if one.answer and one.answer.error is None]
    assert {one.item.id for one in gradable} == set(takers)
    assert {len(names) for names in takers.values()} == {2}, "each answer was graded by two, no more and no fewer"
    assert all(not verdict.judgement_visible for verdict in verdicts)
    sent = [card for wire in wires for card in cards(wire)]
    early = [card for card in sent if not card["mine"] and card["state"] not in ("error", "pending")]
    assert len(early) > 20 and len(sent) > len(early)
    assert all(
        (one["said"], one["judgement"], one["arm"], one["similarity"]) == (None, None, "", None) for one in early
    )

    lead = visitor("鈴木").new_page()
    lead.goto(f"{served.url}?lang=en&run={run.id}#review")
    lead.locator('[data-queue="adjudicate"]').click()
    lead.locator(".rv-others li").first.wait_for()
    press(lead, "2")
    lead.keyboard.type("the unit is wrong")
    lead.keyboard.press("Enter")
    saved(lead)
    *before, final = served.store.verdicts(run.id)
    assert before == verdicts and (final.reviewer, final.comment) == ("鈴木", "the unit is wrong")
    (settled,) = served.store.graded([final.item_id])
    assert settled.stands == (final, "adjudicated") and len(settled.verdicts) == 2
    assert written(pipeline.export(served.store, run.id, tmp_path / "team.xlsx"), final.item_id) == (
        "incorrect",
        "鈴木",
    )
    lead.locator("[data-open-sharing]").click()
    expect(lead.locator("[data-sharing-progress] tbody tr")).to_have_count(3)


def written(path: Path, item: int) -> tuple[object, object]:
    """The verdict and its reviewer as the workbook has them for an item."""
    header, *rows = openpyxl.load_workbook(path)["Answers"].iter_rows(values_only=True)
    at = {str(name): place for place, name in enumerate(header)}
    for suffix in ("(jp)", "(en)"):
        for row in rows:
            if row[at[f"item{suffix}"]] == item:
                return row[at[f"verdict{suffix}"]], row[at[f"reviewer{suffix}"]]
    raise AssertionError(f"item {item} is in no row")
