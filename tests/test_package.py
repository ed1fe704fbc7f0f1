"""Narabe as an installed package: the command, and everything that it reads, come along."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INSIDE = """
from app.prompts import template_names
from app.retrieval import shelf
from app.store import Store
from app.ui.blocks import STYLES, HERE
from app.ui.loaded import SAMPLE
from evaluators import judge
assert "qa" in template_names() and shelf.names() == ["sample"] and SAMPLE.is_file()
assert all((HERE / name).is_file() for name in STYLES)
Store("sqlite://")
assert judge("日本の首都はどこですか？", "東京", "Tokyo").value == "correct"
import app
print(app.__file__)
"""


@pytest.mark.slow
def test_installed_narabe_works_outside_the_repository(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    source = tmp_path / "source"
    for name in ("app", "evaluators", "samples"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", site, source], check=True, timeout=300
    )
    environment = os.environ | {"PYTHONPATH": str(site)}
    checked = subprocess.run(
        [site / "bin" / "narabe", "check", site / "samples" / "verify100.xlsx"],
        cwd=elsewhere,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "100 questions (ja, en)" in checked.stdout
    found = subprocess.run(
        [sys.executable, "-c", INSIDE], cwd=elsewhere, env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip().startswith(str(site))
