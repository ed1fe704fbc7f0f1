"""Knowledge bases on the Run tab: chosen by name, added by upload, and arms of their own in the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import settings
from app.retrieval.shelf import SAMPLE_FOLDER
from app.store import Store
from app.ui.loaded import SAMPLE, load
from app.ui.run import retrieval
from app.ui.run import tab as run
from tests.app.ui.pages import page, words

pytestmark = pytest.mark.slow  # each file is read in a process of its own


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def test_uploaded_files_are_kept_and_chosen(store: Store, tmp_path: Path) -> None:
    (tmp_path / "塔.txt").write_text("東京タワーの高さは333メートルである。", encoding="utf-8")
    kept = retrieval.keep(page(store, "ja"), ["none"], [str(tmp_path / "塔.txt")], "")
    chosen, files, name, said, own, button = kept
    assert chosen["value"] == ["none", "塔"] and files is None and name == ""
    assert chosen["choices"] == [("検索なし", "none"), ("サンプル資料（30件）", "sample"), ("塔", "塔")]
    assert "「塔」を追加しました" in said
    assert own["choices"] == ["塔"] and own["visible"] and button["visible"]


def test_what_was_added_can_be_deleted(store: Store, tmp_path: Path) -> None:
    (tmp_path / "塔.txt").write_text("東京タワーの高さは333メートルである。", encoding="utf-8")
    retrieval.keep(page(store), ["none"], [str(tmp_path / "塔.txt")], "")
    chosen, said, own, button = retrieval.remove(page(store), ["塔"], "塔")
    assert chosen["value"] == ["none"] and "“塔” was deleted" in said
    assert own["choices"] == [] and not own["visible"] and not button["visible"]
    assert list(settings().knowledge.iterdir()) == []


@pytest.mark.parametrize("name", ["sample", "none", "..", None])
def test_nothing_else_can_be_deleted(store: Store, name: str | None) -> None:
    assert "Not deleted" in retrieval.remove(page(store), ["none"], name)[1]
    assert SAMPLE_FOLDER.is_dir()


@pytest.mark.parametrize("data", [None, b"\x00\x01<script>"])
def test_what_cannot_be_added_is_explained(store: Store, tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "<b>.pdf"
    if data:
        path.write_bytes(data)
    said = retrieval.keep(page(store), ["none"], [str(path)] if data else None, "x")[3]
    assert "Not added" in said and "<b>" not in said


@pytest.mark.slow
def test_a_run_with_and_without_has_two_arms(store: Store) -> None:
    chosen = {"models": ["embedded"], "prompts": ["qa"], "languages": ["ja"], "limit": 10, "fresh": False}
    shown = run.show_estimate(page(store), load(SAMPLE), **chosen, bases=["none", "sample"])
    assert "arms 2 = 20" in words(shown[0])
    nothing = run.show_estimate(page(store), load(SAMPLE), **chosen, bases=[])
    assert "Choose retrieval" in words(nothing[0]) and nothing[1]["interactive"] is False
    started, _ = run.start(page(store), load(SAMPLE), **chosen, bases=["none", "sample"])
    assert [arm.retrieval_name for arm in store.run(started).arms] == ["", "knowledge"]


def test_a_base_that_is_not_on_the_shelf_is_refused(store: Store) -> None:
    chosen = {"models": ["embedded"], "prompts": ["qa"], "languages": ["ja"], "limit": 10, "fresh": False}
    shown = run.show_estimate(page(store), load(SAMPLE), **chosen, bases=["../../etc"])
    assert "no knowledge base" in words(shown[0])
