"""Reports over several arms, runs and files: side by side, paired, with what flipped and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from scipy.stats import binomtest

from app import pipeline
from app.errors import InputError, NarabeError
from app.records import Arm, Decoding, GradedAnswer
from app.report import Source, arm_names, full_json, full_report, render_full
from app.runs import reporting
from app.store import Store
from app.verdicts import Verdict, VerdictValue
from tests.app.report.test_report import one
from tests.browser.answers import fill

PLAIN, RAG = Arm(), Arm(retrieval="docs/知識")
RIGHT: VerdictValue = "correct"
WRONG: VerdictValue = "incorrect"


def arm_answers(arm: Arm, judged: str) -> list[GradedAnswer]:
    """Answers numbered from 1: `o` correct, `x` incorrect, `u` unjudged, `e` error."""
    value = {"o": RIGHT, "x": WRONG, "u": "unjudged", "e": "unjudged"}
    found = []
    for no, said in enumerate(judged, start=1):
        answer = one(no, "ja", value[said], arm=arm, error="out of memory" if said == "e" else None)  # type: ignore[arg-type]
        side = replace(answer.item.question.sides["ja"], text=f"質問{no}")
        question = replace(answer.item.question, sides={"ja": side})
        found.append(replace(answer, item=replace(answer.item, question=question)))
    return found


def test_two_arms_are_compared_on_the_questions_that_both_decided() -> None:
    answers = arm_answers(PLAIN, "ooxxxxxue") + arm_answers(RAG, "oxoooooox")
    report = full_report([Source("a", "a", tuple(answers))])
    (pair,) = report.arm_pairs
    assert (pair.test.both, pair.test.first_only, pair.test.second_only, pair.test.neither) == (1, 1, 5, 0)
    assert pair.test.p_value == pytest.approx(binomtest(1, 6, 0.5).pvalue)
    assert [(flip.no, flip.first) for flip in pair.flips] == [("2", True), *((str(no), False) for no in range(3, 8))]
    assert [(one.no, one.kind) for one in report.excluded] == [("8", "unjudged"), ("9", "error")]
    text = render_full(report)
    assert "without retrieval" in text and "with retrieval" in text
    assert "incorrect → correct: NO 3, 4, 5, 6, 7" in text and "correct → incorrect: NO 2" in text
    assert "out of memory" in text
    japanese = render_full(report, "ja")
    assert "検索なし" in japanese and "不正解 → 正解： NO 3" in japanese
    data = json.loads(json.dumps(full_json(report)))
    assert data["arm_pairs"][0]["flips"][0] == {"no": "2", "from": "correct", "to": "incorrect"}


def test_runs_are_matched_by_the_questions_text_not_by_its_number() -> None:
    first, second = arm_answers(PLAIN, "ox"), arm_answers(RAG, "xo")
    moved = [
        replace(
            one, item=replace(one.item, question=replace(one.item.question, no=str(10 - int(one.item.question.no))))
        )
        for one in second
    ]
    report = full_report([Source("a", "a", tuple(first)), Source("b", "b", tuple(moved))])
    assert [flip.no for flip in report.arm_pairs[0].flips] == ["1", "2"]


def test_the_same_arm_of_two_runs_is_two_columns() -> None:
    sources = [Source(name, name, tuple(arm_answers(PLAIN, "oxo"))) for name in ("one", "two")]
    report = full_report(sources)
    assert len({arm.key for arm in report.arms}) == len({arm.label for arm in report.arms}) == 2
    assert report.arm_pairs[0].test.both == 2


@pytest.mark.parametrize(
    ("arms", "names"),
    [
        ([PLAIN, RAG], ["without retrieval", "with retrieval"]),
        ([PLAIN, RAG, Arm(retrieval="b")], ["without retrieval", "with retrieval (知識)", "with retrieval (b)"]),
        ([Arm(model="a"), Arm(model="b")], ["a", "b"]),
        ([Arm(prompt="a"), Arm(prompt="b", retrieval="x")], ["a · without retrieval", "b · with retrieval"]),
        ([Arm("m", revision="abcdef12"), Arm("m", revision="123456ab")], ["m (abcdef)", "m (123456)"]),
        ([Arm(decoding=Decoding(temperature=0.2)), Arm()], ["T=0.2, 64", "T=0, 64"]),
        ([PLAIN], ["embedded · qa · no retrieval"]),
    ],
)
def test_arms_are_named_by_what_tells_them_apart(arms: list[Arm], names: list[str]) -> None:
    assert arm_names(arms) == names


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def test_a_graded_workbook_reports_as_its_run_does(store: Store, tmp_path: Path) -> None:
    run = fill(store, (PLAIN, Arm(retrieval="docs")))
    path = pipeline.export(store, run.id, tmp_path / "graded.xlsx")
    elsewhere = Store("sqlite://")
    told = full_json(reporting.report_on(elsewhere, [str(path)]))
    known = full_json(reporting.report_on(store, [run.id]))
    counts = [{name: value for name, value in row.items() if name != "arm_key"} for row in told["rows"]]
    assert counts == [{name: value for name, value in row.items() if name != "arm_key"} for row in known["rows"]]
    assert [one["p_value"] for one in told["arm_pairs"]] == [one["p_value"] for one in known["arm_pairs"]]
    assert [one["no"] for one in told["excluded"]] == [one["no"] for one in known["excluded"]]


def test_what_cannot_be_reported(store: Store, tmp_path: Path, sample: Path) -> None:
    with pytest.raises(InputError, match="Answers"):
        reporting.report_on(store, [str(sample)])
    with pytest.raises(NarabeError, match="no run has the id"):
        reporting.report_on(store, ["nothing"])
    with pytest.raises(NarabeError, match="twice"):
        reporting.report_on(store, ["a", "a"])


def test_the_text_says_how_far_reviewers_agree() -> None:
    def given(answer: GradedAnswer, first: VerdictValue, second: VerdictValue) -> GradedAnswer:
        said = (
            Verdict(answer.item.id, value, True, "", name, True) for name, value in (("花子", first), ("太郎", second))
        )
        return replace(answer, verdicts=tuple(said))

    judged = arm_answers(PLAIN, "oooo")
    pairs: list[tuple[VerdictValue, VerdictValue]] = [(RIGHT, RIGHT), (RIGHT, WRONG), (WRONG, WRONG), (WRONG, WRONG)]
    answers = [given(answer, *pair) for answer, pair in zip(judged, pairs, strict=True)]
    text = render_full(full_report([Source("a", "a", tuple(answers))]))
    row = next(line for line in text.splitlines() if "太郎 – 花子" in line or "花子 – 太郎" in line)
    assert row.split()[3:6] == ["4", "75%", "0.50"]
    assert "and the judge" in text
    assert "花子 と自動判定" in render_full(full_report([Source("a", "a", tuple(answers))]), "ja")
