"""Prompts as TOML, as they stand in files and as each run keeps them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from app.errors import SettingsError
from app.prompts.template import Template, Wording, faults
from app.records import LANGUAGES, Language

_ESCAPED = re.compile('["\\\\\x00-\x09\x0b-\x1f\x7f]')


def read_template(path: Path) -> Template:
    """A template from its file, named after it.

    Raises:
        SettingsError: the file cannot be read, lacks a part, or has a field that is none; named.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: {error}") from error
    return parse_template(path.stem, text, path.name)


def parse_template(name: str, text: str, place: str = "") -> Template:
    """A template from its TOML; `place` names it in errors.

    Raises:
        SettingsError: see `read_template`.
    """
    try:
        raw = tomllib.loads(text)
        wordings = {language: _wording(raw[language]) for language in LANGUAGES}
        chosen = Template(name, _version(raw["version"]), raw.get("note", ""), wordings, bool(raw.get("chat", False)))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"{place or name}: {error} is missing or wrong.") from error
    wrong = [f"[{code}] {fault}" for code in LANGUAGES for fault in faults(chosen.wordings[code])]
    if wrong:
        raise SettingsError(f"{place or name}: {'; '.join(wrong)}")
    return chosen


def _version(raw: Any) -> int | str:
    return raw if isinstance(raw, int) else str(raw)


def _wording(raw: dict[str, Any]) -> Wording:
    parts = (raw["text"], raw.get("passages", ""), raw.get("system", ""))
    stop = tuple(raw["stop"])
    if not all(isinstance(part, str) for part in (*parts, *stop)):
        raise TypeError("a text")
    return Wording(parts[0], parts[1], stop, parts[2])


def to_toml(template: Template) -> str:
    """The template as TOML that `parse_template` reads."""
    version = template.version if isinstance(template.version, int) else _quoted(template.version)
    lines = [f"version = {version}", f"note = {_quoted(template.note)}", f"chat = {str(template.chat).lower()}"]
    for language in LANGUAGES:
        lines += ["", *_section(language, template.wordings[language])]
    return "\n".join(lines) + "\n"


def _section(language: Language, wording: Wording) -> list[str]:
    stop = ", ".join(_quoted(marker) for marker in wording.stop)
    parts = {"system": wording.system, "passages": wording.passages, "text": wording.text}
    return [
        f"[{language}]",
        f"stop = [{stop}]",
        *(f'{key} = """\n{_escaped(value)}"""' for key, value in parts.items()),
    ]


def _quoted(text: str) -> str:
    return '"' + _escaped(text).replace("\n", "\\n") + '"'


def _escaped(text: str) -> str:
    """A text within quotation marks; what TOML cannot hold (a lone surrogate) becomes a question mark."""
    readable = text.encode("utf-8", "replace").decode("utf-8")
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04X}", readable)
