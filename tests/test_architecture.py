"""The house stays as it is drawn: imports run one way, rooms stay small, the README's commands are real."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = sorted(path for folder in ("app", "evaluators") for path in (ROOT / folder).rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

FLOORS = (
    "evaluators",
    "app.records",
    "app.generation",
    "app.retrieval",
    "app.prompts",
    "app.store",
    "app.runs.grading",
    "app.runs.answering",
    "app.pipeline",
    "app.runs.worker",
    "app.ui",
    "app.cli.main",
)
"""From the ground up: a room imports only from its own floor and those below."""


def imports(path: Path) -> set[str]:
    """The modules that a file names in its imports, wherever they stand in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def floor(module: str) -> int | None:
    """The floor of a module that has one."""
    return next((n for n, name in enumerate(FLOORS) if module == name or module.startswith(f"{name}.")), None)


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", PYTHON, ids=module)
def test_imports_run_downwards(path: Path) -> None:
    here = floor(module(path))
    if here is None:
        return
    upwards = {name for name in imports(path) if (there := floor(name)) is not None and there > here}
    assert not upwards


@pytest.mark.parametrize("path", [path for path in PYTHON if "evaluators" in path.parts], ids=module)
def test_evaluators_are_a_library_by_themselves(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & {"app", "gradio", "sqlalchemy"}


@pytest.mark.parametrize("path", [path for path in PYTHON if "ui" not in path.parts], ids=module)
def test_only_the_ui_knows_gradio(path: Path) -> None:
    assert "gradio" not in {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", [path for path in PYTHON if path.name != "config.py"], ids=module)
def test_only_config_reads_the_environment(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"os\.environ\b(?!\.setdefault)|os\.getenv", source)


@pytest.mark.parametrize("path", PYTHON, ids=module)
def test_rooms_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def fenced(heading: str) -> str:
    """The first fenced block under a heading of the README."""
    found = re.search(rf"^## {heading}\n.*?^```\w*\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert found, f"no command under {heading}"
    return found.group(1).strip()


def test_readme_has_one_command_to_run_and_one_to_test() -> None:
    run, test = fenced("Run"), fenced("Test")
    assert "\n" not in run and "\n" not in test
    assert run.endswith("python -m app") and "requirements.txt" in run
    assert "python -m pytest" in test and "requirements-dev.txt" in test


@pytest.mark.slow
def test_readme_names_only_commands_that_exist() -> None:
    named = {
        parts[3]
        for line in README.splitlines()
        if line.strip().startswith("python -m app")
        for parts in [shlex.split(line, comments=True)]
        if len(parts) > 3
    }
    listed = subprocess.run(
        [sys.executable, "-m", "app", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert named
    assert all(re.search(rf"\b{name}\b", listed.stdout) for name in named)


def test_every_image_and_link_of_the_readmes_exists() -> None:
    for name in ("README.md", "README.ja.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(((?!https?:|#)[^)]+)\)", text):
            assert (ROOT / target.split("#")[0]).exists(), f"{name}: {target}"
