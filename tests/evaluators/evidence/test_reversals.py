"""Opposites, roles, statements and lists: what turns a sentence round."""

from __future__ import annotations

import numpy as np
import pytest

from evaluators.evidence.answers import listed, named_options, same_answer
from evaluators.evidence.choices import options
from evaluators.evidence.kind import Comparison
from evaluators.evidence.kinds import opposites
from evaluators.evidence.opposites import compare_roles, opposed, poles, the_one_compared
from evaluators.evidence.pairs import Cosines, Pair, texts_of
from evaluators.evidence.polarity import told_polarity
from evaluators.evidence.statements import stated


@pytest.mark.parametrize(
    ("reference", "answer", "same"),
    [
        ("Tanya hired Oscar.", "Oscar was hired by Tanya.", 1),
        ("Tanya hired Oscar.", "Oscar hired Tanya.", -1),
        ("The moose is heavier than the goat.", "The goat is lighter than the moose.", 1),
        ("The moose is heavier than the goat.", "The goat is heavier than the moose.", -1),
        ("岡田が三浦を助けた。", "三浦は岡田に助けられた。", 1),
        ("岡田が三浦を助けた。", "岡田は三浦に助けられた。", -1),
        ("鹿は山羊より重い。", "山羊より鹿のほうが重い。", 1),
        ("鹿は山羊より重い。", "山羊は鹿より重い。", -1),
        ("姉は妹より足が速い。", "妹は姉より足が速いです。", -1),
        ("木星は土星より重い。", "土星のほうが木星より重い。", -1),
        ("土壌の水分が多く、気温も高いから", "ここは水分が多く、土壌の気温が高いので、冷えません。", 0),
        ("西高校が東高校に勝った。", "東高校が西高校に負けた。", 1),
        ("西高校が東高校に勝った。", "東高校が西高校に勝った。", -1),
        ("The Danes defeated the Swedes.", "The Swedes lost to the Danes.", 1),
        ("Silver is lighter than gold.", "銀は金より軽い。", 1),
        ("Silver is lighter than gold.", "銀は金より重い。", -1),
        ("スペインがポルトガルに勝った。", "Portugal beat Spain.", -1),
        ("Peru and Chile", "Chile and Peru", 0),
        ("ペルーとチリ", "チリとペルー", 0),
    ],
)
def test_roles(reference: str, answer: str, same: int) -> None:
    assert compare_roles(reference, answer).same == same


def test_opposites_in_either_language() -> None:
    assert opposed("It gets colder.", "暑くなる") != (0, 1)
    assert opposed("The door is open.", "ドアは閉まっています。")[0] == 1
    assert opposed("The door is open.", "ドアは開いています。")[0] == 0


def test_a_kanji_in_a_name_is_no_opposite() -> None:
    assert not poles("川上さんと下田さん")
    assert set(poles("食後")) & set(poles("after the meal"))


def of(reference: str, answer: str) -> dict[str, float]:
    pair = Pair("How did it go?", reference, answer)
    return dict(opposites.find(Comparison(pair, Cosines(np.eye(len(texts_of(pair)))))).values)


def test_a_denied_word_takes_the_side_of_its_opposite() -> None:
    denied, other = of("Pets are not allowed", "Pets are forbidden"), of("Pets are not allowed", "Pets are allowed")
    assert (denied["opposite"], denied["same_side"], denied["reversed"]) == (0, 1, 0)
    assert (other["opposite"], other["reversed"]) == (1, 1)


def test_the_opposite_word_for_the_same_roles_is_no_opposite() -> None:
    lost, won = of("Tanya beat Oscar.", "Oscar lost to Tanya."), of("Tanya beat Oscar.", "Oscar beat Tanya.")
    assert (lost["opposite"], lost["reversed"], lost["roles_same"]) == (0, 0, 1)
    assert won["roles_swapped"] == 1


def test_a_word_that_denies_counts_once() -> None:
    same, other = of("持ち込みは禁止です。", "持ち込めません。"), of("Food is not allowed.", "飲食は許可されています。")
    assert (same["opposite"], same["reversed"]) == (0, 0)
    assert other["reversed"] == 1
    assert of("Food is not allowed.", "飲食は禁止です。")["opposite"] == 0


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ("The tea improves sleep.", "It makes sleep worse."),
        ("味を良くする。", "味を悪くする。"),
        ("It rises.", "It drops."),
    ],
)
def test_effects_and_their_opposites(reference: str, answer: str) -> None:
    assert of(reference, answer)["opposite"] == 1


@pytest.mark.parametrize(
    ("question", "reference", "thing"),
    [
        ("Which is taller, the pine or the oak?", "The pine is taller than the oak.", "pine"),
        ("馬と牛ではどちらが速いですか。", "牛は馬より遅い。", "馬"),
        ("馬と牛の違いは？", "牛は馬より遅い。", ""),
    ],
)
def test_which_of_two_a_comparison_says(question: str, reference: str, thing: str) -> None:
    assert the_one_compared(question, reference, options(question)) == thing


