"""Names of columns that are said twice."""

from __future__ import annotations

import pytest

from app.questions.headers import Meaning, meaning


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("質問/Question", Meaning("question")),
        ("正解 ／ Answer", Meaning("reference")),
        ("番号\nNo.", Meaning("number")),
        ("質問\n(日本語)", Meaning("question", "ja")),
        ("正解\n英語", Meaning("reference", "en")),
        ("質問/正解", None),
        ("km/h", None),
        ("Q.No", Meaning("number")),
    ],
)
def test_a_name_said_twice_means_what_both_say(header: str, expected: Meaning | None) -> None:
    assert meaning(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("お題", Meaning("question")),
        ("クエリ（日）", Meaning("question", "ja")),
        ("項番", Meaning("number")),
        ("ground-truth", Meaning("reference")),
        ("許容解答", Meaning("reference", None, 2)),
        ("別解2", Meaning("reference", None, 3)),
        ("正答（日英）", Meaning("reference")),
        ("質問 (Japanese / English)", Meaning("question")),
    ],
)
def test_names_that_people_use(header: str, expected: Meaning) -> None:
    assert meaning(header) == expected
