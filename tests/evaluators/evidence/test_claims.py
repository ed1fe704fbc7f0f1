"""An answer that claims one thing and only names the reference afterwards."""

import pytest

from evaluators.evidence.claims import claims_another


@pytest.mark.parametrize(
    ("question", "reference", "answer", "another"),
    [
        ("What is the capital of Brazil?", "Brasília", "The capital of Brazil is Rio. Brasília is a new city.", True),
        ("What is the capital of Brazil?", "Brasília", "The capital of Brazil is Brasília. Rio is larger.", False),
        ("What is the capital of Brazil?", "Brasília", "The capital of Brazil is Rio. Sorry, Brasília.", False),
        ("日本一長い川は何ですか。", "信濃川", "日本一長い川は利根川です。信濃川は2番目です。", True),
        ("日本一長い川は何ですか。", "信濃川", "日本一長い川は信濃川です。利根川は2番目です。", False),
        ("日本一長い川は何ですか。", "信濃川", "信濃川です。利根川ではありません。", False),
    ],
)
def test_claims(question: str, reference: str, answer: str, another: bool) -> None:
    assert claims_another(question, (reference,), answer) == another
