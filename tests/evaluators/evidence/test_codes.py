"""Formulae and codes that only begin alike."""

import pytest

from evaluators.evidence.codes import compare_codes


@pytest.mark.parametrize(
    ("question", "reference", "answer", "same", "differs"),
    [
        ("その化学式は？", "CO2", "CO₂です", True, False),
        ("What is its formula?", "CO2", "It is CO.", False, True),
        ("硫酸の化学式は？", "H2SO4", "H2SO3です", False, True),
        ("Which road?", "A40", "the A406", False, True),
        ("どの道路ですか。", "A40", "A40号線", True, False),
        ("Which road?", "A-40", "A40", True, False),
        ("Who founded it?", "McDonald", "MacDonald", False, False),
        ("How far?", "5km", "8km", False, False),
    ],
)
def test_codes(question: str, reference: str, answer: str, same: bool, differs: bool) -> None:
    assert compare_codes(question, reference, answer) == (same, differs)
