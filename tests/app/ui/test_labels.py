import re
import string

import pytest

from app.questions.messages import MESSAGES
from app.ui.labels import TABLE, Labels

KANA = re.compile(r"[\u3040-\u30ff]")


def places(text: str) -> set[str]:
    """The names that a text leaves open."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_stands_in_both_languages() -> None:
    assert len(TABLE) > 500
    assert not [key for key, (japanese, english) in TABLE.items() if not japanese.strip() or not english.strip()]


def test_both_languages_leave_the_same_places_open() -> None:
    assert not [key for key, (japanese, english) in TABLE.items() if places(japanese) != places(english)]


@pytest.mark.parametrize(("language", "text"), [("ja", "レビュー"), ("en", "Review")])
def test_text_follows_the_language(language: str, text: str) -> None:
    assert Labels(language)("tab.review") == text


def test_group_drops_the_prefix() -> None:
    assert Labels("ja").group("tab")["run"] == "実行"


def test_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        Labels("en")("tab.nothing")


def test_endpoint_is_public_once() -> None:
    assert Labels("en").endpoint("verdict") == {"api_name": "verdict", "api_visibility": "public"}
    assert Labels("ja").endpoint("verdict")["api_visibility"] == "private"


def test_a_noun_has_one_word_in_japanese() -> None:
    others = ("種別", "アーム", "不明", "模範解答", "正答", "評価者", "判定者", "未判定")
    assert not [(key, word) for key, (japanese, _) in TABLE.items() for word in others if word in japanese]


def test_messages_on_files_use_the_words_of_the_page() -> None:
    texts = {code: f"{one.message_ja}{one.remedy_ja}" for code, one in MESSAGES.items()}
    assert not [(code, word) for code, text in texts.items() for word in ("種別", "評価者", "判定者") if word in text]
    assert not [code for code, text in texts.items() if "正解" in re.sub("正解(を示す列|、不正解)", "", text)], (
        "a reference is 参照解答; only the right one of several choices, and a verdict, is 正解"
    )


def test_messages_on_files_are_in_their_languages() -> None:
    for code, one in MESSAGES.items():
        assert KANA.search(one.message_ja) and KANA.search(one.remedy_ja), code
        assert not KANA.search(one.message) and not KANA.search(one.remedy), code
