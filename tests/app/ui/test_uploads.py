"""What is uploaded is kept for a bounded time, and bounded in size."""

from __future__ import annotations

import os
from pathlib import Path

import gradio as gr

from app.store import Store
from app.ui import uploads
from app.ui.blocks import build


def test_the_oldest_uploads_go_first(tmp_path: Path) -> None:
    with gr.Blocks() as app:
        pass
    for number in range(5):
        path = tmp_path / f"質問{number}.xlsx"
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))
        app.upload_file_set.add(str(path))
    (tmp_path / "質問3.xlsx").unlink()
    uploads.tidy(app, most=250)
    assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["質問2.xlsx", "質問4.xlsx"]
    uploads.tidy(app, most=250)
    assert len(list(tmp_path.glob("*.xlsx"))) == 2


def test_uploads_and_what_a_session_loaded_are_kept_for_hours_only(tmp_path: Path) -> None:
    app = build(Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}"))
    assert app.delete_cache == uploads.CLEARING
    states = [block for block in app.blocks.values() if isinstance(block, gr.State)]
    assert any(state.time_to_live == uploads.KEPT for state in states)
