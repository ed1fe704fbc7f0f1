"""A new session shares what is said of the components, and changes nothing of another one's."""

from __future__ import annotations

import copy

import gradio as gr
import pytest
from gradio.blocks import BlocksConfig
from gradio.state_holder import SessionState

from app.store import Store
from app.ui.blocks import build
from app.ui.describing import describe_once


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The components that Gradio describes, one after the other."""
    found: list[int] = []
    describe = BlocksConfig.config_for_block

    def noting(_id: int, *given: object, **named: object) -> dict[str, object]:
        found.append(_id)
        return describe(_id, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(BlocksConfig, "config_for_block", staticmethod(noting))
    return found


def test_fifty_sessions_describe_each_component_once(described: list[int]) -> None:
    app = build(Store("sqlite://"))
    plain = SessionState(app).config_values
    describe_once(app)
    described.clear()
    sessions = [SessionState(app) for _ in range(50)]
    assert len(described) == len(set(described)) == len(plain) > 100
    assert all(session.config_values == plain for session in (sessions[0], sessions[-1]))


def test_a_session_keeps_its_values_to_itself() -> None:
    with gr.Blocks(analytics_enabled=False) as app:
        box = gr.Textbox("東京")
    describe_once(app)
    mine, yours = SessionState(app), SessionState(app)
    mine._update_value_in_config(box._id, "京都")
    assert mine.config_values[box._id]["props"]["value"] == "京都"
    assert yours.config_values[box._id]["props"]["value"] == "東京"
    other = copy.copy(box)
    other.value = "大阪"
    yours[box._id] = other
    yours._update_config(box._id)
    assert yours.config_values[box._id]["props"]["value"] == "大阪"
    assert SessionState(app).config_values[box._id]["props"]["value"] == "東京"
