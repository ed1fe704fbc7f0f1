import re
import string

import pytest

from app.questions.messages import MESSAGES
from app.ui.labels import TABLE, Labels

KANA = re.compile(r"[\u3040-\u30ff]")


@pytest.mark.parametrize("key", TABLE)
def test_every_text_stands_in_both_languages(key: str) -> None:
    japanese, english = TABLE[key]
    assert japanese.strip() and english.strip()


@pytest.mark.parametrize("key", TABLE)
def test_both_languages_leave_the_same_places_open(key: str) -> None:
    places = [{name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in TABLE[key]]
    assert places[0] == places[1]


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


@pytest.mark.parametrize("key", TABLE)
def test_a_noun_has_one_word_in_japanese(key: str) -> None:
    japanese, _ = TABLE[key]
    for word in ("種別", "アーム", "不明", "模範解答", "正答", "評価者", "判定者", "未判定"):
        assert word not in japanese


@pytest.mark.parametrize("code", MESSAGES)
def test_messages_on_files_use_the_words_of_the_page(code: str) -> None:
    text = MESSAGES[code].message_ja + MESSAGES[code].remedy_ja
    assert not [word for word in ("種別", "評価者", "判定者") if word in text]
    assert "正解" not in text.replace("正解を示す列", ""), (
        "a reference is 参照解答; only the right one of several choices is 正解"
    )


@pytest.mark.parametrize("code", MESSAGES)
def test_messages_on_files_are_in_their_languages(code: str) -> None:
    message = MESSAGES[code]
    assert KANA.search(message.message_ja) and KANA.search(message.remedy_ja)
    assert not KANA.search(message.message) and not KANA.search(message.remedy)
