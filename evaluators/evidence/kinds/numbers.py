"""Evidence from numbers, dates and times of day."""

from __future__ import annotations

from dataclasses import replace

from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.numbers import NumberEvidence, asks_for_day, compare_numbers, names_year_alone


def find(c: Comparison) -> Finding:
    """Whether the reference's values are stated, differ or are missing (0 or 1), and further ones (0..1)."""
    number = _compare(c)
    stated = float(number.expected > 0)
    if asks_for_day(c.pair.question) and names_year_alone(c.pair.reference, c.kept):
        number = replace(number, matched=0.0)
    values = {
        "number_match": stated * float(number.matched >= 0.99),
        "number_partial": stated * number.matched * float(number.matched < 0.99),
        "number_conflict": stated * float(number.conflict) * (1 - number.matched),
        "number_missing": stated * float(number.matched == 0 and not number.conflict),
        "number_extra": min(3, number.extra) / 3,
    }
    return Finding(values, {"reference": number.reference, "answer": number.answer})


def _compare(c: Comparison) -> NumberEvidence:
    return compare_numbers(c.pair.question, c.pair.reference, c.kept or c.pair.answer)


def _differs(case: Case) -> Sentence | None:
    if not case.values["number_conflict"]:
        return None
    return Sentence(
        f"数値が違います: 参照解答 {case.quotes['reference']}、回答 {case.quotes['answer']}",
        f"number differs: reference {case.quotes['reference']}, answer {case.quotes['answer']}",
    )


def _missing(case: Case) -> Sentence | None:
    if not case.values["number_missing"]:
        return None
    return Sentence(
        f"数値 {case.quotes['reference']} が回答にありません",
        f"the number {case.quotes['reference']} is not in the answer",
    )


def _same(case: Case) -> Sentence | None:
    if not case.values["number_match"] or case.reference_kind != "number":
        return None
    return Sentence(f"参照解答と同じ数値です: {case.reference}", f"same number as the reference: {case.reference}")


KIND = Kind(
    "numbers",
    ("number_match", "number_partial", "number_conflict", "number_missing", "number_extra"),
    find,
    reasons=(Reason(True, 200, _same), Reason(False, 300, _differs), Reason(False, 900, _missing)),
)
