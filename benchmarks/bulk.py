"""How fast bulk generation is, beside the original experiment's loop and lm-evaluation-harness; and how all else grows.

    python benchmarks/bulk.py --pairs 5                # speed; under a quarter of an hour on two quiet cores
    python benchmarks/bulk.py --peer llama --pairs 5   # llama.cpp's server with the same model
    python benchmarks/bulk.py --growth                 # start-up, scoring, export, memory and the page at 100 to 10,000

All three use the same converted model, in 32-bit floats on the CPU. Each is a process of its own (so that its memory is
its own), loads once, and warms up with two prompts; all wait for threads without spinning (which on a busy machine is
faster for each of them). In each pair every one has its turn, in alternating order: the original loop with one of five
fixed prompts, the harness and Narabe with all prompts. The harness is optional: `pip install lm_eval` beside Narabe's
requirements. bulk.md keeps what was measured.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import json
import multiprocessing
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection
from typing import Any

from openpyxl import load_workbook

from benchmarks.growth import generation, growth

ROOT = Path(__file__).resolve().parents[1]

# For all alike, and before any of them imports torch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

SAMPLE = ROOT / "samples" / "verify100.xlsx"
LIMIT = 64
FIXED = 5
"""Prompts of the original's loop, one a pair."""
HARNESS_BATCHES = (32, 64, 128)


@dataclass(frozen=True)
class Measured:
    """One run: wall and processor seconds, new tokens where they can be told, the answers, peak memory in MiB."""

    seconds: float
    cpu_seconds: float
    answers: list[str]
    tokens: int | None
    memory: int


Runner = Callable[[Sequence[str]], tuple[list[str], int | None]]


def questions() -> dict[str, list[str]]:
    """The sample's questions by language."""
    header, *rows = load_workbook(SAMPLE, read_only=True).active.iter_rows(values_only=True)
    return {
        language: [str(row[header.index(f"instruction({column})")]) for row in rows]
        for language, column in (("ja", "jp"), ("en", "en"))
    }


def markers() -> list[str]:
    from app.prompts import template

    return sorted({*template("qa").stop("ja"), *template("qa").stop("en")})


def narabe(*, exact_head: bool = False) -> Runner:
    """Ours; `exact_head` scores the whole vocabulary in 32-bit floats."""
    from app.generation import load_model
    from app.prompts import trim
    from app.records import Decoding

    model: Any = load_model("embedded")
    if exact_head:
        model.engine.head = None

    def run(prompts: Sequence[str]) -> tuple[list[str], int | None]:
        found = dict(model.complete(prompts, stop=markers(), decoding=Decoding(max_new_tokens=LIMIT)))
        texts = [trim(found[index].text, markers()) for index in range(len(prompts))]
        return texts, sum(completion.tokens for completion in found.values())

    return run


def harness(batch: int) -> Runner:
    """lm-evaluation-harness's `hf` model."""
    import torch
    from lm_eval.api.instance import Instance
    from lm_eval.models.huggingface import HFLM

    from app.prompts import trim

    torch.set_num_threads(len(os.sched_getaffinity(0)))
    model = HFLM(pretrained=str(checkpoint()), device="cpu", dtype="float32", batch_size=batch, add_bos_token=True)
    settings = {"until": markers(), "max_gen_toks": LIMIT, "do_sample": False}

    def run(prompts: Sequence[str]) -> tuple[list[str], int | None]:
        asked = [Instance("generate_until", {}, (prompt, settings), index) for index, prompt in enumerate(prompts)]
        return [trim(text, markers()) for text in model.generate_until(asked, disable_tqdm=True)], None

    return run


