"""Makes `samples/example_run.json` anew: a few of the sample's questions, as the built-in model answers them.

    python benchmarks/example_run.py

The verdicts in it are a person's; those of answers that the model words otherwise by now are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import json
import tempfile
from dataclasses import asdict, replace
from typing import Any

from app import pipeline
from app.records import LANGUAGES, Arm, GradedAnswer
from app.runs.example import FILE, NAME, question_values
from app.runs.worker import work
from app.store import Store
from app.ui.loaded import SAMPLE

CHOSEN = ("1", "2", "5", "20", "36", "45", "56", "63", "70", "80", "90", "98")
"""The numbers of the questions, in the sample."""
PROMPTS = ("qa", "original")


def main() -> None:
    """Asks, and writes the file."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    sample, _ = pipeline.load_questions(SAMPLE)
    some = replace(sample, name=NAME, questions=tuple(one for one in sample.questions if one.no in CHOSEN))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'example.sqlite3'}")
        run = pipeline.plan_run(store, some, [Arm(prompt=name) for name in PROMPTS], LANGUAGES)
        work(store, run.id)
        made = store.run(run.id)
        known = {(one["no"], one["language"], one["prompt"]): one for one in _before().get("answers", [])}
        answers = [_answer(one, known) for one in store.graded_run(run.id)]
    content = {
        "questions": [question_values(one) for one in some.questions],
        "arms": [asdict(arm) for arm in made.arms],
        "answers": answers,
    }
    FILE.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _before() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return found


def _answer(one: GradedAnswer, known: dict[tuple[str, str, str], dict[str, object]]) -> dict[str, object]:
    if not (one.answer and one.scores and one.judgement):
        raise SystemExit(f"no answer to {one.item.question.no} → see the log")
    key = (one.item.question.no, one.item.language, one.item.arm.prompt)
    before = known.get(key, {})
    verdict = before.get("verdict") if before.get("text") == one.answer.text else None
    kept = {"no": key[0], "language": key[1], "prompt": key[2]}
    kept |= {name: value for name, value in asdict(one.answer).items() if name not in ("error", "passages")}
    kept["language_detected"] = one.answer.language
    kept["language"] = key[1]
    evidence = {name: value for name, value in one.judgement.evidence.items() if value}
    judgement = asdict(one.judgement) | {"evidence": evidence}
    return rounded(kept | {"scores": asdict(one.scores), "judgement": judgement, "verdict": verdict})


def rounded(value: Any) -> Any:
    """The same with its numbers to four places."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
