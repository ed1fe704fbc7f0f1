"""What the columns of a header mean together: a name can mean another thing beside others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.questions.headers import Meaning, Names, folded, meaning
from app.questions.readers.accepted import ACCEPTED
from app.questions.scripts import has_letters
from app.questions.table import Row
from app.records import Language, other

_GENERIC = ("response", "output")
"""Names of references that are those of answers beside a column of references."""
_LABELS = ("label", "labels", "ラベル", "正解ラベル")
_GIVEN = re.compile(r"completion|prediction|generated|model|モデル|返答|応答")
"""What names of answers say that are never the right ones."""
_INITIAL = re.compile(r"(?P<initial>[qa])(?P<rest>([_-]?\(?[^\d()_-]+\)?)?)")
_SPELLED = {"q": "question", "a": "answer"}
_TOPICS = ("分野", "ジャンル", "科目", "教科", "領域", "topic", "genre", "domain")
"""Names of columns that say the type where no column is named for it."""


def column_meanings(header: Row, names: Names) -> dict[int, Meaning]:
    """The meaning of each 0-based column that has one."""
    known = {i: m for i, cell in enumerate(header.cells) if (m := names.meaning(cell.text)) is not None}
    known |= _initials(header, names) if not any(m.role == "question" for m in known.values()) else {}
    if not any(m.role == "question" for m in known.values()):
        known = {i: m._replace(role="question") if m.role == "context" else m for i, m in known.items()}
    known = _without_prompts(header, known)
    known = _with_answers(header, known)
    free = {folded(cell.text): i for i, cell in enumerate(header.cells) if i not in known and not names.says(cell.text)}
    if not any(m.role == "reference" for m in known.values()):
        accepted = next((free[name] for name in ACCEPTED if name in free), None)
        known |= {} if accepted is None else {accepted: Meaning("reference")}
    if not any(m.role == "type" for m in known.values()):
        topic = next((free[name] for name in _TOPICS if name in free), None)
        known |= {} if topic is None else {topic: Meaning("type")}
    return known


def right_answers(
    header: Row,
    names: Names,
    references: Mapping[Language, tuple[int, ...]],
    answers: Mapping[Language, int],
) -> dict[Language, int]:
    """The columns of answers that are the right ones in their language: the other one has those, and no answers."""
    found: dict[Language, int] = {}
    for code, index in answers.items():
        right = references.get(other(code), ())
        given = says_given(header.cell(index).text)
        generic = any(folded(header.cell(place).text).startswith(_GENERIC) for place in right)
        if not given and right and not generic and not references.get(code) and other(code) not in answers:
            found |= {} if names.says(header.cell(index).text) else {code: index}
    return found


def says_given(name: str) -> bool:
    """Whether the name of a column of answers says that a model gave them."""
    return _GIVEN.search(folded(name)) is not None


def text_labels(header: Row, body: Sequence[Row]) -> list[int]:
    """The columns of labels that are texts, not the numbers or letters of options."""
    places = [index for index, cell in enumerate(header.cells) if folded(cell.text) in _LABELS]
    return [index for index in places if any(_is_text(row.cell(index).text.strip()) for row in body)]


def _is_text(text: str) -> bool:
    return has_letters(text) and (len(text) > 1 or text >= "一")


def _initials(header: Row, names: Names) -> dict[int, Meaning]:
    """The meanings of columns that are called Q and A, each in one language or in none, among which none is B."""
    places = {folded(cell.text): i for i, cell in enumerate(header.cells) if not names.says(cell.text)}
    found = {index: match for name, index in places.items() if (match := _INITIAL.fullmatch(name))}
    if {match["initial"] for match in found.values()} != {"q", "a"} or "b" in places:
        return {}
    spelled = {index: meaning(_SPELLED[match["initial"]] + match["rest"]) for index, match in found.items()}
    return {index: means for index, means in spelled.items() if means is not None}


def _without_prompts(header: Row, known: Mapping[int, Meaning]) -> dict[int, Meaning]:
    """The meanings without columns of prompts beside those of questions, which they hold among other words."""
    asked = {i for i, m in known.items() if m.role == "question"}
    prompts = {i for i in asked if folded(header.cell(i).text).startswith(("prompt", "user_prompt", "プロンプト"))}
    return {i: m for i, m in known.items() if i not in prompts or prompts == asked}


def _with_answers(header: Row, known: Mapping[int, Meaning]) -> dict[int, Meaning]:
    """The meanings, where a column `response` or `output` beside one of references holds answers."""
    right = {i for i, means in known.items() if means.role == "reference"}
    generic = {i for i in right if folded(header.cell(i).text).startswith(_GENERIC)}
    named = {known[i][1:] for i in right - generic}
    return {i: m._replace(role="answer") if i in generic and m[1:] in named else m for i, m in known.items()}