def original() -> Runner:
    """The loop of the experiment of 2023: one at a time, sampled, 512 new tokens, cut at the marker afterwards."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(checkpoint())
    model = AutoModelForCausalLM.from_pretrained(checkpoint(), dtype=torch.float32)

    def run(prompts: Sequence[str]) -> tuple[list[str], int | None]:
        texts, tokens = [], 0
        for prompt in prompts:
            inputs = tokenizer(prompt, return_tensors="pt")
            out = model.generate(
                **inputs, max_new_tokens=512, do_sample=True, temperature=0.2, top_p=0.95, repetition_penalty=1.15
            )[0, inputs["input_ids"].shape[1] :]
            tokens += len(out)
            texts.append(tokenizer.decode(out, skip_special_tokens=True).split("</answer>")[0].strip())
        return texts, tokens

    return run


def checkpoint() -> Path:
    """The folder of the converted embedded model."""
    from app.config import settings
    from app.generation.embedded.model import converted

    return converted(settings().models, lambda what, fraction: None)


CONTENDERS: dict[str, Callable[..., Runner]] = {"narabe": narabe, "harness": harness, "original": original}


def serve(connection: Connection, kind: str, options: dict[str, Any]) -> None:
    """A contender's process: answers each list of prompts that arrives; None ends it."""
    run = CONTENDERS[kind](**options)
    connection.send("ready")
    while (prompts := connection.recv()) is not None:
        wall, cpu = time.perf_counter(), time.process_time()
        answers, tokens = run(prompts)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        connection.send(Measured(time.perf_counter() - wall, time.process_time() - cpu, answers, tokens, memory))


class Contender:
    """A process that loads its model once and is then measured."""

    def __init__(self, kind: str, **options: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other, kind, options))
        self._process.start()
        assert self._connection.recv() == "ready"

    def __enter__(self) -> Contender:
        return self

    def __exit__(self, *problem: object) -> None:
        self._connection.send(None)
        self._process.join()

    def run(self, prompts: Sequence[str]) -> Measured:
        """One measured run."""
        self._connection.send(list(prompts))
        measured = self._connection.recv()
        assert isinstance(measured, Measured)
        return measured


def best_batch(prompts: Sequence[str], warm_up: Sequence[str], batches: Sequence[int]) -> int:
    """The harness's fastest batch size on this machine."""
    seconds = {}
    for batch in batches:
        with Contender("harness", batch=batch) as contender:
            contender.run(warm_up)
            seconds[batch] = contender.run(prompts).seconds
            print(f"harness, batch {batch}: {len(prompts) / seconds[batch]:.2f} questions/s", flush=True)
    return min(seconds, key=lambda batch: seconds[batch])


def row(name: str, runs: Sequence[Measured]) -> str:
    """A line of the table: medians."""
    counts = [len(run.answers) for run in runs]
    per_second = statistics.median(count / run.seconds for count, run in zip(counts, runs, strict=True))
    cpu = statistics.median(run.cpu_seconds / count for count, run in zip(counts, runs, strict=True))
    tokens = statistics.median((run.tokens or 0) / run.seconds for run in runs)
    memory = max(run.memory for run in runs)
    return (
        f"| {name} | {len(runs)} × {counts[0]} | {per_second:.3f} | {f'{tokens:.0f}' if tokens else ''} "
        f"| {cpu:.3f} | {memory} |"
    )


