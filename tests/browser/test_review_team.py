"""A lead and three reviewers (one blind, one on a phone, one in Japanese) grade 30 questions, two reviewers each.

They reload, undo and lose their connection; the lead settles what they disagree on. Store, workbook and report then
hold exactly what was pressed, and nobody was sent another's verdict before their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app import pipeline
from app.records import Run
from app.store import Store
from app.ui.review.cards import language_ok
from app.verdicts import Verdict, left
from tests.browser.answers import fill
from tests.browser.conftest import Served, press
from tests.browser.reviewing import Pressed, Reviewer

LEAD = "鈴木"
TEAM: Mapping[str, Mapping[str, int]] = {"花子": {}, "taro": {"width": 390, "height": 844}, "jiro": {}}
BLIND = "jiro"
KEYS = ("1", "2", "1", "l", "3")


@pytest.fixture
def run(served: Served) -> Run:
    return fill(served.store, name="team.xlsx", copies=3, most=30)


def opened(served: Served, visitor: Callable[..., BrowserContext], run: Run, name: str) -> Page:
    page = visitor(name, **TEAM.get(name, {})).new_page()
    page.goto(f"{served.url}?lang={'ja' if name == '花子' else 'en'}&run={run.id}#review")
    return page


def share(page: Page) -> None:
    """The lead: two reviewers for each question, the team by name, the lead beside it."""
    page.locator(".rv-q").first.wait_for()
    page.locator("[data-open-sharing]").click()
    page.locator('[name="mode"][value="overlap"]').check()
    page.locator("[data-lead-grades]").uncheck()
    page.locator("[data-team]").fill("\n".join(TEAM))
    page.locator("[data-sharing-save]").click()
    page.locator("[data-sharing-dialog]").wait_for(state="hidden")


def take_turn(reviewer: Reviewer, turn: int) -> None:
    """One question, each turn in another way: by key, both at once, with a comment, after a reload, undone."""
    page, key = reviewer.page, KEYS[(turn + len(reviewer.name)) % len(KEYS)]
    if turn == 3:
        page.reload()
        page.locator(".rv-q").first.wait_for()
    if turn == 5:
        reviewer.undo_both()
    if turn % 3 == 1 or key == "l":
        both = len(reviewer.open_items()) == 2
        reviewer.decide(key, f"メモ {turn} {reviewer.name}")
        if both:
            reviewer.decide("2")
    else:
        reviewer.decide_both(key)
    if not page.evaluate("() => navigator.onLine"):
        return
    reviewer.saved()
    if reviewer.name == BLIND:
        page.wait_for_function("() => !document.querySelector('.rv-blinded')")  # revealed, and stays to be looked at
        press(page, "ArrowRight")


def reconnect(page: Page) -> None:
    """Online again. Gradio loads the page anew where it has noticed that the connection was gone."""
    noticed = page.locator(".toast-wrap .error").count() > 0
    with page.expect_event("load") if noticed else nullcontext():
        page.context.set_offline(False)
    page.locator(".rv-q, [data-notice]").locator("visible=true").first.wait_for()


def grade(team: list[Reviewer]) -> None:
    """Everyone in turns, until nothing is left; one of them is without a connection for two questions."""
    for turn in range(40):
        for reviewer in (one for one in team if one.has_work):
            if reviewer.name == "taro" and turn == 6:
                reviewer.page.context.set_offline(True)
            if reviewer.name == "taro" and turn == 8:
                reconnect(reviewer.page)
            take_turn(reviewer, turn)
        if not any(one.has_work for one in team):
            return


def settle(page: Page) -> dict[int, tuple[str, str]]:
    """The lead gives each disagreement a final verdict with a reason; those by item."""
    final: dict[int, tuple[str, str]] = {}
    page.reload()
    page.locator('[data-queue="adjudicate"]').click()
    page.locator('[data-queue="adjudicate"][aria-pressed="true"]').wait_for()
    while page.locator("[data-notice]").is_hidden():
        page.locator(".rv-others li").first.wait_for()
        item = int(page.locator(".rv-focus [data-comment]").get_attribute("data-item") or 0)
        assert item not in final
        key, reason = ("1", "表記の違いだけ") if len(final) % 2 else ("2", "the unit is wrong")
        press(page, key)
        page.keyboard.type(reason)
        page.keyboard.press("Enter")
        final[item] = ({"1": "correct", "2": "incorrect"}[key], reason)
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('narabe.outbox.'))")
    return final


def test_a_team_shares_a_run_and_the_lead_settles_what_they_disagree_on(
    served: Served, visitor: Callable[..., BrowserContext], run: Run, tmp_path: Path
) -> None:
    lead = opened(served, visitor, run, LEAD)
    share(lead)
    team = [Reviewer(name, opened(served, visitor, run, name)) for name in TEAM]
    for one in team:
        one.page.locator(".rv-q").first.wait_for()
        if one.name == BLIND:
            one.page.locator("[data-blind]").check()
            one.page.locator(".rv-blinded").first.wait_for()
            one.page.reload()
            one.page.locator(".rv-blinded").first.wait_for()
            one.wire.clear()
    grade(team)
    pressed = {(one.name, item): what for one in team for item, what in one.pressed.items()}
    detected = {one.item.id: language_ok(one) for one in served.store.graded_run(run.id)}
    assert kept(served.store, run) == {
        (name, item): (one.value, False if one.stray else detected[item], one.comment)
        for (name, item), one in pressed.items()
    }
    taken_back = Counter(one.item_id for one in served.store.verdicts(run.id) if one.value == "withdrawn")
    assert taken_back == Counter(item for one in team for item in one.undone)
    items = {item for _, item in pressed}
    assert items == {one.item.id for one in served.store.graded_run(run.id) if one.answer and not one.answer.error}
    assert set(Counter(item for _, item in pressed).values()) == {2}, "two for each answer, no more and no fewer"
    assert all(one.judgement_visible is (one.reviewer != BLIND) for one in served.store.verdicts(run.id))
    for one in team:
        assert_nothing_came_early(one, team, served.store.rows(run.id).values(), items)

    final = settle(lead)
    assert len(final) > 5
    stands = standing(served.store.verdicts(run.id), final)
    assert_in_workbook(pipeline.export(served.store, run.id, tmp_path / "team.xlsx"), pressed, stands)
    assert_in_report(served.store, run, stands)
    expect(lead.locator(".rv-queue[data-queue=adjudicate]")).to_contain_text("0")
    lead.locator("[data-open-sharing]").click()
    expect(lead.locator("[data-sharing-progress] tbody tr")).to_have_count(3)
    expect(lead.locator("[data-sharing-progress]")).to_contain_text("60 of 60 begun")


def kept(store: Store, run: Run) -> dict[tuple[str, int], tuple[str, bool | None, str]]:
    """What the store holds of each reviewer and answer: value, whether the language is right, comment."""
    given = left(store.verdicts(run.id))
    assert len(given) == len({(one.reviewer, one.item_id) for one in given}), "one for each press, none twice"
    return {(one.reviewer, one.item_id): (one.value, one.language_ok, one.comment) for one in given}


def assert_nothing_came_early(
    one: Reviewer, team: list[Reviewer], rows: Iterable[Sequence[int]], gradable: set[int]
) -> None:
    """No verdict, name or comment of another arrived before the own verdict; blind, no judgement before both sides'."""
    decided = {item: what.at for item, what in one.pressed.items()}
    waits = {item: {beside for beside in row if beside in gradable} for row in rows for item in row}

    def known(items: Iterable[int], at: int) -> bool:
        return all(decided.get(item, at) < at for item in items)

    others = [(item, what) for other in team if other is not one for item, what in other.pressed.items()]
    for item, what in others:
        for at, text in one.wire:
            assert not what.comment or what.comment not in text or known([item], at), (one.name, item)
    cards = [(at, said) for at, said in one.told() if "revealed" in said and "mine" in said]
    sides = [(at, said) for at, said in one.told() if "item_id" in said and "reviewers" in said]
    assert len(cards) > 60 and len(sides) > 60
    assert any(said["said"] and said["said"]["others"] for _, said in cards), "afterwards it is shown"
    for at, said in cards:
        assert said["said"] is None or known([said["id"]], at), (one.name, said["id"])
        if one.name == BLIND and not known(waits[said["id"]], at):
            hidden = (said["judgement"], said["arm"], said["similarity"], said["answer"] and said["answer"]["passages"])
            assert hidden in ((None, "", None, []), (None, "", None, None)), said["id"]
    for at, said in sides:
        told = said["reviewers"] or said["disagree"] or said["final"]
        assert not told or known([said["item_id"]], at), (one.name, said["item_id"])
        if one.name == BLIND and not known(waits[said["item_id"]], at):
            assert said["state"] in ("answered", "error") and said["similarity"] is None, said["item_id"]


