"""The flow on a real (tiny) model: asked once, kept at once, graded, and gone on with after a stop."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import pipeline
from app.errors import NarabeError
from app.generation import AnswerModel, Completion, load_model
from app.records import Answer, Arm, Decoding, Question, QuestionSet, Run, Side
from app.report.trust import trust
from app.runs import answering as asking
from app.store import Store
from app.verdicts import Verdict
from evaluators import Judgement, is_uncertain
from evaluators.judge import calibration

QUESTIONS = QuestionSet(
    "小さな問題.xlsx",
    "a" * 64,
    tuple(
        Question(
            str(no),
            "open_qa",
            {"ja": Side(f"{no}番目の質問ですか？", ("はい",)), "en": Side(f"Is this question {no}?", ("Yes",))},
        )
        for no in range(1, 7)
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'narabe.sqlite3'}")


@pytest.fixture
def arm(tiny_model: Path) -> Arm:
    return Arm(model=str(tiny_model), prompt="original", decoding=Decoding(max_new_tokens=6))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tiny_model: Path) -> list[str]:
    """Every prompt that the model is asked, as it is asked."""
    prompts: list[str] = []
    kind = type(load_model(str(tiny_model)))
    complete = kind.complete

    def counted(self: AnswerModel, given: list[str], **options: object) -> Iterator[tuple[int, Completion]]:
        prompts.extend(given)
        yield from complete(self, given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "complete", counted)
    return prompts


def execute(store: Store, run: Run, answers: int | None = None) -> list[str]:
    """Execute a run, stopping once it has so many answers; the stages it went through."""
    stages: list[str] = []
    pipeline.execute(
        store,
        run,
        keep_going=lambda: answers is None or store.run(run.id).answered < answers,
        stage=lambda stage, _: stages.append(stage),
    )
    return stages


def test_every_item_is_answered_scored_and_judged(store: Store, arm: Arm) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja", "en"])
    assert execute(store, run)[-1] == "answering"
    graded = store.graded_run(run.id)
    assert len(graded) == 12
    for one in graded:
        assert one.answer and one.answer.error is None
        assert one.answer.finish_reason in ("stop", "length")
        assert 0 < one.answer.tokens <= 6
        assert one.judgement and one.scores
        assert (one.judgement.value == "unjudged") == (one.answer.text == "")
        assert "</answer>" not in one.answer.text


def test_a_repeated_run_asks_only_for_what_is_missing(store: Store, arm: Arm, asked: list[str]) -> None:
    first = pipeline.plan_run(store, QUESTIONS, [arm], ["ja", "en"], limit=2)
    execute(store, first)
    assert len(asked) == 4
    again = pipeline.plan_run(store, QUESTIONS, [arm], ["ja", "en"])
    assert again.id == first.id
    execute(store, again)
    assert len(asked) == len(set(asked)) == 12
    execute(store, again)
    assert len(asked) == 12


def test_a_stopped_run_keeps_its_answers_and_goes_on(store: Store, arm: Arm, asked: list[str]) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    pipeline.execute(store, run, keep_going=lambda: False, stage=lambda *_: None)
    assert store.run(run.id).answered == 0
    execute(store, run)
    assert store.run(run.id).answered == 6


def test_a_cancelled_run_loads_no_further_model(store: Store, arm: Arm, tmp_path: Path) -> None:
    missing = Arm(model=str(tmp_path / "no-such-model"), prompt="original")
    run = pipeline.plan_run(store, QUESTIONS, [arm, missing], ["ja"])
    execute(store, run, answers=6)
    assert store.run(run.id).answered == 6
    with pytest.raises(NarabeError, match="no-such-model"):
        execute(store, run)


def test_another_run_takes_over_known_answers_unless_fresh(store: Store, arm: Arm, asked: list[str]) -> None:
    execute(store, pipeline.plan_run(store, QUESTIONS, [arm], ["ja", "en"]))
    other = Arm(model=arm.model, prompt="qa", decoding=arm.decoding)
    both = pipeline.plan_run(store, QUESTIONS, [arm, other], ["ja", "en"])
    execute(store, both)
    assert len(asked) == 24
    assert store.run(both.id).answered == 24
    assert not store.ungraded(both.id)
    execute(store, pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], fresh=True))
    assert len(asked) == 30


def test_items_added_while_it_works_are_answered_too(store: Store, arm: Arm) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], limit=1)

    def add_more(*_: object) -> None:
        store.extend_run(run.id, ["ja", "en"], None)

    pipeline.execute(store, run, keep_going=lambda: True, stage=add_more)
    assert store.run(run.id).answered == 12


def test_a_failing_item_is_kept_with_its_reason(
    store: Store, arm: Arm, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self: AnswerModel, prompts: list[str], **_: object) -> Iterator[tuple[int, Completion]]:
        yield 0, Completion("", 0, 0.0, "", "out of memory")
        yield 1, Completion("はい</answer> more", 3, 0.1, "stop")

    monkeypatch.setattr(type(load_model(str(tiny_model))), "complete", failing)
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], limit=2)
    execute(store, run)
    bad, good = store.graded_run(run.id)
    assert bad.answer and bad.answer.error == "out of memory"
    assert bad.judgement and (bad.judgement.value, bad.judgement.probability) == ("unjudged", None)
    assert good.answer and (good.answer.text, good.answer.raw) == ("はい", "はい</answer> more")
    assert good.judgement and good.judgement.value == "correct"


@pytest.fixture
def busy(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many prompts each call has; the model says that it is busy to the first of each, and another error last."""
    calls: list[int] = []

    def answering(self: AnswerModel, prompts: list[str], **_: object) -> Iterator[tuple[int, Completion]]:
        calls.append(len(prompts))
        yield 0, Completion("", 0, 0.0, "", "busy", retryable=True)
        for index in range(1, len(prompts) - 1):
            yield index, Completion("はい</answer>", 3, 0.1, "stop")
        if len(prompts) > 1:
            yield len(prompts) - 1, Completion("", 0, 0.0, "", "too long")

    monkeypatch.setattr(type(load_model(str(tiny_model))), "complete", answering)
    return calls