def ratio(slow: Sequence[Measured], fast: Sequence[Measured], measure: str) -> str:
    """Median, lowest and highest of the paired ratios of seconds a question."""
    ratios = [
        getattr(a, measure) / len(a.answers) / (getattr(b, measure) / len(b.answers))
        for a, b in zip(slow, fast, strict=True)
    ]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def report(runs: dict[str, list[Measured]]) -> None:
    """The table, the ratios, and where answers differ, in Markdown."""
    print("\n| what | runs × questions | questions/s | tokens/s | processor s a question | peak MiB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, some in runs.items():
        print(row(name, some))
    ours = runs["Narabe"]
    print("\nMedians; ratios of paired runs as median (lowest to highest):\n")
    for name, some in runs.items():
        if name == "Narabe":
            continue
        wall, cpu = ratio(some, ours, "seconds"), ratio(some, ours, "cpu_seconds")
        print(f"- Narabe against {name}: **{wall}** times as fast, {cpu} in processor time.")
        if name != "original's loop":
            pairs = list(zip(ours[0].answers, some[0].answers, strict=True))
            different = [pair for pair in pairs if pair[0] != pair[1]]
            print(f"  {len(pairs) - len(different)} of {len(pairs)} answers are the same. {different or ''}")


def pairs(chosen: argparse.Namespace) -> None:
    """Measure everybody in turns."""
    from app.prompts import template

    asked = questions()
    half = chosen.prompts // 2
    prompts = [template("qa").render(code, text) for code in ("ja", "en") for text in asked[code][:half]]
    warm_up = [template("qa").render(code, asked[code][-1]) for code in ("ja", "en")]
    single = [template("original").render("ja", text) for text in asked["ja"][:FIXED]]
    checkpoint()
    contenders = {"Narabe": Contender("narabe")}
    if chosen.exact_head:
        contenders["Narabe, exact head"] = Contender("narabe", exact_head=True)
    if find_spec("lm_eval"):
        batch = chosen.batch or best_batch(prompts, warm_up, HARNESS_BATCHES)
        contenders[f"harness, batch {batch}"] = Contender("harness", batch=batch)
    else:
        print("lm_eval is not installed: the harness is left out.")
    for contender in contenders.values():
        contender.run(warm_up)
    if not chosen.no_original:
        contenders["original's loop"] = Contender("original")
    runs: dict[str, list[Measured]] = {name: [] for name in contenders}
    for turn in range(chosen.pairs):
        for name in list(contenders)[:: 1 if turn % 2 else -1]:
            given = [single[turn % FIXED]] if name == "original's loop" else prompts
            runs[name].append(contenders[name].run(given))
            print(f"pair {turn + 1}, {name}: {runs[name][-1].seconds:.1f} s", flush=True)
    for contender in contenders.values():
        contender.__exit__()
    report(runs)
    if chosen.json:
        chosen.json.write_text(json.dumps({name: [asdict(run) for run in some] for name, some in runs.items()}))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pairs", type=int, default=5, help="how many times everybody has a turn")
    arguments.add_argument("--prompts", type=int, default=64, help="how many, half Japanese, half English")
    arguments.add_argument("--no-original", action="store_true", help="leave the original's loop out")
    arguments.add_argument("--batch", type=int, default=0, help="the harness's batch size; 0 finds the best")
    arguments.add_argument("--exact-head", action="store_true", help="also ours without the 8-bit preselection")
    arguments.add_argument("--json", type=Path, help="write every run there")
    arguments.add_argument("--growth", action="store_true", help="how the rest grows, in place of speed")
    arguments.add_argument("--sizes", default="100,1000,10000", help="numbers of questions for --growth")
    arguments.add_argument("--model", action="store_true", help="--growth of whole runs with the built-in model")
    arguments.add_argument("--no-page", action="store_true", help="--growth without the browser")
    arguments.add_argument("--peer", choices=["llama"], help="llama.cpp's server, in place of the others (bulk.md)")
    arguments.add_argument("--kinds", default="qa,fresh,plain", help="--peer: the prompts (see llama_pairs.py)")
    arguments.add_argument("--files", default="Q4_K_M,Q8_0,F16", help="--peer: precisions of the model")
    arguments.add_argument("--grid", action="store_true", help="--peer: try its settings once, in place of turns")
    arguments.add_argument("--models", type=Path, default=ROOT / ".cache" / "gguf", help="--peer: folder of its models")
    chosen = arguments.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    if chosen.peer:
        from benchmarks.llama_pairs import compare

        compare(chosen)
    elif chosen.growth and chosen.model:
        generation(sizes)
    elif chosen.growth:
        growth(sizes, page=not chosen.no_page)
    else:
        pairs(chosen)


if __name__ == "__main__":
    main()
