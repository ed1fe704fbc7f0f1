"""What every answer model can do, whatever runs it: many prompts in, completions out as they finish."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.llms import BaseLLM
from langchain_core.outputs import Generation, LLMResult
from pydantic import ConfigDict

from app.records import Decoding

NO_SERVER = (
    "endpoint:… にはサーバーが必要です。NARABE_ENDPOINT_URL を設定してください（例：http://127.0.0.1:8000/v1）",
    "endpoint:… needs a server: set NARABE_ENDPOINT_URL, e.g. http://127.0.0.1:8000/v1",
)
"""(Japanese, English)"""
Stage: TypeAlias = Callable[[str, float], None]
"""Is told what a model is busy with (`converting`, `loading`, `answering`) and how far it is, 0..1."""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model that can be chosen: `name` is what `load_model` takes, `label` and `note` are for people."""

    name: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote after one prompt.

    Attributes:
        text: the words as the model gave them, up to and including the stop marker if it wrote one.
        tokens: how many tokens were generated (0 or more).
        seconds: from the prompt's entry into the batch to its last token; prompts of one batch share this time.
        finish_reason: `stop` (marker or end of text), `length` (the token limit), or empty after an error.
        error: why there is no answer, for the user; None when there is one.
        retryable: whether asking again may help (a busy server, a lost connection): the run asks again after a pause.
    """

    text: str
    tokens: int
    seconds: float
    finish_reason: str
    error: str | None = None
    retryable: bool = False


class Message(NamedTuple):
    """One turn of a chat."""

    role: Literal["system", "user"]
    content: str


class AnswerModel(BaseLLM):
    """A LangChain model (`prompt | model`) whose `complete` answers many prompts at once."""

    model_config = ConfigDict(arbitrary_types_allowed=True, protected_namespaces=())

    decoding: Decoding = Decoding()
    """Used when the model is called through LangChain; `complete` is told each time."""

    @property
    def device(self) -> str:
        """Whose memory the model takes: `cpu`, `cuda`, or empty when it is somewhere else."""
        return ""

    @abstractmethod
    def complete(
        self,
        prompts: Sequence[str],
        *,
        stop: Sequence[str],
        decoding: Decoding,
        cancelled: Callable[[], bool] = lambda: False,
        samples: Sequence[int] = (),
    ) -> Iterator[tuple[int, Completion]]:
        """Answer `prompts`, yielding (index of the prompt, completion) as each finishes, in any order.

        A prompt that fails is a `Completion` with an `error`; the others go on. Once `cancelled()` is true (asked
        before every decoding step), the iterator ends and the unfinished prompts are left out.

        Args:
            prompts: the exact texts to continue.
            stop: markers; generation of a prompt ends after the first one it writes.
            decoding: how words are picked, and how many tokens an answer may have.
            cancelled: asked often, so it must be quick.
            samples: which answer to its prompt each is (1, 2, …); empty: all the first. Above temperature 0, each has
                random numbers of its own, the same whenever it is asked again.
        """

    def as_prompt(self, messages: Sequence[Message]) -> str | None:
        """The text that `complete` takes for a chat, by the model's chat template; None when it has none."""
        return None

    def fits(self, prompt: str, decoding: Decoding) -> bool:
        """Whether the prompt and the longest answer to it are within the model's context, as far as that is known."""
        return True

    def _generate(
        self,
        prompts: list[str],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> LLMResult:
        decoding = kwargs.get("decoding", self.decoding)
        found = dict(self.complete(prompts, stop=stop or (), decoding=decoding))
        return LLMResult(generations=[[_generation(found[index])] for index in range(len(prompts))])


def _generation(completion: Completion) -> Generation:
    info = {
        "tokens": completion.tokens,
        "seconds": completion.seconds,
        "finish_reason": completion.finish_reason,
        "error": completion.error,
    }
    return Generation(text=completion.text, generation_info=info)
