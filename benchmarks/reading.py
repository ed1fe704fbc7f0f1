"""How long files of questions take to read, and how much memory: generated ones, mutated ones, and 10,000 rows.

python benchmarks/reading.py files 4000     # as many of each kind of generated and mutated files
python benchmarks/reading.py rows           # `check` on 10,000 questions of each format, by the clock
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import os
import resource
import subprocess
import tempfile
import time
from collections import Counter


def files(count: int) -> None:
    """Read generated and mutated files as the tests do; every one must load or be explained."""
    os.environ["NARABE_TEST_FILES"] = str(count)
    from tests.app.questions import test_questions_many as many  # takes the number of files as it is imported

    seconds: list[float] = []
    ends: Counter[str] = Counter()
    read = many.read

    def timed(path: Path) -> many.Reading:
        began = time.monotonic()
        found = read(path)
        seconds.append(time.monotonic() - began)
        ends["loaded" if found.questions is not None else "explained"] += 1
        return found

    many.read = timed
    tests = (
        many.test_any_table_in_text,
        many.test_any_table_in_a_workbook,
        many.test_any_records,
        many.test_any_mutation_of_the_collection,
    )
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            test(tmp_path=Path(folder))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        counts = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
        print(f"{test.__name__}: {counts}; slowest {max(seconds):.2f} s; most memory {peak} MiB", flush=True)
        seconds.clear()
        ends.clear()


def rows() -> None:
    """`check` on 10,000 questions in two languages, start of the program included; the best of three."""
    from tests.app.questions.test_questions_many import write

    headers = ("NO", "instruction(jp)", "response(jp)", "instruction(en)", "response(en)", "type")
    asked = [
        (n, f"{n}番目の質問は何ですか？", f"答え{n}", f"What is question number {n}?", f"answer {n}", "open_qa")
        for n in range(1, 10_001)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".xlsx", ".csv", ".jsonl", ".xls"):
            path = Path(folder) / f"many{suffix}"
            write(path, headers, asked)
            taken = []
            for _ in range(3):
                began = time.monotonic()
                subprocess.run([sys.executable, "-m", "app", "check", str(path)], check=True, capture_output=True)
                taken.append(time.monotonic() - began)
            print(f"{suffix}: {min(taken):.1f} s ({', '.join(f'{one:.1f}' for one in taken)})", flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", choices=("files", "rows"))
    arguments.add_argument("count", type=int, nargs="?", default=400, help="files of each kind")
    chosen = arguments.parse_args()
    files(chosen.count) if chosen.what == "files" else rows()


if __name__ == "__main__":
    main()
