"""Second opinions on judgements, as the settings ask: an entailment model, a language model at the endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.config import Settings
from app.errors import SettingsError
from app.generation.base import Completion, Message
from app.records import Decoding
from evaluators import JudgeItem, Judgement
from evaluators.judge.judgement import unjudged
from evaluators.judge.second_opinion import PROMPT, prompt_for, read_reply, with_entailment, with_model

if TYPE_CHECKING:
    from app.generation.endpoint.model import EndpointModel

DECODING = Decoding(max_new_tokens=120)
"""How the judging model answers: greedily, one short line."""


def added(items: Sequence[JudgeItem], judgements: Sequence[Judgement], chosen: Settings) -> list[Judgement]:
    """Judgements with the second opinions that the settings name, in order; as they are where these name none.

    Raises:
        SettingsError: an entailment model that cannot be loaded or used, or a judging model without a server.
        ModelError: the judging model's server refuses the key or stays away.
    """
    found = list(judgements)
    if chosen.entailment:
        try:
            found = with_entailment(items, found, model=chosen.entailment)
        except ValueError as error:
            raise SettingsError(f"NARABE_ENTAILMENT: {error}") from error
    if chosen.judge:
        found = _with_model(items, found, _model(chosen))
    return found


def described(chosen: Settings) -> dict[str, str]:
    """Which second opinions the settings ask for, with the prompt that is sent; nothing where they ask for none."""
    out = {"judge: entailment model": chosen.entailment, "judge: language model": chosen.judge}
    out["judge: prompt"] = PROMPT if chosen.judge else ""
    return {name: value for name, value in out.items() if value}


def _model(chosen: Settings) -> EndpointModel:
    # Half a second to import: only where they are used.
    from app.generation.endpoint.model import PREFIX, EndpointModel
    from app.generation.endpoint.server import servers

    return EndpointModel(
        server=servers(chosen)[0],
        model=chosen.judge.removeprefix(PREFIX),
        api="chat",
        concurrency=chosen.endpoint_concurrency,
        timeout=chosen.endpoint_timeout,
    )


def _with_model(items: Sequence[JudgeItem], judgements: Sequence[Judgement], model: EndpointModel) -> list[Judgement]:
    out = list(judgements)
    asked = [(i, prompt) for i, item in enumerate(items) if out[i].probability and (prompt := prompt_for(item))]
    prompts = [model.as_prompt([Message("user", prompt)]) or prompt for _, prompt in asked]
    for place, completion in model.complete(prompts, stop=(), decoding=DECODING):
        i = asked[place][0]
        out[i] = with_model(out[i], _opinion(items[i], completion))
    return out


def _opinion(item: JudgeItem, completion: Completion) -> Judgement:
    if completion.error is not None:
        return unjudged(
            f"判定モデルから返答がありません: {completion.error}",
            f"the judging model did not answer: {completion.error}",
        )
    return read_reply(item, completion.text)
