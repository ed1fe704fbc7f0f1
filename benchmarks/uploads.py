"""Bad workbooks through the browser's upload: each is loaded or explained, soon, within memory, and never in silence.

    python benchmarks/uploads.py             # 1,200 of them
    python benchmarks/uploads.py 100 --first 5000

Serves the app in this process over an empty home, and does with each generated workbook (`tests/data/bad.py`) what the
page does: posts it to the upload address, joins the queue with the event that loads it, waits for what the server says,
and draws the tab in Japanese. Exit code 1: a traceback, a silence, 10 seconds or 1 GiB.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import json
import logging
import os
import re
import resource
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx

SLOWEST = 10.0
MOST_MEMORY = 1024**3
UPLOAD, JOIN, DATA, RUN = (f"/gradio_api/{one}" for one in ("upload", "queue/join", "queue/data", "run/show"))


@dataclass
class Seen:
    """What became of the workbooks."""

    loaded: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)


class Faults(logging.Handler):
    """Tracebacks that were logged meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """See the class."""
        if record.exc_info or "Traceback" in record.getMessage():
            self.seen.append(self.format(record))


class Visitor:
    """An open page."""

    def __init__(self, client: httpx.Client, number: int) -> None:
        self._client, self._session = client, f"visitor{number}"
        found = client.get("/config").raise_for_status().json()
        events = found["dependencies"]
        self._load = next(one for one in events if one["api_name"] == "load_workbook")
        self._show = show_of(client, self._load["outputs"][0])

    def upload(self, name: str, content: bytes) -> tuple[dict[str, Any], str]:
        """What the server says of the file, for scripts and, as HTML, for people."""
        sent = self._client.post(UPLOAD, files={"files": (name, content)}, params={"upload_id": "u"})
        if sent.status_code != 200:
            return {"questions": 0, "problems": [sent.text]}, sent.text
        (path,) = sent.json()
        file = {"path": path, "orig_name": name, "size": len(content), "meta": {"_type": "gradio.FileData"}}
        said = self._event(self._load["id"], [file])
        facts: dict[str, Any] = said["output"]["data"][1] if said["success"] else {"error": said["output"]}
        drawn = self._client.post(RUN, json=self._body(self._show, [None])).raise_for_status().json()["data"]
        return facts, " ".join(str(one) for one in drawn)

    def _event(self, number: int, data: list[object]) -> dict[str, Any]:
        self._client.post(JOIN, json=self._body(number, data)).raise_for_status()
        with self._client.stream("GET", DATA, params={"session_hash": self._session}) as stream:
            for line in stream.iter_lines():
                message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if message.get("msg") == "process_completed":
                    return dict(message)
        return {"success": False, "output": "silence"}

    def _body(self, number: int, data: list[object]) -> dict[str, Any]:
        return {"data": data, "fn_index": number, "session_hash": self._session, "trigger_id": None}


def show_of(client: httpx.Client, questions: int) -> int:
    """The event of the Japanese page that draws what is loaded; by what it takes and fills."""
    page = client.get("/config", params={"page": "ja"}).json()
    kinds = {one["id"]: one for one in page["components"]}
    filled = {name: one for one, found in kinds.items() if (name := found["props"].get("elem_id"))}
    wanted = {filled["nb-loaded"], filled["nb-problems"]}
    for event in page["dependencies"]:
        if wanted <= set(event["outputs"]) and len(event["inputs"]) == 1 and len(event["outputs"]) == 4:
            return int(event["id"])
    raise LookupError("the page has no event that draws what is loaded")


def measure(app: Any, numbers: range, seen: Seen) -> Seen:
    """Upload these workbooks to a served `app` (see `tests.security.conftest`), by one visitor after another."""
    from tests.data.bad import bad

    faults = Faults()
    logging.getLogger().addHandler(faults)
    with app.client() as client:
        for number in numbers:
            if number % 50 == numbers.start % 50:
                visitor = Visitor(client, number)
            name, content = bad(number)
            began, before = time.monotonic(), len(faults.seen)
            facts, drawn = visitor.upload(name, content)
            judge(name, facts, drawn, time.monotonic() - began, seen)
            seen.wrong += [f"{name}: {one[-300:]}" for one in faults.seen[before:]]
    logging.getLogger().removeHandler(faults)
    return seen


def judge(name: str, facts: dict[str, Any], drawn: str, seconds: float, seen: Seen) -> None:
    """Count a workbook as loaded or explained, or note what is wrong."""
    kind = name.partition("-")[0]
    seen.seconds[kind].append(seconds)
    if seconds > SLOWEST:
        seen.wrong.append(f"{name}: {seconds:.1f} s")
    if "error" in facts:
        seen.wrong.append(f"{name}: {facts['error']}")
    elif facts.get("questions"):
        seen.loaded[kind] += 1
    elif any("→" in problem for problem in facts.get("problems", ())):
        seen.explained[kind] += 1
    else:
        seen.wrong.append(f"{name}: neither loaded nor explained")
    if not re.search("[ぁ-んァ-ヶ一-龠]", drawn):
        seen.wrong.append(f"{name}: the page shows nothing of it")


def memory() -> int:
    """The most bytes that a child that read a file took."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=1200)
    parser.add_argument("--first", type=int, default=0, help="number of the first workbook")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="narabe-uploads-") as folder:
        os.environ["NARABE_HOME"] = folder
        from tests.security.conftest import serving

        with serving(Path(folder)) as app:
            seen = measure(app, range(chosen.first, chosen.first + chosen.count), Seen())
    print(f"{'kind':10} {'loaded':>7} {'explained':>9} {'median s':>9} {'slowest s':>9}")
    for kind, seconds in seen.seconds.items():
        middle = sorted(seconds)[len(seconds) // 2]
        print(f"{kind:10} {seen.loaded[kind]:7} {seen.explained[kind]:9} {middle:9.2f} {max(seconds):9.2f}")
    print(f"{chosen.count} workbooks, {sum(seen.loaded.values())} loaded, {sum(seen.explained.values())} explained")
    print(f"most memory of a process that read one: {memory() / 1024**2:.0f} MiB")
    print("\n".join(seen.wrong) or "no traceback, no silence, none too slow")
    sys.exit(1 if seen.wrong or memory() > MOST_MEMORY else 0)


if __name__ == "__main__":
    main()
