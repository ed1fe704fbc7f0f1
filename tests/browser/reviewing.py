"""A reviewer at the keyboard: what they pressed, and everything that the server sent them meanwhile, in one order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playwright.sync_api import Page, Response

from tests.browser.conftest import press

VALUES = {"1": "correct", "2": "incorrect", "3": "unsure", "l": "correct"}
MOMENTS = count()
"""Counts what happens to all reviewers, so that one can tell what came first."""
OPEN = """() => [...document.querySelectorAll('.rv-side:not(.rv-decided) [data-comment]:not(:disabled)')]
    .map((input) => Number(input.dataset.item))"""


@dataclass(frozen=True)
class Pressed:
    """A verdict as it was pressed. `at`: the moment of the first one on this answer."""

    value: str
    stray: bool
    comment: str
    at: int


@dataclass
class Reviewer:
    """One reviewer at an open page; `pressed` by item, `wire` with the moment at which each text arrived."""

    name: str
    page: Page
    pressed: dict[int, Pressed] = field(default_factory=dict)
    wire: list[tuple[int, str]] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", self._keep)

    def _keep(self, response: Response) -> None:
        if "gradio_api" in response.url and "heartbeat" not in response.url:
            with suppress(Exception):  # a stream, or a reply whose page is gone
                self.wire.append((next(MOMENTS), response.text()))

    @property
    def has_work(self) -> bool:
        """Whether something of theirs is left to decide."""
        return self.page.locator("[data-notice]").is_hidden()

    def open_items(self) -> list[int]:
        """The answers in sight that wait for a verdict, Japanese first."""
        self.page.wait_for_function("() => !document.querySelector('.rv-side[aria-busy]')")
        found: list[int] = self.page.evaluate(OPEN)
        return found

    def decide(self, key: str, comment: str = "") -> None:
        """The next answer, by key; its comment first."""
        (item, *_) = self.open_items()
        if comment:
            press(self.page, "c")
            self.page.keyboard.type(comment)
            self.page.keyboard.press("Enter")
        self._note([item], key, comment)
        press(self.page, key)

    def decide_both(self, key: str) -> list[int]:
        """Every answer in sight at once."""
        items = self.open_items()
        self._note(items, key, "")
        press(self.page, f"Shift+Digit{key}")
        return items

    def undo_both(self) -> None:
        """Decides wrongly, and takes it back; the same answers are then in sight, undecided."""
        taken = self.decide_both("2")
        self.saved()
        press(self.page, "u")
        self.page.wait_for_function(f"(taken) => String(({OPEN})()) === String(taken)", arg=taken)
        self.saved()
        self.undone += taken

    def _note(self, items: list[int], key: str, comment: str) -> None:
        for item in items:
            before = self.pressed.get(item)
            at = before.at if before else next(MOMENTS)
            self.pressed[item] = Pressed(VALUES[key], key == "l", comment, at)

    def saved(self) -> None:
        """Waits until the server has everything."""
        self.page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('narabe.outbox.'))")

    def told(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every JSON object among what was sent, with its moment."""
        for at, text in self.wire:
            for line in text.splitlines():
                with suppress(ValueError):
                    yield from ((at, one) for one in _objects(json.loads(line.removeprefix("data: "))))


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(part)
