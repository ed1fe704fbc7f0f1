"""What `from evaluators import …` gives, and the examples in its docstrings."""

import doctest
import importlib
import inspect
import subprocess
import sys

import pytest

import evaluators

FUNCTIONS = [name for name in evaluators.__all__ if inspect.isfunction(inspect.unwrap(getattr(evaluators, name)))]


@pytest.mark.parametrize(
    "first",
    [
        "from evaluators import judge",
        "import evaluators.judge.calibration; from evaluators import judge",
        "from evaluators.judge import training; from evaluators import judge",
        "from evaluators import judge; import evaluators.judge.second_opinion",
        "import evaluators; from evaluators.judge.model import load_model; judge = evaluators.judge",
    ],
)
def test_judge_is_the_function_whatever_was_imported_before(first: str) -> None:
    """Beside it lies the package `evaluators/judge/`, which an import of one of its modules could put in its place."""
    code = f"{first}; import inspect; assert inspect.isfunction(judge), judge"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_public_functions() -> None:
    assert set(FUNCTIONS) == {
        *("judge", "judge_many", "is_uncertain", "score", "score_many"),
        *("cosine_similarity", "detect_language", "load_encoder", "sentence_transformer"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_examples_in_docstrings_are_true(name: str) -> None:
    function = getattr(evaluators, name)
    module = importlib.import_module(function.__module__)
    tests = doctest.DocTestFinder(recurse=False).find(function, name, module=module, globs=vars(module).copy())
    assert sum(len(test.examples) for test in tests) > 0, f"{name} has no example"
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in tests:
        assert runner.run(test).failed == 0, test.name
