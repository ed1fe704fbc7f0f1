"""The answer in what a model wrote, and the further answers that it went on with."""

from __future__ import annotations

import time

import pytest

from evaluators.replies import MAX_FURTHER, Frame, Reply, read_reply

FEW_EYES = "How many eyes does a dog have?"


@pytest.mark.parametrize(
    ("raw", "answer", "further"),
    [
        ("Nile\n<answer>Answer: Nile\n<answer>Answer: Ni", "Nile", ()),
        ("Nile\n<answer>Answer: Amazon\n<answer>Answer: Nile\n<answer>Answer: Con", "Nile", ("Amazon", "Con")),
        ("ナイル川\n<answer>Answer: ナイル川\n<answer>Answer", "ナイル川", ()),
        ("ねこ\n答え：いぬ\n答え：ねこ\n答え：い", "ねこ", ("いぬ",)),
        ("<answer>\n<answer>\n<answer>\n<answ", "", ()),
        ("<answer>Answer: Two</answer> and more", "Two", ()),
        ("5 days.\n<answer>Question: How long is a year? Write answer within 9 words.\nAnswer: 365", "5 days.", ()),
        ("大阪\n質問：日本の首都は？\n答え：東京", "大阪", ()),
        ("Two.\n\nHow many eyes does a dog have?\nAnswer: Four.", "Two.", ("Four.",)),
        ("Two.\n\nHow many legs does it have?\nAnswer: Four.", "Two.", ()),
        ("Verbs: run, eat\nNouns: cup, sea", "Verbs: run, eat\nNouns: cup, sea", ()),
        ("動詞：走る、食べる\n名詞：海、茶わん", "動詞：走る、食べる\n名詞：海、茶わん", ()),
        ("It is hot. It is hot. It is hot. It is h", "It is hot.", ()),
        ("熱いです。熱いです。熱いです。", "熱いです。", ()),
        ("7-7-7-7-7-7-7-7-7-7-7-7-7", "7-", ()),
        ("red, blue, pink, blue, red, pink, blue, red", "red, blue, pink", ()),
        ("70000000000000000000000000000", "70000000000000000000000000000", ()),
        ("Each of the three boxes holds four eggs, so there are three times four eggs.\nAnswer: 12", "12", ()),
        ("Answer: Rome", "Rome", ()),
        ("", "", ()),
        (" \n ", "", ()),
    ],
)  # fmt: skip
def test_reply(raw: str, answer: str, further: tuple[str, ...]) -> None:
    reply = read_reply(raw, FEW_EYES)
    assert (reply.answer, reply.further) == (answer, further)


def test_what_is_judged_is_read_as_it_was_written() -> None:
    reply = read_reply("Nile\n<answer>Answer: Amazon\n<answer>Answer: Ganges\n")
    assert read_reply(reply.lines) == reply


def test_a_long_answer_before_a_short_further_one_stays_the_answer() -> None:
    long = "The boxes hold four eggs each, which were laid on Monday by the neighbours' hens."
    assert read_reply(Reply(long, ("12",)).lines) == Reply(long, ("12",))


def test_a_prompts_own_words_end_an_answer() -> None:
    frame = Frame(asks=("Frage:",), answers=("Antwort:",), ends=("Bitte kurz.",))
    assert read_reply("Rom Bitte kurz. Danke", "", frame).answer == "Rom"
    assert read_reply("Rom\nAntwort: Paris", "", frame).further == ("Paris",)
    assert read_reply("Rom\nFrage: Wer?\nAntwort: Ich", "", frame).further == ()


def test_few_are_kept() -> None:
    assert len(read_reply("\nAnswer: ".join(map(str, range(100)))).further) == MAX_FURTHER


@pytest.mark.parametrize(
    "part", ["a", "ab, ", "x\nAnswer: ", "It is. ", "\n\n?", "<answer>", " ", "か。\n\n", "*", "question ", "<", "1,"]
)
def test_long_texts_take_no_longer_than_their_length(part: str) -> None:
    text = part * (100_000 // len(part))
    began = time.process_time()
    read_reply(text, FEW_EYES)
    assert time.process_time() - began < 2
