"""A lead and three reviewers share a run, one of them blind, one on a phone, one in Japanese; on the wire as well."""

from __future__ import annotations

import json
from collections.abc import Callable
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
            try:
                self.said.append(json.loads(response.text()))
            except Exception:  # noqa: BLE001 - a stream, or a reply whose page is gone
                pass


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


def test_a_team_shares_a_run_and_the_lead_settles_what_they_disagree_on(
    served: Served, visitor: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    run = fill(served.store, name="team.xlsx", copies=3)
    served.store.set_review(run.id, ReviewSettings("overlap", 2, blind=True, lead_grades=False), "鈴木")
    pages: dict[str, Page] = {}
    wires: dict[str, Wire] = {}
    for name, options in TEAM.items():
        page = visitor(name, **options).new_page()
        wires[name] = Wire(page)
        page.goto(f"{served.url}?lang={'ja' if name == '花子' else 'en'}&run={run.id}#review")
        page.locator(".rv-q").first.wait_for()
        pages[name] = page
    for turn in range(40):
        busy = False
        for name, page in pages.items():
            if not page.locator("[data-notice]").is_hidden():
                continue
            busy = True
            if turn == 3:
                page.reload()
                page.locator(".rv-q").first.wait_for()
            press(page, f"Shift+Digit{KEYS[name]}")
            saved(page)
            press(page, "ArrowRight")
            page.wait_for_timeout(60)
        if not busy:
            break
    verdicts = served.store.verdicts(run.id)
    takers: dict[int, set[str]] = {}
    for verdict in verdicts:
        takers.setdefault(verdict.item_id, set()).add(verdict.reviewer)
    gradable = [one for one in served.store.graded_run(run.id) if one.answer and one.answer.error is None]
    assert {one.item.id for one in gradable} == set(takers)
    assert {len(names) for names in takers.values()} == {2}, "each answer was graded by two, no more and no fewer"
    assert all(not verdict.judgement_visible for verdict in verdicts)
    for name, wire in wires.items():
        shown = cards(wire)
        assert shown, name
        for card in shown:
            if not card["mine"]:
                assert card["said"] is None and card["judgement"] is None and card["arm"] == "", name

    lead = visitor("鈴木").new_page()
    lead.goto(f"{served.url}?lang=en&run={run.id}#review")
    lead.locator('[data-queue="adjudicate"]').click()
    lead.locator(".rv-others li").first.wait_for()
    before = len(served.store.verdicts(run.id))
    press(lead, "2")
    lead.keyboard.type("the unit is wrong")
    lead.keyboard.press("Enter")
    saved(lead)
    final = served.store.verdicts(run.id)[-1]
    assert (final.reviewer, final.value, final.comment, final.adjudicated) == (
        "鈴木",
        "incorrect",
        "the unit is wrong",
        True,
    )
    assert len(served.store.verdicts(run.id)) == before + 1
    (settled,) = served.store.graded([final.item_id])
    assert settled.stands == (final, "adjudicated") and len(settled.verdicts) == 2
    book = openpyxl.load_workbook(pipeline.export(served.store, run.id, tmp_path / "team.xlsx"))
    header, *rows = book["Answers"].iter_rows(values_only=True)
    suffix = "(jp)" if settled.item.language == "ja" else "(en)"
    at = {str(name): place for place, name in enumerate(header)}
    (row,) = [one for one in rows if one[at[f"item{suffix}"]] == final.item_id]
    assert row[at[f"verdict{suffix}"]] == "incorrect" and row[at[f"reviewer{suffix}"]] == "鈴木"
    lead.locator("[data-open-sharing]").click()
    expect(lead.locator("[data-sharing-progress] tbody tr")).to_have_count(3)
