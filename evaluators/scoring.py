"""Scores of answers: similarity and lexical overlap with their references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from evaluators.matching import character_f1, containment, exact_match, token_f1
from evaluators.results import Scores
from evaluators.similarity import cosine_similarity


def score(
    answer: str, references: Sequence[str] = (), references_other: Sequence[str] = (), *, encoder: Any = None
) -> Scores:
    """The scores of one answer; see `score_many`.

    Examples:
        >>> found = score("東京です。", ["東京"], ["Tokyo"])
        >>> found.exact_match, found.containment, found.similarity > found.similarity_other > 0.5
        (1.0, 1.0, True)
    """
    return score_many([(answer, references, references_other)], encoder=encoder)[0]


def score_many(items: Sequence[tuple[str, Sequence[str], Sequence[str]]], *, encoder: Any = None) -> list[Scores]:
    """The scores of answers, in order.

    Args:
        items: (answer, references in the language asked in, references in the other language); either may be empty.
        encoder: an encoder or its name; None: the embedded one.

    Returns:
        one `Scores` an item, each value the best over its references; all None for a blank answer.

    Examples:
        >>> first, blank = score_many([("in Tokyo", ["Tokyo"], []), (" ", ["Tokyo"], [])])
        >>> round(first.token_f1, 2), first.similarity_other, blank.token_f1
        (0.67, None, None)
    """
    pairs = [
        (answer, reference)
        for answer, same, other in items
        if answer.strip()
        for reference in (*_present(same), *_present(other))
    ]
    cosines = cosine_similarity([a for a, _ in pairs], [r for _, r in pairs], encoder=encoder)
    values = iter(cosines.tolist())
    return [_scores(answer, same, other, values) if answer.strip() else Scores() for answer, same, other in items]


def _scores(answer: str, same: Sequence[str], other: Sequence[str], values: Iterator[float]) -> Scores:
    same, other = _present(same), _present(other)
    similarity = [next(values) for _ in same]
    similarity_other = [next(values) for _ in other]
    return Scores(
        similarity=max(similarity, default=None),
        similarity_other=max(similarity_other, default=None),
        exact_match=_best(exact_match, answer, same),
        containment=_best(containment, answer, same),
        token_f1=_best(token_f1, answer, same),
        character_f1=_best(character_f1, answer, same),
    )


def _best(measure: Callable[[str, str], float], answer: str, references: Sequence[str]) -> float | None:
    return max((measure(answer, reference) for reference in references), default=None)


def _present(references: Sequence[str]) -> list[str]:
    return [reference for reference in references if reference.strip()]
