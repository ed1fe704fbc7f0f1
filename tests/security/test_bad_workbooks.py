"""Bad workbooks through the browser's upload; benchmarks/uploads.py does the same with a thousand and more."""

from __future__ import annotations

import pytest

from benchmarks.uploads import Seen, judge, measure
from tests.data.bad import KINDS
from tests.security.conftest import Served


@pytest.mark.slow
def test_bad_workbooks_are_loaded_or_explained_and_never_in_silence(app: Served) -> None:
    seen = measure(app, range(100, 120), Seen())
    assert not seen.wrong, "\n".join(seen.wrong)
    assert sum(seen.loaded.values()) + sum(seen.explained.values()) == 20
    assert set(seen.seconds) == set(KINDS)


@pytest.mark.parametrize(
    ("facts", "drawn", "wrong"),
    [
        ({"questions": 0, "problems": []}, "問題なし", "neither loaded nor explained"),
        ({"error": "silence"}, "日本", "silence"),
        ({"questions": 2, "problems": []}, "", "the page shows nothing"),
    ],
)
def test_a_silence_is_noticed(facts: dict[str, object], drawn: str, wrong: str) -> None:
    seen = Seen()
    judge("cut-1.xlsx", facts, drawn, 0.1, seen)
    judge("cut-2.xlsx", {"questions": 1, "problems": []}, "読み込み", 11.0, seen)
    assert wrong in seen.wrong[0] and "11.0 s" in seen.wrong[-1] and len(seen.wrong) == 2
