"""Names across scripts: whether the names of a reference are said in an answer, by spelling or by sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from evaluators.evidence.initials import SAME, Name, is_acronym, without_initials_of_families
from evaluators.evidence.phonetics import skeleton, sound_alike, sounds
from evaluators.evidence.readings import proper_names
from evaluators.lexicon import ENGLISH_FUNCTION_WORDS, words
from evaluators.normalization import clean, diacritics

_TOKEN = re.compile(r"[A-Za-z][A-Za-z.'’-]*[A-Za-z]|[A-Za-z]|[\u30a1-\u30fa][\u30a1-\u30fa\u30fc]*")
_RUN_ON = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2,})")
_RANKS = words("mr mrs ms dr sir lord king queen prince princess president saint st professor")
_SUFFIXES = words("jr sr")
_TITLES = _RANKS | _SUFFIXES | words("the of de da von van la le el")
WHOLE = 0.93
"""From this likeness on, all parts of a name are said."""
_PHRASE = 4
_MAX_TOKENS = 400
_MAX_EXPECTED = 40
_MAX_RUN = 16
"""Words of a name that are compared as one."""


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """How the names of a reference compare with those of an answer (likenesses 0..1, all 0 without names to compare).

    Attributes:
        expected: how many words the reference's names have.
        recall: mean likeness of those words with the answer's, by weight.
        whole: likeness of the reference's whole name with the best run of the answer's words.
        last, first: likeness of the last (often the family name) and the first word.
        precision: share of the answer's matching run that the reference has too (Venus in Venus Williams is not).
        rival: of a name of several parts of which the answer shares one, how unlike the part is in whose place the
            answer's name has another (George Bush for George Washington); 1 where the family name of a junior is
            missing (Martin Luther for Martin Luther King Jr.).
        inserted: whether the answer's name has an initial more than the reference's has (George H. W. Bush for George
            W. Bush). A further whole word is no sign: full names are written so.
        found: the answer's words that match best.
    """

    expected: int = 0
    recall: float = 0.0
    whole: float = 0.0
    last: float = 0.0
    first: float = 0.0
    precision: float = 0.0
    rival: float = 0.0
    inserted: bool = False
    found: str = ""


@lru_cache(maxsize=16384)
def names(text: str) -> tuple[Name, ...]:
    """The words of a text that may belong to names: Latin words that are not mere grammar, and katakana words."""
    text = _RUN_ON.sub(" ", diacritics(clean(text)))
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0].removesuffix("'s")
        if word.lower() in ENGLISH_FUNCTION_WORDS and not _is_capital(word, text[match.end() :][:1]):
            continue
        if not word.isascii() and len(word) < 2:
            continue
        for part in re.split(r"[-.]", word) if word.isascii() else [word]:
            if part:
                found.append(Name(part, sounds(part), match.start(), match.end()))
    for written, read in proper_names(text):
        at = text.find(written)
        found.append(Name(written, sounds(read), at, at + len(written)))
    return tuple(sorted(found, key=lambda name: name.start)[:_MAX_TOKENS])


def _is_capital(word: str, after: str) -> bool:
    """Whether a word that is grammar elsewhere is written as a name: “Will”, or the initial “A.”."""
    return word[0].isupper() and (len(word) > 3 or (len(word) == 1 and after == "."))


@lru_cache(maxsize=8192)
def compare_names(reference: str, answer: str) -> NameEvidence:
    """Compares the names of a reference with the words of an answer."""
    proper = _proper(names(reference), reference)
    expected = [n for n in _untitled(proper) if n.sound][:_MAX_EXPECTED]
    said = [n for n in names(answer) if n.sound]
    if not expected or not said:
        return NameEvidence(expected=len(expected))
    if is_acronym(answer, expected):
        return NameEvidence(len(expected), 1.0, 1.0, 1.0, 1.0, 1.0, found=answer.strip())
    likeness = without_initials_of_families(expected, said, [_best(name, said) for name in expected])
    weights = [max(1, len(n.sound)) for n in expected]
    recall = sum(score * w for (score, _), w in zip(likeness, weights, strict=True)) / sum(weights)
    whole, run = (recall, ()) if not 1 < len(expected) <= _MAX_RUN or recall > 0.93 else _best_run(expected, said)
    hits = {i for score, places in likeness if score >= SAME for i in places}
    return NameEvidence(
        expected=len(expected),
        recall=recall,
        whole=whole,
        last=likeness[-1][0],
        first=likeness[0][0],
        precision=_precision(said, hits, answer),
        rival=_rival(expected, likeness, said, hits, answer, of_namesake=_is_namesake(proper)),
        inserted=recall >= WHOLE and _inserted(expected, said, likeness, answer),
        found=" ".join(said[i].text for i in (sorted(hits) or run)),
    )


def _proper(found: Sequence[Name], text: str) -> list[Name]:
    """The names of a reference: all its words when it is short, in a sentence only those that are written as names."""
    if sum(name.is_latin for name in found) <= _PHRASE:
        return list(found)
    start = len(text) - len(text.lstrip())
    return [
        name
        for name in found
        if not name.is_latin or (name.text[0].isupper() and (name.start > start or text[name.end :][1:2].isupper()))
    ]


def _untitled(found: Sequence[Name]) -> list[Name]:
    """The words without titles; a rank that ends a name is a part of it (Stephen King, Martin Luther King Jr.)."""
    kept: list[Name] = []
    after = False
    for name in reversed(found):
        word = name.text.lower()
        if word not in _TITLES or (word in _RANKS and not after):
            kept.append(name)
        after = after or word not in _SUFFIXES
    return kept[::-1]


def _is_namesake(found: Sequence[Name]) -> bool:
    """Whether a name is told apart from an elder's (Jr.): then it is a person's, and its last word the family's."""
    return len(found) > 2 and found[-1].text.lower() in _SUFFIXES


