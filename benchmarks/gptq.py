"""What quantising the built-in model to GPTQ in four bits changes: `python benchmarks/gptq.py`, on the CPU.

gptqmodel quantises it (minutes), calibrated on sixteen of the sample's prompts; then both answer the sample, greedily.
It needs requirements-dev.txt. Answers that NARABE_HOME has already are not asked for again.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import time

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    from app import pipeline
    from app.config import settings
    from app.generation.embedded.model import converted
    from app.prompts import template
    from app.questions import read_questions
    from app.records import LANGUAGES, Arm
    from app.store import Store
    from evaluators.statistics.significance import exact_mcnemar
    from tests.app.generation.conftest import in_four_bits

    questions = read_questions(ROOT / "samples" / "verify100.xlsx")[0]
    plain = converted(settings().models, lambda what, done: None)
    folder = settings().home / "gemma-gptq"
    if not folder.exists():
        began = time.monotonic()
        asked = [(code, one.sides[code].text) for one in questions.questions[:8] for code in LANGUAGES]
        in_four_bits(plain, folder, [template("qa").render(code, text) for code, text in asked], group_size=64)
        print(f"quantised in {time.monotonic() - began:.0f} s")
    store = Store(settings().store_url)
    right: dict[str, dict[tuple[str, str], tuple[bool, str]]] = {}
    for model in ("embedded", str(folder)):
        run = pipeline.plan_run(store, questions, [Arm(model)], LANGUAGES)
        began = time.monotonic()
        pipeline.execute(store, run, keep_going=lambda: True, stage=lambda *_: None)
        seconds = time.monotonic() - began
        right[model] = {
            (one.item.question.no, one.item.language): (one.judgement.value == "correct", one.answer.text)
            for one in store.graded_run(run.id)
            if one.judgement and one.answer
        }
        total = sum(good for good, _ in right[model].values())
        print(f"{Path(model).name}: {total} of {len(right[model])} judged correct, {seconds:.0f} s, loading included")
    before, after = right["embedded"], right[str(folder)]
    same = sum(before[key][1] == after[key][1] for key in before)
    test = exact_mcnemar((before[key][0], after[key][0]) for key in before)
    turned = f"lost {test.first_only}, won {test.second_only}, p {test.p_value:.2g}"
    print(f"{same} of {len(before)} answers are the same; {turned}")


if __name__ == "__main__":
    main()
