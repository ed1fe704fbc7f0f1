from __future__ import annotations

from pathlib import Path

import pytest

from app.config import settings
from app.errors import NarabeError
from app.retrieval import shelf

pytestmark = pytest.mark.slow  # each file is read in a process of its own


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "東京.md").write_text("東京は日本の首都で、人口が多い。", encoding="utf-8")
    return [tmp_path / "東京.md"]


def test_what_is_uploaded_can_be_chosen(files: list[Path]) -> None:
    assert shelf.names() == ["sample"]
    assert shelf.keep(" 日本の地理 ", files) == "日本の地理"
    assert shelf.names() == ["sample", "日本の地理"]
    assert (Path(shelf.folder("日本の地理")) / "東京.md").read_text(encoding="utf-8").startswith("東京")
    assert shelf.folder("none") == "none"
    assert [path.name for path in settings().knowledge.iterdir()] == ["日本の地理"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "none", "sample", ".x", "x" * 41, "nul\0"])
def test_names_that_cannot_be_are_refused(files: list[Path], name: str) -> None:
    with pytest.raises(NarabeError, match="cannot be the name"):
        shelf.keep(name, files)


@pytest.mark.parametrize("name", ["/etc", "..", "../../samples", "nothing"])
def test_only_the_shelf_can_be_named(name: str) -> None:
    with pytest.raises(NarabeError, match="no knowledge base"):
        shelf.folder(name)


def test_bad_files_leave_nothing_behind(files: list[Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no pdf")
    with pytest.raises(NarabeError, match=r"bad\.pdf"):
        shelf.keep("x", [*files, bad])
    with pytest.raises(NarabeError, match=r"run\.exe: not one of"):
        shelf.keep("x", [tmp_path / "run.exe"])
    assert shelf.names() == ["sample"]
    shelf.keep("x", files)
    with pytest.raises(NarabeError, match="is there already"):
        shelf.keep("x", files)
