import pytest

from evaluators.evidence.modifiers import compare_modifiers, modifiers


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("アメリカ副大統領", {"second"}),
        ("Vice President of the United States", {"second"}),
        ("deputy prime minister", {"second"}),
        ("元首相", {"former"}),
        ("the former prime minister", {"former"}),
        ("次期大統領", {"next"}),
        ("the president-elect", {"next"}),
        ("反戦", {"against"}),
        ("anti-war", {"against"}),
        ("非公式", {"not"}),
        ("unofficial", {"not"}),
        ("違法です", {"not"}),
        ("illegal", {"not"}),
        ("憲法修正第1条", {"amendment"}),
        ("the First Amendment", {"amendment"}),
        ("準決勝", {"semi"}),
        ("the semi-final", {"semi"}),
        ("曾祖父", {"great"}),
        ("his great-grandfather", {"great"}),
        ("亜熱帯", {"sub"}),
        ("subtropical", {"sub"}),
        # words that only look like it
        ("副作用", set()),
        ("元素", set()),
        ("反対運動", set()),
        ("anticipated", set()),
        ("反応しました", set()),
        ("United Kingdom", set()),
        ("the former Soviet Union", set()),
        ("normal", set()),
        ("president", set()),
        ("大統領", set()),
    ],
)
def test_kinds_of_modifier(text, kinds) -> None:
    assert modifiers(text) == kinds


@pytest.mark.parametrize(
    ("reference", "answer", "differ", "shared"),
    [
        ("アメリカ大統領", "Vice President of the United States", True, False),
        ("Vice President", "大統領です", True, False),
        ("Vice President", "副大統領です", False, True),
        ("バラク・オバマ", "former president Barack Obama", False, False),
        ("official", "非公式です", True, False),
        ("The First Amendment", "修正第1条", False, True),
        ("The First Amendment", "憲法第1条", True, False),
    ],
)
def test_modifiers_compared_across_languages(reference, answer, differ, shared) -> None:
    assert compare_modifiers("?", reference, answer) == (differ, shared)


def test_a_modifier_of_the_question_says_nothing() -> None:
    assert compare_modifiers("副大統領は誰？", "カマラ・ハリス", "副大統領はハリスです") == (False, False)


def test_a_negation_says_what_a_modifier_says() -> None:
    assert not compare_modifiers("規則は？", "使用後は交換できません", "使用後の交換は不可です")[0]
    assert compare_modifiers("規則は？", "使用後は交換できます", "使用後の交換は不可能です")[0]
