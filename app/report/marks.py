"""What reviewers said beside their verdicts: error tags, "look again" and scores, by arm and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from app.records import Language
from app.report.full import FullReport
from app.verdicts import TAG_NAMES

_WORDS = {
    "title": ("誤りの種類と点数（レビュアーが付けたもの）", "Tags and scores by reviewers"),
    "arm": ("比較条件", "Arm"),
    "language": ("言語", "Language"),
    "tags": ("誤りの種類（回答の件数）", "Tags (answers)"),
    "flagged": ("あとで見直す", "Look again"),
    "score": ("点数の平均（件数）", "Mean score (answers)"),
    "ja": ("日本語", "Japanese"),
    "en": ("英語", "English"),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What was said of the answers of an arm in a language.

    Attributes:
        tags: tag → answers to which a reviewer gave it, the most frequent first.
        flagged: answers that a reviewer wants to look at again.
        score: the mean over answers of their reviewers' mean score, 1..5; None without any.
        scored: answers with a score.
    """

    arm: str
    arm_key: str
    language: Language
    tags: tuple[tuple[str, int], ...]
    flagged: int
    score: float | None
    scored: int


def marks(report: FullReport) -> list[Marks]:
    """The marks by arm and language; none for those of which nothing was said."""
    return list(_marks(report))


def _marks(report: FullReport) -> Iterator[Marks]:
    for arm in report.arms:
        for language in dict.fromkeys(one.item.language for one in arm.answers):
            said = [one.annotations for one in arm.answers if one.item.language == language]
            tags = Counter(tag for given in said for tag in {tag for one in given for tag in one.tags})
            flagged = sum(any(one.flagged for one in given) for given in said)
            scores = [[one.score for one in given if one.score is not None] for given in said]
            means = [fmean(one) for one in scores if one]
            if tags or flagged or means:
                ordered = tuple(sorted(tags.items(), key=lambda one: (-one[1], one[0])))
                mean = fmean(means) if means else None
                yield Marks(arm.label, arm.key, language, ordered, flagged, mean, len(means))


def marks_title(language: Language) -> str:
    """What the table is called."""
    return _word("title", language)


def marks_rows(report: FullReport, told: dict[str, str], language: Language) -> tuple[tuple[str, ...], ...]:
    """A table, its header first; empty where nothing was said. `told`: arm keys → names."""
    rows = tuple(
        (
            told[one.arm_key],
            _word(one.language, language),
            ", ".join(f"{_tag(tag, language)} {n}" for tag, n in one.tags) or "–",
            str(one.flagged or "–"),
            "–" if one.score is None else f"{one.score:.1f} ({one.scored})",
        )
        for one in marks(report)
    )
    header = tuple(_word(key, language) for key in ("arm", "language", "tags", "flagged", "score"))
    return (header, *rows) if rows else ()


def marks_json(report: FullReport) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "arm": one.arm,
            "arm_key": one.arm_key,
            "language": one.language,
            "tags": dict(one.tags),
            "flagged": one.flagged,
            "score": one.score,
            "scored": one.scored,
        }
        for one in marks(report)
    ]


def _tag(tag: str, language: Language) -> str:
    return TAG_NAMES.get(tag, tag) if language == "ja" else tag


def _word(key: str, language: Language) -> str:
    return _WORDS[key][0 if language == "ja" else 1]
