"""Evidence from the question's own words: its subject, its options or their class said again, or nothing at all."""

from __future__ import annotations

import re

from evaluators.evidence.answers import content
from evaluators.evidence.asked_forms import misses_form
from evaluators.evidence.choices import options
from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.matching import contains, tokens
from evaluators.normalization import clean, has_japanese, normalize

_FEATURES = ("inside_question", "nothing_new", "is_option", "names_class", "reference_new", "empty_of_meaning")
_ENDLESS = re.compile(r"\d{16,}|(?:\b\d{1,2}[.)]\s*){3,}$|(\d)\1{11,}")
_MEANT = re.compile(r"[^\W_]")


def find(c: Comparison) -> Finding:
    """Where the answer's words stand in the question (0 or 1 each), and the share of the reference's that do not."""
    question, answer, reference = c.pair.question, c.pair.answer, c.pair.reference
    asked, said = normalize(question), normalize(answer)
    offered = [normalize(option) for option in options(question)]
    known, own, expected = content(question), content(answer), content(reference)
    same = has_japanese(question) == has_japanese(answer)
    new = own - known
    chosen = any(said.replace(" ", "") == option.replace(" ", "") for option in offered)
    named = chosen or any(contains(said, option) for option in offered)
    stem = asked
    for option in offered:
        stem = stem.replace(option, " ")
    missed = expected - own
    other_form = misses_form(question, reference, answer)
    values = (
        float(bool(said) and contains(asked, said)),
        float(same and bool(own) and not new and bool(missed)),
        float(chosen),
        float(len(offered) > 1 and not named and bool(own) and own <= frozenset(tokens(stem))),
        len(expected - known) / len(expected) if expected else 0.0,
        float(other_form or not _MEANT.search(answer) or bool(_ENDLESS.search(clean(answer[:400])))),
    )
    return Finding(dict(zip(_FEATURES, values, strict=True)), {"form": "1"} if other_form else {})


def _class(case: Case) -> Sentence | None:
    if not case.values["names_class"]:
        return None
    return Sentence(
        "選択肢を選ばず、質問の言葉を繰り返しています", "says the question's words again and chooses no option"
    )


def _nothing_new(case: Case) -> Sentence | None:
    values = case.values
    if not (values["nothing_new"] and values["reference_new"]) or values["is_option"]:
        return None
    return Sentence("質問にある言葉しか述べていません", "says only what the question says already")


def _empty(case: Case) -> Sentence | None:
    if not case.values["empty_of_meaning"]:
        return None
    if case.quotes.get("form"):
        return Sentence("質問が求める形の答えではありません", "not in the form that the question asks for")
    return Sentence("意味のある答えがありません", "there is no meaningful answer")


KIND = Kind(
    "the question's words",
    _FEATURES,
    find,
    reasons=(Reason(False, 90, _empty), Reason(False, 210, _class), Reason(False, 220, _nothing_new)),
)
