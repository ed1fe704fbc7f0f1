"""The house stays as it is drawn: imports run one way, rooms stay small, the README's commands are real."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = sorted(
    [
        ROOT / "space.py",
        *(path for folder in ("app", "evaluators", "samples") for path in (ROOT / folder).rglob("*.py")),
    ]
)
README = (ROOT / "README.md").read_text(encoding="utf-8")

FLOORS: tuple[tuple[str, ...], ...] = (
    ("app", "samples"),
    ("evaluators.kanji",),
    ("evaluators.hub", "evaluators.lexicon", "evaluators.loops"),
    ("evaluators.normalization", "evaluators.results", "evaluators.threads"),
    ("evaluators.reasoning",),
    ("evaluators.language", "evaluators.matching", "evaluators.replies"),
    ("evaluators.encoders", "evaluators.evidence", "evaluators.statistics"),
    ("evaluators.judge",),
    ("evaluators",),
    ("app.errors", "app.garbage", "app.verdicts"),
    ("app.atomic", "app.records"),
    ("app.config",),
    ("app.bounded", "app.security"),
    ("app.questions",),
    ("app.generation",),
    ("app.retrieval",),
    ("app.prompts",),
    ("app.store",),
    ("app.report",),
    ("app.workbook",),
    ("app.runs",),
    ("app.pipeline",),
    ("app.runs.workbooks",),
    ("app.runs.worker",),
    ("app.runs.lending",),
    ("app.ui",),
    ("app.cli",),
    ("app.__main__", "space"),
)
"""Every room, from the ground up: it imports from its own floor and those below, and never from a neighbour's.

A room that is named here with its package (`app.runs.worker`) stands on a floor of its own.
"""


def module(path: Path) -> str:
    """The dotted name of a file; a package's is its folder's."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path): path for path in PYTHON}


NODES = {name: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for name, path in MODULES.items()}


def imports(name: str) -> set[str]:
    """What a module imports, wherever the import stands in it: a module of this project by its whole name."""
    named: set[str] = set()
    for node in NODES[name]:
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                named.add(whole if whole in MODULES else node.module)
    return named


IMPORTS = {name: imports(name) for name in MODULES}
GRAPH = {name: others & set(MODULES) for name, others in IMPORTS.items()}


def libraries(name: str) -> set[str]:
    """The packages that a module imports from."""
    return {other.split(".")[0] for other in IMPORTS[name]}


def room(name: str) -> tuple[int, str]:
    """The floor and the room of a module: the longest name in `FLOORS` that it begins with."""
    fitting = [
        (len(one), number, one)
        for number, rooms in enumerate(FLOORS)
        for one in rooms
        if name == one or (name.startswith(f"{one}.") and one not in ("app", "space"))
    ]
    assert fitting, f"{name} is in no room of FLOORS"
    _, number, one = max(fitting)
    return number, one


def test_imports_run_downwards() -> None:
    rooms = {name: room(name) for name in MODULES}
    upwards = [
        (name, other)
        for name, (floor, here) in rooms.items()
        for other in GRAPH[name]
        if rooms[other] != (floor, here) and rooms[other][0] >= floor
    ]
    assert not upwards


def test_no_circles() -> None:
    order = TopologicalSorter({name: others - {name} for name, others in GRAPH.items()})
    order.prepare()  # raises CycleError, which names the circle


def test_a_dozen_and_a_half_rooms() -> None:
    rooms = {".".join(name.split(".")[:2]) for name in MODULES if name.startswith("app.")}
    assert len(rooms) <= 20, sorted(rooms)
    assert rooms == {one for floor in FLOORS for one in floor if one.startswith("app.") and one.count(".") == 1}


def test_the_architecture_names_every_folder_and_nothing_that_is_gone() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    folders = {f"{path.parent.relative_to(ROOT)}/" for path in PYTHON if path.name == "__init__.py"}
    assert not {folder for folder in folders if f"`{folder}`" not in text}
    for name in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        named = re.findall(r"`((?:app|evaluators|tests|benchmarks|samples|docs)/[\w./-]*)`", text)
        assert not [path for path in named if not (ROOT / path).exists()], name


def test_evaluators_are_a_library_by_themselves() -> None:
    own = [name for name in MODULES if f"{name}.".startswith("evaluators.")]
    assert own
    assert not [name for name in own if libraries(name) & {"app", "gradio", "sqlalchemy"}]


def test_only_the_ui_knows_gradio() -> None:
    knowing = {name for name in MODULES if "gradio" in libraries(name)}
    assert knowing
    assert not [name for name in knowing if not name.startswith("app.ui.")]


def names(node: ast.AST) -> list[str]:
    """What a node takes from `os`, or from any object by a dot."""
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return [alias.name for alias in node.names]
    return [node.attr] if isinstance(node, ast.Attribute) else []


def test_only_config_touches_the_environment() -> None:
    environment = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
    touching = {name for name, nodes in NODES.items() for node in nodes if environment & set(names(node))}
    assert touching == {"app.config"}


def test_rooms_stay_small() -> None:
    assert not [name for name, path in MODULES.items() if len(path.read_text(encoding="utf-8").splitlines()) > 300]


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
