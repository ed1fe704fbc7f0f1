"""A named prompt: its words in each language around a question and its passages, and the exact text that they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from langchain_core.prompt_values import PromptValue
from langchain_core.prompts import PromptTemplate
from langchain_core.runnables import Runnable, RunnableLambda

from app.errors import SettingsError
from app.generation.base import Message
from app.generation.stopping import first_marker
from app.records import Language
from evaluators.reasoning import answer_start
from evaluators.replies import USUAL, Frame, read_reply

_TAG = re.compile(r"</?\w+>")
_SAYS_LITTLE = 5
"""Characters of a line after the question that may also stand in an answer."""
PLAIN_CHAT: Mapping[Language, str] = {
    "ja": "{system}\n\n{user}\n答え：",
    "en": "{system}\n\n{user}\nAnswer:",
}
"""How a chat is put to a model that knows no chats."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A template in one language.

    Attributes:
        text: with the field `{question}`; a literal brace is doubled.
        passages: what is sent instead where passages were found, with `{question}` and `{context}`; empty: the prompt
            has no place for passages.
        stop: the markers that end an answer.
        system: the system prompt of a chat; no fields.
    """

    text: str
    passages: str = ""
    stop: tuple[str, ...] = ()
    system: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A named prompt.

    Attributes:
        version: rises with every change of the words of a built-in prompt; of a user's prompt, a digest of them. So
            runs can be told apart.
        chat: whether models with a chat template are asked through it. All others get a text to continue.
    """

    name: str
    version: int | str
    note: str
    wordings: Mapping[Language, Wording]
    chat: bool = False

    def stop(self, language: Language) -> tuple[str, ...]:
        """The markers that end an answer in `language`."""
        return self.wordings[language].stop

    def frame(self, language: Language) -> Frame:
        """The template's own words on the lines from the question on: where they come again, an answer has ended."""
        text = PLAIN_CHAT[language].replace("{user}", "{question}") if self.chat else self.wordings[language].text
        before, _, after = text.replace("{system}", "").partition("{question}")
        asks = [line for line in _TAG.split(before.rpartition("\n")[2]) if line.strip()]
        lines = [part.strip() for line in after.split("\n") for part in _TAG.split(line) if part.strip()]
        return Frame(
            asks=tuple(asks[-1:]),
            answers=tuple(line for line in lines if line.endswith((":", "："))),
            ends=tuple(line for line in lines if not line.endswith((":", "：")) and len(line) > _SAYS_LITTLE),
        )

    def render(self, language: Language, question: str, context: str = "") -> str:
        """The exact text that a model is asked to continue. Braces in `question` and `context` stay as they are."""
        return self.value(language, question, context).to_string()

    def messages(self, language: Language, question: str, context: str = "") -> tuple[Message, ...]:
        """The same for a model that is chatted with: the system prompt, if there is one, and the user's turn."""
        system = self.wordings[language].system
        user = Message("user", self._filled(language, question, context).to_string())
        return (Message("system", system), user) if system else (user,)

    def value(self, language: Language, question: str, context: str = "") -> PromptValue:
        """The text of `render` as LangChain's value."""
        filled = self._filled(language, question, context)
        if not self.chat:
            return filled
        plain = PromptTemplate.from_template(PLAIN_CHAT[language])
        return plain.invoke({"system": self.wordings[language].system, "user": filled.to_string()})

    def _filled(self, language: Language, question: str, context: str) -> PromptValue:
        wording = self.wordings[language]
        if context and not wording.passages:
            raise SettingsError(f"the prompt {self.name} has no place for passages → choose another, or no retrieval")
        chosen = PromptTemplate.from_template(wording.passages if context else wording.text)
        return chosen.invoke({"question": question, "context": context} if context else {"question": question})

    @property
    def takes_passages(self) -> bool:
        """Whether there is a place for passages, in every language."""
        return all(wording.passages for wording in self.wordings.values())

    def runnable(self, language: Language) -> Runnable[dict[str, Any], PromptValue]:
        """The template as a LangChain step: `{"question": …, "context": …}` (context may be absent) → prompt."""

        def fill(values: dict[str, Any]) -> PromptValue:
            return self.value(language, str(values["question"]), str(values.get("context", "")))

        return RunnableLambda(fill, name=f"{self.name}-{language}")


def faults(wording: Wording) -> list[str]:
    """What is wrong with the fields of a wording, one line each: nothing but these two is ever filled in."""
    found = _field_faults("text", wording.text, {"question"})
    if wording.passages:
        found += _field_faults("passages", wording.passages, {"question", "context"})
    return found


def _field_faults(place: str, text: str, wanted: set[str]) -> list[str]:
    try:
        fields = {_written(*parts) for _, *parts in Formatter().parse(text) if parts[0] is not None}
    except ValueError:
        return [f"{place}: a brace stands alone → write {{{{ or }}}} for a brace"]
    unknown = [f"{place}: unknown field {{{field}}} → write {{{{ and }}}} for braces" for field in fields - wanted]
    return sorted(unknown) + [f"{place}: {{{field}}} is missing" for field in sorted(wanted - fields)]


def _written(name: str | None, form: str | None, conversion: str | None) -> str:
    """A field as it stands in the text: a conversion, a format or an attribute makes it another field."""
    return (name or "") + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")


def trim(raw: str, stop: Sequence[str], frame: Frame = USUAL, question: str = "") -> str:
    """The answer in what a model wrote, without outer white space.

    It ends at the first marker, where the prompt's frame starts again or the model asks a question of its own, and
    where it only repeats itself.
    """
    return read_reply(written(raw, stop), question, frame).answer


def written(raw: str, stop: Sequence[str]) -> str:
    """What a model wrote up to the first marker; markers within its reasoning are part of that."""
    start = answer_start(raw)
    end = first_marker(raw[start:], stop)
    return raw if end is None else raw[: start + end]
