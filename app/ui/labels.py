"""Every word of the interface in Japanese and English, chosen by one switch for the whole page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypedDict

from app.records import Language
from app.ui import words as shell
from app.ui.backup import words as backup
from app.ui.login import words as login
from app.ui.questions import words as questions
from app.ui.results import words as results
from app.ui.review import words as review
from app.ui.run import words as run

TABLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **shell.TEXTS,
        **login.TEXTS,
        **backup.TEXTS,
        **questions.TEXTS,
        **run.TEXTS,
        **review.TEXTS,
        **results.TEXTS,
    }
)
"""Key → (Japanese, English). `{name}` in a text is filled in by the caller."""


class Endpoint(TypedDict):
    """The arguments of an event listener that name its endpoint."""

    api_name: str
    api_visibility: Literal["public", "private"]


@dataclass(frozen=True, slots=True)
class Labels:
    """The texts of one page, all in `language`."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text for `key`, with `{name}` places filled in.

        Raises:
            KeyError: no such text, or a place left open.
        """
        japanese, english = TABLE[key]
        text = japanese if self.language == "ja" else english
        return text.format(**values) if values else text

    def group(self, prefix: str) -> dict[str, str]:
        """All texts whose key starts with `prefix.`, by the rest of the key (for a component's own script)."""
        start = f"{prefix}."
        return {key.removeprefix(start): self(key) for key in TABLE if key.startswith(start)}

    def endpoint(self, name: str) -> Endpoint:
        """Names an event's endpoint: public on the English page, private on its Japanese twin.

        The page is built twice from one function; scripts see each endpoint once.
        """
        if self.language == "en":
            return {"api_name": name, "api_visibility": "public"}
        return {"api_name": f"{name}_ja", "api_visibility": "private"}
