"""Named prompt templates (files in `prompt_templates/`), their stop markers, and the trimming of what a model wrote."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.prompt_values import PromptValue
from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda

from app.errors import SettingsError
from app.generation.stopping import first_marker
from app.records import LANGUAGES, Language

FOLDER = Path(__file__).parent / "prompt_templates"


@dataclass(frozen=True, slots=True)
class Wording:
    """A template in one language.

    Attributes:
        text: with the fields `{question}` and `{context}`; a literal brace is doubled.
        passages: what stands for `{context}` when there are passages, around a `{context}` of its own.
        stop: the markers that end an answer.
    """

    text: str
    passages: str
    stop: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A named prompt. The `version` rises with every change of its words, so that runs can be told apart."""

    name: str
    version: int
    note: str
    wordings: Mapping[Language, Wording]

    def stop(self, language: Language) -> tuple[str, ...]:
        """The markers that end an answer in `language`."""
        return self.wordings[language].stop

    def render(self, language: Language, question: str, context: str = "") -> str:
        """The exact text that a model is asked to continue. Braces in `question` and `context` stay as they are."""
        return self.value(language, question, context).to_string()

    def value(self, language: Language, question: str, context: str = "") -> PromptValue:
        """The same as LangChain's value."""
        wording = self.wordings[language]
        passages = wording.passages.format(context=context) if context else ""
        return PromptTemplate.from_template(wording.text).invoke({"question": question, "context": passages})

    def runnable(self, language: Language) -> Runnable[dict[str, Any], PromptValue]:
        """The template as a LangChain step: `{"question": …, "context": …}` (context may be absent) → prompt."""

        def fill(values: dict[str, Any]) -> PromptValue:
            return self.value(language, str(values["question"]), str(values.get("context", "")))

        return RunnableLambda(fill, name=f"{self.name}-{language}")


@cache
def _templates() -> dict[str, Template]:
    return {path.stem: read_template(path) for path in sorted(FOLDER.glob("*.toml"))}


def read_template(path: Path) -> Template:
    """A template from its file.

    Raises:
        SettingsError: the file lacks a part; named.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        wordings: dict[Language, Wording] = {
            language: Wording(raw[language]["text"], raw[language]["passages"], tuple(raw[language]["stop"]))
            for language in LANGUAGES
        }
        return Template(path.stem, int(raw["version"]), raw["note"], wordings)
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path.name}: {error} is missing or wrong.") from error


def template_names() -> list[str]:
    """The names that `template` takes, the default first."""
    return sorted(_templates(), key=lambda name: (name != "qa", name))


def template(name: str) -> Template:
    """The template called `name`.

    Raises:
        SettingsError: there is none; the message lists those there are.
    """
    try:
        return _templates()[name]
    except KeyError as error:
        raise SettingsError(f"There is no prompt {name!r}; there are: {', '.join(template_names())}.") from error


def render(chosen: Template, language: Language, question: str, context: str = "") -> str:
    """See `Template.render`."""
    return chosen.render(language, question, context)


def trim(raw: str, stop: Sequence[str]) -> str:
    """The answer in what a model wrote: everything before the first marker, or all of it, without outer white space."""
    end = first_marker(raw, stop)
    return (raw if end is None else raw[:end]).strip()
