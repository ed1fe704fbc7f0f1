"""Two arms side by side, the similarity card and the agreement card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import Arm, Run
from app.report import full_report
from app.runs.reporting import run_source
from app.store import Store
from app.ui.results import agreement, plots, side_by_side, similarity
from app.ui.results import tab as results
from app.ui.results.differences import differences
from app.verdicts import Verdict
from evaluators import Judgement
from tests.app.ui.pages import click, page, words
from tests.browser.answers import HOSTILE, fill

ARMS = (Arm(), Arm(retrieval="docs"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


def changed(store: Store) -> Run:
    """A run under two arms; with the second, NO 5 in English is said otherwise and judged correct."""
    run = fill(store, ARMS)
    for one in store.graded_run(run.id):
        if one.item.arm == ARMS[1] and one.item.language == "en" and one.item.question.no == "5":
            assert one.answer and one.judgement
            store.save_answers({one.item.id: replace(one.answer, text="It is 3,776 metres high.")})
            store.save_grades({}, {one.item.id: replace(one.judgement, value="correct")})
    return run


@pytest.mark.parametrize(
    ("first", "second", "marked"),
    [
        ("東京です。", "京都です。", (["東京"], ["京都"])),
        ("It is 3,767 metres.", "It is 3,776 metres.", (["3,767"], ["3,776"])),
        ("富士山は高いです", "富士山は低いです", (["高"], ["低"])),
        ("same", "same", ([], [])),
        ("", "new", ([], ["new"])),
        ("ｶﾀｶﾅとABC", "ｶﾀｶﾅとABD", (["ABC"], ["ABD"])),
    ],
)
def test_words_that_differ(first: str, second: str, marked: tuple[list[str], list[str]]) -> None:
    sides = differences(first, second)
    assert tuple([text for text, differs in parts if differs] for parts in sides) == marked


@given(st.text(), st.text())
def test_marked_texts_are_the_texts(first: str, second: str) -> None:
    ours, theirs = differences(first, second)
    assert ("".join(text for text, _ in ours), "".join(text for text, _ in theirs)) == (first, second)
    if first == second:
        assert not any(differs for _, differs in ours + theirs)


def test_one_arm_has_nothing_to_compare(store: Store) -> None:
    run = fill(store)
    assert side_by_side.offer(page(store), run.id, None, None)[0]["visible"] is False
    assert side_by_side.compare(page(store), run.id, None, None) is None


def test_flipped_questions_are_found_and_shown(store: Store) -> None:
    run = changed(store)
    box, first, second = side_by_side.offer(page(store), run.id, None, None)
    assert box["visible"] and first["value"] != second["value"]
    compared = side_by_side.compare(page(store), run.id, first["value"], second["value"])
    assert compared and compared.names == ("without retrieval", "with retrieval")
    assert [row.no for row in compared.rows if row.flipped] == ["5"]
    assert [row.no for row in compared.rows if row.differing] == ["5"]
    shown = words(side_by_side.show(page(store), compared, "flipped"))
    assert "NO 5 1 of 1" in shown and "right with B: NO 5" in shown
    html = side_by_side.show(page(store), compared, "flipped")
    assert "<mark>3,767</mark>" in html and "<mark>3,776</mark>" in html


def test_two_runs_of_the_same_questions_are_compared(store: Store) -> None:
    earlier, later = fill(store), changed(store)
    offered = [value for _, value in side_by_side.offered_arms(page(store), earlier.id)]
    keys = [side_by_side.arm_key(run.id, arm) for run, arm in ((earlier, ARMS[0]), (later, ARMS[1]))]
    assert offered[0] == keys[0] and keys[1] in offered and len(offered) == 3
    store.rename_run(later.id, "二回目")
    compared = side_by_side.compare(page(store, "ja"), earlier.id, *keys)
    assert compared and "二回目" in compared.names[1] and [row.no for row in compared.rows if row.flipped] == ["5"]
    html = side_by_side.show(page(store, "ja"), compared, "flipped")
    assert f'data-run="{earlier.id}"' in html and f'data-run="{later.id}"' in html
    assert side_by_side.compare(page(store), later.id, keys[0], keys[0]) is None


def test_turning_the_page(store: Store) -> None:
    run = changed(store)
    arms = [side_by_side.arm_key(run.id, arm) for arm in ARMS]
    compared = side_by_side.compare(page(store), run.id, *arms)
    shown, place = side_by_side.turn(page(store), compared, "all", click("3"))
    assert side_by_side.show_again(page(store), compared, "all", place) == shown
    swapped = side_by_side.compare(page(store), run.id, *arms[::-1])
    assert "1 of 12" in words(side_by_side.show_again(page(store), swapped, "all", place))
    assert "NO 4 4 of 12" in words(shown)
    assert 'data-pick="2"' in shown and 'data-pick="4"' in shown
    outside = words(side_by_side.turn(page(store, "ja"), compared, "flipped", click("0"))[0])
    assert "絞り込みの対象外" in outside


def test_hostile_text_is_escaped(store: Store) -> None:
    run = fill(store, ARMS)
    compared = side_by_side.compare(page(store), run.id, *[side_by_side.arm_key(run.id, arm) for arm in ARMS])
    shown, _ = side_by_side.turn(page(store), compared, "all", click("10"))
    assert HOSTILE not in shown and "&lt;img src=x" in shown


def test_similarity_is_by_verdict_or_judgement_and_for_one_arm(store: Store) -> None:
    run = fill(store, ARMS, copies=3)
    box, basis, picker, html = similarity.show(page(store), run.id, "asked", "verdict", None)
    assert box["visible"] and "automatic judgement" in words(html)
    assert basis["value"] == "judgement" and not basis["interactive"], "there are no verdicts"
    assert picker["visible"] and picker["value"] == ARMS[0].key
    items = [one.item.id for one in store.graded_run(run.id) if one.item.arm == ARMS[1]]
    for number, item in enumerate(items):
        store.add_verdict(Verdict(item, "correct" if number % 3 else "incorrect", True, "", "hanako", True))
    shown = words(similarity.show(page(store), run.id, "closer", "verdict", ARMS[1].key)[3])
    assert "reviewers’ verdicts" in shown and "No threshold is clearly better" in shown
    few = words(similarity.show(page(store, "ja"), run.id, "asked", "verdict", ARMS[0].key)[3])
    assert "0件しかありません" in few
    assert similarity.show(page(Store("sqlite://")), "", "asked", "verdict", None)[0]["visible"] is False


def test_plots_are_drawn_with_a_way_to_keep_each(store: Store) -> None:
    run = fill(store)
    box, html = plots.show(page(store, "ja"), run.id)
    assert box["visible"] and html.count("<svg") == html.count('data-save="png"') == html.count('data-save="svg"') >= 2
    assert "<title>正解率と95%区間</title>" in html
    assert plots.show(page(Store("sqlite://")), "")[0]["visible"] is False


def test_agreement_is_shown_once_there_are_verdicts(store: Store) -> None:
    run = fill(store)
    assert agreement.show(page(store), run.id)[0]["visible"] is False
    ids = [one.item.id for one in store.graded_run(run.id) if one.judgement]
    for reviewer, visible in (("hanako", False), ("taro", True)):
        for item in ids[:8]:
            store.add_verdict(Verdict(item, "correct", True, "", reviewer, visible))
    shown = words(agreement.show(page(store, "ja"), run.id)[1])
    assert "レビュアー 2人" in shown and "評価 8" in shown
    assert "hanako – taro 8 100%" in shown and "hanako – 自動判定 8" in shown, "every two, and each with the judge"
    assert "未確定" not in shown
    store.add_verdict(Verdict(ids[0], "incorrect", True, "", "taro", True))
    shown = words(agreement.show(page(store, "ja"), run.id)[1])
    assert "評価が不一致で未確定：1件" in shown
    store.add_verdict(Verdict(ids[0], "correct", True, "same thing", "lead", True, adjudicated=True))
    assert "未確定" not in words(agreement.show(page(store, "ja"), run.id)[1])


def test_arms_have_an_interval_and_a_p_value_adjusted_as_in_the_report(store: Store) -> None:
    run = fill(store, ARMS, copies=2)
    worse = [one.item.id for one in store.graded_run(run.id) if one.item.arm == ARMS[1]][:11]
    store.save_grades({}, {item: Judgement("incorrect", 0.1, True, "", "", {}) for item in worse})
    store.touch_run(run.id)
    report = full_report([run_source(store, run.id)])
    keys = [side_by_side.arm_key(run.id, arm) for arm in ARMS]
    compared = side_by_side.compare(page(store), run.id, *keys)
    assert compared is not None and compared.pairs == report.arm_pairs
    swapped = side_by_side.compare(page(store), run.id, *keys[::-1])
    assert swapped is not None
    first, second = compared.pairs[0].difference, swapped.pairs[0].difference
    assert first is not None and second is not None and first.holm is not None
    assert (second.value, second.holm) == (-first.value, first.holm)
    assert first.holm > (compared.pairs[0].test.p_value or 1)
    shown = words(side_by_side.show(page(store, "ja"), compared, "all"))
    assert f"A − B：差 {first.value:+.0%}（95% 区間" in shown and "Holm 補正 p =" in shown
    sizes = words(results.show_tables(page(store), run.id))
    for pair in report.table.pairs:
        assert pair.difference is not None and f"(Holm) = {pair.difference.holm:.3g}" in sizes
