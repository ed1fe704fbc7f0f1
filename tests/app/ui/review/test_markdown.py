"""Markdown in answers: shown as it is meant, built from text only."""

from __future__ import annotations

import json

import pytest

from app.ui.review.markdown import LONGEST, tree


def test_lists_code_tables_and_line_breaks() -> None:
    found = tree("**東京**です。\n次の行\n\n3. 一\n4. 二\n\n```html\n<b>x</b>\n```\n\n|a|b|\n|-|-|\n|1|2|")
    assert found[0] == ["p", None, ["strong", None, "東京"], "です。", ["br", None], "次の行"]
    assert found[1][:2] == ["ol", 3] and found[2] == ["pre", None, "<b>x</b>\n"] and found[3][0] == "table"


@pytest.mark.parametrize(
    "plain", ["東京", "1986.", "- 5", "a\nb", "5 * 3 * 2", "    字下げ", "<b>x</b>", "**" * LONGEST]
)
def test_what_is_no_markdown_is_left_as_it_is(plain: str) -> None:
    assert tree(plain) == ()


def test_html_links_and_backslashes_stay_characters() -> None:
    text = "**x** <img src=x onerror=1> [a](javascript:b) &amp; \\(y\\)"
    assert json.dumps(tree(text)).count('"strong"') == 1
    assert tree(text)[0][3:] == [" <img src=x onerror=1> [a](javascript:b) &amp; \\(y\\)"]