def test_what_failed_for_a_passing_reason_is_asked_twice_more(
    store: Store, arm: Arm, busy: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSES", (0.01, 0.02))
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    assert execute(store, run).count("waiting") == 2
    assert busy == [6, 1, 1]
    errors = {one.item.question.no: one.answer.error for one in store.graded_run(run.id) if one.answer}
    assert errors == {"1": "busy", "2": None, "3": None, "4": None, "5": None, "6": "too long"}
    execute(store, run)
    assert busy == [6, 1, 1, 2, 1, 1], "a run that is resumed asks all its errors again, and nothing else"


def test_the_pause_before_asking_again_ends_when_told_to_stop(
    store: Store, arm: Arm, busy: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAUSES", (300.0,))
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"])
    waiting: list[str] = []
    began = time.monotonic()
    pipeline.execute(
        store,
        run,
        keep_going=lambda: not waiting,
        stage=lambda stage, _: waiting.append(stage) if stage == "waiting" else None,
    )
    assert busy == [6] and time.monotonic() - began < asking.PAUSES[0] / 2


def test_a_free_question_is_answered_outside_the_list_of_runs(store: Store, arm: Arm) -> None:
    run = pipeline.plan_trial(store, arm, {"ja": "空は何色ですか？", "en": " "})
    execute(store, run)
    assert store.runs() == []
    (only,) = store.graded_run(run.id)
    assert (only.item.language, only.judgement and only.judgement.value) == ("ja", "unjudged")


def test_what_cannot_be_planned_is_refused(store: Store, arm: Arm) -> None:
    japanese = QuestionSet("ja.csv", "b" * 64, (Question("1", "", {"ja": Side("何ですか？")}),))
    with pytest.raises(NarabeError, match="no questions in en"):
        pipeline.plan_run(store, japanese, [arm], ["en"])
    with pytest.raises(NarabeError, match="nonsense"):
        pipeline.plan_run(store, QUESTIONS, [Arm(prompt="nonsense")], ["en"])


def test_a_verdict_needs_a_reviewer(store: Store, arm: Arm) -> None:
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja"], limit=1)
    item = store.pending(run.id, run.arms[0])[0]
    with pytest.raises(NarabeError, match="name"):
        pipeline.record_verdict(store, Verdict(item.id, "correct", True, "", "  ", True))
    kept = pipeline.record_verdict(store, Verdict(item.id, "correct", True, "よい", "花子", True))
    assert store.verdicts(run.id) == [kept]
    assert pipeline.undo_verdict(store, run.id, "花子")
    assert pipeline.undo_verdict(store, run.id, "花子") is None


def judged_run(store: Store) -> Run:
    """A run of 80 judged answers, right ones and wrong ones."""
    texts = [
        ("東京", "東京です"),
        ("パリ", "ロンドン"),
        ("水", "水"),
        ("1776年", "1777年"),
        ("富士山", "富士山です"),
    ] * 16
    questions = QuestionSet(
        "学習.csv",
        "d" * 64,
        tuple(
            Question(str(no), "open_qa", {"ja": Side(f"{no}番の答えは何ですか？", (reference,))})
            for no, (reference, _) in enumerate(texts)
        ),
    )
    run = store.create_run(questions, [Arm()], ["ja"])
    items = store.pending(run.id, Arm())
    given = {item.id: Answer(text, text, "ja", 1, 0.1, "stop") for item, (_, text) in zip(items, texts, strict=True)}
    store.save_answers(given)
    pipeline.grade(store, store.ungraded(run.id))
    return run


def judgements(store: Store, run: Run) -> list[Judgement]:
    return [one.judgement for one in store.graded_run(run.id) if one.judgement]


@pytest.mark.slow
def test_learning_from_reviewers_is_said_before_it_is_applied(store: Store) -> None:
    run = judged_run(store)
    assert pipeline.calibrate(store, run.id).method == "none"
    before = judgements(store, run)
    for one in store.graded_run(run.id):
        against = "incorrect" if one.judgement and one.judgement.value == "correct" else "correct"
        pipeline.record_verdict(store, Verdict(one.item.id, against, True, "", "花子", True))
    found = pipeline.calibrate(store, run.id)
    assert found.method != "none" and found.verdicts == 80
    assert judgements(store, run) == before
    assert pipeline.calibrate(store, run.id, apply=True).helps
    assert judgements(store, run) != before
    assert store.run(run.id).calibration == found
    assert pipeline.calibrate(store, run.id) == found, "it is fitted to the judgements as they were made"
    assert pipeline.undo_calibration(store, run.id) == found
    assert judgements(store, run) == before and store.run(run.id).calibration is None
    assert pipeline.undo_calibration(store, run.id) is None


def test_a_calibration_belongs_to_the_run_and_reaches_what_comes_later(store: Store) -> None:
    """One run is judged by one rule, also the answers that it gets afterwards, in its list and in its workbook."""
    run = judged_run(store)
    for one in store.graded_run(run.id):
        against = "incorrect" if one.judgement and one.judgement.value == "correct" else "correct"
        pipeline.record_verdict(store, Verdict(one.item.id, against, True, "", "花子", True))
    mark = store.content(run.id)
    found = pipeline.calibrate(store, run.id, apply=True)
    assert store.content(run.id) != mark, "the workbook follows"
    now = judgements(store, run)
    (counted,) = store.judged_counts(run.id)
    assert counted.correct == sum(one.value == "correct" for one in now)
    assert counted.uncertain == sum(is_uncertain(one) for one in now)
    assert [one.value for one in store.evidence(run.id, [])] == [one.value for one in now]
    first = store.graded_run(run.id)[0]
    assert first.answer and first.judgement
    store.save_answers({first.item.id: first.answer})
    pipeline.grade(store, store.ungraded(run.id))
    again = store.graded([first.item.id])[0]
    assert again.judgement and again.judgement.value == first.judgement.value
    assert store.review_index(run.id)[0].sides["ja"].state == first.judgement.value
    assert store.run(run.id).calibration == found


def test_agreement_is_measured_by_judgements_that_have_not_seen_the_verdict(store: Store) -> None:
    run = judged_run(store)
    for number, one in enumerate(store.graded_run(run.id)):
        value = "correct" if number % 3 else "incorrect"
        pipeline.record_verdict(store, Verdict(one.item.id, value, True, "", "花子", True))
    decided = [(one.judgement, one.verdict) for one in store.graded_run(run.id)]
    found, held = calibration.calibrate([(j, v.value == "correct") for j, v in decided if j and v])
    store.calibrate_run(run.id, found, held, [one.item.id for one in store.graded_run(run.id)])
    measured = trust(store.graded_run(run.id), store.verdicts(run.id)).judge
    assert measured.observed == pytest.approx(found.after)


def test_learning_that_does_not_help_changes_nothing(store: Store) -> None:
    run = judged_run(store)
    before = judgements(store, run)
    for one, judgement in zip(store.graded_run(run.id), before, strict=True):
        assert judgement.value in ("correct", "incorrect")
        pipeline.record_verdict(store, Verdict(one.item.id, judgement.value, True, "", "花子", True))
    found = pipeline.calibrate(store, run.id, apply=True)
    assert found.method != "none" and not found.helps
    assert judgements(store, run) == before and store.run(run.id).calibration is None


def test_a_model_is_given_some_prompts_at_a_time(
    store: Store, arm: Arm, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, sizes = type(load_model(arm.model)), list[int]()
    complete = kind.complete

    def sized(self: AnswerModel, given: list[str], **options: object) -> Iterator[tuple[int, Completion]]:
        sizes.append(len(given))
        yield from complete(self, given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "complete", sized)
    monkeypatch.setattr(asking, "AT_ONCE", 4)
    run = pipeline.plan_run(store, QUESTIONS, [arm], ["ja", "en"])
    execute(store, run)
    assert sizes == [4, 2, 4, 2]
    assert len(set(asked)) == len(asked) == store.run(run.id).answered == 12


def test_a_folder_with_other_weights_is_another_model(store: Store, arm: Arm, asked: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(arm.model, folder)
    mine = replace(arm, model=str(folder))
    first = pipeline.plan_run(store, QUESTIONS, [mine], ["ja"], 1)
    execute(store, first)
    before = load_model(str(folder))
    assert before is load_model(str(folder)) and len(asked) == 1

    half = pipeline.plan_run(store, QUESTIONS, [mine], ["ja"], 2)
    assert half.id == first.id
    weights = folder / "model.safetensors"
    os.utime(weights, (1, 1))
    with pytest.raises(NarabeError, match="not those that this run began with"):
        execute(store, half)

    other = pipeline.plan_run(store, QUESTIONS, [mine], ["ja"], 1)
    assert other.id != first.id and other.arms[0].revision != first.arms[0].revision
    execute(store, other)
    assert len(asked) == 2, "an answer of other weights is not taken over"
    assert load_model(str(folder)) is not before
