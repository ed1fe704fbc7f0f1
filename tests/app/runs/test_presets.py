from __future__ import annotations

import pytest

from app.errors import SettingsError
from app.prompts import template
from app.prompts.rendering import prompts
from app.records import Arm, Decoding
from app.runs.presets import preset


def test_the_original_experiment_is_a_preset() -> None:
    arm = preset("original")
    assert arm == Arm(
        model="TheBloke/h2ogpt-4096-llama2-13B-chat-GPTQ",
        prompt="original",
        retrieval="none",
        decoding=Decoding(max_new_tokens=512, temperature=0.2, top_p=0.95, repetition_penalty=1.15),
    )
    question = "What is the capital of Japan?"
    (sent,) = prompts(template(arm.prompt), "en", [question], knowledge=None, model=None, decoding=arm.decoding)
    assert sent.text == (
        "<prompt>Question: What is the capital of Japan? Write answer within 15 words.</prompt>\n<answer>Answer:"
    )
    assert template(arm.prompt).stop("en") == ("</answer>",)


def test_an_unknown_preset_lists_those_there_are() -> None:
    with pytest.raises(SettingsError, match="original"):
        preset("nonsense")
