"""Named arms: whole settings that are known by one name."""

from __future__ import annotations

from app.errors import SettingsError
from app.records import Arm, Decoding

ORIGINAL = Arm(
    model="TheBloke/h2ogpt-4096-llama2-13B-chat-GPTQ",
    prompt="original",
    decoding=Decoding(max_new_tokens=512, temperature=0.2, top_p=0.95, repetition_penalty=1.15),
)
"""The original experiment's model, prompt and decoding (August 2023). A 4-bit GPTQ checkpoint: it wants a GPU."""

PRESETS = {"original": ORIGINAL}


def preset(name: str) -> Arm:
    """The arm called `name`.

    Raises:
        SettingsError: there is none; the message lists those there are.
    """
    try:
        return PRESETS[name]
    except KeyError as error:
        raise SettingsError(f"There is no preset {name!r}; there are: {', '.join(PRESETS)}.") from error
