"""The Results tab’s cards by hand: arms turned with the arrow keys, an answer opened in Review, a threshold moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from playwright.sync_api import BrowserContext, Page, expect

from app.records import Arm
from app.verdicts import Verdict
from tests.browser.answers import fill
from tests.browser.conftest import Served


def results(served: Served, visitor: Callable[..., BrowserContext], **options: object) -> Page:
    page = visitor(**options).new_page()
    page.goto(f"{served.url}?lang=en")
    page.get_by_role("tab").nth(3).click()
    page.locator("[data-arms]").wait_for()
    return page


def test_arms_turn_with_the_arrow_keys_and_open_in_review(
    served: Served, visitor: Callable[..., BrowserContext]
) -> None:
    fill(served.store, (Arm(), Arm(retrieval="docs")), name="arms.xlsx")
    page = results(served, visitor)
    place = page.locator(".nb-armshead .nb-dim")
    expect(place).to_have_text("1 of 12")
    page.locator("[data-arms]").focus()
    for number in range(2, 6):
        page.keyboard.press("ArrowRight")
        expect(place).to_have_text(f"{number} of 12")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("4 of 12")
    page.locator('.nb-side[lang="en"] [data-review]').last.click()
    expect(page.locator("[data-no] [data-content]")).to_have_text("4")
    expect(page.locator(".rv-q").first).to_be_visible()
    page.get_by_role("tab").nth(3).click()
    expect(place).to_have_text("4 of 12")
    page.wait_for_timeout(1500)
    expect(place).to_have_text("4 of 12")
    page.locator("[data-turn=next]").click()
    expect(place).to_have_text("5 of 12")


def test_the_number_of_disagreements_leads_to_where_they_are_settled(
    served: Served, visitor: Callable[..., BrowserContext]
) -> None:
    run = fill(served.store, name="disputed.xlsx")
    item = served.store.graded_run(run.id)[4].item
    for reviewer, value in (("hanako", "correct"), ("taro", "incorrect")):
        served.store.add_verdict(Verdict(item.id, value, True, "", reviewer, True))
    page = visitor().new_page()
    page.goto(f"{served.url}?lang=en&run={run.id}#results")
    page.get_by_role("button", name="Disagreements to settle: 1").click()
    expect(page.locator('[data-queue="adjudicate"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-no] [data-content]")).to_have_text(item.question.no)


def test_the_threshold_moves_in_the_browser(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    fill(served.store, (Arm(), Arm(retrieval="docs")), name="threshold.xlsx")
    page = results(served, visitor)
    slider = page.locator("[data-slider]")
    english = page.locator("[data-points]").last
    expect(english.locator('[data-count="misses"]')).not_to_have_text("18")
    slider.fill("1")
    expect(page.locator("[data-threshold]")).to_have_text("1.00")
    total = sum(int(english.locator(f'[data-count="{name}"]').inner_text()) for name in ("hits", "false_alarms"))
    assert total == 3
    slider.fill("0")
    expect(english.locator('[data-count="misses"]')).to_have_text("0")
    expect(english.locator('[data-count="recall"]')).to_have_text("100%")


def test_each_plot_is_shown_and_kept_as_a_file(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    run = fill(served.store, (Arm(), Arm(retrieval="docs")), name="plots.xlsx", copies=2)
    for number, one in enumerate(one for one in served.store.graded_run(run.id) if one.judgement):
        served.store.add_verdict(Verdict(one.item.id, "correct" if number % 3 else "incorrect", None, "", "花子", True))
    page = results(served, visitor)
    figures = page.locator("#nb-plots figure")
    expect(figures).to_have_count(4)
    names = [str(figure.get_attribute("data-name")) for figure in figures.all()]
    assert names == ["rates", "reliability", "roc", "languages"]
    for name in names:
        figure = page.locator(f'figure[data-name="{name}"]')
        expect(figure.locator("svg")).to_be_visible()
        with page.expect_download() as download:
            figure.locator("[data-save=svg]").click()
        assert download.value.suggested_filename == f"{name}.svg"
        kept = ElementTree.parse(download.value.path()).getroot()
        assert kept.tag == "{http://www.w3.org/2000/svg}svg" and int(kept.attrib["width"]) > 100
        assert kept.find(".//{*}title") is not None and len(list(kept.iter())) > 10


def test_the_report_is_a_file_at_a_click(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    fill(served.store, (Arm(), Arm(retrieval="docs")), name="reported.xlsx")
    page = results(served, visitor)
    for button, name in (("#nb-report-html", "reported-report.html"), ("#nb-report-markdown", "reported-report.md")):
        with page.expect_download() as download:
            page.locator(button).click()
        assert download.value.suggested_filename == name
        assert "Report: reported.xlsx" in Path(download.value.path()).read_text("utf-8")


def test_nothing_is_wider_than_a_phone(served: Served, visitor: Callable[..., BrowserContext]) -> None:
    fill(served.store, (Arm(), Arm(retrieval="docs")), name="phone.xlsx")
    page = results(served, visitor, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    whole = "(all) => all.length > 3 && all.every((one) => one.scrollWidth <= one.clientWidth)"
    assert page.locator(".nb-interval").evaluate_all(whole), "nothing is cut off beside a bar"


def test_a_graded_file_comes_in_and_what_cannot_be_taken_is_named(
    served: Served, visitor: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["NO", "question", "reference", "answer", "判定"],
        [1, "1+1は", "2", "2", "○"],
        [2, "2+2は", "4", "5", "多分"],
    ):
        sheet.append(row)
    book.save(tmp_path / "採点済み.xlsx")
    fill(served.store, (Arm(), Arm(retrieval="docs")), name="before-import.xlsx")
    page = results(served, visitor)
    box, outcome = page.locator("#nb-import"), page.locator("#nb-imported")
    box.locator("input[type=file]").set_input_files(tmp_path / "採点済み.xlsx")
    expect(box.get_by_text("採点済み.xlsx").first).to_be_visible()
    box.get_by_label("Reviewer").fill("花子")
    page.locator("#nb-import-take").click()
    expect(outcome).to_contain_text("Nothing was taken.", timeout=90_000)
    expect(outcome).to_contain_text("“多分” is no verdict")
    box.get_by_label("Take the good rows").check()
    page.locator("#nb-import-take").click()
    expect(outcome).to_contain_text("花子 · verdicts: 1", timeout=90_000)
    assert [(one.value, one.reviewer) for one in served.store.verdicts(served.store.runs()[0].id)] == [
        ("correct", "花子")
    ]
