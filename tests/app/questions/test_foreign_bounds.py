"""How many rows a file may have: fewer where others load it than on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.questions import bounds, findings, loading, read
from app.questions.bounds import Bounds


@pytest.mark.parametrize("name", ["問.csv", "問.jsonl"])
def test_ones_own_file_may_be_larger(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "QUESTION_BOUNDS", Bounds(rows=3))
    path = tmp_path / name
    rows = [f"{no},首都{no}は？,東京" for no in range(1, 6)]
    if name.endswith("csv"):
        path.write_text("\n".join(["NO,instruction(jp),response(jp)", *rows]), encoding="utf-8")
    else:
        made = '{"NO": %s, "instruction(jp)": "首都は？", "response(jp)": "東京"}'
        path.write_text("\n".join(made % no for no in range(1, 6)), encoding="utf-8")
    strange = read(path)
    assert strange.questions is None
    assert {one.code for one in strange.problems} == {"too_many_rows"}
    own = read(path, own=True)
    assert own.questions is not None and len(own.questions.questions) == 5


def test_strangers_are_bounded_at_fifty_thousand() -> None:
    assert bounds.QUESTION_BOUNDS.rows == 50_000 <= bounds.OWN_BOUNDS.rows // 2
    assert bounds.OWN_SECONDS > findings.MAX_SECONDS
