"""The registry of evidence: every kind keeps what it promises, and a new one needs nothing but its line."""

from collections import Counter

import numpy as np
import pytest

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.kinds import KINDS
from evaluators.evidence.pairs import Cosines, Pair, texts_of
from evaluators.judge import features, reasons
from evaluators.judge.model import load_model
from evaluators.language import detect_language

PAIRS = [
    Pair("日本の首都はどこですか？", "東京", "東京ではなく京都です。"),
    Pair("Who wrote Hamlet?", "William Shakespeare", "ウィリアム・シェイクスピア"),
    Pair("Is it true that bats are blind?", "No", "いいえ、見えます。"),
    Pair("When was it founded?", "1740", "It was founded in 1741."),
    Pair("Is a whale a mammal or a fish?", "A mammal", "fish or mammal"),
    Pair("なぜ傘をさすのですか？", "雨に濡れないようにするためです。", "濡れないため"),
    Pair("?", "x", "👍"),
]


def compare(pair: Pair) -> Comparison:
    """The pair with made-up vectors."""
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(len(texts_of(pair)), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Comparison(pair, Cosines.of(vectors, 1.0, 0.0))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.answer)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_finds_exactly_its_features(kind: Kind, pair: Pair) -> None:
    found = kind.find(compare(pair)).values
    assert tuple(found) == kind.features
    assert all(isinstance(value, float) and -2 <= value <= 3 for value in found.values()), found


def test_names_are_given_once() -> None:
    assert max(Counter(kind.name for kind in KINDS).values()) == 1
    assert max(Counter(column for kind in KINDS for column in kind.columns).values()) == 1
    ranks = Counter((reason.correct, reason.rank) for kind in KINDS for reason in kind.reasons)
    assert max(ranks.values()) == 1


def test_the_shipped_layer_knows_every_feature_and_no_other() -> None:
    for weights in load_model().weights.values():
        assert set(weights) - {"bias"} == {column for kind in KINDS for column in kind.columns}


def test_sentences_are_in_both_languages() -> None:
    values = {column: 1.0 for kind in KINDS for column in kind.columns}
    quotes = {"reference": "1", "answer": "2", "found": "x", "further": "y", "similarity": "0.37"}
    for kind in KINDS:
        for reason in kind.reasons:
            for value in (0.0, 1.0):
                case = Case(dict.fromkeys(values, value), quotes, "X", "number")
                sentence = reason.say(case)
                if sentence:
                    assert detect_language(sentence.ja) == "ja"
                    assert detect_language(sentence.en) == "en"


def test_a_further_kind_is_gathered_and_may_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(comparison: Comparison) -> Finding:
        return Finding({"shouts": float(comparison.pair.answer.isupper())}, {"what": comparison.pair.answer})

    def say(case: Case) -> Sentence | None:
        return Sentence("叫んでいます", f"shouts {case.quotes['what']}") if case.values["shouts"] else None

    shouting = Kind("shouting", ("shouts",), find, (Reason(False, 1, say),), with_similarity=("shouts",))
    monkeypatch.setattr(features, "KINDS", (*KINDS, shouting))
    monkeypatch.setattr(reasons, "KINDS", (*KINDS, shouting))
    monkeypatch.setattr(reasons, "_RANKED", {c: reasons._ranked(correct=c) for c in (True, False)})
    evidence = features._evidence(compare(Pair("Capital?", "Tokyo", "KYOTO")))
    assert (evidence.values["shouts"], evidence.values["shouts_similar"]) == (1.0, evidence.values["similarity_best"])
    assert reasons.explain([("Tokyo", evidence)], 0, "KYOTO", correct=False) == ("叫んでいます", "shouts KYOTO")
    quiet = features._evidence(compare(Pair("Capital?", "Tokyo", "Kyoto")))
    assert "shouts" not in reasons.explain([("Tokyo", quiet)], 0, "Kyoto", correct=False).en


def test_a_similarity_says_which_text_was_compared() -> None:
    pair = Pair("初代大統領は誰？", "ジョージ・ワシントン", "彼は軍人です。名はワシトンです。")
    for nearest, said in (("名はワシトンです。", "「名はワシトンです。」"), (pair.answer, "回答全体")):
        vectors = np.full((len(texts_of(pair)), 2), (0.0, 1.0), np.float32)
        vectors[[i for i, text in enumerate(texts_of(pair)) if text in (nearest, pair.reference)]] = (1.0, 0.0)
        found = features._evidence(Comparison(pair, Cosines.of(vectors, 1.0, 0.0)))
        likeness = [r for k in KINDS for r in k.reasons if r.rank == reasons.LIKENESS]
        for reason in likeness:
            sentence = reason.say(Case(found.values, found.quotes["spans and sentences"], pair.reference, "short"))
            assert sentence and said in sentence.ja and "1.00" in sentence.ja and "1.00" in sentence.en


@pytest.mark.parametrize(("answer", "named"), [("はい、そうです。", "はい"), ("Yes, it certainly is so.", "yes")])
def test_of_references_that_say_the_same_the_one_in_the_answers_script_is_named(answer: str, named: str) -> None:
    question = "東京は日本の首都ですか？"
    found = [(text, features._evidence(compare(Pair(question, text, answer)))) for text in ("はい", "yes")]
    for at in (0, 1):
        assert reasons.explain(found, at, answer, correct=True).en.endswith(f": {named}")
