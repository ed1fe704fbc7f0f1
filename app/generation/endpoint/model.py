"""Models behind an OpenAI-compatible server (vLLM, llama.cpp, Ollama, a hosted one), through LangChain.

The server batches; here as many prompts as the settings allow are kept on their way to it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import openai
from langchain_core.language_models import BaseChatModel, BaseLLM
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatResult, LLMResult
from langchain_openai import OpenAI
from langchain_openai.chat_models.base import BaseChatOpenAI

from app.config import settings
from app.errors import ModelError
from app.generation.base import AnswerModel, Completion, Message, ModelInfo, Stage
from app.generation.endpoint.background import Put, results
from app.generation.endpoint.server import BoundedClient, Server, is_away, is_hopeless, is_passing, offers, servers
from app.generation.endpoint.turns import Turns
from app.records import Decoding, digest

PREFIX = "endpoint:"
RETRIES = 10
"""How often one request is sent again: with the client's waits (0.5 s, doubled up to 8 s) about a minute, long enough
for a server to be restarted."""
FEW = 2
"""The same where there is another server that can be asked instead."""
GLANCE = 1.0
"""Seconds that the server's list may take when models are only to be offered."""
MOST_STOPS = 4
"""Hosted servers take no more stop markers; an answer is trimmed at all of them here."""
UNREADABLE = (openai.OpenAIError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What LangChain and the client raise for failed requests, and for replies that are not what they should be."""


def seed_of(prompt: str, sample: int) -> int:
    """A seed (31 bits, which every server takes) that depends on the prompt and its sample alone."""
    return int(digest([prompt, sample])[:8], 16) >> 1


class ChatPrompt(str):
    """A chat as the text that a person can read, which still knows its messages."""

    __slots__ = ("messages",)
    messages: tuple[Message, ...]

    def __new__(cls, messages: Sequence[Message]) -> ChatPrompt:
        """The chat as the JSON that is sent."""
        turns = [message._asdict() for message in messages]
        made = super().__new__(cls, json.dumps(turns, ensure_ascii=False, indent=1))
        made.messages = tuple(messages)
        return made


def load(name: str, progress: Stage) -> AnswerModel:
    """The model `endpoint:NAME` of the server in the settings.

    Raises:
        ModelError: the server cannot be reached, refuses the key, or has no such model; the message says what to do.
        SettingsError: the settings name no server.
    """
    chosen = settings()
    places, model = servers(chosen), name.removeprefix(PREFIX)
    progress("loading", 0.0)
    place, offered = offers(places)
    if offered and not any(one == model or one.endswith(f"/{model}") for one in offered):
        more = f" and {len(offered) - 10} more" if len(offered) > 10 else ""
        names = place.without_key(", ".join(offered[:10]))
        raise ModelError(f"{place.url} has no model {model!r}; it offers {names}{more}.")
    progress("loading", 1.0)
    return EndpointModel(
        server=places[0],
        others=tuple(places[1:]),
        model=model,
        api=chosen.endpoint_api,
        concurrency=chosen.endpoint_concurrency,
        timeout=chosen.endpoint_timeout,
    )


def listed() -> list[ModelInfo]:
    """The models that the server of the settings offers; none where it does not answer at once."""
    try:
        place, found = offers(servers(settings()), seconds=GLANCE, retries=0)
    except ModelError:
        return []
    return [ModelInfo(f"{PREFIX}{name}", name, f"at {place.url}") for name in found or []]


@dataclass(slots=True)
class Pulse:
    """When the server last answered (seconds, monotonic)."""

    last: float = field(default=float("-inf"))


class EndpointModel(AnswerModel):
    """A model of an OpenAI-compatible server."""

    server: Server
    others: tuple[Server, ...] = ()
    """Further servers with the same model: prompts go to the least busy one, and to another one where one is gone."""
    model: str
    api: Literal["auto", "completions", "chat"] = "auto"
    concurrency: int = 16
    timeout: float = 300.0
    retries: int = RETRIES

    @property
    def _llm_type(self) -> str:
        return "narabe-endpoint"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.model, "url": self.server.url}

    def as_prompt(self, messages: Sequence[Message]) -> str | None:
        """See `AnswerModel.as_prompt`: the server applies its own chat template."""
        return None if self.api == "completions" else ChatPrompt(messages)

    def complete(
        self,
        prompts: Sequence[str],
        *,
        stop: Sequence[str],
        decoding: Decoding,
        cancelled: Callable[[], bool] = lambda: False,
        samples: Sequence[int] = (),
    ) -> Iterator[tuple[int, Completion]]:
        """See `AnswerModel.complete`. The server leaves the stop marker itself out of the text.

        Raises:
            ModelError: the server refuses the key, or has been gone for longer than a restart takes; what is unanswered
                can be asked again.
        """

        async def work(put: Put[tuple[int, Completion]]) -> None:
            async with BoundedClient(self.timeout) as http:
                askers = [self._asker(http, place, stop, decoding) for place in (self.server, *self.others)]
                await self._ask_all(askers, prompts, seeds, put)

        seeds: Sequence[int | None] = [None] * len(prompts)
        if decoding.temperature > 0:
            seeds = [seed_of(prompt, one) for prompt, one in zip(prompts, samples or [1] * len(prompts), strict=True)]
        return results(work, cancelled)

    async def _ask_all(
        self,
        askers: Sequence[Asker],
        prompts: Sequence[str],
        seeds: Sequence[int | None],
        put: Put[tuple[int, Completion]],
    ) -> None:
        waiting = iter(enumerate(zip(prompts, seeds, strict=True)))
        pulse, turns = Pulse(), Turns(len(askers))

        async def worker() -> None:
            for index, (prompt, seed) in waiting:
                put((index, await self._completion(askers, turns, prompt, seed, pulse)))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self.concurrency * len(askers), len(prompts))):
                    group.create_task(worker())
        except* ModelError as errors:
            raise errors.exceptions[0] from None

    async def _completion(
        self, askers: Sequence[Asker], turns: Turns, prompt: str, seed: int | None, pulse: Pulse
    ) -> Completion:
        began = time.monotonic()
        place = turns.take()
        try:
            text, tokens, reason = _read(await askers[place].ask(prompt, seed))
            turns.give_back(place, gone=False)
        except UNREADABLE as error:
            if turns.give_back(place, gone=is_away(error)):
                return await self._completion(askers, turns, prompt, seed, pulse)
            message = askers[place].server.explanation(error)
            if is_hopeless(error) or (is_away(error) and pulse.last < began):
                raise ModelError(message) from None
            return Completion("", 0, time.monotonic() - began, "", message, is_passing(error))
        pulse.last = time.monotonic()
        if reason == "content_filter":
            return Completion("", tokens, pulse.last - began, "", "The server's content filter withheld the answer.")
        return Completion(text, tokens, pulse.last - began, "length" if reason == "length" else "stop")

    def _asker(self, http: BoundedClient, place: Server, stop: Sequence[str], decoding: Decoding) -> Asker:
        client = place.client(http, FEW if self.others else self.retries)
        sampling: dict[str, Any] = {
            "model": self.model,
            "max_tokens": decoding.max_new_tokens,
            "temperature": decoding.temperature,
            "top_p": decoding.top_p,
        }
        if decoding.repetition_penalty != 1.0:  # no standard parameter; vLLM's name and llama.cpp's
            penalty = decoding.repetition_penalty
            sampling["extra_body"] = {"repetition_penalty": penalty, "repeat_penalty": penalty}
        return Asker(
            place,
            OpenAI(client=client.completions, async_client=client.completions, api_key=place.key, **sampling),
            ReasoningChat(
                client=client.chat.completions,
                async_client=client.chat.completions,
                root_async_client=client,
                api_key=place.key,
                **sampling,
            ),
            list(stop[:MOST_STOPS]) or None,
            always_chat=self.api == "chat",
        )


class ReasoningChat(BaseChatOpenAI):
    """A chat whose reasoning, where the server gives it in a field of its own, stands before the answer in its tags."""

    def _create_chat_result(
        self, response: dict[str, Any] | openai.BaseModel, generation_info: dict[str, Any] | None = None
    ) -> ChatResult:
        result = super()._create_chat_result(response, generation_info)
        given = response if isinstance(response, dict) else response.model_dump(warnings=False)
        for generation, choice in zip(result.generations, given["choices"], strict=True):
            said = choice["message"]
            reasoning = said.get("reasoning_content") or said.get("reasoning")
            if isinstance(reasoning, str) and reasoning.strip():
                generation.text = _with_reasoning(reasoning, generation.text, choice.get("finish_reason"))
        return result


def _with_reasoning(reasoning: str, content: str, reason: object) -> str:
    """What a model wrote as one text; one that was cut off before its answer began has no end of its reasoning."""
    if reason == "length" and not content.strip():
        return f"<think>\n{reasoning}"
    return content if "</think>" in content else f"<think>\n{reasoning}\n</think>\n\n{content}"


@dataclass(frozen=True, slots=True)
class Asker:
    """LangChain's two models of one server, and which of them a prompt goes to."""

    server: Server
    completions: BaseLLM
    chat: BaseChatModel
    stop: list[str] | None
    always_chat: bool

    async def ask(self, prompt: str, seed: int | None = None) -> LLMResult:
        """Send one prompt, with the seed of its random numbers where it has one; retries are the client's."""
        seeded: dict[str, Any] = {} if seed is None else {"seed": seed}
        if isinstance(prompt, ChatPrompt):
            turns = {"system": SystemMessage, "user": HumanMessage}
            messages: list[BaseMessage] = [turns[one.role](one.content) for one in prompt.messages]
        elif self.always_chat:
            messages = [HumanMessage(prompt)]
        else:
            return await self.completions.agenerate([prompt], stop=self.stop, **seeded)
        return await self.chat.agenerate([messages], stop=self.stop, **seeded)


def _read(result: LLMResult) -> tuple[str, int, str]:
    """The text, how many tokens it has (0 where the server does not say), and the finish reason."""
    generation = result.generations[0][0]
    usage = (result.llm_output or {}).get("token_usage") or {}
    reason = (generation.generation_info or {}).get("finish_reason")
    return generation.text, int(usage.get("completion_tokens") or 0), str(reason or "stop")
