"""What a column's name means: its role, language and number, whatever its case, width, spaces or spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from app.questions.table import Row
from app.records import Language

Role: TypeAlias = Literal["number", "type", "question", "context", "reference", "answer"]

_WORDS: dict[Role, tuple[str, ...]] = {
    "number": ("no", "no.", "nr", "index", "num", "number", "id", "#", "qid", "q_id", "question_id",
               "custom_id", "q.no", "q.no.", "qno", "問題no", "設問no", "質問no", "問題id", "質問id", "設問id",
               "sample_id", "example_id", "doc_id", "番号", "問題番号", "質問番号",
               "設問番号", "通番", "連番", "項番", "項目番号", "通し番号", "管理番号", "整理番号", "識別子"),
    "type": ("type", "category", "subject", "種別", "種類", "分類", "タイプ", "カテゴリ", "カテゴリー", "区分", "形式"),
    "question": ("instruction", "question", "質問", "質問文", "問題", "問題文", "設問", "設問文", "問い", "問", "指示",
                 "prompt", "user_prompt", "プロンプト", "query", "user_query", "クエリ", "クエリー", "お題", "出題",
                 "出題文", "質問内容", "問題内容", "設問内容", "質問事項", "user_input", "user_question"),
    "reference": (
        "response", "reference", "referece", "references", "goldanswer", "expected", "output",
        "correct_answer", "gold_answer", "gold",
        "best_answer", "ground_truth", "reference_answer",
        "expected_answer",
        "target", "ideal", "正解", "正答", "模範解答", "模範回答", "参照", "参照回答", "参照解答", "期待する回答",
        "想定回答", "想定解答", "解答例", "回答例", "正答例", "正解例", "正解文", "模範", "標準解答", "標準回答",
        "期待回答", "期待解答", "期待値", "期待される回答", "expected_output", "expected_response", "correct_response",
        "gold_response",
        "target_answer", "ideal_answer", "gold_standard", "正しい答え", "正しい回答", "正答文", "期待出力", "期待応答",
        "期待する答え", "期待する出力", "想定される回答", "模範応答",
    ),
    "context": ("input", "context", "入力", "文脈", "補足"),
    "answer": ("answer", "completion", "prediction", "generated_text",
               "model_answer", "model_output", "モデル回答", "回答", "解答", "答え", "答",
               "返答", "応答"),
}  # fmt: skip
_LANGUAGES: dict[Language, tuple[str, ...]] = {
    "ja": ("jp", "ja", "jpn", "japanese", "日本語", "日本", "和文", "日", "和", "邦文", "和訳", "日本語訳", "日本語版"),
    "en": ("en", "eng", "english", "英語", "英文", "英", "英訳", "英語訳", "英語版"),
}
_FURTHER = ("別解", "別解答", "許容解答", "許容回答", "許容解", "alternative_answer", "alternative_answers",
            "alt_answer", "acceptable_answer", "other_answer", "also_accepted")  # fmt: skip
"""Names of further references, beside the first."""


def _forms(word: str) -> tuple[str, ...]:
    """A name as it may be spelled."""
    return word, word.replace("_", ""), word.replace("_", "-")


_FURTHER_FORMS = {form for word in _FURTHER for form in _forms(word)}
_ROLE_OF = {form: role for role, words in _WORDS.items() for word in words for form in _forms(word)}
_ROLE_OF |= dict.fromkeys(_FURTHER_FORMS, _ROLE_OF["reference"])
_LANGUAGE_OF = {word: language for language, words in _LANGUAGES.items() for word in words}

_SUFFIX = "|".join(sorted(map(re.escape, _LANGUAGE_OF), key=len, reverse=True))
_ROLES = "|".join(sorted(map(re.escape, _ROLE_OF), key=len, reverse=True))
_HEADER = re.compile(
    rf"""
    (?:(?P<prefix>{_SUFFIX})[_\-の]?)?
    (?P<role>{_ROLES})
    [_\-]?\(?(?P<inner>\d*)\)?
    (?:\((?P<bracketed>{_SUFFIX})\)|[_\-]?(?P<suffix>{_SUFFIX}))?
    [_\-]?\(?(?P<outer>\d*)\)?
    """,
    re.VERBOSE,
)


_REGION = re.compile(r"(?<=^[a-z]{2})[-_][a-z]{2}$")
"""The region of a language's code: ja-JP, en_US."""
_TWICE = re.compile(r"([^/／\n]+)\s*[/／\n]\s*([^/／\n]+)")
"""A name said in two languages: 質問 / Question."""


