"""What a reviewer is sent: nobody's opinion early, no hint while blind; and who may settle what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import NarabeError
from app.records import Arm, Run
from app.store import Store
from app.ui.review import annotating, deciding, history, sharing
from app.ui.review import tab as review
from app.verdicts import ReviewSettings, Verdict
from tests.app.ui.pages import page
from tests.app.ui.review.test_review import Request, event
from tests.browser.answers import fill


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


@pytest.fixture
def run(store: Store) -> Run:
    return fill(store, (Arm(), Arm(prompt="original")))


def sent(store: Store, run: Run, reviewer: str, *, blind: bool = False) -> str:
    """Everything the screen reads of the first question, as text."""
    asked = {"run": run.id, "reviewer": reviewer, "blind": blind, "ids": [one.item.id for one in first(store, run)]}
    read = (review.read_index, review.read_cards, review.read_runs, sharing.read_review)
    parts = [ask(page(store, "ja"), asked, Request()) for ask in read]
    parts[0] = parts[0][0]["rows"][:2]
    return json.dumps(parts, ensure_ascii=False)


def first(store: Store, run: Run) -> list[object]:
    return store.graded_run(run.id)[:2]


def give(store: Store, item: int, reviewer: str, value: str = "incorrect", comment: str = "単位が違う") -> None:
    store.add_verdict(Verdict(item, value, True, comment, reviewer, True))  # type: ignore[arg-type]


def test_others_opinions_come_after_ones_own(store: Store, run: Run) -> None:
    ja, _ = (one.item.id for one in first(store, run))
    give(store, ja, "太郎")
    give(store, ja, "次郎", "correct", "よい")
    before = sent(store, run, "花子")
    assert "単位が違う" not in before and '"disagree": true' not in before
    assert "太郎" not in before.replace(json.dumps(sharing.review(page(store), run.id, "花子"), ensure_ascii=False), "")
    give(store, ja, "花子", "correct", "")
    after = sent(store, run, "花子")
    assert "単位が違う" in after and '"disagree": true' in after
    acts = history.read_history(page(store), {"item": ja, "reviewer": "四郎"}, Request())
    assert acts == [] and len(history.read_history(page(store), {"item": ja, "reviewer": "花子"}, Request())) == 3


def test_blind_nothing_is_sent_that_gives_the_answer_away(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings(blind=True), "鈴木")
    ja, en = (one.item.id for one in first(store, run))
    hints = ("回答に参照解答が含まれています", "0.97", "0.81", "Gemma", '"hit"', '"state": "correct"')
    for decided in ([], [ja]):
        for item in decided:
            give(store, item, "花子", "correct", "")
        text = sent(store, run, "花子")
        assert not [hint for hint in hints if hint in text], decided
    give(store, en, "花子", "correct", "")
    text = sent(store, run, "花子")
    assert not [hint for hint in hints if hint not in text]


def test_blind_the_order_of_arms_is_each_reviewers_own(store: Store, run: Run) -> None:
    def order(reviewer: str) -> list[list[int]]:
        asked = {"run": run.id, "reviewer": reviewer, "blind": True}
        rows = review.read_index(page(store), asked, Request())[0]["rows"]
        return [[side["item_id"] for side in row["sides"].values()] for row in rows]

    assert order("花子") == order("花子") and sorted(order("花子")) == sorted(order("太郎"))
    assert order("花子") != order("太郎")


def test_the_server_says_itself_what_was_visible_while_blind(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings(blind=True), "鈴木")
    for one in first(store, run):
        sending = {"item": one.item.id, "value": "correct", "language_ok": True, "reviewer": "花子", "visible": True}
        reply = deciding.on_verdict(page(store), event(**sending), Request())["ack"]
    assert [verdict.judgement_visible for verdict in store.verdicts(run.id)] == [False, False]
    assert [card["revealed"] for card in reply["row"]] == [True, True]
    deciding.on_verdict(page(store), event(**sending), Request())
    assert store.verdicts(run.id)[-1].judgement_visible


def test_the_lead_settles_with_a_reason_and_nobody_else(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings(lead_grades=False), "鈴木")
    ja, _ = (one.item.id for one in first(store, run))
    for reviewer, value in (("花子", "correct"), ("太郎", "incorrect")):
        give(store, ja, reviewer, value)
    asked = {"item": ja, "value": "incorrect", "language_ok": True, "final": True}
    for sender, comment in (("花子", "理由"), ("鈴木", " ")):
        reply = deciding.on_verdict(page(store), event(**asked, reviewer=sender, comment=comment), Request())["ack"]
        assert not reply["ok"] and not reply["again"], sender
    reply = deciding.on_verdict(page(store), event(**asked, reviewer="鈴木", comment="単位"), Request())["ack"]
    assert reply["card"]["said"]["rule"] == "adjudicated" and reply["card"]["said"]["final"]["comment"] == "単位"
    given = {"run": run.id, "item": ja, "reviewer": "鈴木", "verdict": reply["verdict"]}
    reply = deciding.on_withdraw(page(store), event(**given), Request())["ack"]
    assert reply["card"]["said"]["rule"] == "latest"


def test_shared_questions_are_the_reviewers_own(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("split", lead_grades=False), "鈴木")
    asked = {"run": run.id, "blind": False}
    own = [
        {row["no"] for row in review.read_index(page(store), {**asked, "reviewer": who}, Request())[0]["rows"]}
        for who in "ab"
    ]
    assert len(own[0]) == len(own[1]) == 6 and not own[0] & own[1]
    every = review.read_index(page(store), {**asked, "reviewer": "鈴木"}, Request())[0]["rows"]
    assert len(every) == 24 and not any(row["yours"] for row in every)
    shown = sharing.review(page(store), run.id, "a")
    assert [one["name"] for one in shown["progress"]["reviewers"]] == ["a"]
    assert len(sharing.review(page(store), run.id, "鈴木")["progress"]["reviewers"]) == 2


def test_a_search_finds_answers_references_and_comments_that_may_be_seen(store: Store, run: Run) -> None:
    ja, _ = (one.item.id for one in first(store, run))
    give(store, ja, "太郎", comment="ＡＢＣ")
    asked = {"run": run.id, "reviewer": "花子", "blind": False}

    def found(words: str) -> list[int]:
        rows = review.read_index(page(store), {**asked, "words": words}, Request())[0]["rows"]
        return [row["sides"]["ja"]["item_id"] for row in rows]

    assert len(found("kyoto")) == 2 and len(found("東京都")) == 2 and found("abc") == []
    give(store, ja, "花子")
    assert found("abc") == [ja]


def test_a_row_of_somebody_else_is_not_sent(store: Store, run: Run) -> None:
    store.set_review(run.id, ReviewSettings("split", lead_grades=False), "鈴木")
    asked = {"run": run.id, "blind": False, "reviewer": "a"}
    own = [row["sides"]["ja"]["item_id"] for row in review.read_index(page(store), asked, Request())[0]["rows"]]
    every = [one[0] for one in store.rows(run.id).values()]
    sent = review.read_rows(page(store), {**asked, "keys": every}, Request())
    assert [row["sides"]["ja"]["item_id"] for row in sent] == own and len(own) < len(every)
    assert review.read_numbered(page(store), {**asked, "no": "１"}, Request()) == sent[:2]
    assert not review.read_numbered(page(store), {**asked, "reviewer": "鈴木", "no": "1 #2"}, Request())


def test_only_what_is_near_is_sent_with_the_list(store: Store) -> None:
    run = fill(store, name="many.xlsx", copies=40)
    item = store.graded_run(run.id)[2 * 300].item.id
    asked = {"run": run.id, "reviewer": "花子", "item": item, "counts": True}
    (sent,) = review.read_index(page(store), asked, Request())
    assert sent["keys"] == [[1, 2, 480]] and sent["at"] == 300 and sent["waits"] == [[0, 480]]
    assert len(sent["rows"]) == 280 and sent["rows"][100]["sides"]["ja"]["item_id"] == item
    assert sent["counts"]["queues"]["all"] == 480 and sent["counts"]["progress"][""] == {"done": 0, "total": 480}


def test_a_sample_is_drawn_and_told_with_its_rows(store: Store, run: Run) -> None:
    made = sharing.draw_sample(page(store), run.id, 5, 7, "花子", Request())
    assert len(made["rows"]) == 5 and all(len(row) == 2 for row in made["rows"])
    assert sharing.review(page(store), run.id, "太郎")["samples"] == [made]
    with pytest.raises(NarabeError, match="cannot be drawn"):
        sharing.draw_sample(page(store), run.id, 0, 7, "花子", Request())


def test_an_annotation_is_kept_once_and_its_draft_goes_with_the_verdict(store: Store, run: Run) -> None:
    ja, _ = (one.item.id for one in first(store, run))
    sending = {"item": ja, "reviewer": "花子", "tags": ["format"], "score": 4, "flagged": True, "draft": "下書き"}
    for again in (False, True):
        reply = annotating.on_annotate(page(store), event(**sending, again=again), Request())["ack"]
    assert reply["card"]["annotation"] == {"tags": ["format"], "score": 4, "flagged": True, "draft": "下書き"}
    assert len(store.annotations(run.id)) == 1
    assert not annotating.on_annotate(page(store), event(**{**sending, "score": 6}), Request())["ack"]["ok"]
    give(store, ja, "花子")
    (card,) = review.read_cards(page(store), {"ids": [ja], "reviewer": "花子"}, Request())
    assert card["annotation"]["draft"] == "" and card["annotation"]["score"] == 4
