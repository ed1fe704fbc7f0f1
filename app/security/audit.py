"""What changed the installation for others: who did what, when; a line of JSON each, appended to a file of the home.

Nothing of questions, answers, prompts or passwords stands there: only the act, and what it was done to.
"""

from __future__ import annotations

import getpass
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

log = logging.getLogger(__name__)

FILE = "audit.jsonl"
LONGEST = 200
"""Characters of a name or an address that are kept."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `time` as ISO 8601 in UTC, `who` with which `role`, `what` it was, and `on` what (a run, a user …)."""

    time: str
    who: str
    role: str
    what: str
    on: str = ""


class Audit:
    """The acts of one home."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    def note(self, who: str, role: str, what: str, on: str = "") -> None:
        """Append an act, on disk when this returns. A disk that is full stops nobody: then it stands in the log."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        act = Act(now, who[:LONGEST], role, what[:LONGEST], on[:LONGEST])
        line = json.dumps(asdict(act), ensure_ascii=True) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, line.encode("ascii"))
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            log.warning("an act could not be noted (%s): %s", error, line.strip())

    def by_command(self, what: str, on: str = "") -> None:
        """The same for what somebody does on the command line, under the computer's own name for them."""
        try:
            who = getpass.getuser()
        except (OSError, KeyError):  # a number without a name, as in a container
            who = ""
        self.note(who, "command line", what, on)

    def acts(self) -> Iterator[Act]:
        """All of them, the oldest first; a line that was cut off is left out."""
        try:
            lines = self._path.read_text("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                yield Act(**json.loads(line))
            except (ValueError, TypeError):
                continue
