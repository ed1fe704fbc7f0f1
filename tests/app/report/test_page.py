"""The report as a page and as Markdown: whole, safe, in both languages."""

from __future__ import annotations

import json
import random
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.records import GradedAnswer
from app.report import full_json, full_report, render_markdown, render_page, sampled_items
from app.report.full import FullReport, Source
from evaluators.results import Judgement, Scores
from tests.app.graded_samples import verdict
from tests.app.report.test_report import ARM, OTHER_ARM, one
from tests.app.report.test_sampled import SAMPLE, answered, order

EVIL = "<img src=x onerror=alert(1)>|`${alert(1)}`"


def graded(count: int = 80) -> tuple[GradedAnswer, ...]:
    """Two arms, both languages, two reviewers, an error, a type that would be markup."""
    rng, found = random.Random(5), []
    for no in range(count):
        for arm in (ARM, OTHER_ARM):
            for place, language in enumerate(("ja", "en")):
                item = 4 * no + 2 * (arm is OTHER_ARM) + place
                right = rng.random() < 0.7
                made = one(item, language, "correct", kind=EVIL if no % 2 else "分類", arm=arm)  # type: ignore[arg-type]
                chance = 0.8 * right + 0.2 * rng.random()
                judgement = Judgement("correct" if chance >= 0.5 else "incorrect", chance, True, "")
                question = replace(made.item.question, no=str(no))
                given = tuple(
                    verdict(item, "correct" if right != (rng.random() < 0.1) else "incorrect", reviewer=name)
                    for name in ("田中", EVIL)
                )
                made = replace(
                    made,
                    item=replace(made.item, question=question),
                    judgement=judgement,
                    scores=Scores(chance),
                    verdicts=given if no < 40 else (),
                )
                found.append(made)
    return (*found, one(9999, "ja", None, error=EVIL))


@pytest.fixture(scope="module")
def report() -> FullReport:
    return full_report([Source("r1", "r1", graded(), file=EVIL)])


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_is_whole_by_itself_and_foreign_text_is_text(report: FullReport, language: str) -> None:
    page = render_page(report, {"command": f"python -m app report {EVIL}"}, language)  # type: ignore[arg-type]
    found = Tags()
    found.feed(page)
    assert not {"script", "img", "link", "iframe"} & set(found.tags)
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name.startswith("on")} and not {"src", "href"} & names
    assert found.tags.count("svg") >= 5 and "&lt;img src=x" in page
    assert ("κ" in page) and ("Holm" in page)
    assert "@media print" in page and f'lang="{language}"' in page


def test_json_has_the_reviewers_and_the_judge_of_each_source(report: FullReport) -> None:
    (source,) = json.loads(json.dumps(full_json(report), allow_nan=False))["sources"]
    assert [(two["first"], two["second"]) for two in source["reviewers"]["pairs"]] == [
        (EVIL, "田中"),
        (EVIL, "judge"),
        ("田中", "judge"),
    ]
    two = source["reviewers"]["pairs"][0]
    assert two["n"] == 160 and two["kappa_interval"]["low"] < two["kappa"] < two["kappa_interval"]["high"]
    assert [one["name"] for one in source["reviewers"]["each"]] == [EVIL, "田中"]
    judge = source["judge"]
    assert judge["n"] == 160 and 0.8 < judge["auc"] <= 1 and judge["brier"] < 0.25
    cells = ("hits", "false_alarms", "misses", "rejections")
    assert sum(one[cell] for one in judge["confusions"] for cell in cells) == 160


def test_markdown_has_no_mark_of_others(report: FullReport) -> None:
    text = render_markdown(report, {"command": EVIL}, "ja")
    assert "<img" not in re.sub(r"\\<", "", text)
    table = [line for line in text.splitlines() if line.startswith("| ")]
    header = next(line for line in table if "人の評価" in line)
    rows = table[table.index(header) : table.index(header) + 5]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {header.count("|")}


def test_the_corrected_rate_is_in_the_page_and_without_one_what_may_be_hidden() -> None:
    answers = answered(300, order(300)[:60])
    corrected = full_report([Source("r", "r", tuple(answers), sampled=sampled_items(answers, [SAMPLE]))])
    assert "prediction-powered" in render_page(corrected, {}) and "– Corrected rate</text>" in render_page(
        corrected, {}
    )
    plain = full_report([Source("r", "r", tuple(answers))])
    assert "Grade 30 answers at random" in render_page(plain, {})
    assert "no random sample" in render_page(plain, {})


def test_nothing_to_report_is_a_page_too() -> None:
    assert "<h1>" in render_page(full_report([Source("r", "r", ())]), {})


@pytest.mark.slow
def test_ten_thousand_rows_take_three_seconds() -> None:
    answers = graded(2500)
    began = time.process_time()
    render_page(full_report([Source("r", "r", answers)]), {})
    assert time.process_time() - began < 3
