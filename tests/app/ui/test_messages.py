"""Every message that reaches the page has a Japanese text, with all that it names."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from app.errors import NarabeError, SettingsError
from app.prompts import Wording, edited
from app.ui.labels import Labels
from app.ui.messages import TABLE, in_language, japanese, message

APP = Path(__file__).parents[3] / "app"
KANA = re.compile(r"[\u3040-\u30ff]")
FILLED = "x7"


def text_of(node: ast.expr) -> str | None:
    """The text that an expression stands for, each place filled in; None where it comes from elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else FILLED for part in node.values)
    return None


def raised() -> list[tuple[str, str]]:
    """Where an error is raised with English words alone, and these words."""
    found = []
    for path in sorted(APP.rglob("*.py")):
        if "cli" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            call = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and len(call.args) == 1:
                text = text_of(call.args[0])
                if call.func.id in ("NarabeError", "SettingsError", "ModelError") and text and text != FILLED:
                    found.append((f"{path.relative_to(APP)}:{node.lineno}", text))
    return found


def kept() -> list[tuple[str, str]]:
    """Texts with a remedy that stand alone, whoever uses them: what a worker keeps with a run is raised nowhere."""
    texts = []
    for path in sorted(APP.rglob("*.py")):
        if "cli" in path.parts or path.parent.name == "messages" or path.name == "words.py":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        translated = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and any(KANA.search(text_of(argument) or "") for argument in call.args)
            for argument in call.args
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.expr) or id(node) in translated:
                continue
            text = text_of(node)
            if text and re.fullmatch(r"[a-z][a-z ,]+ → [a-z][a-z ,]+", text):
                texts.append((f"{path.relative_to(APP)}:{node.lineno}", text))
    return texts


RAISED, KEPT = raised(), kept()


def test_errors_are_found() -> None:
    assert len(RAISED) > 40
    assert {"the server was stopped → resume the run", "the disk is full → make room, then resume the run"} <= {
        text for _, text in KEPT
    }


def test_every_error_that_is_raised_has_a_japanese_text() -> None:
    for place, text in RAISED + KEPT:
        if re.fullmatch(rf"[A-Z_ ]*(: )?{FILLED}", text.replace(f"{FILLED}: ", "")):
            continue  # a name, and what somebody else said
        said = japanese(text)
        assert KANA.search(said), f"{place}: no Japanese for {text!r}: add it to app/ui/messages/"
        assert said.count(FILLED) >= min(text.count(FILLED), 1), place


def test_both_texts_leave_the_same_places_open() -> None:
    for ja, en in TABLE:
        places = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (ja, en)]
        assert places[0] == places[1], en
        assert KANA.search(ja) and not KANA.search(en), en


def test_no_template_hides_another() -> None:
    for ja, en in TABLE:
        names = {name: f"v{n}" for n, (_, name, _, _) in enumerate(string.Formatter().parse(en)) if name}
        assert japanese(en.format(**names)) == ja.format(**names), en


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("the file has no answer", "ファイルに回答がありません"),
        (
            "cannot be read → leave out or repair: 規則.pdf: protected by a password; b.txt: more than 9 pages; "
            "and 2 more",
            "読み取れないファイルがあります → 除くか、直してください："
            "規則.pdf：パスワードで保護されています；b.txt：9 ページを超えています；ほか 2 件",
        ),
        ("The server answered HTTP 500: CUDA error", "サーバーが HTTP 500 を返しました：CUDA error"),
        ("何か別のこと", "何か別のこと"),
        ("ValueError: boom", "ValueError: boom"),
    ],
)
def test_messages_that_are_put_together(english: str, said: str) -> None:
    assert in_language(Labels("ja"), english) == said
    assert in_language(Labels("en"), english) == english


def test_faults_of_a_prompt_name_its_language_and_its_fields() -> None:
    with pytest.raises(SettingsError) as caught:
        edited("私の", {"ja": Wording("質問：{query}"), "en": Wording("Question: {question}")})
    said = message(Labels("ja"), caught.value)
    assert said == (
        "［日本語］text：{query} は使えません → 波かっこそのものは {{ や }} と書いてください；"
        "［日本語］text：{question} がありません"
    )


def test_an_error_with_words_of_its_own_keeps_them() -> None:
    error = NarabeError("the file has no answer", "回答がないファイルです")
    assert message(Labels("ja"), error) == "回答がないファイルです"
    assert message(Labels("en"), error) == "the file has no answer"


def test_a_long_message_takes_no_time() -> None:
    text = "a: " * 200_000
    assert in_language(Labels("ja"), text) == text
