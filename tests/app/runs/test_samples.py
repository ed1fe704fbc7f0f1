"""Questions that are asked several times: planned, answered once each, taken over, exported and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import pipeline
from app.errors import NarabeError
from app.generation import Completion
from app.records import Arm, Decoding, Question, QuestionSet, Side
from app.runs import answering
from app.runs.planning import check_samples
from app.store import Store, Wish
from app.ui.review.index import rows_json
from app.ui.seeing import Sight
from app.verdicts import ReviewSettings, Verdict
from app.workbook import read_graded

ARM = Arm(prompt="plain", decoding=Decoding(8, temperature=0.8))
QUESTIONS = QuestionSet(
    "問.csv",
    "3" * 64,
    (
        Question("1", "", {"ja": Side("日本の首都は？", ("東京",)), "en": Side("Capital of Japan?", ("Tokyo",))}),
        Question("2", "", {"ja": Side("1たす1は？", ("2",))}),
    ),
)


class Dice:
    """Says which sample it was asked for; the first two are the same."""

    asked: list[tuple[str, int]]

    def __init__(self) -> None:
        self.asked = []

    def complete(self, prompts: list[str], *, samples: list[int], **_: Any) -> Iterator[tuple[int, Completion]]:
        for index, (prompt, sample) in enumerate(zip(prompts, samples, strict=True)):
            self.asked.append((prompt, sample))
            yield index, Completion("東京" if sample < 3 else f"京都{sample}", 1, 0.0, "stop")

    def as_prompt(self, messages: object) -> None:
        return None


@pytest.fixture
def dice(monkeypatch: pytest.MonkeyPatch) -> Dice:
    model = Dice()
    monkeypatch.setattr(answering, "load_model", lambda *_, **__: model)
    monkeypatch.setattr("app.runs.answering.grade", lambda store, answers: None)
    monkeypatch.setattr(pipeline, "grade_rest", lambda *_: None)
    return model


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 's.sqlite3'}")


def execute(store: Store, samples: int, *, fresh: bool = False, name: str = "3") -> str:
    questions = QuestionSet(QUESTIONS.name, name * 64, QUESTIONS.questions)
    run = pipeline.plan_run(store, questions, [ARM], ["ja", "en"], samples=samples, fresh=fresh)
    pipeline.execute(store, run, keep_going=lambda: True, stage=lambda stage, done: None)
    return run.id


def test_each_sample_is_asked_once_and_more_are_added(store: Store, dice: Dice) -> None:
    run = execute(store, 3)
    assert (store.run(run).total, store.run(run).answered, store.run(run).samples) == (9, 9, 3)
    assert len(dice.asked) == len(set(dice.asked)) == 9
    assert [(one.item.name, one.item.language) for one in store.graded_run(run)][:6] == [
        *(("1", "ja"), ("1", "en"), ("1 #2", "ja"), ("1 #2", "en"), ("1 #3", "ja"), ("1 #3", "en"))
    ]
    assert execute(store, 5) == run and len(dice.asked) == len(set(dice.asked)) == 15, "only what is new"
    assert execute(store, 2) == run and len(dice.asked) == 15
    other = execute(store, 6, fresh=True)
    assert other != run and len(dice.asked) == 33


def test_another_run_takes_over_sample_by_sample(store: Store, dice: Dice) -> None:
    first = execute(store, 4)
    item = store.graded_run(first)[6].item
    assert item.sample == 4
    store.add_verdict(Verdict(item.id, "incorrect", True, "", "花子", True))
    arms = [ARM, Arm(prompt="original", decoding=ARM.decoding)]
    again = pipeline.plan_run(store, QUESTIONS, arms, ["ja", "en"], samples=4)
    pipeline.execute(store, again, keep_going=lambda: True, stage=lambda stage, done: None)
    assert again.id != first and len(dice.asked) == 24, "the second prompt alone was asked"
    texts = [[one.answer.text for one in store.graded_run(run) if one.answer and one.item.arm.prompt == "plain"]
             for run in (first, again.id)]  # fmt: skip
    assert texts[0] == texts[1] and len(set(texts[0])) == 3
    carried = [one for one in store.graded_run(again.id) if one.verdicts]
    assert [(one.item.sample, one.verdicts[0].value) for one in carried] == [(4, "incorrect")]


def test_greedy_arms_and_file_columns_are_refused(store: Store) -> None:
    for arm in (Arm(), Arm(model="column")):
        check_samples([arm], 1)
        with pytest.raises(NarabeError, match="same answer every time"):
            check_samples([ARM, arm], 2)
    for samples in (0, 1_001):
        with pytest.raises(NarabeError, match="from 1 to"):
            check_samples([ARM], samples)
    with pytest.raises(NarabeError, match="temperature above 0"):
        pipeline.plan_run(store, QUESTIONS, [Arm()], ["ja"], samples=2)


def test_the_review_list_has_a_row_a_sample_and_knows_the_same_answers(store: Store, dice: Dice) -> None:
    run = execute(store, 3)
    seen = Sight("花子", ReviewSettings(run), blind=False)
    keys = [row.key for row in store.listing(run, seen.eyes(shared=False), Wish())]
    rows = rows_json(store, run, keys, seen, None)
    assert [row["no"] for row in rows] == ["1", "1 #2", "1 #3", "2", "2 #2", "2 #3"]
    first, second, third = (row["sides"]["ja"]["item_id"] for row in rows[:3])
    assert store.same_answers([first], "花子") == {first: (second,)} and store.same_answers([third], "花子") == {}
    assert store.places([second])[second].row == (second, rows[1]["sides"]["en"]["item_id"])
    assert len(store.rows(run)) == 6


def test_files_say_the_sample_and_are_read_back(store: Store, dice: Dice, tmp_path: Path) -> None:
    run = execute(store, 3)
    path = pipeline.export(store, run, tmp_path / "結果.xlsx")
    sheet = openpyxl.load_workbook(path)["Answers"]
    header = [cell.value for cell in sheet[1]]
    assert header[:4] == ["NO", "type", "arm", "sample"]
    assert [(row[0], row[3]) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        *((1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3))
    ]
    read = read_graded(path)
    assert [(one.item.name, one.item.language) for one in read.answers] == [
        (one.item.name, one.item.language) for one in store.graded_run(run)
    ]
    book = openpyxl.load_workbook(path)
    marked = book["Answers"]
    for column in [place for place, name in enumerate(header, start=1) if str(name).startswith("item(")]:
        for number in range(2, 8):
            marked.cell(number, column).value = None
    marked.cell(4, header.index("verdict(jp)") + 1).value = "○"
    marked.cell(4, header.index("reviewer(jp)") + 1).value = "花子"
    book.save(path)
    (taken,) = pipeline.import_verdicts(store, path).verdicts
    assert taken.item_id == next(one.item.id for one in store.graded_run(run) if one.item.name == "1 #3")
    table = pipeline.export(store, run, tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert table[0].startswith("item,NO,type,arm,sample,") and table[-1].split(",")[4] == "3"
    with pytest.raises(NarabeError, match="one answer to each question"):
        pipeline.export(store, run, tmp_path / "o.xlsx", pipeline.Choices("original"), languages=["ja"])


def test_the_table_can_be_taken_back_to_one_sample(store: Store, dice: Dice) -> None:
    from alembic import command

    from app.store._database import migrating

    run = execute(store, 3)
    before = store.graded_run(run)
    store.add_verdict(Verdict(before[0].item.id, "correct", True, "", "花子", True))
    with migrating(store._engine) as config:
        command.downgrade(config, "0008")
        command.upgrade(config, "head")
    after = store.graded_run(run)
    assert [one.answer for one in after] == [one.answer for one in before if one.item.sample == 1]
    assert [one.value for one in after[0].verdicts] == ["correct"]
    assert execute(store, 3) == run and len(store.graded_run(run)) == 9, "what was cut off is asked again"
