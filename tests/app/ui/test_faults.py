"""Nothing that goes wrong leaves the page without a word, in the page's language."""

from __future__ import annotations

import logging

import gradio as gr
import pytest

from app.errors import InputError, NarabeError, Problem
from app.records import Language
from app.store import Store
from app.ui.blocks import build
from app.ui.faults import guarded
from app.ui.labels import Labels


def test_every_event_of_both_pages_is_guarded() -> None:
    app = build(Store("sqlite://"))
    handlers = [event.fn for event in app.default_config.fns.values() if event.fn is not None]
    assert len(handlers) > 80
    assert all(handler.__code__.co_filename.endswith("faults.py") for handler in handlers)


@pytest.mark.parametrize(("language", "words"), [("ja", "予期しないエラー"), ("en", "unexpected")])
def test_what_nobody_expected_is_said_and_logged(
    language: Language, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise KeyError("secret/path")

    with caplog.at_level(logging.ERROR), pytest.raises(gr.Error) as caught:
        guarded(Labels(language), broken)()
    assert words in caught.value.message and "secret" not in caught.value.message
    assert "Traceback" in caplog.text and "secret/path" in caplog.text


@pytest.mark.parametrize(("language", "words"), [("ja", "別の名前にしてください"), ("en", "choose another name")])
def test_what_the_user_can_put_right_is_said_in_the_language_of_the_page(language: Language, words: str) -> None:
    def refused() -> None:
        raise NarabeError("choose another name", "別の名前にしてください")

    with pytest.raises(gr.Error) as caught:
        guarded(Labels(language), refused)()
    assert caught.value.message == words


def test_what_an_event_says_itself_stays() -> None:
    def says() -> None:
        raise gr.Error("質問がありません")

    with pytest.raises(gr.Error, match="質問がありません"):
        guarded(Labels("ja"), says)()


def test_problems_of_a_file_are_told_in_both_languages() -> None:
    problem = Problem("error", "q.xlsx", "blank", "fill it in", "Sheet1", 3, "B", "", "空白です", "入力してください")
    error = InputError([problem])
    assert error.text("ja") == "エラー: q.xlsx, シート Sheet1, 3 行目, 列 B: 空白です → 入力してください"
    assert error.text("en") == str(error) == "error: q.xlsx, sheet Sheet1, row 3, column B: blank → fill it in"
