"""The store kept in another place: what was kept comes back exactly, whatever happened to the place meanwhile."""

from __future__ import annotations

import hashlib
import inspect
import shutil
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub import HfApi
from typer.testing import CliRunner

from app.cli.main import app as command_line
from app.config import settings
from app.errors import SettingsError
from app.security.audit import Audit
from app.store import Store
from app.store.backup import Keeper, place, read_back, restore
from app.store.backup.keeping import GENERATIONS, Elsewhere, Keeping
from app.store.backup.places import Bucket, Folder
from app.store.backup.segments import Damaged, Head, decode, encode, parse_name
from app.verdicts import Verdict
from tests.browser.answers import fill


@pytest.fixture
def kept(tmp_path: Path) -> Folder:
    (tmp_path / "kept").mkdir()
    return Folder(tmp_path / "kept")


def keeping(home: Path, kept: Folder) -> Keeping:
    return Keeping(kept, home, home / "narabe.sqlite3")


def verdict(store: Store, comment: str) -> None:
    item = store.graded_run(store.runs()[0].id)[0].item.id
    store.add_verdict(Verdict(item, "correct", True, comment, "花子", True))


def comments(home: Path) -> list[str]:
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    return [one.comment for one in store.verdicts(store.runs()[0].id)]


def segments(kept: Folder) -> list[Path]:
    return [kept.root / name for name in kept.names("generations/") if parse_name(name)]


def filled(home: Path) -> Store:
    store = Store(f"sqlite:///{home / 'narabe.sqlite3'}")
    fill(store)
    return store


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as db:
        return list(db.iterdump())


def test_what_was_kept_comes_back_row_by_row(home: Path, kept: Folder, tmp_path: Path) -> None:
    store, keeper = filled(home), keeping(home, kept)
    (home / "prompts").mkdir()
    (home / "prompts" / "短く.toml").write_text("x = '一語で'", "utf-8")
    keeper.keep()
    for number in range(3):
        verdict(store, f"第{number}回")
        keeper.keep()
    (home / "columns.json").write_text("{}", "utf-8")
    assert keeper.files_changed()
    keeper.keep()
    verdict(store, "これは保存前")
    found = restore(kept, tmp_path / "new", tmp_path / "new" / "narabe.sqlite3")
    assert found is not None and found.segments == 5 and found.damaged == 0 and not found.missing
    assert comments(tmp_path / "new") == ["第0回", "第1回", "第2回"]
    assert (tmp_path / "new/prompts/短く.toml").read_text("utf-8") == "x = '一語で'"
    assert (tmp_path / "new/columns.json").exists() and not keeper.files_changed()
    keeper.keep()
    restore(kept, tmp_path / "newest", tmp_path / "newest" / "narabe.sqlite3")
    assert dump(tmp_path / "newest" / "narabe.sqlite3") == dump(home / "narabe.sqlite3")


def test_what_changed_is_small(home: Path, kept: Folder) -> None:
    store, keeper = filled(home), keeping(home, kept)
    keeper.keep()
    verdict(store, "小さい")
    keeper.keep()
    first, second = segments(kept)
    assert second.stat().st_size < first.stat().st_size / 3


@pytest.mark.parametrize("harm", ["cut", "altered", "empty", "gone"])
def test_a_damaged_segment_costs_what_came_after_it_and_no_more(
    home: Path, kept: Folder, tmp_path: Path, harm: str
) -> None:
    store, keeper = filled(home), keeping(home, kept)
    for number in range(4):
        verdict(store, str(number))
        keeper.keep()
    third = segments(kept)[2]
    content = third.read_bytes()
    if harm == "gone":
        third.unlink()
    else:
        middle = len(content) // 2
        altered = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        third.write_bytes({"cut": content[:-20], "altered": altered, "empty": b""}[harm])
    found = restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert found is not None and found.segments == 2 and found.damaged > 0
    assert comments(tmp_path / "new") == ["0", "1"]


def test_an_older_generation_stands_in_for_a_damaged_one(home: Path, kept: Folder, tmp_path: Path) -> None:
    store = filled(home)
    for number in range(GENERATIONS + 2):  # as many starts of the server
        verdict(store, str(number))
        keeping(home, kept).keep()
    assert len(segments(kept)) == GENERATIONS
    segments(kept)[-1].write_bytes(b"narabe-kept-1\n")
    restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert comments(tmp_path / "new") == ["0", "1", "2"]


def test_nothing_readable_is_said_and_nothing_is_begun_anew(home: Path, kept: Folder, tmp_path: Path) -> None:
    filled(home)
    keeping(home, kept).keep()
    segments(kept)[0].write_bytes(b"")
    with pytest.raises(SettingsError, match="everything there is damaged") as error:
        restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert "壊れています" in error.value.japanese
    assert not (tmp_path / "new/narabe.sqlite3").exists()


