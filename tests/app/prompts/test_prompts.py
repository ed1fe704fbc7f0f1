from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.runnables import RunnableLambda
from openpyxl import load_workbook

from app.errors import SettingsError
from app.prompts import (
    Wording,
    edited,
    keep,
    parse_template,
    read_template,
    template,
    template_names,
    template_of,
    to_toml,
    trim,
    trimmed,
    with_wording,
)
from app.records import LANGUAGES, Arm, Language

SAMPLE = Path(__file__).parents[3] / "samples" / "verify100.xlsx"
EACH = [(name, language) for name in template_names() for language in LANGUAGES]


def test_the_default_stands_first() -> None:
    assert template_names()[0] == "qa"
    assert "original" in template_names()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_original_word_for_word(language: Language) -> None:
    text = template("original").render(language, "日本の首都はどこですか？")
    assert text == (
        "<prompt>Question: 日本の首都はどこですか？ Write answer within 15 words.</prompt>\n<answer>Answer:"
    )
    assert template("original").stop(language) == ("</answer>",)


@pytest.mark.parametrize(("name", "language"), EACH)
@settings(max_examples=25, deadline=None)
@given(question=st.text(min_size=1), context=st.text())
def test_what_users_write_goes_in_unchanged(name: str, language: Language, question: str, context: str) -> None:
    question += "{question}{0}{context} {{x}}"
    text = template(name).render(language, question, context)
    assert question in text
    assert context in text
    assert text == template(name).runnable(language).invoke({"question": question, "context": context}).to_string()


@pytest.mark.parametrize(("name", "language"), EACH)
def test_without_passages_nothing_of_them_remains(name: str, language: Language) -> None:
    chosen = template(name)
    text = chosen.render(language, "Q")
    assert text == chosen.runnable(language).invoke({"question": "Q"}).to_string()
    assert text == chosen.render(language, "Q", "")
    assert "{" not in text
    assert not text.endswith((" ", "\n"))


@pytest.mark.parametrize(("name", "language"), EACH)
def test_no_prompt_gives_away_a_sample_question(name: str, language: Language) -> None:
    header, *rows = load_workbook(SAMPLE, read_only=True).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    column = header.index("instruction(jp)" if language == "ja" else "instruction(en)")
    text = template(name).render(language, "")
    assert [row[column] for row in rows if str(row[column]) in text] == []


@pytest.mark.parametrize(
    ("raw", "stop", "text"),
    [
        ("Tokyo</answer>", ["</answer>"], "Tokyo"),
        (" Tokyo, Japan", ["</answer>"], "Tokyo, Japan"),  # the original lost the n
        ("東京。\n\n質問：次", ["\n\n", "\n質問："], "東京。"),
        ("動物：犬、馬\n植物：竹\n\n質問", ["\n\n", "\n質問："], "動物：犬、馬\n植物：竹"),
        ("\n\nTokyo\n\n", ["\n\n"], "Tokyo"),
        ("</answer>", ["</answer>"], ""),
        ("　東京　", [], "東京"),
        ("", ["x"], ""),
    ],
)
def test_trim(raw: str, stop: list[str], text: str) -> None:
    assert trim(raw, stop) == text


@settings(deadline=None)
@given(st.text(), st.text(min_size=1))
def test_what_is_trimmed_is_a_part_of_what_was_written(raw: str, marker: str) -> None:
    text = trim(raw, [marker])
    assert text in raw
    assert text == text.strip()


@pytest.mark.parametrize(
    "raw", ["First line\nsecond line\n\nLast line?", "一行目\n二行目。", "1, 1, 2, 3", "Yes, yes."]
)
def test_plain_answers_lose_nothing(raw: str) -> None:
    assert trim(raw, ["</answer>"]) == raw


def test_it_pipes_into_any_runnable() -> None:
    chain = template("qa").runnable("ja") | RunnableLambda(lambda prompt: prompt.to_string()[-4:])
    assert chain.invoke({"question": "？"}) == "\n答え："


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"'nope'.*qa, .*original"):
        template("nope")


BOTH = '[ja]\ntext = "{question}"\nstop = []\n[en]\ntext = "%s"\nstop = []'


