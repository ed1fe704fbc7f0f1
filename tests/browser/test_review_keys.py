"""A reviewer's hours at the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.verdicts import Verdict
from tests.browser import answers
from tests.browser.answers import fill
from tests.browser.conftest import Served, press


def side(page: Page, language: str) -> str:
    return f'.rv-side[data-language="{language}"]'


def saved(page: Page) -> None:
    """Waits until everything decided so far is acknowledged."""
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('narabe.outbox.'))")


def number(page: Page) -> str:
    return page.locator(".rv-top h1").inner_text()


def given(served: Served, run: str) -> list[tuple[str, str, str, bool | None]]:
    items = {one.item.id: one.item for one in served.store.graded_run(run)}
    return [
        (items[v.item_id].question.no, items[v.item_id].language, v.value, v.language_ok) for v in latest(served, run)
    ]


def latest(served: Served, run: str) -> list[Verdict]:
    return served.store.verdicts(run)


def test_both_sides_of_four_questions(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="four.xlsx")
    page = review()
    for key in "12L23113":
        press(page, key)
    saved(page)
    assert number(page) == "NO 5"
    assert given(served, run.id) == [
        ("1", "ja", "correct", True),
        ("1", "en", "incorrect", True),
        ("2", "ja", "correct", False),
        ("2", "en", "incorrect", True),
        ("3", "ja", "unsure", True),
        ("3", "en", "correct", True),
        ("4", "ja", "correct", True),
        ("4", "en", "unsure", True),
    ]
    expect(page.locator("[data-count]")).to_have_text("4 / 12 reviewed")
    expect(page.locator("[data-status]")).to_contain_text("Saved")


def test_correct_takes_the_language_from_the_answer(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="language.xlsx")
    page = review()
    press(page, "ArrowRight")
    press(page, "1")
    saved(page)
    assert given(served, run.id) == [("2", "ja", "correct", False)]
    pressed = page.locator(side(page, "ja")).locator('[aria-pressed="true"]')
    assert [button.get_attribute("data-choice") for button in pressed.all()] == ["correct", "language"]


def test_undo_goes_back_to_what_it_undid(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="undo.xlsx")
    page = review()
    for key in "11":
        press(page, key)
    saved(page)
    assert number(page) == "NO 2"
    press(page, "u")
    expect(page.locator("[data-status]")).to_contain_text("Undone")
    assert number(page) == "NO 1"
    assert page.locator(".rv-focus").get_attribute("data-language") == "en"
    assert [v.value for v in latest(served, run.id)] == ["correct", "correct", "withdrawn"]
    press(page, "2")
    saved(page)
    assert [v.value for v in latest(served, run.id)][-1] == "incorrect"
    for _ in range(2):
        press(page, "u")
    expect(page.locator("[data-status]")).to_contain_text("Undone")
    page.wait_for_timeout(500)
    press(page, "u")
    expect(page.locator("[data-status]")).to_contain_text("Nothing to undo")
    assert all(not one.verdicts for one in served.store.graded_run(run.id))


def test_numbers_on_the_keypad_and_moving(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="keypad.xlsx")
    page = review()
    press(page, "ArrowRight")
    press(page, "ArrowRight")
    press(page, "ArrowLeft")
    assert number(page) == "NO 2"
    press(page, "s")
    press(page, "Numpad2")
    saved(page)
    assert given(served, run.id) == [("2", "en", "incorrect", True)]


def test_comment_typing_triggers_nothing_and_goes_with_the_verdict(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="comment.xlsx")
    page = review()
    press(page, "c")
    page.keyboard.type("123 LUG/? 場所が違う")
    assert latest(served, run.id) == []
    assert number(page) == "NO 1"
    press(page, "Enter")
    press(page, "2")
    saved(page)
    assert [(v.value, v.comment) for v in latest(served, run.id)] == [("incorrect", "123 LUG/? 場所が違う")]


def test_comment_after_the_verdict_is_a_verdict_of_its_own(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="later.xlsx")
    page = review()
    press(page, "1")
    press(page, "s")
    press(page, "c")
    page.keyboard.type("well put")
    press(page, "Enter")
    saved(page)
    assert [(v.value, v.comment) for v in latest(served, run.id)] == [("correct", ""), ("correct", "well put")]


@pytest.mark.parametrize("options", [{"isComposing": True}, {"keyCode": 229}, {"repeat": True}, {"ctrlKey": True}])
def test_composing_repeats_and_modifiers_trigger_nothing(
    served: Served, review: Callable[..., Page], options: dict[str, object]
) -> None:
    run = fill(served.store, name=f"quiet-{next(iter(options))}.xlsx")
    page = review()
    page.evaluate(
        """(options) => ['Digit1', 'KeyL', 'ArrowRight', 'KeyU'].forEach((code) => document.body.dispatchEvent(
             new KeyboardEvent('keydown', { bubbles: true, cancelable: true, code, key: code, ...options })))""",
        options,
    )
    page.wait_for_timeout(300)
    assert latest(served, run.id) == []
    assert number(page) == "NO 1"


def test_japanese_input_method_in_the_comment(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="ime.xlsx")
    page = review(language="ja")
    press(page, "c")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "きょうと1", "selectionStart": 5, "selectionEnd": 5})
    for code in ("Digit1", "Enter", "KeyL"):
        event = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process", "code": code}
        devtools.send("Input.dispatchKeyEvent", event)
    assert page.evaluate("() => document.activeElement.matches('[data-comment]')")
    devtools.send("Input.insertText", {"text": "京都1"})
    press(page, "Enter")
    press(page, "2")
    saved(page)
    assert [(v.value, v.comment) for v in latest(served, run.id)] == [("incorrect", "京都1")]


def test_search_go_to_and_help(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="search.xlsx")
    page = review()
    press(page, "/")
    page.keyboard.type("ＦＵＪＩ")
    press(page, "Enter")
    expect(page.locator(".rv-top h1")).to_have_text("NO 5")
    press(page, "g")
    page.keyboard.type("8")
    press(page, "Enter")
    expect(page.locator(".rv-top h1")).to_have_text("NO 8")
    press(page, "?")
    expect(page.locator("[data-help-dialog]")).to_be_visible()
    press(page, "1")
    press(page, "Escape")
    expect(page.locator("[data-help-dialog]")).to_be_hidden()
    assert page.locator('[aria-pressed="true"][data-choice]').count() == 0


def test_next_question_within_a_tenth_of_a_second(served: Served, review: Callable[..., Page]) -> None:
    fill(served.store, name="fast.xlsx", copies=9)
    page = review()
    page.wait_for_timeout(500)
    steps = page.evaluate(
        """async () => {
          const times = [];
          for (let step = 0; step < 40; step += 1) {
            const start = performance.now();
            const right = { bubbles: true, code: 'ArrowRight', key: 'ArrowRight' };
            document.body.dispatchEvent(new KeyboardEvent('keydown', right));
            while (!document.querySelector('.rv-side .rv-q')) await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            times.push(performance.now() - start);
            await new Promise((done) => setTimeout(done, 60));
          }
          return times.sort((a, b) => a - b);
        }"""
    )
    assert number(page) == "NO 41"
    assert steps[len(steps) // 2] < 100


def test_blind_reveals_once_both_sides_are_decided_and_does_not_move_on(
    served: Served, review: Callable[..., Page]
) -> None:
    run = fill(served.store, name="blind.xlsx")
    page = review()
    page.get_by_label("Blind first").check()
    ja = page.locator(side(page, "ja"))
    expect(ja.locator(".rv-hidden")).to_be_visible()
    press(page, "1")
    saved(page)
    expect(ja.locator(".rv-judge")).to_have_count(0)
    press(page, "1")
    saved(page)
    for language in ("ja", "en"):
        expect(page.locator(side(page, language)).locator(".rv-judge")).to_be_visible()
    assert number(page) == "NO 1", "what is revealed is looked at"
    press(page, "2")
    saved(page)
    assert [(v.value, v.judgement_visible) for v in latest(served, run.id)] == [
        ("correct", False),
        ("correct", False),
        ("incorrect", True),
    ]


def test_incorrect_and_in_the_wrong_language_and_undo_of_both_sides(
    served: Served, review: Callable[..., Page]
) -> None:
    run = fill(served.store, name="marks.xlsx")
    page = review()
    press(page, "n")
    button = page.locator(side(page, "ja")).locator('[data-choice="language"]')
    expect(button).to_contain_text("Correct, other language")
    press(page, "2")
    press(page, "l")
    saved(page)
    assert given(served, run.id)[-1] == ("1", "ja", "incorrect", False)
    expect(button).to_have_text("LOther language")
    assert number(page) == "NO 1"
    press(page, "u")
    saved(page)
    assert served.store.graded_run(run.id)[0].verdicts[0].language_ok is True
    press(page, "ArrowRight")
    press(page, "Shift+Digit3")
    saved(page)
    assert [one[:3] for one in given(served, run.id)[-2:]] == [("2", "ja", "unsure"), ("2", "en", "unsure")]
    press(page, "u")
    saved(page)
    assert [v.value for v in latest(served, run.id)][-2:] == ["withdrawn", "withdrawn"]
    press(page, "n")


def test_a_comment_without_a_verdict_is_kept_on_the_server(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="draft.xlsx")
    page = review()
    press(page, "c")
    page.keyboard.type("単位が違うかも")
    page.reload()
    page.locator(".rv-q").first.wait_for()
    expect(page.locator(side(page, "ja")).locator("[data-comment]")).to_have_value("単位が違うかも")
    saved(page)
    assert [one.draft for one in served.store.annotations(run.id)] == ["単位が違うかも"]
    press(page, "2")
    saved(page)
    assert [(v.value, v.comment) for v in latest(served, run.id)] == [("incorrect", "単位が違うかも")]


def test_tags_score_flag_and_history_by_key(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="tags.xlsx")
    page = review()
    press(page, "t")
    for key in ("1", "8", "1", "3"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    press(page, "p")
    page.keyboard.press("4")
    press(page, "f")
    saved(page)
    (said,) = served.store.graded_run(run.id)[0].annotations
    assert (said.tags, said.score, said.flagged) == (("format", "several answers"), 4, True)
    assert latest(served, run.id) == []
    page.locator('[data-queue="flagged"]').click()
    expect(page.locator(".rv-row")).to_have_count(1)
    press(page, "h")
    expect(page.locator("[data-history] li").last).to_contain_text("score 4")
    page.keyboard.press("Escape")


def test_keys_pressed_before_the_answers_are_there_wait_for_them(served: Served, review: Callable[..., Page]) -> None:
    run = fill(served.store, name="burst.xlsx")
    page = review()
    page.route("**/component_server*", lambda route: (page.wait_for_timeout(150), route.continue_()))
    page.keyboard.type("112211331122", delay=5)
    page.unroute("**/component_server*")
    saved(page)
    page.wait_for_function("() => document.querySelector('[data-count]').innerText.startsWith('6 ')")
    assert [one[2] for one in given(served, run.id)] == [
        {"1": "correct", "2": "incorrect", "3": "unsure"}[key] for key in "112211331122"
    ]


def test_a_key_right_after_a_dialog_closed_counts(served: Served, review: Callable[..., Page]) -> None:
    """The browser leaves the focus in the closed dialog's field until it draws again: here no frame lies between."""
    run = fill(served.store, name="at-once.xlsx")
    page = review()
    press(page, "g")
    page.locator("[data-goto-input]").fill("1")
    page.evaluate(
        """() => {
          document.querySelector('[data-goto-form]').requestSubmit();
          const key = new KeyboardEvent('keydown', {code: 'Digit1', key: '1', bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(key);
        }"""
    )
    saved(page)
    assert given(served, run.id) == [("1", "ja", "correct", True)]


def test_markdown_is_shown_as_it_is_meant_and_as_it_was_written_by_a_key(
    served: Served, review: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = f"答えは**水**です。\n\n- 一\n- `H2O`\n\n{answers.HOSTILE}"
    first = answers.ROWS[0]
    said = first._replace(said_ja=first.said_ja._replace(text=written))
    monkeypatch.setattr(answers, "ROWS", (said, *answers.ROWS[1:]))
    fill(served.store, name="markdown.xlsx")
    page = review()
    shown = page.locator(side(page, "ja")).locator(".rv-ans")
    expect(shown.locator("strong")).to_have_text("水")
    expect(shown.locator("li")).to_have_count(2)
    expect(shown).to_contain_text(answers.HOSTILE)
    press(page, "m")
    expect(shown.locator("strong, li")).to_have_count(0)
    assert (shown.text_content() or "") == written
    press(page, "m")
    expect(shown.locator("code")).to_have_text("H2O")
    assert page.evaluate("window.pwned") is None
