"""Each component of the page is described once, not once a visitor."""

from __future__ import annotations

from typing import Any, cast

import gradio as gr
from gradio.blocks import Block, BlocksConfig


class DescribedOnce(BlocksConfig):
    """What Gradio gives a new session to start from, with a copy of what it says of each component.

    Gradio describes every component of every page anew for each session, in the loop that serves everybody: fifty
    visitors who came at once kept all others waiting for seconds. A session only ever replaces a description, or the
    value in it.
    """

    described: dict[int, tuple[Block, dict[str, Any]]]

    def config_for_block(  # type: ignore[override]
        self, _id: int, rendered_ids: list[int], block: Block, renderable: Any = None
    ) -> dict[str, Any]:
        """The description of a component; only of those that the page was built with is it kept."""
        if renderable is not None or self.root_block.blocks.get(_id) is not block:
            return super().config_for_block(_id, rendered_ids, block, renderable)
        known = self.described.get(_id)
        if known is None or known[0] is not block:
            known = self.described[_id] = (block, super().config_for_block(_id, rendered_ids, block))
        return known[1] | {"props": dict(known[1]["props"])}

    def __copy__(self) -> DescribedOnce:
        """For a new session; what is described stays shared."""
        return _sharing(super().__copy__(), self.described)  # type: ignore[no-untyped-call]


def describe_once(app: gr.Blocks) -> None:
    """Has all sessions of a finished `app` share the descriptions of its components."""
    app.default_config = _sharing(app.default_config, {})


def _sharing(config: BlocksConfig, described: dict[int, tuple[Block, dict[str, Any]]]) -> DescribedOnce:
    config.__class__ = DescribedOnce
    shared = cast(DescribedOnce, config)
    shared.described = described
    return shared