def standing(verdicts: Sequence[Verdict], final: Mapping[int, tuple[str, str]]) -> dict[int, tuple[str, str, str]]:
    """By item: the value that counts, who gave it, and its comment: a final one, else the latest."""
    given = sorted((one for one in left(verdicts) if not one.adjudicated), key=lambda one: one.id)
    latest = {one.item_id: (one.value, one.reviewer, one.comment) for one in given}
    return latest | {item: (value, LEAD, reason) for item, (value, reason) in final.items()}


def assert_in_workbook(
    path: Path, pressed: Mapping[tuple[str, int], Pressed], stands: Mapping[int, tuple[str, str, str]]
) -> None:
    """Each row has the verdict that stands, and in each reviewer's column what that reviewer pressed."""
    header, *rows = openpyxl.load_workbook(path)["Answers"].iter_rows(values_only=True)
    found: dict[int, tuple[Any, ...]] = {}
    columns: dict[tuple[str, int], Any] = {}
    for row in (dict[Any, Any](zip(header, cells, strict=True)) for cells in rows):
        for suffix in ("(jp)", "(en)"):
            item = row[f"item{suffix}"]
            found[item] = (row[f"verdict{suffix}"], row[f"reviewer{suffix}"], row[f"comment{suffix}"] or "")
            columns |= {(name, item): row[f"verdict{suffix} {name}"] for name in TEAM}
    assert {item: said for item, said in found.items() if said[0]} == stands
    assert {who: value for who, value in columns.items() if value} == {who: one.value for who, one in pressed.items()}


def assert_in_report(store: Store, run: Run, stands: Mapping[int, tuple[str, str, str]]) -> None:
    """The report counts, in each language, the verdicts that stand."""
    totals = [row for row in pipeline.summary(store, run.id).rows if row.type is None and row.language]
    assert len(totals) == 2
    for row in totals:
        asked = {one.item.id for one in store.graded_run(run.id) if one.item.language == row.language}
        values = Counter(value for item, (value, _, _) in stands.items() if item in asked)
        assert (row.verdict.correct, row.verdict.n) == (values["correct"], values["correct"] + values["incorrect"])
        assert (row.reviewed, row.unsure) == (values.total(), values["unsure"])
