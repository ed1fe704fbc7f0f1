import pytest

from evaluators.evidence.dates import dates, times
from evaluators.evidence.numbers import asks_for_day, compare_numbers, names_year_alone
from evaluators.evidence.numerals import plain_numbers
from evaluators.evidence.quantities import quantities
from evaluators.normalization import clean


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("三億五千万円", "350000000円"),
        ("17万4000ドル", "174000ドル"),
        ("1.5億", "150000000"),
        ("二〇一九年", "2019年"),
        ("千九百十二年", "1912年"),
        ("二・五キロ", "2.5キロ"),
        ("１，２１０", "1210"),
        ("四分の三", "3/4 "),
        ("2割5分", "25%"),
        ("two hundred and seventy-two", "272"),
        ("twelve hundred", "1200"),
        ("nineteen ninety-five", "1995"),
        ("eight thousand million", "8000000000"),
        ("three quarters", "3/4"),
        ("one fifth", "1/5"),
        ("One in five", "1/5"),
        ("two and a half", "2.5"),
        ("half a million", "500000"),
        ("0.35 billion", "350000000"),
        ("$85k", "$85000"),
        ("3 × 10^8", "300000000"),
        ("sixteenth", "16th"),
        ("minus 60", "-60"),
        # words that hold numerals without being numbers
        ("坂本龍一です", "坂本龍一です"),
        ("千葉県", "千葉県"),
        ("世界一", "世界一"),
        ("十分な", "十分な"),
        ("300,000 km a second", "300000 km a second"),
    ],
)
def test_plain_numbers(text: str, plain: str) -> None:
    assert plain_numbers(text) == plain


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("42.195 km", 42195, "length"),
        ("1メートル80センチ", 1.8, "length"),
        ("one metre eighty", 1.8, "length"),
        ("three dollars and fifty cents", 3.5, "money:USD"),
        ("¥120", 120, "money:JPY"),
        ("一時間半", 5400, "duration"),
        ("an hour and a half", 5400, "duration"),
        ("約299,792km/s", 299_792_000, "speed"),
        ("摂氏百度", 100, "temperature:C"),
        ("昭和39年", 1964, "year"),
        ("紀元前44年", -44, "year"),
        ("44 BC", -44, "year"),
        ("nineteenth century", 19, "century"),
        ("1960年代", 1960, "decade"),
        ("1960s", 1960, "decade"),
        ("ルイ14世", 14, "regnal"),
        ("Louis XIV", 14, "regnal"),
        ("準優勝", 2, "place"),
        ("2ヘクタール", 20_000, "area"),
    ],
)
def test_quantities(text: str, value: float, dimension: str) -> None:
    found = quantities(text)
    assert [(q.dimension, pytest.approx(q.value)) for q in found] == [(dimension, value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1860年12月20日", "1860-12-20"),
        ("December 20, 1860", "1860-12-20"),
        ("On the 20th of July, 1969.", "1969-07-20"),
        ("昭和44年7月20日", "1969-07-20"),
        ("平成元年の11月", "1989-11-?"),
        ("1969/7/20", "1969-07-20"),
        ("the third of May", "?-05-03"),
        ("五月三日", "?-05-03"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert [str(d) for d in dates(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("午後3時30分", 930),
        ("15時半から", 930),
        ("half past three in the afternoon", 930),
        ("3:30 p.m.", 930),
        ("深夜0時15分", 15),
        ("a quarter past midnight", 15),
    ],
)
def test_times(text: str, minutes: int) -> None:
    assert minutes in [m for m, _ in times(text)]


@pytest.mark.parametrize(
    ("reference", "answer", "matched", "conflict"),
    [
        ("$174,000", "17万4000ドルです", 1, False),
        ("$174,000", "17万5000ドルです", 0, True),
        ("1740", "It was in 1741.", 0, True),
        ("42.195 km", "42,195メートルです", 1, False),
        ("42.195 km", "about 26.2 miles", 1, False),
        ("42.195 km", "42.195 miles", 0, True),
        ("100℃", "212 °F", 1, False),
        ("100℃", "100 °F", 0, True),
        ("4分の3", "75 percent", 1, False),
        ("半分", "五割です", 1, False),
        ("0人", "一人もいません", 1, False),
        ("0", "None", 1, False),
        ("0", "There is one.", 0, True),
        ("1964年", "昭和39年です", 1, False),
        ("1964年", "昭和36年です", 0, True),
        ("May 3, 1947", "1947年5月のことです", 1, False),
        ("午前9時から午後5時", "9:00〜17:00", 1, False),
        ("午前9時から午後5時", "10:00〜17:00", 0.5, True),
        ("6歳から12歳", "Children aged 6-12", 1, False),
        ("3対1", "It ended 3-1.", 1, False),
        ("3対1", "3-2でした", 0, True),
        ("about 13.8 billion years", "およそ138億年", 1, False),
        ("9360", "9359", 0, True),
        ("180.1 miles", "179.1 miles", 0, True),
        ("around 9 days", "6-12 days after ovulation", 0.6, False),
        ("1972", "in the early 1970s", 0.6, False),
        ("-60 °C", "About sixty degrees below zero.", 1, False),
    ],
)
def test_compare_numbers(reference: str, answer: str, matched: float, conflict: bool) -> None:
    evidence = compare_numbers("", reference, answer)
    assert (evidence.matched, evidence.conflict) == (matched, conflict)


def test_numbers_of_the_question_are_no_rivals() -> None:
    evidence = compare_numbers("When did the SAT become out of 1600?", "2016", "It became out of 1600 recently.")
    assert not evidence.conflict


@pytest.mark.parametrize(
    ("reference", "answer", "same"),
    [
        ("1968年", "19681人が見ました", False),
        ("1968年", "19681", False),
        ("1971年", "It was on January 2, 197112.", False),
        ("1968年", "1968¹", True),
        ("1968", "It happened in 1968¹².", True),
        ("1968年", "1968[12]年のことです", True),
        ("1968年", "1968年[3]", True),
        ("10億", "10⁹", True),
    ],
)
def test_a_footnote_is_a_mark_and_not_a_digit(reference: str, answer: str, same: bool) -> None:
    assert (compare_numbers("いつ？", reference, clean(answer)).matched == 1) is same
    assert (compare_numbers("いつ？", reference, answer).matched == 1) is same


@pytest.mark.parametrize(
    ("question", "reference", "answer", "matched"),
    [
        ("How many minutes are in 2 hours?", "120 minutes", "2 hours", 0),
        ("How many minutes are in 2 hours?", "120 minutes", "120", 1),
        ("1週間は何時間ですか。", "168時間", "7日", 0),
        ("1週間は何時間ですか。", "168時間", "168時間です", 1),
        ("How long is a kilogram in grams?", "1000 grams", "1 kg", 0),
        ("How high is the tower?", "333 m", "0.333 km", 1),
        ("音速は秒速何メートルですか。", "約340メートル", "340 m/s", 1),
        ("音速は秒速何メートルですか。", "約340メートル", "34 m/s", 0),
    ],
)
def test_the_unit_that_is_asked_for(question: str, reference: str, answer: str, matched: float) -> None:
    assert compare_numbers(question, reference, answer).matched == matched


def test_the_year_alone_is_less_than_the_day() -> None:
    assert names_year_alone("1964年10月10日", "1964年です。")
    assert names_year_alone("10 October 1964", "In 1964.")
    assert not names_year_alone("1964年10月10日", "昭和39年10月10日")
    assert not names_year_alone("1964年", "1964年")
    assert asks_for_day("開会式は何年何月何日でしたか。")
    assert not asks_for_day("When was the opening?")
