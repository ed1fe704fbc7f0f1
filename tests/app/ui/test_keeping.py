"""What a window has loaded is kept under a secret name, and nothing else can be named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.config import settings
from app.questions import user_memory
from app.store import Store
from app.ui import keeping
from app.ui.blocks import build
from app.ui.loaded import SAMPLE, load
from tests.app.ui.pages import page
from tests.browser.answers import fill

pytestmark = pytest.mark.slow  # each file is read in a process of its own


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def test_a_file_comes_back_as_it_was_read(store: Store, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "質問.csv"
    path.write_text("NO,instruction(jp),response(jp)\n1,日本の首都は？,東京\n", "utf-8")
    loaded = load(path)
    name = keeping.keep(loaded)
    path.unlink()
    again = keeping.restore(page(store), name)
    assert again is not None and again.questions == loaded.questions and again.problems == loaded.problems
    assert keeping.keep(again) == name
    assert keeping.keep(load(tmp_path / "gone.csv")) == ""


def test_keeping_never_sets_the_questions(store: Store) -> None:
    """What was loaded while the file before was being kept would be taken back."""
    made = build(store).default_config.fns.values()
    sets = [one.outputs for one in made if getattr(one.fn, "__name__", "") == "kept"]
    assert sets and all([type(output).__name__ for output in outputs] == ["HTML"] for outputs in sets)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("質問,正解\n日本の首都は？,東京；東京都\n", {"split": ["auto"]}),
        ("lang,質問,正解\nja,日本の首都は？,東京\nen,What is the capital of Japan?,Tokyo\n", {"join": "none"}),
    ],
)
def test_what_was_said_comes_back(text: str, said: dict[str, Any], store: Store, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text(text, "utf-8")
    loaded = load(path, **said)
    name = keeping.keep(loaded)
    user_memory().path.unlink()
    assert loaded.questions is not None
    assert loaded.questions.questions != getattr(load(path).questions, "questions", ())
    again = keeping.restore(page(store), name)
    assert again is not None and again.questions == loaded.questions
    assert {name: getattr(again, name) for name in said} == said


def test_the_sample_and_the_questions_of_a_run_come_back(store: Store, home: Path) -> None:
    sample = keeping.keep(load(SAMPLE))
    assert keeping.restore(page(store), sample) is not None
    run = fill(store)
    found = keeping.restore(page(store), f"run-{run.id}")
    assert found is not None and found.questions == store.question_set(run.id)
    assert keeping.restore(page(store), "run-nothing") is None


@pytest.mark.parametrize("name", ["", "..", "../..", "/etc/passwd", "a" * 32, "A" * 32, "sample/..", "run-../x"])
def test_nothing_else_can_be_named(store: Store, home: Path, name: str) -> None:
    (settings().home / "read.json").write_text("{}", "utf-8")
    assert keeping.restore(page(store), name) is None


def test_only_so_many_are_kept(store: Store, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    path = tmp_path / "q.csv"
    path.write_text("NO,instruction(jp)\n1,首都は？\n", "utf-8")
    kept = [keeping.keep(load(path)) for _ in range(4)]
    there = [keeping.restore(page(store), name) is not None for name in kept]
    assert there.count(True) <= 2 and there[-1]