@pytest.mark.parametrize(
    ("question", "text", "polarity"),
    [
        ("Is the Rhine in Spain?", "The Rhine is in Germany.", -1),
        ("Is the Rhine in Germany?", "The Rhine is in Germany, and in France.", 1),
        ("アマゾン川はアジアにありますか。", "アマゾン川はブラジルにあります。", -1),
        ("Is Mount Aso a volcano? Answer “yes” or “no.”", "Mount Aso is a volcano.", 1),
    ],
)
def test_another_place_denies_what_is_asked(question: str, text: str, polarity: int) -> None:
    assert stated(question, text).polarity == polarity


def test_a_bare_no_has_no_negation_to_compare() -> None:
    assert of("いいえ", "It never stops.")["reversed"] == 0 == of("No", "止まります")["reversed"]


@pytest.mark.parametrize(
    ("question", "answer", "polarity"),
    [
        ("Is the fish boneless?", "It has bones.", -1),
        ("Do ostriches fly?", "Ostriches are flightless.", -1),
        ("コウモリは鳥ですか。", "コウモリは鳥ではなく哺乳類です。", -1),
        ("切符なしで乗れますか。", "切符が必要です。", -1),
        ("切符なしで乗れますか。", "切符なしで乗れます。", 1),
        ("Is the tour free?", "There is no charge for the tour.", 1),
        ("Is the tour free?", "The tour costs five pounds.", -1),
        ("Was the concert cancelled?", "The concert took place.", -1),
        ("Is the pool open in May?", "The pool is closed in May.", -1),
        ("Is the pool open in May?", "The pool is not closed in May.", 1),
        ("Is it impossible to park here?", "It is not possible to park here.", 1),
        ("Is it impossible to park here?", "It is possible to park here.", -1),
        ("傘は必要ですか。", "傘は不要です。", -1),
        ("傘は必要ですか。", "傘は必要です。", 1),
        ("ここは禁煙ではありませんか。", "ここは禁煙ではありません。", -1),
    ],
)
def test_statements(question: str, answer: str, polarity: int) -> None:
    assert stated(question, answer).polarity == polarity


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1. oak 2. elm 3. fir", 3),
        ("oak\nelm", 2),
        ("ジョン・アダムズ", 1),
        ("松・杉・檜", 3),
        ("1,250,000", 1),
        ("Olympia, Washington", 2),
        ("Because it is cold, and because it is dark.", 1),
        ("松は針葉樹で、桜は広葉樹です。", 1),
    ],
)
def test_lists(text: str, items: int) -> None:
    assert len(listed(text)) == items


def test_options_that_an_answer_names() -> None:
    question = "次のうち、木はどれですか。スプーン、スギ、スリッパ"
    assert named_options(question, "スプーン、スギ、スリッパ") == (3, 3)
    assert named_options(question, "スギです。") == (1, 3)


def test_the_same_answer_twice() -> None:
    assert same_answer("Who?", "Curie", "Marie Curie", ("Marie Curie",))
    assert not same_answer("Who?", "Marie Curie", "Lise Meitner", ("Marie Curie",))
    assert not same_answer("Is it?", "It is far.", "It is not far.", ("far",))


@pytest.mark.parametrize(
    ("reference", "answer", "same"),
    [
        ("The Earth is bigger than Mars.", "Mars is bigger than the Earth.", -1),
        ("Cheetahs are much faster than lions.", "Lions are slower than cheetahs.", 1),
        ("Cheetahs are much faster than lions.", "Lions are faster than cheetahs.", -1),
        ("The landlord lent money to the tenant.", "The tenant lent money to the landlord.", -1),
        ("The landlord lent money to the tenant.", "The tenant borrowed money from the landlord.", 1),
        ("大家が借主にお金を貸した。", "借主が大家にお金を貸した。", -1),
        ("大家が借主にお金を貸した。", "借主が大家にお金を借りた。", 1),
    ],
)
def test_roles_of_common_nouns_and_a_third_thing(reference: str, answer: str, same: int) -> None:
    assert compare_roles(reference, answer).same == same


@pytest.mark.parametrize(
    ("question", "text", "polarity"),
    [
        ("Is it impossible to divide by zero?", "It is not possible.", 1),
        ("Is it impossible to divide by zero?", "It is possible.", -1),
        ("0で割ることは不可能ですか？", "できます。", -1),
        ("Is a tomato heavier than a watermelon?", "A watermelon is much heavier than a tomato.", -1),
        ("地球は火星より大きいですか？", "火星は地球より大きいです。", -1),
        ("地球は火星より大きいですか？", "地球は火星より大きいです。", 1),
    ],
)
def test_a_statement_says_yes_or_no_by_opposites_and_comparisons(question: str, text: str, polarity: int) -> None:
    said = stated(question, text)
    assert said.polarity == polarity
    assert said.restates >= 0.3
    assert told_polarity(question, text) == 0
