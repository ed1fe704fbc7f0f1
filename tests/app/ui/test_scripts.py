"""The page's modules: their own tests, and the way in which the server hands them out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.ui import scripts

ROOT = Path(__file__).parents[3]
REVIEW = ROOT / "app" / "ui" / "review"


def test_the_modules_pass_their_own_tests() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("NARABE_REQUIRE_BROWSER") == "1":
            pytest.fail("node is not installed")
        pytest.skip("node is not installed")
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    done = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"^# pass (\d+)", done.stdout, re.M) or re.search(r"pass (\d+)", done.stdout)
    assert passed and int(passed.group(1)) >= 40


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=[scripts.route()]))


@pytest.mark.parametrize("name", sorted(path.name for path in REVIEW.glob("*.js")))
def test_every_module_is_served_as_a_script_and_imports_only_its_room_or_the_shell(
    client: TestClient, name: str
) -> None:
    reply = client.get(f"/{scripts.folder()}/review/{name}")
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/javascript")
    assert "immutable" in reply.headers["cache-control"]
    for target in re.findall(r"^import .* from '(.*)';$", reply.text, re.M):
        assert target.startswith("./") or target.count("/") == 1
        assert (REVIEW / target).exists()


@pytest.mark.parametrize(
    "name", ["review/tab.py", "blocks.py", "review/review.html", "../config.py", "..%2fconfig.py", ""]
)
def test_nothing_but_modules_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/{scripts.folder()}/{name}").status_code == 404


@pytest.mark.parametrize("folder", [REVIEW, REVIEW.parent], ids=["review", "shell"])
def test_no_circle_among_the_modules(folder: Path) -> None:
    imports = {
        path.name: set(re.findall(r"^import .* from '\./(.*)';$", path.read_text("utf-8"), re.M))
        for path in folder.glob("*.js")
    }
    done: set[str] = set()
    while ready := {name for name, needed in imports.items() if name not in done and needed <= done}:
        done |= ready
    assert done == set(imports)
