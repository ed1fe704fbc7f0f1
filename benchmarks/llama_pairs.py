"""`bulk.py --peer llama`: Narabe and llama.cpp's server in turns.

Prompts: `qa` with what they share read beforehand, `fresh`, the same from the start, and `plain`, long questions that
share nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.bulk import LIMIT, ROOT, SAMPLE, Contender, Measured, markers, ratio, row
from benchmarks.llama_peer import BEST, GRID, Llama, Setting, model_files

OURS = "Narabe"
ARTICLES = ROOT / "samples" / "knowledge"


@dataclass(frozen=True)
class Asked:
    """A question of the sample in one language, as a prompt, with its references."""

    language: str
    question: str
    references: tuple[str, ...]
    prompt: str


def asked(kind: str) -> dict[str, list[Asked]]:
    """The sample's questions by language: as `qa` prompts, or `plain` ones with an article before the question."""
    from app.prompts import template

    header, *rows = load_workbook(SAMPLE, read_only=True).active.iter_rows(values_only=True)
    found: dict[str, list[Asked]] = {}
    for language, column in (("ja", "jp"), ("en", "en")):
        texts = [path.read_text() for path in sorted(ARTICLES.iterdir()) if f".{language}." in path.name]
        for values in rows:
            of_row = dict(zip(map(str, header), values, strict=True))
            question = str(of_row[f"instruction({column})"])
            references = [str(value) for name, value in of_row.items() if f"response({column})" in name and value]
            before = (
                f"[{of_row['NO']}] {nearest(question, texts)}" if kind == "plain" else ""
            )  # so that each begins alone
            prompt = template("plain" if before else "qa").render(language, question, before)
            found.setdefault(language, []).append(Asked(language, question, tuple(references), prompt))
    return found


def nearest(question: str, texts: Sequence[str]) -> str:
    """The text that has most pairs of characters of the question."""
    pairs = {question[place : place + 2] for place in range(len(question) - 1)}
    return max(texts, key=lambda text: sum(pair in text for pair in pairs)).strip()


def accuracy(questions: Sequence[Asked], answers: Sequence[str]) -> float:
    """The share that the judge calls correct."""
    from evaluators.judge.judgement import judge_many
    from evaluators.results import JudgeItem

    items = [
        JudgeItem(one.question, one.references, answer, one.language)
        for one, answer in zip(questions, answers, strict=True)
    ]
    return statistics.mean(found.value == "correct" for found in judge_many(items))


def grid(files: Mapping[str, Path], chosen: argparse.Namespace) -> None:
    """Each setting of the grid once, with the first of the chosen files."""
    for kind in chosen.kinds.split(","):
        for setting in GRID:
            run = of_llama(files[chosen.files.split(",")[0]], setting, kind, chosen)
            print(f"{kind}, {setting}: {said(run)}", flush=True)


def of_llama(path: Path, setting: Setting, kind: str, chosen: argparse.Namespace) -> Measured:
    """One run of a server that was started for it.

    `qa`: before the prompts of a language, every slot has read what they share, which does not count.
    """
    from app.prompts import trim

    some = [[one.prompt for one in every] for every in asked(kind).values()]
    half = chosen.prompts // 2
    server = Llama(path, setting, markers(), LIMIT)
    try:
        server.run([(warm_up(kind), ())])
        if kind == "qa":
            parts = [(every[-setting.slots :], every[:half]) for every in some]
        else:
            parts = [((), [prompt for every in some for prompt in every[:half]])]
        seconds, cpu_seconds, answers, tokens, memory = server.run(parts)
    finally:
        server.close()
    return Measured(seconds, cpu_seconds, [trim(answer, markers()) for answer in answers], tokens, memory)


def of_ours(kind: str, chosen: argparse.Namespace) -> Measured:
    """The same of Narabe."""
    with Contender("narabe") as contender:
        contender.run(warm_up(kind))
        return contender.run([one.prompt for some in asked(kind).values() for one in some[: chosen.prompts // 2]])


def warm_up(kind: str) -> list[str]:
    """A prompt in each language: `qa` ones only where what prompts share is to be known already."""
    return [some[-1].prompt for some in asked("qa" if kind == "qa" else "plain").values()]


def said(run: Measured) -> str:
    """What a run took, and what else the machine had to do."""
    per_second, load = len(run.answers) / run.seconds, os.getloadavg()[0]
    spent = f"{run.seconds:.1f} s ({per_second:.2f} questions/s), {run.cpu_seconds:.1f} s of processor time"
    return f"{spent}, {run.memory} MiB, load {load:.1f}"


def compare(chosen: argparse.Namespace) -> None:
    """Measure in turns; what `chosen.json` has already counts too, so that a long measurement can be done in pieces."""
    files = model_files(chosen.models)
    if chosen.grid:
        grid(files, chosen)
        return
    runs: dict[str, dict[str, list[Measured]]] = {}
    if chosen.json and chosen.json.exists():
        kept = json.loads(chosen.json.read_text())
        runs = {kind: {who: [Measured(**one) for one in some] for who, some in by.items()} for kind, by in kept.items()}
    for kind in chosen.kinds.split(","):
        for turn in range(chosen.pairs):
            for who in [OURS, *chosen.files.split(",")][:: 1 if turn % 2 else -1]:
                run = of_ours(kind, chosen) if who == OURS else of_llama(files[who], BEST[kind], kind, chosen)
                runs.setdefault(kind, {}).setdefault(who, []).append(run)
                print(f"{kind}, {who}: {said(run)}", flush=True)
            if chosen.json:
                plain = {kind: {who: list(map(asdict, some)) for who, some in by.items()} for kind, by in runs.items()}
                chosen.json.write_text(json.dumps(plain))
    for kind, by in runs.items():
        tell(kind, by, [one for some in asked(kind).values() for one in some[: chosen.prompts // 2]])


def tell(kind: str, runs: Mapping[str, Sequence[Measured]], questions: Sequence[Asked]) -> None:
    """The table of one kind of prompt, in Markdown."""
    print(f"\n`{kind}`; llama.cpp: {BEST[kind]}\n")
    print("| what | runs × questions | questions/s | tokens/s | processor s a question | peak MiB | judged correct |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for who, some in runs.items():
        print(f"{row(who, some)} {accuracy(questions, some[0].answers):.1%} |")
    for who in runs:
        if who == OURS:
            continue
        wall, cpu = (ratio(runs[who], runs[OURS], measure) for measure in ("seconds", "cpu_seconds"))
        print(f"- Narabe against {who}: **{wall}** times as fast, {cpu} in processor time.")
