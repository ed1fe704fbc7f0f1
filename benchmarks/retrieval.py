"""What retrieval finds and what it changes: `python benchmarks/retrieval.py [--hits]`, tables in Markdown.

Two sets of questions on samples/knowledge: the sample's 100, of which its README says which are covered by an article,
and `retrieval_questions.jsonl`, 46 on its other articles and 20 on none, which prompts and settings were tuned on.
`--hits` only searches (seconds); otherwise the embedded model answers each question without and with retrieval, and the
judged answers are compared by exact McNemar tests. Answers that NARABE_HOME has already are not asked for again.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ROOT = Path(__file__).resolve().parents[1]
BASE = ROOT / "samples" / "knowledge"


@dataclass(frozen=True)
class Set:
    """A question set, and from a question's number to the article that covers it."""

    name: str
    path: Path
    sources: dict[str, str]


def sets() -> list[Set]:
    from app.questions import read_questions

    tuning = Path(__file__).with_name("retrieval_questions.jsonl")
    listed = {
        one.no: str(one.extra["source"]) for one in read_questions(tuning)[0].questions if one.extra.get("source")
    }
    readme = (BASE.parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+\.(?:md|txt|csv)) \| \w\w \| ([\d, ]+) \|$", readme, re.MULTILINE)
    sample = {no: name for name, numbers in rows for no in numbers.split(", ")}
    return [Set("sample", BASE.parent / "verify100.xlsx", sample), Set("tuning", tuning, listed)]


def hits(chosen: Set) -> Iterator[str]:
    """How often the covering article is among the first passages, and who gets passages at all."""
    os.environ |= {"NARABE_PASSAGES": "3", "NARABE_PASSAGE_FLOOR": "-1"}
    from app.config import settings
    from app.questions import read_questions
    from app.records import LANGUAGES, Arm
    from app.retrieval import open_knowledge
    from app.retrieval.knowledge import FLOOR
    from app.runs.planning import planned

    settings.cache_clear()
    knowledge = open_knowledge(planned(Arm(retrieval=str(BASE))))
    assert knowledge
    asked = [(one, code) for one in read_questions(chosen.path)[0].questions for code in LANGUAGES]
    found = knowledge.search([one.sides[code].text for one, code in asked])
    yield f"| {chosen.name}: question → article | n | hit@1 | hit@2 | hit@3 | at or above {FLOOR} |"
    yield "|---|---|---|---|---|---|"
    for code in LANGUAGES:
        for kept in (*LANGUAGES, ""):
            rows = [
                ([p.source for p in passages], passages[0].score, chosen.sources.get(one.no))
                for (one, language), passages in zip(asked, found, strict=True)
                if language == code
                and (f".{kept}." in chosen.sources.get(one.no, "") if kept else one.no not in chosen.sources)
            ]
            rates = [sum(source in files[:k] for files, _, source in rows) / len(rows) for k in (1, 2, 3)]
            shown = " | ".join(f"{rate:.2f}" for rate in rates) if kept else "– | – | –"
            near = sum(score >= FLOOR for _, score, _ in rows)
            yield f"| {code} → {kept or 'none'} | {len(rows)} | {shown} | {near} |"
    for name in ("NARABE_PASSAGES", "NARABE_PASSAGE_FLOOR"):
        del os.environ[name]
    settings.cache_clear()


def effect(chosen: Set) -> Iterator[str]:
    """Judged correct without and with retrieval, for what the articles cover and for what they do not."""
    from app import pipeline
    from app.config import settings
    from app.questions import read_questions
    from app.records import Arm, GradedAnswer
    from app.store import Store
    from evaluators.statistics.significance import exact_mcnemar, wilson_interval

    store = Store(settings().store_url)
    run = pipeline.plan_run(store, read_questions(chosen.path)[0], [Arm(), Arm(retrieval=str(BASE))], ["ja", "en"])
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None)
    by: dict[tuple[str, str, bool], GradedAnswer] = {}
    for one in store.graded_run(run.id):
        by[one.item.question.no, one.item.language, bool(one.item.arm.retrieval_name)] = one

    def right(*key: object) -> bool:
        judged = by[key].judgement  # type: ignore[index]
        return judged is not None and judged.value == "correct"

    def row(name: str, wanted: Callable[[str, str], bool]) -> str:
        keys = [(no, code) for no, code, with_ in by if with_ and wanted(no, code)]
        test = exact_mcnemar((right(*key, False), right(*key, True)) for key in keys)
        sums = [test.both + test.first_only, test.both + test.second_only]
        spans = [wilson_interval(one, test.n) for one in sums]
        rates = [
            f"{one}/{test.n} ({span.low:.0%}–{span.high:.0%})" for one, span in zip(sums, spans, strict=True) if span
        ]
        got = sum(bool(found.answer and found.answer.passages) for key in keys if (found := by[*key, True]))
        turned = f"{test.first_only} | {test.second_only} | {test.p_value:.2g}"
        return f"| {name} | {rates[0]} | {rates[1]} | {turned} | {got} |"

    yield f"| {chosen.name} | without | with | lost | won | p | with passages |"
    yield "|---|---|---|---|---|---|---|"
    for name, inside in (("covered", True), ("not covered", False)):
        for code in ("ja", "en", ""):
            yield row(
                f"{name}, {code or 'both'}",
                lambda no, asked, inside=inside, code=code: (no in chosen.sources) == inside and code in ("", asked),
            )
    for code in ("ja", "en"):
        for kept in ("ja", "en"):
            yield row(
                f"asked in {code}, article in {kept}",
                lambda no, asked, code=code, kept=kept: asked == code and f".{kept}." in chosen.sources.get(no, ""),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hits", action="store_true", help="only search, ask no model")
    chosen = parser.parse_args()
    for one in sets():
        print("\n".join(hits(one)), end="\n\n")
        if not chosen.hits:
            print("\n".join(effect(one)), end="\n\n")


if __name__ == "__main__":
    main()