def test_a_store_that_is_here_is_never_replaced(home: Path, kept: Folder) -> None:
    filled(home)
    keeping(home, kept).keep()
    with pytest.raises(SettingsError, match="already"):
        restore(kept, home, home / "narabe.sqlite3")


def test_an_empty_database_is_no_store(home: Path, kept: Folder, tmp_path: Path) -> None:
    verdict(filled(home), "残る")
    keeping(home, kept).keep()
    (tmp_path / "new").mkdir()
    with sqlite3.connect(tmp_path / "new/narabe.sqlite3") as db:  # as a process leaves it that outlived its disk
        db.execute("PRAGMA journal_mode=WAL")
    restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert comments(tmp_path / "new") == ["残る"]


def test_of_two_servers_the_newer_one_keeps(home: Path, kept: Folder, tmp_path: Path) -> None:
    store, older = filled(home), keeping(home, kept)
    older.keep()
    restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    newer = keeping(tmp_path / "new", kept)
    newer.keep()
    verdict(store, "古いサーバーへ")
    with pytest.raises(Elsewhere):
        older.keep()
    newer.keep()


def test_another_store_in_the_same_place_deletes_nothing_of_the_first(home: Path, kept: Folder, tmp_path: Path) -> None:
    filled(home)
    keeping(home, kept).keep()
    (tmp_path / "other").mkdir()
    filled(tmp_path / "other")
    before = segments(kept)
    for _ in range(GENERATIONS + 1):
        keeping(tmp_path / "other", kept).keep()
    assert before[0] in segments(kept) and len(segments(kept)) == GENERATIONS + 1


def test_a_damaged_database_does_not_take_the_place_of_a_sound_one(home: Path, kept: Folder, tmp_path: Path) -> None:
    store = filled(home)
    verdict(store, "健全")
    keeping(home, kept).keep()
    with sqlite3.connect(home / "narabe.sqlite3") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store._engine.dispose()
    with (home / "narabe.sqlite3").open("r+b") as stream:
        stream.seek(4096 * 3)
        stream.write(b"\xff" * 4096 * 6)
    with pytest.raises(sqlite3.DatabaseError):
        keeping(home, kept).keep()
    restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert comments(tmp_path / "new") == ["健全"]


