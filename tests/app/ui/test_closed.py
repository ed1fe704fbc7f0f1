"""The results of a blind run: closed to a reviewer who has not finished, open to lead, admins and who is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import gradio as gr
import pytest
from gradio.context import LocalContext

from app.errors import NarabeError
from app.records import Arm, Language, Run
from app.security.roles import ROLE
from app.store import Store
from app.ui import scripting
from app.ui.closed import closed, veiled
from app.ui.results import agreement, plots, reporting, side_by_side, similarity
from app.ui.results import tab as results
from app.ui.review import tab as review
from app.ui.run import progress
from app.verdicts import ReviewSettings, Verdict
from tests.app.ui.pages import page, words
from tests.browser.answers import fill


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


@pytest.fixture
def run(store: Store) -> Run:
    run = fill(store, (Arm(), Arm(prompt="original")))
    store.set_review(run.id, ReviewSettings(blind=True), "鈴木")
    decide(store, run, "太郎", 9)
    return run


def decide(store: Store, run: Run, reviewer: str, most: int = 999) -> None:
    given = [one for one in store.graded_run(run.id) if one.answer and one.answer.error is None][:most]
    store.add_verdicts([Verdict(one.item.id, "incorrect", True, "", reviewer, False) for one in given])


@contextmanager
def asked_by(name: str = "", login: str | None = None, role: str = "visitor") -> Iterator[None]:
    """As the browser of this reviewer asks."""
    headers = {"cookie": f"narabe_reviewer={quote(name)}"}
    client = SimpleNamespace(host="127.0.0.1")
    asked = SimpleNamespace(scope={ROLE: role})
    request = SimpleNamespace(username=login, headers=headers, client=client, request=asked)
    token = LocalContext.request.set(request)  # type: ignore[arg-type]
    try:
        yield
    finally:
        LocalContext.request.reset(token)


def test_nothing_is_told_before_the_part_is_done(store: Store, run: Run) -> None:
    here = page(store, "ja")
    with asked_by("花子"):
        shown = results.show(here, run.id)
        assert words(shown[1]) == f"結果 {here.labels('results.closed')} {here.labels('results.closed_hint')}"
        assert shown[3]["visible"] is False and results.prepare(here, run.id)[0]["visible"] is False
        assert agreement.show(here, run.id)[1] == plots.show(here, run.id)[1] == ""
        assert similarity.show(here, run.id, "asked", "verdict", None)[3] == ""
        keys = [side_by_side.arm_key(run.id, arm) for arm in run.arms]
        assert side_by_side.compare(here, run.id, *keys) is None
        for refused in (lambda: results.results(here, run.id), lambda: results.download(here, run.id)):
            with pytest.raises(NarabeError, match="decide your part first"):
                refused()
        with pytest.raises(NarabeError, match="decide your part first"):
            review.on_workbook(here, gr.EventData(None, {"run": run.id}))


def test_who_may_look(store: Store, run: Run) -> None:
    decide(store, run, "花子")
    for name, shut in (("花子", False), ("太郎", True), ("鈴木", False), ("", True), ("四郎", True)):
        with asked_by(name):
            assert closed(store, run.id) is shut, name
    with asked_by("鈴木", login="太郎", role="reviewer"):
        assert closed(store, run.id), "a login outranks the name that was given"
    with asked_by(login="root", role="admin"):
        assert not closed(store, run.id)
    with asked_by("四郎", role="admin"):
        assert closed(store, run.id), "where nobody logs in, everybody is an admin"


def test_of_a_led_run_that_is_not_blind_reviewers_wait_and_others_may_look(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings(team=("太郎", "花子")), "鈴木")
    decide(store, run, "花子")
    for name, shut in (("花子", False), ("太郎", True), ("鈴木", False), ("", False), ("四郎", False)):
        with asked_by(name):
            assert closed(store, run.id) is shut, name
            assert not veiled(store, run.id), "judgements are seen in Review anyway"


def test_a_run_that_nobody_leads_is_open(store: Store) -> None:
    alone = fill(store, name="alone.xlsx")
    decide(store, alone, "太郎", 3)
    with asked_by("四郎"):
        assert not closed(store, alone.id)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_run_tab_tells_no_judgement_either(store: Store, run: Run, language: Language) -> None:
    here = page(store, language)
    with asked_by("鈴木"):
        told = progress.show(here, run.id).progress
    assert here.labels("run.judged_share") in told and "nb-tag nb-correct" in told
    with asked_by("花子"):
        shown = progress.show(here, run.id).progress
    assert here.labels("run.latest") in shown, "the answers are no secret"
    assert here.labels("run.judged_share") not in shown and "%" not in words(shown)
    assert not any(f"nb-tag nb-{value}" in shown for value in ("correct", "incorrect", "unjudged"))


def test_of_a_shared_run_ones_own_part_counts(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("split", blind=True, team=("太郎", "花子"), lead_grades=False), "鈴木")
    theirs = store.reserve(run.id, "花子") or frozenset()
    while True:
        left = [
            one
            for one in store.graded_run(run.id)
            if one.answer and one.answer.error is None and one.item.question.no in nos(store, run, theirs)
            if not any(verdict.reviewer == "花子" for verdict in one.verdicts)
        ]
        if not left:
            break
        with asked_by("花子"):
            assert closed(store, run.id)
        store.add_verdict(Verdict(left[0].item.id, "correct", True, "", "花子", False))
        theirs = store.reserve(run.id, "花子") or frozenset()
    with asked_by("花子"):
        assert not closed(store, run.id)


def nos(store: Store, run: Run, ids: frozenset[int]) -> set[str]:
    return {row.no for row in store.review_index(run.id) if row.question_id in ids}


def test_scripts_are_told_a_judgement_once_both_languages_are_decided(store: Store, run: Run) -> None:
    here = page(store)
    first = scripting.next_item(here, run.id, "花子")
    assert first and (first["arm"], first["judgement"], first["similarity"]) == ("", None, None)
    store.add_verdict(Verdict(first["item"], "correct", True, "", "花子", False))
    one = item(scripting.list_items(here, run.id, "花子"), first)
    assert one["verdict"] and (one["arm"], one["judgement"], one["reason"]) == ("", None, None)
    sides = [graded for graded in store.graded_run(run.id) if graded.item.question.no == first["no"]]
    other = next(s for s in sides if s.item.arm.key == sides[0].item.arm.key and s.item.id != first["item"])
    store.add_verdict(Verdict(other.item.id, "correct", True, "", "花子", False))
    assert item(scripting.list_items(here, run.id, "花子"), first)["judgement"] == "correct"


def item(listed: dict[str, list[dict[str, object]]], wanted: dict[str, object]) -> dict[str, object]:
    return next(one for one in listed["items"] if one["item"] == wanted["item"])


def test_the_report_is_refused_before_the_part_is_done(store: Store, run: Run) -> None:
    for write in (reporting.write_html, reporting.write_markdown):
        with asked_by("太郎"), pytest.raises(NarabeError, match="decide your part first"):
            write(page(store), run.id, False)
        with asked_by("鈴木"):
            assert write(page(store), run.id, False)["value"]
