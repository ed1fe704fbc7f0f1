from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.runnables import RunnableLambda
from openpyxl import load_workbook

from app.errors import SettingsError
from app.prompts import read_template, render, template, template_names, trim
from app.records import LANGUAGES, Language

SAMPLE = Path(__file__).parents[2] / "samples" / "verify100.xlsx"
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
@settings(max_examples=25)
@given(question=st.text(min_size=1), context=st.text())
def test_what_users_write_goes_in_unchanged(name: str, language: Language, question: str, context: str) -> None:
    question += "{question}{0}{context} {{x}}"
    text = render(template(name), language, question, context)
    assert question in text
    assert context in text
    assert text == template(name).runnable(language).invoke({"question": question, "context": context}).to_string()


@pytest.mark.parametrize(("name", "language"), EACH)
def test_without_passages_nothing_of_them_remains(name: str, language: Language) -> None:
    chosen = template(name)
    text = chosen.render(language, "Q")
    assert text == chosen.runnable(language).invoke({"question": "Q"}).to_string()
    assert text.split("Q")[0] in chosen.render(language, "Q", "")
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


@given(st.text(), st.text(min_size=1))
def test_trimming_loses_nothing_without_a_marker(raw: str, marker: str) -> None:
    if marker not in raw:
        assert trim(raw, [marker]) == raw.strip()


def test_it_pipes_into_any_runnable() -> None:
    chain = template("qa").runnable("ja") | RunnableLambda(lambda prompt: prompt.to_string()[-4:])
    assert chain.invoke({"question": "？"}) == "\n答え："


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"'nope'.*qa, original"):
        template("nope")


@pytest.mark.parametrize("text", ["version = 1", "version = [", 'version = 1\nnote = ""\n[ja]\ntext = "x"'])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        read_template(path)
