"""Arms side by side: what tells them apart, the exact paired test on the same questions, and those that flipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.records import LANGUAGES, Arm, GradedAnswer, Language
from app.report.corrected import corrected_difference
from app.report.counts import BASES, Basis, decision
from app.report.differences import Difference, paired
from app.report.repeats import is_repeated
from evaluators.statistics.clustered import Mean, clustered_mean
from evaluators.statistics.prediction_powered import Corrected
from evaluators.statistics.significance import PairedTest


@dataclass(frozen=True, slots=True)
class ArmAnswers:
    """The answers of one arm of one run or file. `key` tells it from all others, `label` says it to people."""

    key: str
    label: str
    arm: Arm
    answers: tuple[GradedAnswer, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that only one of two arms has right: `first` is whether that is the first one."""

    no: str
    type: str
    language: Language
    first: bool
    first_item: int
    second_item: int


@dataclass(frozen=True, slots=True)
class ArmPair:
    """Two arms on the questions of one language that are decided in both, by one basis, and the flipped ones."""

    first: str
    first_key: str
    second: str
    second_key: str
    language: Language
    basis: Basis
    test: PairedTest
    flips: tuple[Flip, ...]
    difference: Difference | None = None
    corrected: Corrected | None = None


@dataclass(frozen=True, slots=True)
class BothLanguages:
    """Two arms over both languages: the mean difference, the two answers to one question taken together."""

    first_key: str
    second_key: str
    basis: Basis
    difference: Mean


def split_arms(answers: Sequence[GradedAnswer]) -> list[ArmAnswers]:
    """The answers of one run by arm, in the order of first appearance."""
    groups: dict[Arm, list[GradedAnswer]] = {}
    for one in answers:
        groups.setdefault(one.item.arm, []).append(one)
    return [ArmAnswers(arm.key, arm.label, arm, tuple(group)) for arm, group in groups.items()]


def compare_arms(arms: Sequence[ArmAnswers], sampled: Collection[int] = ()) -> tuple[ArmPair, ...]:
    """Every two arms, per language and basis, where both have decided at least one question."""
    return tuple(pair for first, second in combinations(arms, 2) for pair in compare_two(first, second, sampled))


def compare_two(first: ArmAnswers, second: ArmAnswers, sampled: Collection[int] = ()) -> Iterator[ArmPair]:
    """Two arms on the same questions: the same text, wherever it stands in its set. p-values are not yet adjusted."""
    for language in LANGUAGES:
        pairs = matched(first.answers, second.answers, language)
        repeated = is_repeated(one for pair in pairs for one in pair)
        for basis in BASES:
            decided = [
                (a, b, one, two)
                for a, b in pairs
                if (one := decision(a, basis)) is not None and (two := decision(b, basis)) is not None
            ]
            if decided:
                questions = [a.item.question.no for a, *_ in decided]
                values = [(one, two) for _, _, one, two in decided]
                test, size = paired(values, questions, repeated=repeated)
                flips = tuple(_flip(a, b, right=one) for a, b, one, two in decided if one != two)
                correctable = basis == "judgement" and sampled and not repeated
                corrected = corrected_difference(pairs, sampled) if correctable else None
                named = (first.label, first.key, second.label, second.key)
                yield ArmPair(*named, language, basis, test, flips, size, corrected)


def both_languages(arms: Sequence[ArmAnswers]) -> tuple[BothLanguages, ...]:
    """Every two arms that share questions in both languages, per basis."""
    found = []
    for first, second in combinations(arms, 2):
        by_language = [matched(first.answers, second.answers, language) for language in LANGUAGES]
        if not all(by_language):
            continue
        for basis in BASES:
            values, questions = [], []
            for one, two in (pair for pairs in by_language for pair in pairs):
                ours, theirs = decision(one, basis), decision(two, basis)
                if ours is not None and theirs is not None:
                    values.append(float(ours) - float(theirs))
                    questions.append(one.item.question.no)
            mean = clustered_mean(values, questions)
            if mean is not None:
                found.append(BothLanguages(first.key, second.key, basis, mean))
    return tuple(found)


def matched(
    first: Sequence[GradedAnswer], second: Sequence[GradedAnswer], language: Language
) -> list[tuple[GradedAnswer, GradedAnswer]]:
    """The answers of two arms to the same questions in one language; one that is asked twice is paired in order."""
    others = dict(_numbered(second, language))
    return [(one, others[key]) for key, one in _numbered(first, language) if key in others]


def _numbered(answers: Sequence[GradedAnswer], language: Language) -> Iterator[tuple[Hashable, GradedAnswer]]:
    seen: Counter[str] = Counter()
    for one in answers:
        if one.item.language == language:
            text = one.item.question.sides[language].text
            seen[text] += 1
            yield (text, seen[text]), one


def _flip(first: GradedAnswer, second: GradedAnswer, *, right: bool) -> Flip:
    question = first.item.question
    return Flip(first.item.name, question.type, first.item.language, right, first.item.id, second.item.id)


WORDS: dict[str, tuple[str, str]] = {
    "without": ("検索なし", "without retrieval"),
    "with": ("検索あり", "with retrieval"),
    "with_name": ("検索あり（{name}）", "with retrieval ({name})"),
}


def arm_names(arms: Sequence[Arm], language: Language = "en") -> list[str]:
    """What tells the arms apart, without what they share: `without retrieval`, `with retrieval`, a prompt, a model."""
    parts = [
        (arm.model, arm.prompt, arm.retrieval_name, arm.decoding, arm.prompt_version, arm.revision) for arm in arms
    ]
    differs = [len({part[place] for part in parts}) > 1 for place in range(6)]
    bases = len({arm.retrieval_name for arm in arms if arm.retrieval_name})
    names = [" · ".join(_told_apart(arm, differs, bases, language)) for arm in arms]
    return [name if names.count(name) == 1 and name else arm.label for name, arm in zip(names, arms, strict=True)]


def _told_apart(arm: Arm, differs: Sequence[bool], bases: int, language: Language) -> Iterator[str]:
    place = 0 if language == "ja" else 1
    if differs[0]:
        yield arm.model
    if differs[1]:
        yield arm.prompt
    if differs[2]:
        key = "without" if not arm.retrieval_name else "with" if bases == 1 else "with_name"
        yield WORDS[key][place].format(name=arm.retrieval_name)
    if differs[3]:
        yield f"T={arm.decoding.temperature:g}, {arm.decoding.max_new_tokens}"
    if differs[4] and not differs[1]:
        yield f"{arm.prompt} v{arm.prompt_version}"
    if differs[5] and not differs[0]:
        yield f"{arm.model} ({arm.revision[:6]})"