@pytest.mark.parametrize(
    "text",
    [
        "version = 1",
        "version = [",
        'version = 1\nnote = ""\n[ja]\ntext = "x"',
        f"version = 1\n{BOTH % '{answer} {question}'}",
        f"version = 1\n{BOTH % 'no field'}",
        f"version = {{}}\n{BOTH % '{question'}",
        "version = 1\n[ja]\ntext = 7\nstop = []",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        read_template(path)


def wordings(text: str, passages: str = "", **rest: object) -> dict[Language, Wording]:
    return dict.fromkeys(LANGUAGES, Wording(text, passages, ("\n\n",), **rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("質問：{question.__class__}", r"unknown field \{question.__class__\}"),
        ("{question!r}", "unknown field"),
        ("{question:>9}", "unknown field"),
        ("{question[0]}", "unknown field"),
        ("{}", r"\{question\} is missing"),
        ("{question} {secret}", r"unknown field \{secret\}"),
        ("{question} {context}", r"unknown field \{context\}"),
        ("{question} {", "a brace stands alone"),
        ("} {question}", "a brace stands alone"),
        ('{question} {"a": 1}', "unknown field"),
        ("答えは？", r"text: \{question\} is missing"),
        ("", r"text: \{question\} is missing"),
    ],
)
def test_words_that_are_no_prompt_are_refused(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        edited("mine", wordings(text))


def test_passages_need_both_fields() -> None:
    with pytest.raises(SettingsError, match=r"passages: \{context\} is missing"):
        edited("mine", wordings("{question}", "{question}"))


@pytest.mark.parametrize("name", ["", "../qa", "a/b", "qa", ".hidden", "x" * 41, "a\nb", "con.", "a\\b"])
def test_names_that_cannot_be_files_or_are_taken_are_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="name"):
        edited(name, wordings("{question}"))


def test_a_prompt_of_ones_own_is_kept_and_found_again() -> None:
    mine = keep(edited(" 短い回答 ", wordings("{question}→ {{x}}", "{context}|{question}", system="ja\r\n"), chat=True))
    assert template("短い回答") == mine
    assert template_names()[-1] == "短い回答"
    assert mine.messages("ja", "？", "資料")[1].content == "資料|？"
    assert edited("短い回答", mine.wordings, chat=True).version == mine.version
    assert edited("短い回答", mine.wordings, chat=False).version != mine.version


def test_a_run_keeps_the_words_that_it_was_planned_with() -> None:
    keep(edited("mine", wordings("old {question}")))
    arm = with_wording(Arm(prompt="mine"))
    keep(edited("mine", wordings("new {question}")))
    assert template_of(arm).render("en", "Q") == "old Q"
    assert template("mine").render("en", "Q") == "new Q"
    assert with_wording(Arm(prompt="mine")).key != arm.key
    assert template_of(Arm(prompt="original")) == template("original")


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=3), st.booleans())
def test_any_words_survive_as_toml(before: str, system: str, stop: list[str], chat: bool) -> None:
    text = before.replace("{", "{{").replace("}", "}}") + "{question}"
    mine = edited("mine", dict.fromkeys(LANGUAGES, Wording(text, "", tuple(stop), system)), chat=chat, note=before)
    assert parse_template("mine", to_toml(mine)) == mine


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["chat-ja", "chat-en"])
def test_a_chat_has_a_system_prompt_and_a_plain_form(name: str, language: Language) -> None:
    chosen = template(name)
    system, user = chosen.messages(language, "{x} とは？")
    assert (system.role, user.role, user.content) == ("system", "user", "{x} とは？")
    assert chosen.render(language, "{x} とは？").startswith(f"{system.content}\n\n{user.content}\n")


def test_a_prompt_without_a_place_for_passages_says_so() -> None:
    with pytest.raises(SettingsError, match="mine has no place for passages"):
        edited("mine", wordings("{question}")).render("ja", "？", "資料")


@pytest.mark.parametrize(
    ("name", "language", "raw", "text"),
    [
        ("original", "en", " Madrid\n<answer>Answer: Madrid\n<answer>Answer: Mad", "Madrid"),
        ("original", "ja", "冬 Write answer within 15 words.</prompt>\n<answer>Answer: 夏", "冬"),
        ("same-language", "ja", "秋です。\n日本語での答え：秋です。", "秋です。"),
        ("chat-en", "en", "Two.\n\nHow many are there?\nAnswer: Two.", "Two."),
        ("plain", "ja", "春。春。春。春", "春。"),
    ],
)
def test_an_answer_ends_where_the_frame_starts_again(name: str, language: Language, raw: str, text: str) -> None:
    assert trimmed(template(name), language, raw, "How many are there?") == text


def test_a_frame_is_the_templates_own_words() -> None:
    frame = template("original").frame("en")
    assert (frame.asks, frame.answers, frame.ends) == (
        ("Question: ",),
        ("Answer:",),
        ("Write answer within 15 words.",),
    )
    assert template("same-language").frame("ja").answers == ("日本語での答え：",)
