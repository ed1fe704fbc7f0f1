"""The review screen speaks one language at a time, fits a phone, and is open to scripts and to a screen reader."""

import re
from collections.abc import Callable

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.answers import fill
from tests.browser.conftest import Served, press
from tests.browser.test_review_keys import latest, saved
from tests.browser.test_tabs import KANA, LATIN, WORDS

KNOWN = {"NO", "Excel", "Enter", "Esc", "Shift", "Narabe"}


@pytest.mark.parametrize(("language", "locale"), [("ja", "en-US"), ("en", "ja-JP")])
def test_no_word_of_the_other_language_is_left(
    served: Served, review: Callable[..., Page], language: str, locale: str
) -> None:
    fill(served.store, name="言葉.xlsx" if language == "en" else "words.xlsx")
    page = review(language=language, locale=locale)
    assert page.evaluate("document.documentElement.lang") == language
    for key in ("2", "1"):
        press(page, key)
    saved(page)
    page.evaluate("document.querySelectorAll('.rv-dialog').forEach((dialog) => dialog.show())")
    found: list[str] = []
    for number in ("8", "10", "12"):
        page.evaluate("(no) => { document.querySelector('[data-goto-input]').value = no }", number)
        page.evaluate("document.querySelector('[data-goto-form]').requestSubmit()")
        page.wait_for_timeout(400)
        page.evaluate("document.querySelector('[data-goto-dialog]').show()")
        found += page.evaluate(WORDS, "#nb-review")
    found += page.evaluate(WORDS, "#nb-header") + page.evaluate(WORDS, "#nb-tabs > .tab-wrapper")
    assert len(found) > 100
    foreign = KANA.search if language == "en" else lambda text: set(LATIN.findall(text)) - KNOWN
    assert [text for text in found if foreign(text)] == []


def test_first_visit_follows_the_browser_and_a_choice_is_remembered(
    served: Served, visitor: Callable[..., BrowserContext]
) -> None:
    page = visitor(locale="ja-JP").new_page()
    page.goto(f"{served.url}#run")
    expect(page.get_by_role("tab", name="実行")).to_have_attribute("aria-selected", "true")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("tab", name="Run")).to_have_attribute("aria-selected", "true")
    page.goto(served.url)
    expect(page.get_by_role("tab", name="Questions")).to_be_visible()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [390, 760, 1024])
def test_nothing_sticks_out(served: Served, review: Callable[..., Page], language: str, width: int) -> None:
    fill(served.store)
    page = review(language=language, width=width)
    press(page, "g")
    page.keyboard.type("11")
    press(page, "Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_grades_by_touch(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="phone.xlsx")
    page = review(width=390, height=844)
    page.locator('.rv-side[data-language="ja"] [data-choice="correct"]').click()
    page.locator('.rv-side[data-language="en"] [data-choice="incorrect"]').click()
    saved(page)
    assert [v.value for v in latest(served, run.id)] == ["correct", "incorrect"]
    expect(page.locator(".rv-top h1")).to_have_text("NO 2")
    page.locator("[data-fold]").click()
    page.get_by_role("button", name="Errors").click()
    page.get_by_role("option", name=re.compile("^12")).click()
    expect(page.locator(".rv-top h1")).to_have_text("NO 12")


def test_workbook_of_the_run_can_be_downloaded(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="mine.xlsx")
    page = review()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download Excel").locator("visible=true").click()
    assert download.value.suggested_filename == "mine-graded.xlsx"


def test_text_and_controls_meet_the_contrast_of_aa(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="contrast.xlsx")
    page = review()
    press(page, "2")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate("(dark) => document.body.classList.toggle('dark', dark)", scheme == "dark")
        page.wait_for_timeout(300)
        assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = (color) => {
    const [r, g, b] = [...rgba(color)].slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (rgba(color)[3] > 250) return color;
    }
    return 'white';
  };
  const poor = [];
  for (const node of document.querySelectorAll('#nb-header *, #nb-review *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest(':disabled')) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(`${node.className || node.tagName}: ${node.textContent.slice(0, 40)}`);
  }
  return poor;
}"""


def test_scripts_decide_by_named_endpoints(served: Served) -> None:
    run = fill(served.store, name="script.xlsx")
    item = served.store.graded_run(run.id)[0].item.id
    client = Client(served.url, verbose=False)
    kept = client.predict(item, "correct", "bot", False, "via api", api_name="/verdict")
    (given,) = latest(served, run.id)
    assert (given.id, given.reviewer, given.language_ok, given.comment) == (kept["id"], "bot", False, "via api")
    assert client.predict(run.id, "bot", api_name="/undo") == {"item": item}
    with pytest.raises(AppError, match="is no verdict"):
        client.predict(item, "withdrawn", "bot", None, "", api_name="/verdict")
    names = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert not [name for name in names if re.search(r"(_\d+|_ja|lambda.*)$", name)]
