"""Prompts by name: those that come along (`built_in/*.toml`), and those that users wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.atomic import write_text_whole
from app.config import settings
from app.errors import SettingsError
from app.prompts.files import parse_template, read_template, to_toml
from app.prompts.template import Template, Wording, faults
from app.records import LANGUAGES, Arm, Language, digest

BUILT_IN = Path(__file__).with_name("built_in")
MAX_OWN = 200
"""How many prompts of their own the users of one installation may keep."""
MAX_CHARACTERS = 20_000
"""How long each part of a prompt of a user's own may be."""
_NAME = re.compile(r"\w[\w .-]{0,39}(?<![ .])")


@cache
def _built_in() -> dict[str, Template]:
    return {path.stem: read_template(path) for path in sorted(BUILT_IN.glob("*.toml"))}


def _own_folder() -> Path:
    return settings().home / "prompts"


def template_names() -> list[str]:
    """The names that `template` takes, the default first, those of users last."""
    return sorted(_built_in(), key=lambda name: (name != "qa", name)) + own_names()


def own_names() -> list[str]:
    """The names of users' own prompts."""
    return sorted(path.stem for path in _own_folder().glob("*.toml") if path.stem not in _built_in())


def template(name: str) -> Template:
    """The template called `name`.

    Raises:
        SettingsError: there is none (the message lists those there are), or its file is broken.
    """
    if name in _built_in():
        return _built_in()[name]
    if _NAME.fullmatch(name) and (path := _own_folder() / f"{name}.toml").exists():
        return read_template(path)
    raise SettingsError(f"There is no prompt {name!r}; there are: {', '.join(template_names())}.")


def template_of(arm: Arm) -> Template:
    """The template that an arm is asked with: as it was when the run was planned."""
    return parse_template(arm.prompt, arm.wording) if arm.wording else template(arm.prompt)


def with_wording(arm: Arm) -> Arm:
    """The arm with its prompt's words and their version, so that changed words are another arm."""
    chosen = template(arm.prompt)
    return replace(arm, prompt_version=chosen.version, wording=to_toml(chosen))


def edited(name: str, wordings: Mapping[Language, Wording], *, chat: bool = False, note: str = "") -> Template:
    """A prompt of a user's own, its version a digest of its words.

    Raises:
        SettingsError: a name that cannot be one, or words that cannot be a prompt; every fault is named.
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise SettingsError(f"{name!r} cannot be a prompt's name → up to 40 letters, digits, spaces, dots or hyphens")
    if name in _built_in():
        raise SettingsError(f"{name} is a prompt that comes along → choose another name")
    wrong = [f"[{code}] {fault}" for code in LANGUAGES for fault in faults(wordings[code])]
    parts = [part for one in wordings.values() for part in (one.text, one.passages, one.system, *one.stop)]
    if any(len(part) > MAX_CHARACTERS for part in parts):
        wrong.append(f"a part is longer than {MAX_CHARACTERS:,} characters")
    if wrong:
        raise SettingsError("; ".join(wrong))
    unversioned = Template(name, "", note, wordings, chat)
    return replace(unversioned, version=digest(to_toml(unversioned))[:12])


def keep(chosen: Template) -> Template:
    """Keep a user's prompt under its name, in place of an earlier one of that name. Runs keep the words they had.

    Raises:
        SettingsError: there are too many already, or the file cannot be written.
    """
    folder = _own_folder()
    path = folder / f"{chosen.name}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists() and sum(1 for _ in folder.glob("*.toml")) >= MAX_OWN:
            raise SettingsError(f"there are {MAX_OWN} prompts already → use the name of one that is not needed")
        write_text_whole(path, to_toml(chosen))
    except OSError as error:
        raise SettingsError(f"the prompt cannot be kept in {folder} ({error.strerror})") from error
    return chosen


def remove(name: str) -> None:
    """Delete a user's prompt. Runs keep the words that they were asked with.

    Raises:
        SettingsError: it comes along, is not there, or its file cannot be deleted.
    """
    if name not in own_names():
        raise SettingsError(f"{name} is no prompt of your own → there are: {', '.join(own_names()) or 'none'}")
    try:
        (_own_folder() / f"{name}.toml").unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"the prompt {name} cannot be deleted ({error.strerror})") from error
