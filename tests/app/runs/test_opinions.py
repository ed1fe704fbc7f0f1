"""Second opinions against a small real server and a small real cross-encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Settings
from app.errors import SettingsError
from app.runs import opinions
from evaluators import JudgeItem, Judgement
from tests.app.generation.servers import TinyServer, completion, say
from tests.evaluators.tiny_models import classifier_folder

ITEMS = [JudgeItem("日本の首都は？", ("東京",), "Tokyo"), JudgeItem("Capital of Japan?", ("Tokyo",), "大阪")]
FIRST = [Judgement("correct", 0.9, False, "same name", "同じ名前"), Judgement("incorrect", 0.1, False, "r", "r")]


def reply(text: str, status: int = 200):
    return lambda handler, _: say(handler, status, completion(text))


def chosen(server: TinyServer, **more: str) -> Settings:
    # one prompt at a time, so that the replies below come in the items' order
    return Settings(endpoint_url=server.url, judge="endpoint:tiny", endpoint_concurrency=1, **more)


def test_nothing_is_asked_by_default() -> None:
    assert opinions.added(ITEMS, FIRST, Settings()) == FIRST
    assert opinions.described(Settings()) == {}


def test_a_language_model_s_opinion_is_mixed_in_and_its_prompt_shown() -> None:
    with TinyServer(reply("INCORRECT: no reason"), reply("CORRECT: 同じ都市")).running() as server:
        found = opinions.added(ITEMS, FIRST, chosen(server))
        assert [j.value for j in found] == ["incorrect", "correct"]
        assert found[0].reason == "judging model: no reason; same name"
        assert found[0].evidence["judging_model"] == pytest.approx(0.1)
        sent = server.asked[0]["messages"][-1]["content"]
        assert all(part in sent for part in ("日本の首都は？", "Accepted answers: 東京", "Answer to grade: Tokyo"))
        shown = opinions.described(chosen(server))
        assert shown["judge: language model"] == "endpoint:tiny"
        assert "{question}" in shown["judge: prompt"]


def test_an_unreadable_reply_leaves_the_answer_unjudged_with_the_reply_kept() -> None:
    with TinyServer(reply("Well, it depends."), reply("CORRECT: yes")).running() as server:
        found = opinions.added(ITEMS, FIRST, chosen(server))
    assert (found[0].value, found[0].probability) == ("unjudged", None)
    assert "Well, it depends." in found[0].reason
    assert "Well, it depends." in found[0].reason_ja
    assert found[1].value == "correct"


def test_a_refused_prompt_leaves_the_answer_unjudged_with_the_reason() -> None:
    with TinyServer(reply("x", status=400), reply("CORRECT: yes")).running() as server:
        found = opinions.added(ITEMS, FIRST, chosen(server))
    assert found[0].value == "unjudged"
    assert found[0].reason.startswith("the judging model did not answer")
    assert found[1].value == "correct"


def test_what_is_unjudged_is_not_asked_about() -> None:
    unjudged = Judgement("unjudged", None, None, "no reference")
    with TinyServer().running() as server:
        assert opinions.added(ITEMS[:1], [unjudged], chosen(server)) == [unjudged]
        assert server.asked == []


def test_a_judging_model_without_a_server_is_a_clear_error() -> None:
    with pytest.raises(SettingsError, match="NARABE_ENDPOINT_URL"):
        opinions.added(ITEMS, FIRST, Settings(judge="endpoint:tiny"))


@pytest.mark.slow
def test_an_entailment_model_s_opinion_is_mixed_in(tmp_path: Path) -> None:
    folder = classifier_folder(tmp_path / "nli")
    found = opinions.added(ITEMS, FIRST, Settings(entailment=str(folder)))
    for before, after in zip(FIRST, found, strict=True):
        chance = after.evidence["entailment"]
        assert 0 < chance < 1
        assert (after.probability - before.probability) * (chance - before.probability) > 0
        assert f"entailment {chance:.2f}" in after.reason


@pytest.mark.slow
def test_an_entailment_model_that_cannot_be_used_is_a_clear_error(tmp_path: Path) -> None:
    folder = classifier_folder(tmp_path / "other", labels=("good", "bad", "odd"))
    for name, says in ((str(folder), "called entailment"), ("no/such-model", "no/such-model")):
        with pytest.raises(SettingsError, match=says):
            opinions.added(ITEMS, FIRST, Settings(entailment=name))
