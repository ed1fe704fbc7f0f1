"""Nothing that goes wrong leaves the page without a word, in the page's language."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import gradio as gr
import pytest

from app.errors import InputError, NarabeError, Problem
from app.records import Language
from app.store import Store, _database
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


@pytest.mark.parametrize(("language", "words"), [("ja", "データベースを使用中"), ("en", "database locked")])
def test_a_locked_database_is_said(language: Language, words: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_database, "BUSY", 0.1)
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    other = sqlite3.connect(home / "narabe.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(gr.Error) as caught:
        guarded(Labels(language), lambda: store.set_state("x", "queued"))()
    other.close()
    assert words in caught.value.message


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
