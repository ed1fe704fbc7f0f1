"""Why an answer was judged as it was: one plain sentence in English, the same in Japanese."""

from __future__ import annotations

from collections.abc import Callable

from evaluators.judge.features import Evidence

_LONGEST = 60

Reason = tuple[str, str]


def explain(evidence: Evidence, reference: str, *, correct: bool) -> Reason:
    """The sentence that names what decided, in English and in Japanese.

    The first rule that fits the outcome speaks: contradictions before similarity when incorrect, findings before
    similarity when correct.
    """
    rules = _FOR if correct else _AGAINST
    for rule in rules:
        reason = rule(evidence, _short(reference))
        if reason:
            return reason
    return _by_similarity(evidence, _short(reference), correct=correct)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _number_differs(e: Evidence, reference: str) -> Reason | None:
    if not e.values["number_conflict"]:
        return None
    return (
        f"number differs: reference {e.number.reference}, answer {e.number.answer}",
        f"数値が違います: 参照解答 {e.number.reference}、回答 {e.number.answer}",
    )


def _number_missing(e: Evidence, reference: str) -> Reason | None:
    if not e.values["number_missing"]:
        return None
    return f"the number {e.number.reference} is not in the answer", f"数値 {e.number.reference} が回答にありません"


def _polarity_differs(e: Evidence, reference: str) -> Reason | None:
    if not (e.values["polarity_differs"] or e.values["denial_differs"]):
        return None
    return f"yes and no are the other way round: reference {reference}", f"肯定と否定が逆です: 参照解答 {reference}"


def _rejected(e: Evidence, reference: str) -> Reason | None:
    if not (e.values["rejected_containment"] or e.values["name_rejected"] > 0.3):
        return None
    return (
        f"the answer names the reference only to set it aside: {reference}",
        f"参照解答を挙げたうえで否定しています: {reference}",
    )


def _refusal(e: Evidence, reference: str) -> Reason | None:
    if not e.values["refusal"]:
        return None
    return "the answer declines or does not know", "回答を控えているか、わからないと述べています"


def _open(e: Evidence, reference: str) -> Reason | None:
    if not (e.values["leaves_open"] or e.values["choice_several"]):
        return None
    return "the answer names several possibilities and settles on none", "複数の候補を挙げ、一つに決めていません"


def _echo(e: Evidence, reference: str) -> Reason | None:
    if not e.values["echoes"]:
        return None
    return "the answer only repeats the question", "質問を繰り返しているだけです"


def _modified(e: Evidence, reference: str) -> Reason | None:
    if not e.values["modifier_differs"]:
        return None
    return (
        f"a word that changes the meaning differs (such as vice-, former, anti-, non-): reference {reference}",
        f"意味を変える語（副・元・反・非など）が違います: 参照解答 {reference}",
    )


def _rival(e: Evidence, reference: str) -> Reason | None:
    if not e.values["term_rival"]:
        return None
    return (
        f"names another of its kind than the reference: {reference}",
        f"参照解答とは別のものを挙げています: {reference}",
    )


def _other_name(e: Evidence, reference: str) -> Reason | None:
    if not e.values["name_expected"] or e.values["name_recall"] > 0.7 or reference.islower():
        return None
    return (
        f"the name in the reference is not in the answer: {reference}",
        f"参照解答の名前が回答にありません: {reference}",
    )


def _exact(e: Evidence, reference: str) -> Reason | None:
    if not e.values["exact_match"]:
        return None
    return f"same as the reference: {reference}", f"参照解答と一致します: {reference}"


def _number_same(e: Evidence, reference: str) -> Reason | None:
    if not e.values["number_match"] or e.kind != "number":
        return None
    return f"same number as the reference: {reference}", f"参照解答と同じ数値です: {reference}"


def _contained(e: Evidence, reference: str) -> Reason | None:
    if not e.values["containment"]:
        return None
    return f"contains the reference: {reference}", f"参照解答を含んでいます: {reference}"


def _polarity_same(e: Evidence, reference: str) -> Reason | None:
    if not (e.values["polarity_agrees"] or e.values["denial_agrees"]):
        return None
    return f"says yes or no as the reference does: {reference}", f"肯定・否定が参照解答と同じです: {reference}"


def _same_term(e: Evidence, reference: str) -> Reason | None:
    if e.values["term_match"] < 1 or e.kind == "long":
        return None
    return f"means the same as the reference: {reference}", f"参照解答と同じ意味の語です: {reference}"


def _same_name(e: Evidence, reference: str) -> Reason | None:
    if max(e.values["name_recall"], e.values["name_whole"]) < 0.8 or not e.name.found:
        return None
    return (
        f"same name: reference {reference}, answer {e.name.found}",
        f"同じ名前です: 参照解答 {reference}、回答 {e.name.found}",
    )


_AGAINST: tuple[Callable[[Evidence, str], Reason | None], ...] = (
    _refusal,
    _echo,
    _number_differs,
    _rejected,
    _polarity_differs,
    _open,
    _modified,
    _rival,
    _number_missing,
    _other_name,
)
_FOR: tuple[Callable[[Evidence, str], Reason | None], ...] = (
    _exact,
    _number_same,
    _contained,
    _polarity_same,
    _same_term,
    _same_name,
)


def _by_similarity(e: Evidence, reference: str, *, correct: bool) -> Reason:
    cosine = e.values["similarity_best"]
    if correct:
        return (
            f"similar in meaning ({cosine:.2f}) to the reference: {reference}",
            f"参照解答と意味が近い（類似度 {cosine:.2f}）: {reference}",
        )
    return (
        f"not similar enough in meaning ({cosine:.2f}) to the reference: {reference}",
        f"参照解答と意味が十分に近くありません（類似度 {cosine:.2f}）: {reference}",
    )
