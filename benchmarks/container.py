"""The Dockerfile's steps, one after the other, where docker itself cannot run: in a file system that is read-only.

    python benchmarks/container.py                          # with this environment's packages
    python benchmarks/container.py --install                # with a fresh environment, as the Dockerfile installs it

Reads the Dockerfile and does what each line says, as far as that goes without docker (needs root and Linux): CMD is
started in a mount namespace of its own, where everything but the volume and /tmp is read-only, as the numbered user
without any rights; then HEALTHCHECK is asked. Prints each step with what became of it. Exit code 1: a step failed, the
health check did not pass in time, or something was written elsewhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 90.0
"""Seconds until the container must be healthy: the start period of its health check."""
GRACE = 40.0
"""Seconds that it has to end (compose.yaml)."""


@dataclass
class Image:
    """What the Dockerfile's lines come to."""

    folder: Path
    """What stands for the place of the app."""
    environment: dict[str, str] = field(default_factory=dict)
    user: int = 0
    volumes: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)


def lines(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile: each's name, and what follows it."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, rest = line.partition(" ")
        yield name, rest.strip()


def built(text: str, folder: Path) -> Image:
    """Does what the lines say that make files; keeps what the others say."""
    image = Image(folder)
    for name, rest in lines(text):
        if name == "COPY":
            *sources, _ = rest.split()
            for source in sources:
                copy(ROOT / source, folder / source)
        elif name == "ENV":
            image.environment |= dict(part.split("=", 1) for part in rest.split())
        elif name == "USER":
            image.user = int(rest)
        elif name == "VOLUME":
            image.volumes.append(rest)
        elif name == "CMD":
            image.command = json.loads(rest)
        elif name == "HEALTHCHECK":
            image.health = json.loads(rest[rest.index("CMD") + 3 :])
        elif name == "RUN" and "pip install" in rest:
            image.requirements = re.findall(r"-r (\S+)", rest)
            continue
        print(f"{name} {rest[:90]}")
    return image


def copy(source: Path, to: Path) -> None:
    """A file or folder, without what is compiled."""
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, to)


def installed(image: Image, where: Path) -> str:
    """A fresh environment with what the Dockerfile installs; its Python."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-m", "venv", str(where)], check=True)
    files = [part for name in image.requirements for part in ("-r", str(image.folder / name))]
    command = [str(where / "bin" / "python"), "-m", "pip", "install", "-q", "--no-compile", *files]
    subprocess.run(command, check=True)
    size = sum(path.stat().st_size for path in where.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"RUN pip install: {size / 1e9:.1f} GB after {time.monotonic() - began:.0f} s")
    return str(where / "bin" / "python")


def started(image: Image, python: str, data: Path) -> subprocess.Popen[bytes]:
    """CMD as the user, where all files but those of the volume and of /tmp are read-only."""
    script = """
set -e
mount --make-rprivate /
if [ -n "$CLOSED" ]; then  # the interpreter stands under root's home: only that is shown of it
    mkdir "$TEMPORARY/base"
    mount --bind "$BASE" "$TEMPORARY/base"
    mount -t tmpfs -o mode=755 tmpfs "$CLOSED"
    mkdir -p "$BASE"
    mount --bind "$TEMPORARY/base" "$BASE"
fi
mount --bind "$DATA" "$DATA"
mount -t tmpfs -o mode=1777,size=512m tmpfs "$TEMPORARY"
mount -o remount,bind,ro / 2>/dev/null || mount -o bind,ro / /
mount -o remount,bind,rw "$DATA"
cd "$FOLDER"
exec setpriv --reuid "$NUMBER" --regid "$NUMBER" --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""
    temporary = data.parent / "tmp"
    temporary.mkdir()
    own = {
        "PATH": os.environ["PATH"],
        "DATA": str(data),
        "FOLDER": str(image.folder),
        "TEMPORARY": str(temporary),
        "TMPDIR": str(temporary),
        "NUMBER": str(image.user),
        "HOME": str(data),
        "BASE": sys.base_prefix,
        "CLOSED": str(next((one for one in Path(sys.base_prefix).parents if not one.stat().st_mode & 0o001), "")),
    }
    command = [python, *image.command[1:]] if image.command[0] == "python" else image.command
    moved = {name: value.replace("/data", str(data)) for name, value in image.environment.items()}
    return subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", script, "sh", *command], env=own | moved, start_new_session=True
    )


def healthy(image: Image, python: str, process: subprocess.Popen[bytes]) -> float:
    """Seconds until the health check passes; it is asked as the image says it."""
    began = time.monotonic()
    command = [python, *image.health[1:]]
    while time.monotonic() - began < PATIENCE:
        if process.poll() is not None:
            raise SystemExit(f"CMD ended with {process.returncode}")
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return time.monotonic() - began
        time.sleep(0.5)
    raise SystemExit("the health check does not pass")


def written(folder: Path) -> Sequence[str]:
    """What is in the place of the app that was not copied there."""
    return [str(path) for path in folder.rglob("*") if path.suffix in (".pyc", ".sqlite3", ".lock", ".part")]


def replay(install: bool) -> bool:
    """The whole of it; whether everything went as it should."""
    with tempfile.TemporaryDirectory(prefix="narabe-container-", dir="/var/tmp") as place:
        base = Path(place)
        base.chmod(0o755)
        folder, data = base / "app", base / "data"
        folder.mkdir(), data.mkdir()
        image = built((ROOT / "Dockerfile").read_text("utf-8"), folder)
        os.chown(data, image.user, image.user)
        python = installed(image, base / "environment") if install else sys.executable
        process = started(image, python, data)
        try:
            print(f"HEALTHCHECK passes after {healthy(image, python, process):.1f} s")
            status = Path(f"/proc/{process.pid}/status").read_text()
            user = int(re.findall(r"^Uid:\s+(\d+)", status, re.MULTILINE)[0])
            rights = int(re.findall(r"^CapEff:\s+(\w+)", status, re.MULTILINE)[0], 16)
            mounts = Path(f"/proc/{process.pid}/mountinfo").read_text()
            sealed = re.search(r" / / ro[, ]", mounts) is not None
            print(f"the process runs as {user} with {rights} capabilities; the root is read-only: {sealed}")
        finally:
            process.terminate()
            code = process.wait(timeout=GRACE)
        left = [*written(folder)]
        kept = (data / "narabe.sqlite3").exists()
        print(f"SIGTERM: ended with {code}; the store is in the volume: {kept}; written elsewhere: {left or 'nothing'}")
        return user == image.user and rights == 0 and sealed and kept and not left


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="a fresh environment by pip; takes minutes")
    sys.exit(0 if replay(parser.parse_args().install) else 1)


if __name__ == "__main__":
    main()
