"""How a model picks its words: greedy and short unless somebody asks for something else, or for a preset."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

import gradio as gr

from app.records import Decoding
from app.runs.presets import PRESETS, preset
from app.ui.events import QUIET
from app.ui.page import Page

USUAL = Decoding()


@dataclass(frozen=True)
class DecodingBox:
    """The preset, and the settings of `Decoding`, in its order."""

    preset: gr.Dropdown
    max_new_tokens: gr.Slider
    temperature: gr.Slider
    top_p: gr.Slider
    repetition_penalty: gr.Slider

    @property
    def values(self) -> list[Any]:
        """The settings, in the order of `Decoding`."""
        return [self.max_new_tokens, self.temperature, self.top_p, self.repetition_penalty]


def build(page: Page) -> DecodingBox:
    """The settings, folded: most runs are left as they are."""
    t = page.labels
    with gr.Accordion(t("decoding.title"), open=False, elem_classes="nb-fold"):
        offered = [(t("decoding.usual"), ""), *((t(f"decoding.preset_{name}"), name) for name in PRESETS)]
        chosen = gr.Dropdown(offered, value="", label=t("decoding.preset"), info=t("decoding.preset_hint"))
        tokens = gr.Slider(1, 2048, USUAL.max_new_tokens, step=1, label=t("decoding.max_new_tokens"), buttons=[])
        temperature = gr.Slider(
            0, 2, USUAL.temperature, step=0.05, label=t("decoding.temperature"), info=t("decoding.greedy"), buttons=[]
        )
        top_p = gr.Slider(0.05, 1, USUAL.top_p, step=0.05, label=t("decoding.top_p"), buttons=[])
        penalty = gr.Slider(
            0.5, 2, USUAL.repetition_penalty, step=0.05, label=t("decoding.repetition_penalty"), buttons=[]
        )
    return DecodingBox(chosen, tokens, temperature, top_p, penalty)


def wire(box: DecodingBox, models: gr.Dropdown, prompts: gr.CheckboxGroup) -> None:
    """A preset fills in its model, prompt and decoding; any of them may be changed afterwards."""
    box.preset.input(fill, box.preset, [models, prompts, *box.values], **QUIET)


def fill(name: str) -> tuple[Any, ...]:
    """A preset's model, prompt and decoding; the usual decoding, and the choices left alone, where none is named."""
    if not name:
        return gr.skip(), gr.skip(), *astuple(USUAL)
    arm = preset(name)
    return [arm.model], [arm.prompt], *astuple(arm.decoding)
