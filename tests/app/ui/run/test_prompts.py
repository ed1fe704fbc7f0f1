"""The prompts on the Run tab: what is shown is what is sent; words of one's own are kept, or refused with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.prompts import template, template_names
from app.records import Question, QuestionSet, Side
from app.store import Store
from app.ui.loaded import Loaded
from app.ui.run import prompts
from tests.app.ui.pages import page, words

LOADED = Loaded(
    "小.xlsx",
    QuestionSet(
        "小.xlsx",
        "b" * 64,
        (
            Question("1", "t", {"ja": Side("<b>{question}</b>とは？"), "en": Side("What is {x}?")}),
            Question("2", "t", {"en": Side("What is the capital of Australia?")}),
        ),
    ),
    (),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def test_the_preview_is_the_exact_text(store: Store) -> None:
    ja, en = prompts.preview(page(store), LOADED, 0, "none", *prompts.fields(template("original")))
    assert "&lt;b&gt;{question}&lt;/b&gt;" in ja and "<b>" not in ja
    assert words(en).endswith("<prompt>Question: What is {x}? Write answer within 15 words.</prompt> <answer>Answer:")


def test_passages_are_part_of_the_preview(store: Store) -> None:
    ja, en = prompts.preview(page(store), LOADED, 1, "sample", *prompts.fields(template("qa")))
    assert ja == ""
    assert "Passage: Canberra: Canberra is the national capital" in words(en) and "canberra.en.md" in en
    _, plain = prompts.preview(page(store), LOADED, 0, "sample", *prompts.fields(template("qa")))
    assert "No passage is near enough" in plain


def test_a_chat_is_shown_by_turns(store: Store) -> None:
    ja, _ = prompts.preview(page(store, "ja"), None, 0, "none", *prompts.fields(template("chat-ja")))
    said = words(ja)
    assert said.index("システム") < said.index("あなたは") < said.index("ユーザー") < said.index("日本の首都は")


@pytest.mark.parametrize(
    ("text", "said"),
    [("{question.__class__}", "unknown field"), ("{question", "a brace stands alone"), ("x", "is missing")],
)
def test_words_that_are_no_prompt_are_explained_at_once(store: Store, text: str, said: str) -> None:
    changed = prompts.fields(template("plain"))
    changed[2] = text
    ja, _ = prompts.preview(page(store), LOADED, 0, "none", *changed)
    assert said in words(ja)
    kept = prompts.keep(page(store), ["qa"], "mine", *changed)
    assert said in words(kept[3]) and "mine" not in template_names()


@pytest.mark.parametrize("name", template_names())
def test_fields_hold_every_prompt_word_for_word(name: str) -> None:
    again = prompts.draft("mine", prompts.fields(template(name)))
    assert again.wordings == template(name).wordings
    assert again.chat == template(name).chat


def test_a_kept_prompt_is_chosen_for_the_run(store: Store) -> None:
    fields: list[Any] = prompts.fields(template("plain"))
    which, offered, cleared, said = prompts.keep(page(store, "ja"), ["qa"], "短い", *fields)
    assert which["value"] == "短い" and offered["value"] == ["qa", "短い"] and cleared == ""
    assert ("短い", "短い") in offered["choices"]
    assert "「短い」として保存しました" in said


def test_a_prompt_of_ones_own_can_be_deleted_and_brought_back(store: Store) -> None:
    fields: list[Any] = prompts.fields(template("plain"))
    prompts.keep(page(store), ["qa"], "短い", *fields)
    assert prompts.open_prompt("短い")[-1]["visible"] is True and prompts.open_prompt("qa")[-1]["visible"] is False
    which, offered, name, said = prompts.remove(page(store), ["qa", "短い"], "短い")
    assert which["value"] is None and offered["value"] == ["qa"] and name == "短い"
    assert "短い" not in template_names() and "Keep brings it back" in said
    assert prompts.keep(page(store), ["qa"], name, *fields)[0]["value"] == "短い"


@pytest.mark.parametrize("name", ["qa", "nothing", "../x", None])
def test_no_other_prompt_can_be_deleted(store: Store, name: str | None) -> None:
    before = template_names()
    assert "Not deleted" in prompts.remove(page(store), ["qa"], name)[3]
    assert template_names() == before
