import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.review import markdown
from app.ui.review.marks import marked_tree, parts


@pytest.mark.parametrize(
    ("answer", "references", "expected"),
    [
        ("Tokyo, Japan", ("東京", "Tokyo"), [("Tokyo", "hit"), (", Japan", "")]),
        ("首都は東京です。", ("東京",), [("首都は", ""), ("東京", "hit"), ("です。", "")]),
        ("ＴＯＫＹＯです", ("Tokyo",), [("ＴＯＫＹＯ", "hit"), ("です", "")]),
        ("H₂O です。", ("H2O",), [("H₂O", "hit"), (" です。", "")]),
        ("the house", ("us",), [("the house", "")]),
        ("us, the US", ("US.",), [("us", "hit"), (", the ", ""), ("US", "hit")]),
        ("1776年", ("177",), [("1776年", "")]),
        ("", ("東京",), []),
        ("東京", (), [("東京", "")]),
        ("東京", ("",), [("東京", "")]),
    ],
)
def test_references_are_marked(answer: str, references: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert list(parts(answer, references)) == expected


@pytest.mark.parametrize(
    ("answer", "references", "expected"),
    [
        ("3,767 metres", ("3776 metres",), [("3,767", "miss"), (" metres", "")]),
        ("3776m, not 12", ("3,776 metres",), [("3776m, not ", ""), ("12", "miss")]),
        ("in 794", ("Tokyo",), [("in 794", "")]),
    ],
)
def test_strange_numbers_of_a_wrong_answer(
    answer: str, references: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert list(parts(answer, references, wrong=True)) == expected


@given(st.text(), st.lists(st.text(), max_size=3), st.booleans())
def test_parts_joined_are_the_answer(answer: str, references: list[str], wrong: bool) -> None:
    assert "".join(text for text, _ in parts(answer, references, wrong=wrong)) == answer


def test_references_are_marked_in_markdown_too() -> None:
    tree = markdown.tree("答えは**東京都**の東京です。\n\n- 東京\n- 3,767 m")
    assert marked_tree(tree, ("東京", "3776 m"), wrong=True) == (
        ["p", None, "答えは", ["strong", None, ["mark", "hit", "東京"], "都"], "の", ["mark", "hit", "東京"], "です。"],
        [
            "ul",
            None,
            ["li", None, ["p", None, ["mark", "hit", "東京"]]],
            ["li", None, ["p", None, ["mark", "miss", "3,767"], " m"]],
        ],
    )
