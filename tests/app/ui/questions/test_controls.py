"""A problem names the page's controls, where the command line names its options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.questions.messages import MESSAGES
from app.store import Store
from app.ui.controls import by_controls
from app.ui.labels import Labels
from app.ui.loaded import load
from app.ui.questions import tab
from tests.app.ui.pages import page, words

ELSEWHERE = {"--batch-input"}
"""Options for what the page does not do."""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_option_in_the_catalogue_has_a_control(language: str) -> None:
    labels = Labels("ja" if language == "ja" else "en")
    texts = [by_controls(labels, text) for one in MESSAGES.values() for text in one[1:]]
    assert {option for text in texts for option in re.findall("--[a-z-]+", text)} == ELSEWHERE


def test_controls_are_named_in_the_pages_language() -> None:
    remedy = MESSAGES["languages_joined"].remedy
    assert by_controls(Labels("en"), remedy).endswith("apart: “Join the languages → read them apart”")
    assert by_controls(Labels("ja"), "または --sheet で") == "または「シート」で"
    assert by_controls(Labels("ja"), "列を指定（--columns answer.ja=…）") == "列を指定（「列の対応」）"
    assert by_controls(Labels("en"), "a--sheet, --sheets") == "a--sheet, --sheets"


def test_the_page_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_bytes("質問,正解\n日本の首都はどこですか？,東京；東京都\n".encode("cp932"))
    store = Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")
    shown = words(tab.show_loaded(page(store, "ja"), load(path), "problems"))
    assert "文字コードを指定する（「文字コード」）" in shown and "「1セルの複数の参照解答を分ける」" in shown
    assert "--" not in shown
