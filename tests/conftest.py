"""Every test has a home of its own; the converted model, which takes a while to make, is shared by all of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODELS = ROOT / ".pytest_cache" / "narabe-models"

os.environ["NARABE_HOME"] = tempfile.mkdtemp(prefix="narabe-tests-")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh NARABE_HOME, with the shared folder of converted models."""
    from app.config import settings

    folder = tmp_path / "narabe-home"
    folder.mkdir()
    MODELS.mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(MODELS, target_is_directory=True)
    for name in [name for name in os.environ if name.startswith("NARABE_") and name != "NARABE_REQUIRE_BROWSER"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NARABE_HOME", str(folder))
    settings.cache_clear()
    yield folder
    settings.cache_clear()


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample workbook."""
    return ROOT / "samples" / "verify100.xlsx"
