import pytest

from evaluators.evidence.names import SAME, compare_names, names
from evaluators.evidence.phonetics import sound_alike, sounds


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("ウィリアム", "William"),
        ("シェイクスピア", "Shakespeare"),
        ("ヴェルナー", "Werner"),
        ("チャイコフスキー", "Tchaikovsky"),
        ("アインシュタイン", "Einstein"),
        ("ヤコポ", "Jacopo"),
        ("バンダーリ", "Bhandari"),
        ("トウキョウ", "Tokyo"),
        ("ジョージ", "George"),
    ],
)
def test_same_name_sounds_alike(kana: str, latin: str) -> None:
    assert sound_alike(sounds(kana), sounds(latin)) >= SAME


@pytest.mark.parametrize(
    ("kana", "latin"),
    [("スクラントン", "San Antonio"), ("カシミール", "Kannauj"), ("シェイクスピア", "Marlowe"), ("キョウト", "Tokyo")],
)
def test_other_name_does_not(kana: str, latin: str) -> None:
    assert sound_alike(sounds(kana), sounds(latin)) < SAME


@pytest.mark.parametrize(
    ("reference", "answer", "low", "high"),
    [
        ("ウィリアム・シェイクスピア", "It was William Shakespeare.", 0.8, 1),
        ("Serena Williams", "セリーナ・ウィリアムズです。", 0.8, 1),
        ("徳川家康", "Ieyasu of the Tokugawa clan", 0.8, 1),
        ("ミッシ・ヘイル", "was sung byMissi Hale1.", 0.8, 1),
        ("ウィリアム・シェイクスピア", "Christopher Marlowe", 0, 0.6),
        ("Tokyo", "Osaka", 0, 0.65),
        ("1740", "1740", 0, 0),
    ],
)
def test_compare_names(reference: str, answer: str, low: float, high: float) -> None:
    assert low <= compare_names(reference, answer).recall <= high


def test_a_different_first_name_lowers_precision() -> None:
    assert compare_names("セリーナ・ウィリアムズ", "Venus Williams").precision == 0.5
    assert compare_names("セリーナ・ウィリアムズ", "Serena Williams").precision == 1.0


@pytest.mark.parametrize(
    ("reference", "answer", "is_rival"),
    [
        ("George Washington", "George H. W. Bush", True),
        ("George Washington", "Booker T. Washington", True),
        ("夏目漱石", "夏目雅子", True),
        ("George Washington", "Washington", False),
        ("George Washington", "President George Washington of the United States", False),
        ("John F. Kennedy", "John Fitzgerald Kennedy", False),
        ("Natsume Soseki", "夏目漱石", False),
        ("Takeo Arishima", "Ikuma Arishima", True),
        ("Stephen Hawking", "Steven Hawking", False),
        ("森鴎外", "森茉莉", True),
        ("中島敦", "中島誠", True),
        ("Sammy Davis Jr.", "Sammy", True),
        ("Sammy Davis Jr.", "Sammy Davis", False),
    ],
)
def test_another_name_that_shares_a_part_is_a_rival(reference: str, answer: str, is_rival: bool) -> None:
    assert (compare_names(reference, answer).rival > 0.4) is is_rival


@pytest.mark.parametrize(
    ("reference", "answer", "last"),
    [
        ("George Washington", "George W. Bush", False),
        ("Harry Potter", "Harry P. Stewart", False),
        ("Ursula K. Le Guin", "Ursula Guin", True),
        ("Harry Potter", "H. Potter", True),
    ],
)
def test_an_initial_is_no_family_name(reference: str, answer: str, last: bool) -> None:
    assert (compare_names(reference, answer).last > 0.76) is last


@pytest.mark.parametrize(
    ("reference", "answer", "inserted"),
    [
        ("David McCallum", "David Keith McCallum", False),
        ("George W. Bush", "George H. W. Bush", True),
        ("John Adams", "John Adams, not Quincy", False),
        ("John F. Kennedy", "John Fitzgerald Kennedy", False),
        ("Franklin Roosevelt", "Franklin D. Roosevelt", False),
        ("夏目漱石", "夏目漱石です", False),
    ],
)
def test_a_further_initial(reference: str, answer: str, inserted: bool) -> None:
    assert compare_names(reference, answer).inserted is inserted


@pytest.mark.parametrize(
    ("reference", "answer", "whole"),
    [
        ("Martin Luther King Jr.", "Martin Luther", False),
        ("Stephen King", "Stephen Fry", False),
        ("Queen Victoria", "Victoria", True),
        ("Martin Luther King Jr.", "Dr. Martin Luther King", True),
    ],
)
def test_a_rank_at_the_end_is_a_name(reference: str, answer: str, whole: bool) -> None:
    assert (compare_names(reference, answer).last >= SAME) is whole


def test_an_initial_that_is_also_a_word_is_an_initial() -> None:
    assert [name.text for name in names("A. A. Milne wrote a book")] == ["A", "A", "Milne", "wrote", "book"]


@pytest.mark.parametrize(
    ("reference", "answer", "same"),
    [
        ("John F. Kennedy", "JFK", True),
        ("United Nations", "the U.N.", False),
        ("United Nations", "U.N.", True),
        ("John F. Kennedy", "FDR", False),
        ("東京都", "TT", False),
    ],
)
def test_initials_stand_for_a_name(reference: str, answer: str, same: bool) -> None:
    assert (compare_names(reference, answer).recall == 1) is same