def test_a_long_generation_is_followed_by_a_new_one(home: Path, kept: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.backup.keeping.LONGEST", 2)
    store, keeper = filled(home), keeping(home, kept)
    for number in range(5):
        verdict(store, str(number))
        keeper.keep()
    assert len({path.name.split("-")[0] for path in segments(kept)}) == 2


def test_files_that_nobody_names_any_more_are_deleted(home: Path, kept: Folder) -> None:
    filled(home)
    for number in range(GENERATIONS + 2):
        (home / "columns.json").write_text(f"[{number}]", "utf-8")
        keeping(home, kept).keep()
    assert len(kept.names("files/")) == GENERATIONS


def test_the_audit_log_is_kept_piece_by_piece_and_comes_back_whole(
    home: Path, kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.backup.files.PIECE", 300)
    filled(home)
    audit, keeper, sizes = Audit(home), keeping(home, kept), list[int]()
    keeper.keep()
    for number in range(8):
        audit.note("花子", "admin", "run.managing.delete", f"run-{number}")
        assert keeper.files_changed()
        keeper.keep()
        assert not keeper.files_changed()
        sizes.append(max(len(kept.read(name)) for name in kept.names("files/")))
    assert max(sizes) <= 300, "what was kept is not written again with every line"
    back = tmp_path / "back"
    assert restore(kept, back, back / "narabe.sqlite3")
    assert (back / "audit.jsonl").read_bytes() == (home / "audit.jsonl").read_bytes()
    assert [act.on for act in Audit(back).acts()] == [f"run-{number}" for number in range(8)]


def test_an_audit_log_with_a_lost_piece_comes_back_without_it(home: Path, kept: Folder, tmp_path: Path) -> None:
    from app.store.backup.files import bring_back

    pieces = [b'{"time": "1", "who": "a", "role": "r", "what": "w"}\n', b'{"time": "2", "who": "b"\n']
    digests = [hashlib.sha256(one).hexdigest() for one in pieces]
    kept.write(f"files/{digests[0]}", pieces[0])
    missing = bring_back(kept, {"audit.jsonl@65536": digests[1], "audit.jsonl@0": digests[0]}, tmp_path / "back")
    assert missing == ["audit.jsonl"] and [act.who for act in Audit(tmp_path / "back").acts()] == ["a"]


def test_a_file_never_lands_outside_the_home(home: Path, kept: Folder, tmp_path: Path) -> None:
    from app.store.backup.files import bring_back

    kept.write("files/" + "a" * 64, b"x")
    bring_back(kept, {"../escaped.txt": "a" * 64}, home)
    assert not (tmp_path / "escaped.txt").exists()


def test_a_segment_is_whole_or_damaged() -> None:
    head = Head("", 512, 2, 1.0, {"prompts/花.toml": "ab"})
    content = encode(head, [(0, b"a" * 512), (1, "花".encode() * 170 + b"..")])
    assert decode(content) == (head, [(0, b"a" * 512), (1, "花".encode() * 170 + b"..")])
    for harmed in (b"", content[:-1], content[1:], content[:40] + b"\0" + content[41:]):
        with pytest.raises(Damaged):
            decode(harmed)


def test_a_keeper_says_how_far_it_is_and_keeps_once_more_at_the_end(home: Path, kept: Folder, tmp_path: Path) -> None:
    store = filled(home)
    keeper = Keeper(kept, home, home / "narabe.sqlite3", 3600)
    assert keeper.state().time == 0
    keeper.start()
    verdict(store, "最後")
    keeper.stop()
    assert keeper.state().time > 0 and not keeper.state().behind
    restore(kept, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert comments(tmp_path / "new") == ["最後"]


def test_a_place_that_vanished_is_said_and_made_good(home: Path, kept: Folder, tmp_path: Path) -> None:
    filled(home)
    keeper = Keeper(kept, home, home / "narabe.sqlite3", 1)
    kept.root.rename(tmp_path / "away")
    kept.root.write_text("in the way")
    keeper._look()
    assert keeper.state().behind and keeper.state().why
    kept.root.unlink()
    shutil.move(tmp_path / "away", kept.root)
    keeper._look()
    assert not keeper.state().behind and not keeper.state().why and segments(kept)


def test_a_place_that_is_gone_is_not_made_anew_and_one_that_was_emptied_gets_everything(
    home: Path, kept: Folder, tmp_path: Path
) -> None:
    store, keeper = filled(home), keeping(home, kept)
    keeper.keep()
    shutil.rmtree(kept.root)
    verdict(store, "一")
    with pytest.raises(FileNotFoundError):
        keeper.keep()
    assert not kept.root.exists(), "what was mounted there is gone: nothing is kept beside it"
    kept.root.mkdir()
    keeper.keep()
    shutil.rmtree(kept.root / "generations")
    verdict(store, "二")
    keeper.keep()
    back = tmp_path / "back"
    assert restore(kept, back, back / "narabe.sqlite3")
    assert comments(back)[-2:] == ["一", "二"]


def test_by_hand(home: Path, kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict(filled(home), "手で")
    runner = CliRunner()
    assert runner.invoke(command_line, ["backup", str(kept.root)]).exit_code == 0
    monkeypatch.setenv("NARABE_HOME", str(tmp_path / "new"))
    settings.cache_clear()
    said = runner.invoke(command_line, ["restore", str(kept.root)])
    assert said.exit_code == 0 and "restored as of" in said.output
    assert comments(tmp_path / "new") == ["手で"]


def test_a_place_that_is_not_there_is_refused(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="mount or create it first"):
        place(str(tmp_path / "not-mounted"))
    with pytest.raises(SettingsError, match="names no bucket"):
        place("hf://buckets/owner")
    monkeypatch.setenv("NARABE_DATABASE_URL", "postgresql://somewhere/x")
    settings.cache_clear()
    with pytest.raises(SettingsError, match="only an SQLite store"):
        read_back(settings(), str(tmp_path))


class Hub:
    """What `HfApi` does with a bucket, in memory; called with the arguments that the real one takes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            inspect.signature(getattr(HfApi, name)).bind(self, *given, **named)
            return self.__getattribute__(f"do_{name}")(*given, **named)

        return call

    def do_list_bucket_tree(self, _: str, prefix: str, recursive: bool) -> list[Any]:
        found = [SimpleNamespace(path=name, type="file") for name in self.files if name.startswith(prefix)]
        return [*found, SimpleNamespace(path=prefix, type="directory")]

    def do_download_bucket_files(self, _: str, files: list[tuple[str, Path]], raise_on_missing_files: bool) -> None:
        for name, path in files:
            path.write_bytes(self.files[name])

    def do_batch_bucket_files(
        self, _: str, add: list[tuple[bytes, str]] | None = None, delete: list[str] | None = None
    ) -> None:
        self.files.update({name: content for content, name in add or []})
        for name in delete or []:
            self.files.pop(name, None)


def test_a_bucket_keeps_as_a_folder_does(home: Path, tmp_path: Path) -> None:
    hub = Hub()
    bucket = Bucket("owner/name", "narabe", hub)  # type: ignore[arg-type]
    store = filled(home)
    for number in range(GENERATIONS + 2):
        verdict(store, str(number))
        Keeping(bucket, home, home / "narabe.sqlite3").keep()
    assert len(hub.files) == GENERATIONS and all(name.startswith("narabe/generations/") for name in hub.files)
    restore(bucket, tmp_path / "new", tmp_path / "new/narabe.sqlite3")
    assert comments(tmp_path / "new") == [str(number) for number in range(GENERATIONS + 2)]
