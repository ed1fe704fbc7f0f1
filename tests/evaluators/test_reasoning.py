"""Reasoning models: what is their reasoning, what is the answer, and what was cut off before it."""

from __future__ import annotations

import time

import pytest

from evaluators import JudgeItem, judge_many
from evaluators.reasoning import answer_start, opening_of, split_reasoning
from evaluators.replies import read_reply

LONG_EN = "Each of the three boxes holds four eggs, so there are three times four eggs in all of them."
LONG_JA = "箱が三つあり、それぞれに卵が四個ずつ入っているので、三かける四で計算できます。"


@pytest.mark.parametrize(
    ("raw", "reasoning", "answer"),
    [
        ("<think>\nFrance … Paris or Lyon?\n</think>\n\nParis", "France … Paris or Lyon?", "Paris"),
        ("<think>フランスの首都は…</think>パリです。", "フランスの首都は…", "パリです。"),
        ("<THINKING>Lyon?</THINKING>\nParis", "Lyon?", "Paris"),
        ("<reasoning>リヨン？</reasoning>\nパリ", "リヨン？", "パリ"),
        ("◁think▷リヨンではない◁/think▷パリ", "リヨンではない", "パリ"),
        ("[THINK]Lyon?[/THINK]Paris", "Lyon?", "Paris"),
        ("The user asks for a capital. Lyon?\n</think>\n\nParis", "The user asks for a capital. Lyon?", "Paris"),
        ("<think>a</think>\n<think>b</think>\nParis", "a\nb", "Paris"),
        ("パリ\n<think>もう一度確認…</think>", "もう一度確認…", "パリ"),
        ("<think></think>\n\n東京", "", "東京"),
        (
            "<|channel|>analysis<|message|>Lyon? No.<|end|><|start|>assistant<|channel|>final<|message|>パリ<|return|>",
            "Lyon? No.",
            "パリ",
        ),
        ("analysisThe user asks in Japanese.assistantfinal東京です。", "The user asks in Japanese.", "東京です。"),
        (f"{LONG_EN}\n\nFinal answer: 12", LONG_EN, "12"),
        (f"{LONG_EN}\n\n**Final Answer:** 12 eggs", LONG_EN, "12 eggs"),
        (f"{LONG_EN}\n\n### Final Answer\n12", LONG_EN, "12"),
        (f"{LONG_JA}\n最終回答：12個", LONG_JA, "12個"),
        (f"{LONG_JA}\n答え：12", LONG_JA, "12"),
        (f"{LONG_EN}\nAnswer: 12", LONG_EN, "12"),
        (rf"{LONG_EN} So it is $\boxed{{12}}$.", f"{LONG_EN} So it is", "12"),
        (r"<think>3×4</think>答えは\boxed{\text{12個}}です。", "3×4", "12個"),
        (r"It is \boxed{\frac{1}{2}}", "", "1/2"),
        (r"It is \boxed{\{1, \frac{1}{2}\}}", "", r"\{1, 1/2\}"),
        (r"x is \boxed{1} and y is \boxed{2}.", "", "x is 1 and y is 2."),
    ],
)
def test_the_answer_follows_the_reasoning(raw: str, reasoning: str, answer: str) -> None:
    found = split_reasoning(raw)
    assert (found.reasoning, found.answer, found.finished) == (reasoning, answer, True)


@pytest.mark.parametrize(
    "raw",
    [
        "<think>The capital of France is Paris, so",
        "◁think▷首都はパリなので",
        "<|channel|>analysis<|message|>The capital is Paris",
        "<think>a</think>\n<think>Paris",
    ],
)
def test_reasoning_that_was_cut_off_has_no_answer(raw: str) -> None:
    found = split_reasoning(raw)
    assert found.answer == "" and not found.finished and found.reasoning
    assert read_reply(raw) == read_reply(raw, "首都は？") and not read_reply(raw).finished
    judged = judge_many([JudgeItem("What is the capital of France?", "Paris", raw)])[0]
    assert judged.value == "unjudged" and "cut off" in judged.reason and "途中" in judged.reason_ja


@pytest.mark.parametrize(
    "text",
    [
        "Final answer: Tokyo",
        "最終回答：東京",
        "Final answer: Tokyo\nIt has been the seat of government since 1868, and most people live there.",
        "答え：東京",
        "Final answer:",
        "The tags <think> and </think> hold what a model reasons about.",
        "I think it is Tokyo. My reasoning: it is the largest city.",
        "analysis of the text",
        "Tokyo\nFinal answer: Osaka",
        r"\boxed{",
        "",
    ],
)
def test_an_ordinary_answer_stays_whole(text: str) -> None:
    found = split_reasoning(text)
    assert (found.reasoning, found.answer, found.finished) == ("", text, True)


def test_what_follows_the_reasoning_is_judged() -> None:
    right = "<think>大阪？京都？いや…</think>東京です。"
    wrong = "<think>東京かもしれないし…</think>大阪です。"
    judged = judge_many([("日本の首都は？", "東京", right), ("日本の首都は？", "東京", wrong)])
    assert [one.value for one in judged] == ["correct", "incorrect"]


def test_stop_markers_count_after_the_reasoning() -> None:
    assert answer_start("<think>a\n\nb</think>\nParis") == 20
    assert answer_start("<think>a\n\nb") == len("<think>a\n\nb")
    assert answer_start("Paris") == 0


def test_a_prompt_that_opens_the_reasoning() -> None:
    assert opening_of("<|assistant|><think>\n") == "<think>\n"
    assert opening_of("Say what <think> means.") == ""


@pytest.mark.parametrize(
    "part", ["<think>", "</think>\n", "\\boxed{", "{", "答え：\n", "Final answer:\na", "<|channel|>"]
)
def test_long_texts_take_no_longer_than_their_length(part: str) -> None:
    began = time.perf_counter()
    split_reasoning(part * (100_000 // len(part)))
    assert time.perf_counter() - began < 1
