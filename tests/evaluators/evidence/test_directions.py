"""Directions and permissions in other words: only where nothing else is said."""

import pytest

from evaluators.evidence.directions import direction, permission, says_same

PRICE = "What happens to the price when demand rises?"
DOGS = "What is the rule about dogs on the beach?"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("It increases.", 1),
        ("下がります。", -1),
        ("気圧は減少します。", -1),
        ("They become more expensive.", 1),
        ("As the sun rises, the shadows shrink.", -1),
        ("It rises and falls.", 0),
        ("It does not rise.", 0),
        ("変わりません", 0),
    ],
)
def test_directions(text: str, way: int) -> None:
    assert direction(text) == way


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("You may not smoke here.", -1),
        ("ここで泳いではいけません。", -1),
        ("Dogs are welcome.", 1),
        ("入ってもよい", 1),
        ("A banana", 0),
        ("You're welcome.", 0),
        ("静かにしてください", 0),
    ],
)
def test_permissions(text: str, allowed: int) -> None:
    assert permission(text) == allowed


@pytest.mark.parametrize(
    ("question", "reference", "answer", "same"),
    [
        (PRICE, "The price goes up", "It increases.", 1),
        (PRICE, "The price goes up", "下がります。", -1),
        (PRICE, "The price goes up", "Sales go up.", 0),
        (PRICE, "The price goes up by 5%", "It increases.", 0),
        ("What is wrong with the clock?", "It goes up", "It increases.", 0),
        (DOGS, "Dogs are allowed.", "犬は禁止です。", -1),
        (DOGS, "Dogs are allowed.", "Dogs may go on the beach.", 1),
        ("What is forbidden in the library?", "Eating there is forbidden", "Smoking there is forbidden", 0),
        ("犬の持ち込みは？", "いいえ、犬は禁止です。", "犬を連れて入ってもよい。", 0),
        ("Is it forbidden or allowed?", "It is allowed", "It is permitted", 0),
    ],
)
def test_only_what_says_no_more_is_the_same(question: str, reference: str, answer: str, same: int) -> None:
    assert says_same(question, reference, answer) == same
