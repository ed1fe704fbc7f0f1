"""People of like names."""

import json

import pytest

from evaluators.evidence.namesakes import TABLE, is_namesake, people


@pytest.mark.parametrize(
    ("reference", "answer", "other"),
    [
        ("ジョン・アダムズ", "John Quincy Adams", True),
        ("Martin Luther King Jr.", "Martin Luther", True),
        ("Martin Luther King Jr.", "Martin Luther King", False),
        ("村上春樹", "Ryū Murakami", True),
        ("村上春樹", "村上春樹です。村上龍ではありません。", False),
        ("チャールズ2世", "Charles I", True),
    ],
)
def test_namesakes(reference: str, answer: str, other: bool) -> None:
    assert is_namesake("Who?", reference, answer) == other


def test_each_form_of_the_table_is_found_as_its_own_person() -> None:
    groups = json.loads(TABLE.read_text(encoding="utf-8"))
    for i, group in enumerate(groups):
        for j, forms in enumerate(group):
            assert [form for form in forms if (i, j) not in people(form)] == []
            others = {form for other in group if other is not forms for form in other}
            assert others.isdisjoint(forms)
