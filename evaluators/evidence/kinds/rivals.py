"""Evidence from several answers in one reply: rivals are none, the same answer repeated is one."""

from __future__ import annotations

from evaluators.evidence.answers import listed, meets, named_options, names_it, same_answer
from evaluators.evidence.choices import options
from evaluators.evidence.kind import Case, Comparison, Finding, Kind, Reason, Sentence
from evaluators.evidence.polarity import told_polarity
from evaluators.evidence.spans import sentences

_MANY, _FEW = 5, 3
_FEATURES = (
    "listed",
    "listed_beyond",
    "listed_met",
    "listed_first",
    "list_covered",
    "list_kept_to",
    "options_named",
    "options_all",
    "further",
    "further_rival",
    "further_met",
    "claims_differ",
)


def find(c: Comparison) -> Finding:
    """How many answers are listed or follow (shares of a few), and how many of them meet a reference (0..1)."""
    question, answer, references = c.pair.question, c.pair.answer, c.pair.references or (c.pair.reference,)
    items = listed(answer)
    several = len(items) > 1
    wanted = max(len(listed(reference)) for reference in references)
    met = [meets(question, item, references) for item in items[:8]] if several and wanted == 1 else []
    covered, kept_to = _list(question, items, references) if wanted > 1 else (0.0, 0.0)
    named, offered = named_options(question, answer)
    asked_for, _ = max(named_options(question, reference) for reference in references)
    rivals = [text for text in c.pair.further if not same_answer(question, answer, text, references)]
    values = (
        min(len(items) - 1, _MANY) / _MANY,
        min(max(0, len(items) - wanted), _MANY) / _MANY,
        sum(met) / len(met) if met else 0.0,
        float(bool(met) and met[0]),
        covered,
        kept_to,
        min(max(0, named - max(1, asked_for)), _FEW) / _FEW,
        float(offered > 1 and named == offered and asked_for < offered),
        min(len(c.pair.further), _FEW) / _FEW,
        min(len(rivals), _FEW) / _FEW,
        float(any(meets(question, text, references) for text in rivals)),
        float(_differ(question, answer)),
    )
    return Finding(dict(zip(_FEATURES, values, strict=True)), {"further": " / ".join(rivals)[:80]})


def _list(question: str, items: tuple[str, ...], references: tuple[str, ...]) -> tuple[float, float]:
    """How much of a reference that is a list is covered (0..1), and how many of the items belong to it (0..1)."""
    best = (0.0, 0.0)
    for reference in references:
        members = listed(reference)[:8]
        if len(members) > 1:
            covered = sum(any(meets(question, item, (member,)) for item in items[:8]) for member in members)
            belong = sum(meets(question, item, members) for item in items[:8])
            best = max(best, (covered / len(members), belong / min(len(items), 8)))
    return best


def _differ(question: str, answer: str) -> bool:
    """Whether an answer's sentences claim different options, or both yes and no."""
    parts = sentences(answer)[:4]
    if len(parts) < 2:
        return False
    claims = {told_polarity(question, part) for part in parts} - {0}
    if len(claims) > 1:
        return True
    named = [frozenset(_options_in(question, part)) for part in parts]
    alone = {one for one in named if len(one) == 1}
    return len(alone) > 1


def _options_in(question: str, text: str) -> list[str]:
    return [option for option in options(question) if names_it(text, option)]


def _went_on(case: Case) -> Sentence | None:
    if not case.values["further_rival"]:
        return None
    return Sentence(
        f"続けて別の答えを書いています: {case.quotes['further']}",
        f"goes on with other answers: {case.quotes['further']}",
    )


def _lists(case: Case) -> Sentence | None:
    values = case.values
    if not (values["listed_beyond"] and values["listed_met"] < 1) and not values["options_all"]:
        return None
    return Sentence("複数の答えを並べています", "lists several answers")


def _contradicts(case: Case) -> Sentence | None:
    if not case.values["claims_differ"]:
        return None
    return Sentence("回答の中で食い違っています", "the answer's sentences contradict each other")


KIND = Kind(
    "rival answers",
    _FEATURES,
    find,
    reasons=(Reason(False, 150, _went_on), Reason(False, 160, _lists), Reason(False, 590, _contradicts)),
)
