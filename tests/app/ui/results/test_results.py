"""The Results tab: the table says what was counted, and nothing that it cannot know."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from app.errors import NarabeError
from app.records import Arm, Language
from app.store import Store
from app.ui import figures, habits
from app.ui.labels import Labels
from app.ui.results import reporting
from app.ui.results import tab as results
from app.verdicts import Verdict
from evaluators import Judgement
from tests.app.ui.pages import page, words
from tests.browser.answers import fill


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'narabe.sqlite3'}")


def test_the_table_has_a_row_for_each_type_and_language_and_their_sum(store: Store) -> None:
    shown = words(results.show_tables(page(store), fill(store).id))
    # 9 open_qa and 3 classification rows; 10 has no Japanese reference, 8 an empty and 12 a failed English answer.
    assert re.search(
        r"open_qa Japanese Automatic judgement 8 / 8 88–100% 1 uncertain 100% as judged · 95 % interval 68–100% 3 1 0",
        shown,
    )
    assert re.search(r"open_qa .* English Automatic judgement 5 / 7 71% 36–92% 0 1 1", shown)
    assert re.search(r"classification Japanese Automatic judgement 3 / 3 67–100% 1 uncertain", shown)
    assert re.search(
        r"All types Japanese .* 11 / 11 82–100% 2 uncertain 100% as judged · 95 % interval 74–100% 3 1 0",
        shown,
    )
    assert "No verdicts yet" in shown and "Reviewers’ verdicts" not in shown


def test_verdicts_have_columns_of_their_own_as_soon_as_there_is_one(store: Store) -> None:
    run = fill(store)
    items = [one.item.id for one in store.graded_run(run.id)]
    for item, value in zip(items, ("correct", "incorrect", "unsure"), strict=False):
        store.add_verdict(Verdict(item, value, None, "", "花子", True))  # type: ignore[arg-type]
    shown = words(results.show_tables(page(store, "ja"), run.id))
    assert "人の評価" in shown and "人が評価しました" in shown
    assert "判断できない" in shown


def test_two_arms_are_told_apart(store: Store) -> None:
    run = fill(store, (Arm(), Arm(prompt="original")))
    shown = words(results.show_tables(page(store, "ja"), run.id))
    assert shown.index("Gemma 3 270M · qa · 検索なし") < shown.index("Gemma 3 270M · original · 検索なし")
    assert shown.count("すべての種類") == 2


def test_the_languages_are_compared_question_by_question(store: Store) -> None:
    shown = words(results.show_tables(page(store), fill(store).id))
    assert "both correct" in shown and "exact McNemar test: p =" in shown
    assert "Chance alone could make this difference." in shown


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_answers_the_tab_says_what_to_do(store: Store, language: Language) -> None:
    here = page(store, language)
    assert here.labels("results.empty_hint") in words(results.show_tables(here, ""))
    run = fill(store)
    fresh = store.create_run(store.question_set(run.id), [Arm()], ["ja"])
    assert here.labels("results.unanswered_run") in words(results.show_tables(here, fresh.id))


def test_the_workbook_is_prepared_and_is_a_workbook(store: Store) -> None:
    run = fill(store)
    picker, _, review, download, html, markdown, shift = results.show(page(store), run.id)
    assert html["visible"] and markdown["visible"] and shift["visible"] is False, "too few answers"
    assert picker["value"] == run.id and review["visible"] and download["interactive"] is False
    ready, questions = results.prepare(page(store), run.id)
    assert questions["visible"] is False
    assert ready["interactive"] is True
    assert openpyxl.load_workbook(ready["value"])["Answers"].max_row == 13
    assert results.download(page(store), run.id) == ready["value"]


def test_answers_that_list_options_or_repeat_the_question_are_counted(store: Store) -> None:
    run = fill(store)
    assert "list several options" not in words(results.show_tables(page(store), run.id))
    items = [one.item.id for one in store.graded_run(run.id) if one.judgement]
    several = Judgement("incorrect", 0.1, True, "", "", {"listed_beyond": 0.2, "listed_met": 0.5})
    echo = Judgement("incorrect", 0.1, True, "", "", {"nothing_new": 1.0, "reference_new": 1.0})
    store.save_grades({}, {items[0]: several, items[1]: echo, items[2]: echo})
    store.touch_run(run.id)
    shown = words(results.show_tables(page(store), run.id))
    assert f"3 of {len(items)} answers list several options (1) or repeat the question (2)." in shown
    assert habits.items(store, run.id) == sorted(items[:3])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_judgements_can_be_corrected_to_the_runs_share_of_right_answers(store: Store, language: Language) -> None:
    run = fill(store, name=f"many-{language}.xlsx", copies=6)
    assert results.show(page(store, language), run.id)[-1]["visible"] is True
    plain, corrected = (words(results.show_tables(page(store, language), run.id, shift)) for shift in (False, True))
    here = page(store, language)
    assert here.labels("results.base_rates") in plain and here.labels("results.shifted") not in plain
    assert here.labels("results.shifted") in corrected


def test_results_for_scripts(store: Store) -> None:
    found = results.results(page(store), fill(store).id)
    total = next(row for row in found["rows"] if row["type"] is None and row["language"] == "ja")
    assert (total["judged"]["correct"], total["judged"]["n"]) == (11, 11)
    with pytest.raises(NarabeError, match="nothing"):
        results.results(page(store), "nothing")


@pytest.mark.parametrize(("language", "title"), [("ja", "評価レポート"), ("en", "Report")])
def test_the_report_is_written_in_the_pages_language(store: Store, language: Language, title: str) -> None:
    run = fill(store, name="報告.xlsx")
    here = page(store, language)
    written = [Path(write(here, run.id, False)["value"]) for write in (reporting.write_html, reporting.write_markdown)]
    assert [one.name for one in written] == ["報告-report.html", "報告-report.md"]
    assert f"<title>{title}: 報告.xlsx</title>" in written[0].read_text("utf-8")
    assert written[1].read_text("utf-8").startswith(f"# {title}: 報告.xlsx")
    restated = Path(reporting.write_markdown(here, run.id, True)["value"])
    assert "--prior-shift" in restated.read_text("utf-8").replace("\\", "")


@pytest.mark.parametrize(("value", "said"), [(0.0001, "< 0.001"), (0.0313, "= 0.031"), (1.0, "= 1.000"), (None, "= –")])
def test_p_values(value: float | None, said: str) -> None:
    assert figures.p_value(value) == said


@pytest.mark.parametrize(
    ("seconds", "ja", "en"),
    [(0.2, "1秒", "1 s"), (75, "75秒", "75 s"), (600, "10分", "10 min"), (9000, "2.5時間", "2.5 h")],
)
def test_durations(seconds: float, ja: str, en: str) -> None:
    assert figures.duration(Labels("ja"), seconds) == ja
    assert figures.duration(Labels("en"), seconds) == en