def _inserted(
    expected: Sequence[Name], said: Sequence[Name], likeness: Sequence[tuple[float, tuple[int, ...]]], answer: str
) -> bool:
    """Whether the answer's name has, between parts of the reference's with an initial, an initial that is none."""
    places = [i for _, found in likeness for i in found]
    if not any(len(name.text) == 1 and name.is_latin for name in expected):
        return False
    between = [i for i in range(min(places), max(places)) if i not in places and len(said[i].text) == 1]
    inner = range(min(places) + 1, max(places) + 1)
    return bool(between) and all(_neighbours(said[i - 1], said[i], answer) for i in inner)


def _best(name: Name, said: Sequence[Name]) -> tuple[float, tuple[int, ...]]:
    """The best likeness of a word with one of an answer's words or two neighbours, and where they stand."""
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for i in _candidates(name.sound, [n.sound for n in said]):
        best = max(best, (_likeness(name, said[i]), (i,)))
    if best[0] < SAME and len(name.sound) >= 5:
        pairs = [a.sound + b.sound for a, b in pairwise(said)]
        for i in _candidates(name.sound, pairs):
            best = max(best, (sound_alike(name.sound, pairs[i]), (i, i + 1)))
    return best


def _likeness(a: Name, b: Name) -> float:
    if a.text == b.text:
        return 1.0
    if a.is_kanji and b.is_kanji:
        return 0.5 * fuzz.ratio(a.text, b.text) / 100 + 0.5 * (a.sound == b.sound)
    if a.is_latin and b.is_latin:
        return _spelled_alike(a, b)
    if min(len(a.sound), len(b.sound)) <= 1:
        return 0.7 if a.sound == b.sound else 0.0
    return sound_alike(a.sound, b.sound)


def _spelled_alike(a: Name, b: Name) -> float:
    """Likeness of two words in Latin letters: by spelling and sound, an initial with what it may stand for."""
    x, y = a.text.lower(), b.text.lower()
    if x == y:
        return 1.0
    if min(len(x), len(y)) == 1:
        return 0.8 if x[0] == y[0] and a.text[0].isupper() and b.text[0].isupper() else 0.0
    spelled = fuzz.ratio(x, y) / 100
    return min(sound_alike(a.sound, b.sound), 0.55 + 0.45 * spelled) if len(x) > 3 else spelled


def _candidates(sound: str, others: Sequence[str], limit: int = 3) -> list[int]:
    if len(others) <= limit:
        return list(range(len(others)))
    found = process.extract(
        skeleton(sound), [skeleton(o) for o in others], scorer=fuzz.ratio, limit=limit, score_cutoff=40
    )
    return [int(index) for _, _, index in found]


def _best_run(expected: Sequence[Name], said: Sequence[Name]) -> tuple[float, tuple[int, ...]]:
    """The likeness of the whole name with the best run of one to n + 2 words of the answer."""
    sound = "".join(n.sound for n in expected)
    runs = [(i, j) for i in range(len(said)) for j in range(i + 1, min(len(said), i + len(expected) + 2) + 1)]
    joined = ["".join(n.sound for n in said[i:j]) for i, j in runs]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for k in _candidates(sound, joined, limit=4):
        best = max(best, (sound_alike(sound, joined[k]), tuple(range(*runs[k]))))
    return best


def _precision(said: Sequence[Name], hits: set[int], answer: str) -> float:
    """The share of matching words in the names that hold them: capitalised or katakana words side by side."""
    return len(hits) / len(hits | _beside(said, hits, answer)) if hits else 0.0


def _beside(said: Sequence[Name], hits: set[int], answer: str) -> set[int]:
    """The words of the names that hold matching words, titles and initials left out."""
    runs: list[list[int]] = []
    for i, name in enumerate(said):
        if i and _neighbours(said[i - 1], name, answer):
            runs[-1].append(i)
        else:
            runs.append([i])
    members = {i for run in runs if not hits.isdisjoint(run) for i in run}
    return {m for m in members if said[m].text.lower() not in _TITLES and (len(said[m].text) > 1 or said[m].is_kanji)}


def _rival(
    expected: Sequence[Name],
    likeness: Sequence[tuple[float, tuple[int, ...]]],
    said: Sequence[Name],
    hits: set[int],
    answer: str,
    *,
    of_namesake: bool,
) -> float:
    """How unlike the part is in whose place the answer's name has another."""
    missed = [name for name, (score, _) in zip(expected, likeness, strict=True) if score < SAME and len(name.sound) > 1]
    others = _beside(said, hits, answer) - hits
    if not hits or not missed:
        return 0.0
    if of_namesake and expected[-1] in missed:
        return 1.0
    if not others:
        return 0.0
    return 1 - min(max(_placed(name, said[i]) for i in others) for name in missed)


def _placed(name: Name, other: Name) -> float:
    """Likeness of a part with one in its place: by spelling within a script, where other names often sound alike."""
    if name.is_latin and other.is_latin and min(len(name.text), len(other.text)) > 1:
        return fuzz.ratio(name.text.lower(), other.text.lower()) / 100
    return _likeness(name, other)


def _neighbours(left: Name, right: Name, answer: str) -> bool:
    if (
        left.is_latin != right.is_latin
        or left.is_kanji != right.is_kanji
        or (left.is_latin and not (left.text[0].isupper() and right.text[0].isupper()))
    ):
        return False
    between = answer[left.end : right.start]
    return bool(re.fullmatch(r"[\s・=＝·.-]{0,2}", between)) or left.start == right.start
