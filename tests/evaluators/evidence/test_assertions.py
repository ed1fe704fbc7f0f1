import pytest

from evaluators.evidence.choices import options
from evaluators.evidence.contrast import split_assertion
from evaluators.evidence.readings import proper_names, reading
from evaluators.evidence.replies import is_refusal, leaves_open, novelty
from evaluators.evidence.spans import sentences, spans
from evaluators.evidence.terms import compare_terms
from evaluators.evidence.variants import variants


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("It is Canberra, not Sydney.", "Canberra", "Sydney"),
        ("Not Mori Ogai but Natsume Soseki.", "Soseki", "Ogai"),
        ("Soseki wrote it, rather than Akutagawa.", "Soseki", "Akutagawa"),
        ("People often say Canberra, but it's actually Melbourne.", "Melbourne", "Canberra"),
        ("CO2... no, wait, that's wrong. Water is H2O.", "H2O", "CO2"),
        ("Bigger than the sperm whale is the blue whale.", "blue whale", "sperm whale"),
        ("シドニーではなくキャンベラです。", "キャンベラ", "シドニー"),
        ("キャンベラです。シドニーではありません。", "キャンベラ", "シドニー"),
        ("ラファエロでもミケランジェロでもなく、ダ・ヴィンチの作品です。", "ダ・ヴィンチ", "ミケランジェロ"),
        ("よくキャンベラと間違えられますが、シドニーが首都です。", "シドニー", "キャンベラ"),
        ("1944年、いや、1945年です。", "1945", "1944"),
        ("土星より木星のほうが大きいです。", "木星", "土星"),
    ],
)
def test_split_assertion(text: str, kept: str, dropped: str) -> None:
    asserted, aside = split_assertion(text)
    assert kept in asserted
    assert kept not in aside
    assert dropped in aside
    assert dropped not in asserted


def test_a_plain_answer_is_kept_whole() -> None:
    assert split_assertion("日本の首都は東京です。") == ("日本の首都は東京です。", "")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("太陽系で一番大きい惑星は木星ですか、土星ですか？", ("木星", "土星")),
        ("水星と海王星のうち、太陽に近いのはどちらですか？", ("水星", "海王星")),
        ("次のうち哺乳類はどれですか？ サメ、イルカ、マグロ", ("サメ", "イルカ", "マグロ")),
        ("Which of these is a mammal: shark, dolphin, tuna?", ("shark", "dolphin", "tuna")),
        ("日本の首都はどこですか？", ()),
    ],
)
def test_options(question: str, expected: tuple[str, ...]) -> None:
    assert options(question) == expected


@pytest.mark.parametrize(
    ("reference", "answer", "matched", "rivals"),
    [
        ("月曜日", "It is Monday.", 1, 0),
        ("月曜日", "It is Tuesday.", 0, 1),
        ("緑", "A 100 Euro banknote is green", 1, 0),
        ("東", "西から昇ります", 0, 1),
        ("国際連合", "The UN", 1, 0),
        ("東京", "京都です", 0, 1),
        ("世界保健機関", "Nobody knows who it is", 0, 0),
    ],
)
def test_compare_terms(reference: str, answer: str, matched: float, rivals: int) -> None:
    evidence = compare_terms("", reference, answer)
    assert (evidence.matched, evidence.rivals) == (matched, rivals)


@pytest.mark.parametrize(
    "text",
    [
        "わかりません。",
        "申し訳ありませんが、お答えできません。",
        "I don't know.",
        "As an AI language model, I cannot say.",
    ],
)
def test_refusals(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize("text", ["東京です。", "Sorry, that's wrong; it is Tokyo.", "He died in 1945."])
def test_no_refusals(text: str) -> None:
    assert not is_refusal(text)


def test_open_answers() -> None:
    assert leaves_open("Either Jupiter or Saturn.")
    assert leaves_open("木星または土星です。")
    assert not leaves_open("木星です。")


def test_novelty_of_an_echo_is_low() -> None:
    assert novelty("日本の首都はどこですか？", "日本の首都です") < 0.3
    assert novelty("日本の首都はどこですか？", "東京") == 1.0


def test_spans_and_sentences() -> None:
    assert sentences("はい。東京です。") == ("はい。", "東京です。")
    assert "veal" in spans("You would buy veal for making a schnitzel.")
    assert "東京" in spans("首都は東京です。", "日本の首都は？")


def test_variants_open_brackets() -> None:
    assert variants(["PRINCE WILLIAM (accept DUKE OF CAMBRIDGE)"]) == [
        "DUKE OF CAMBRIDGE",
        "PRINCE WILLIAM",
        "PRINCE WILLIAM (accept DUKE OF CAMBRIDGE)",
    ]
    assert variants(["b", "a", "b", " "]) == ["a", "b"]


def test_readings() -> None:
    assert reading("水銀") == reading("すいぎん")
    assert ("徳川", "トクガワ") in proper_names("徳川家康")
