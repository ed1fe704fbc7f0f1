import errno
import re
from dataclasses import replace
from pathlib import Path

import gradio as gr
import pytest

from app.errors import NarabeError
from app.records import LANGUAGES, Answer, Arm, GradedAnswer, Item, Language
from app.runs.references import judge_anew
from app.store import Store
from app.ui.labels import Labels
from app.ui.review import accepting, cards, deciding
from app.ui.review import tab as review
from app.ui.review.sending import sendable
from app.ui.seeing import Sight
from app.verdicts import ReviewSettings, Verdict
from evaluators import Judgement
from tests.app.ui.pages import page
from tests.browser.answers import ROWS, fill, question

UI = Path(review.__file__).parent
SCRIPTS = [path.name for path in UI.glob("*.js")]
SENT = {"item": 1, "value": "correct", "reviewer": "花子", "language_ok": None, "comment": "", "visible": True}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """One store for all; each test fills a run of its own."""
    return Store(f"sqlite:///{tmp_path_factory.mktemp('review') / 'narabe.sqlite3'}")


class Request:
    """What the handlers ask of a request."""

    def __init__(self, username: str | None = None) -> None:
        self.username = username


def event(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


# -- reads


def test_runs_carry_their_arms_in_the_pages_language(store: Store) -> None:
    fill(store)
    listed = review.read_runs(page(store, "ja"), {}, Request())[0]
    assert "verify12.xlsx" in listed["name"] and "完了" in listed["name"]
    assert [arm["label"] for arm in listed["arms"]] == ["Gemma 3 270M · qa · 検索なし"]


def test_index_has_a_row_for_each_question(store: Store) -> None:
    run = fill(store)
    rows = review.read_index(page(store), {"run": run.id, "reviewer": "花子"}, Request())[0]["rows"]
    assert [row["no"] for row in rows] == [row.no for row in ROWS]
    assert rows[11]["sides"]["en"]["state"] == "error"
    assert rows[1]["sides"]["ja"]["language"] == "en"


def test_cards_show_all_that_is_known(store: Store) -> None:
    run = fill(store)
    ids = [one.item.id for one in store.graded_run(run.id)]
    by_key = {(card["question"], card["language"]): card for card in cards.cards(store, ids, "花子", Labels("ja"))}
    tokyo = by_key["日本の首都はどこですか？", "ja"]
    assert tokyo["references"] == ["東京", "東京都"]
    assert tokyo["answer"] == {
        "parts": [["Tokyo", "hit"], [", Japan", ""]],
        "rich": [],
        "language": "en",
        "further": [],
        "reasoning": "",
        "finished": True,
        "cut": False,
        "error": None,
        "passages": [],
    }
    assert (tokyo["similarity"], tokyo["similarity_other"], tokyo["language_ok"]) == (0.64, 0.88, False)
    assert tokyo["judgement"] == {
        "value": "correct",
        "probability": 0.93,
        "uncertain": False,
        "reason": "回答に参照解答が含まれています",
    }
    failed = by_key["Does the sun rise in the east?", "en"]
    assert failed["state"] == "error" and failed["judgement"] is None
    assert failed["answer"] is not None and failed["answer"]["error"] == "モデルのメモリーが足りなくなりました"


def test_a_card_keeps_reasoning_apart_and_shows_how_to_grade() -> None:
    extra = {"eval_aspect": "- 東京と答える\n- 簡潔", "採点基準 ": "5点満点", "memo": "x"}
    asked = replace(question(ROWS[0]), extra=extra)
    raw = "<think>大阪？いや。</think>東京です。"
    one = GradedAnswer(Item(1, asked, "ja", Arm("column", "none")), Answer(raw, "東京です。", "ja"))
    shown = cards.card(one, [one], Sight("花子", ReviewSettings(), blind=False), Labels("ja"))
    assert shown["guideline"] == "- 東京と答える\n- 簡潔\n\n5点満点"
    assert shown["answer"] and shown["answer"]["reasoning"] == "大阪？いや。"
    assert "".join(text for text, _ in shown["answer"]["parts"]) == "東京です。"
    half = replace(one, answer=Answer("<think>東京", "", "none"))
    cut = cards.card(half, [half], Sight("花子", ReviewSettings(), blind=False), Labels("ja"))
    assert cut["answer"] and not cut["answer"]["parts"] and not cut["answer"]["finished"]


def test_cards_ask_for_at_most_sixty(store: Store) -> None:
    run = fill(store, copies=4)
    ids = [one.item.id for one in store.graded_run(run.id)]
    assert len(ids) == 96
    assert len(review.read_cards(page(store), {"ids": ids, "reviewer": ""}, Request())) == 60


@pytest.mark.parametrize(
    ("detected", "judged", "expected"),
    [("en", None, False), ("ja", None, True), ("none", None, None), ("mixed", None, None), ("en", True, True)],
)
def test_language_of_a_plain_verdict(detected: str, judged: bool | None, expected: bool | None) -> None:
    one = GradedAnswer(
        Item(1, question(ROWS[0]), "ja", Arm()),
        Answer("x", "x", detected),
        judgement=Judgement("correct", 0.9, judged, "because"),
    )
    assert cards.language_ok(one) == expected


def test_lone_surrogates_can_be_sent() -> None:
    assert sendable({"a": ["\ud800x", ("y", 1)]}) == {"a": ["?x", ["y", 1]]}


# -- writes


def test_verdict_is_kept_before_it_is_acknowledged(store: Store) -> None:
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    reply = deciding.on_verdict(page(store), event(**{**SENT, "item": item, "token": "t1"}), Request())["ack"]
    (kept,) = store.verdicts(run.id)
    assert (kept.reviewer, kept.value, kept.judgement_visible) == ("花子", "correct", True)
    assert reply["ok"] and reply["token"] == "t1" and reply["time"] == kept.time.isoformat()
    assert reply["card"]["mine"]["value"] == "correct"


def test_repeated_verdict_is_kept_once(store: Store) -> None:
    run = fill(store)
    sent = {**SENT, "item": store.graded_run(run.id)[0].item.id}
    for again in (False, True, True):
        assert deciding.on_verdict(page(store), event(**sent, again=again), Request())["ack"]["ok"]
    assert len(store.verdicts(run.id)) == 1
    deciding.on_verdict(page(store), event(**{**sent, "value": "unsure"}, again=True), Request())
    assert len(store.verdicts(run.id)) == 2


def test_login_outranks_the_name_that_was_sent(store: Store) -> None:
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    deciding.on_verdict(page(store), event(**{**SENT, "item": item}), Request("taro"))
    (given,) = store.verdicts(run.id)
    assert given.reviewer == "taro"
    sent = event(run=run.id, reviewer="花子", verdict=given.id, item=item)
    deciding.on_withdraw(page(store), sent, Request("taro"))
    assert [v.value for v in store.verdicts(run.id)] == ["correct", "withdrawn"]


@pytest.mark.parametrize(
    "wrong",
    [{"value": "withdrawn"}, {"value": None}, {"value": []}, {"item": "1"}, {"language_ok": "yes"}, {"reviewer": " "}],
)
def test_refused_verdict_says_why_and_keeps_nothing(store: Store, wrong: dict[str, object]) -> None:
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    reply = deciding.on_verdict(page(store), event(**{**SENT, "item": item, **wrong}), Request())["ack"]
    assert not reply["ok"] and reply["message"]
    assert store.verdicts(run.id) == []


def test_an_answer_that_failed_says_why_in_the_language_of_the_page(store: Store) -> None:
    run = fill(store)
    failed = next(one for one in store.graded_run(run.id) if one.answer and one.answer.error)
    said = {
        code: review.read_cards(page(store, code), {"ids": [failed.item.id], "reviewer": "花子"}, Request())[0][
            "answer"
        ]["error"]
        for code in LANGUAGES
    }
    assert said == {"ja": "モデルのメモリーが足りなくなりました", "en": "the model ran out of memory"}


@pytest.mark.parametrize(
    ("language", "fault", "words"),
    [
        ("ja", OSError(errno.ENOSPC, "No space left on device"), "ディスクに空きがなく"),
        ("en", RuntimeError("(sqlite3.OperationalError) database or disk is full"), "disk is full"),
        ("ja", RuntimeError("(sqlite3.OperationalError) database is locked"), "データベースを使用中"),
        ("en", RuntimeError("(sqlite3.OperationalError) database is locked"), "keeps the server’s database locked"),
        ("ja", RuntimeError("unexpected"), "サーバーでエラーが起き"),
    ],
)
@pytest.mark.parametrize("step", ["record_verdict", "undo_verdict", "accept_reference"])
def test_what_the_server_could_not_keep_is_to_be_sent_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, language: Language, fault: Exception, words: str, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise fault

    run = fill(store)
    monkeypatch.setattr(deciding.pipeline, step, full)
    item = store.graded_run(run.id)[0].item.id
    event_of = {"record_verdict": deciding.on_verdict, "undo_verdict": deciding.on_withdraw}
    handler = event_of.get(step, accepting.on_reference)
    sent = event(**{**SENT, "item": item, "token": "t", "run": run.id, "on": True, "verdict": 1})
    reply = handler(page(store, language), sent, Request())["ack"]
    assert (reply["token"], reply["ok"], reply["again"]) == ("t", False, True)
    assert words in reply["message"] and "sqlite3" not in reply["message"]


def test_a_refusal_is_in_the_language_of_the_page(store: Store) -> None:
    reply = deciding.on_verdict(page(store, "ja"), event(**{**SENT, "value": "right"}), Request())["ack"]
    assert reply["message"].startswith("'right' は評価として使えません") and not reply["again"]


def test_unknown_item_is_refused(store: Store) -> None:
    assert not deciding.on_verdict(page(store), event(**{**SENT, "item": 999}), Request())["ack"]["ok"]


def test_nothing_to_undo(store: Store) -> None:
    run = fill(store)
    reply = deciding.on_withdraw(page(store), event(run=run.id, reviewer="花子", token="t"), Request())["ack"]
    assert reply == {"token": "t", "ok": True, "card": None, "time": ""}


def test_repeated_undo_takes_back_no_second_verdict(store: Store) -> None:
    run = fill(store)
    items = [one.item.id for one in store.graded_run(run.id)[:2]]
    first, _ = (store.add_verdict(Verdict(item, "correct", True, "", "花子", True)) for item in items)
    sent = {"run": run.id, "reviewer": "花子", "verdict": first.id, "item": items[0]}
    for again in (False, True):
        reply = deciding.on_withdraw(page(store), event(**sent, again=again), Request())["ack"]
        assert (reply["card"]["id"], reply["card"]["mine"]) == (items[0], None)
    assert [(v.item_id, v.value) for v in store.verdicts(run.id)][2:] == [(items[0], "withdrawn")]
    assert deciding.on_withdraw(page(store), event(**sent), Request())["ack"]["card"] is None, "it stands no longer"


def test_an_accepted_answer_is_shown_at_once_and_its_judgement_when_it_is_made(store: Store) -> None:
    run = fill(store)
    item = next(
        one.item for one in store.graded_run(run.id) if one.item.question.no == "4" and one.item.language == "en"
    )
    sent = event(item=item.id, reviewer="花子", on=True, token="t")
    card = accepting.on_reference(page(store), sent, Request())["ack"]["card"]
    assert (card["acceptable"], card["rejudged"], card["judging"]) == ("added", 0, True)
    judge_anew(store)
    (card,) = review.read_cards(page(store), {"ids": [item.id], "reviewer": "花子"}, Request())
    assert (card["judgement"]["value"], card["rejudged"], card["judging"]) == ("correct", 1, False)


def test_long_comment_is_cut() -> None:
    assert len(deciding.decision({**SENT, "comment": "あ" * 9000}, None).comment) == 2000


def test_others_and_disagreement(store: Store) -> None:
    run = fill(store)
    item = store.graded_run(run.id)[0].item.id
    store.add_verdict(Verdict(item, "incorrect", True, "違う", "太郎", True))
    reply = deciding.on_verdict(page(store), event(**{**SENT, "item": item}), Request())["ack"]["card"]
    assert [(one["reviewer"], one["comment"]) for one in reply["said"]["others"]] == [("太郎", "違う")]
    assert reply["said"]["disagree"]


def test_decision_needs_a_known_value() -> None:
    with pytest.raises(NarabeError, match="correct, incorrect or unsure"):
        deciding.decision({**SENT, "value": "right"}, None)


# -- texts


def test_every_text_of_the_scripts_exists() -> None:
    scripts = "".join((UI / name).read_text("utf-8") for name in SCRIPTS)
    named = set(re.findall(r"\bL\.([a-z_]+)", scripts))
    named |= set(re.findall(r"labels\.([a-z_]+)", (UI / "review.html").read_text("utf-8")))
    assert named and named <= set(review.texts(Labels("ja")))


@pytest.mark.parametrize(
    ("stem", "ends"),
    [
        ("queue", re.findall(r"^  (\w+):", (UI / "queues.js").read_text("utf-8").split("};")[0], re.M)),
        ("judged", ["correct", "incorrect", "unjudged"]),
        ("answered", ["ja", "en", "mixed", "other"]),
        ("language", ["ja", "en"]),
        ("similarity", ["ja", "en"]),
        ("dot", ["correct", "incorrect", "unsure", "language", "error", "pending", "none"]),
    ],
)
def test_every_composed_text_exists(stem: str, ends: list[str]) -> None:
    assert ends and {f"{stem}_{end}" for end in ends} <= set(review.texts(Labels("ja")))