_BOTH = re.compile(
    r"[(（\[【]\s*(日英|英日|和英|英和|(日本語|和文|日|ja|jp|japanese)\s*[/／・&+,]\s*(英語|英文|英|en|english)"
    r"|(英語|英|en|english)\s*[/／・&+,]\s*(日本語|日|ja|jp|japanese)|bilingual)\s*[)）\]】]$",
    re.IGNORECASE,
)
"""What a name says of a column that holds both languages."""


def language_named(text: str) -> Language | None:
    """The language that a text names, with its region or without; None for any other text.

    >>> language_named("英語"), language_named("ja-JP"), language_named("Japan")
    ('en', 'ja', None)
    """
    name = folded(text)
    return _LANGUAGE_OF.get(_REGION.sub("", name), _LANGUAGE_OF.get(name))


def is_language(text: str) -> bool:
    """Whether a text is the name of a language."""
    return language_named(text) is not None


MAX_NAME = 100
"""A longer text is no column's name."""


class Meaning(NamedTuple):
    """What a header says. `place` counts accepted answers from 1; `language` None when the header does not say."""

    role: Role
    language: Language | None = None
    place: int = 1


def folded(text: str) -> str:
    """A text without differences of width, case and white space, for comparing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


class Names:
    """What the columns of one file mean: by their own names, or by those that the user gave them."""

    def __init__(self, named: Mapping[str, str] | None = None) -> None:
        self.named = {folded(name): name for name in named or {}}
        self._meanings = {folded(name): meaning(means) for name, means in (named or {}).items()}

    def missing(self, header: Row) -> list[str]:
        """The names that the user gave that no column of this row has."""
        present = {folded(cell.text) for cell in header.cells}
        return [name for key, name in self.named.items() if key not in present]

    def says(self, header: str) -> bool:
        """Whether the user said what a column is, be it nothing."""
        return folded(header) in self.named

    def meaning(self, header: str) -> Meaning | None:
        """The meaning of a column's name; None for a column to carry over."""
        key = folded(header) if len(header) < MAX_NAME else ""
        return self._meanings[key] if key in self._meanings else meaning(header)


def meaning(header: str) -> Meaning | None:
    """The meaning of a column's name; None for a column that Narabe does not know.

    >>> meaning("Response (JP) 2")
    Meaning(role='reference', language='ja', place=2)
    """
    if len(header) >= MAX_NAME:
        return None
    header = _BOTH.sub("", header.strip())
    if match := _TWICE.fullmatch(header):
        return _meaning_twice(match[1], match[2])
    text = folded(header).translate(str.maketrans("[]【】〔〕〈〉", "()()()()"))
    match = _HEADER.fullmatch(text)
    if match is None:
        return None
    role = _ROLE_OF[match["role"]]
    language = _LANGUAGE_OF.get(match["bracketed"] or match["suffix"] or match["prefix"] or "")
    number = match["inner"] or match["outer"]
    numbered = bool(number) and len(number) < 4
    odd = bool((match["inner"] and match["outer"]) or (number and not numbered))
    if odd or (role in ("number", "type") and (language or number)):
        return None
    if role in ("question", "context", "answer") and number:
        return None
    place = int(number) if numbered else 1
    return Meaning(role, language, place + 1 if match["role"] in _FURTHER_FORMS else place)


def _meaning_twice(first: str, second: str) -> Meaning | None:
    """The meaning of a name that is said twice (正解 / Answer), or in two lines; None where the two do not agree."""
    one, again = meaning(first), meaning(second)
    if one is None or again is None:
        return meaning(f"{first}{second}") if is_language(second.strip("()（）")) else None
    same = one.role == again.role or {one.role, again.role} == {"reference", "answer"}
    return one._replace(language=None) if same else None
