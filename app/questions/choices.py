"""Questions with choices: the options in columns or in a list, and a key that says which one is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.questions.headers import folded, meaning
from app.questions.option_lists import LETTERS, SERIES, labels_in, lettered_options, listed_options
from app.questions.printed import LONGEST
from app.questions.table import Row

_OPTION = re.compile(r"(?P<stem>選択肢|選択|肢|options?|choices?|opt)?[_\-]?\(?(?P<label>[a-j]|\d|[ア-コ])\)?")
_LIST = ("choices", "options", "選択肢")
KEYS = ("label", "answerkey", "answer_key", "key", "gold", "correct", "correctanswer", "correct_answer", "answeridx",
        "answer_idx", "answer_index", "answerindex", "answer_label", "answer_choice", "correct_option", "correctoption",
        "correct_choice", "correct_label", "correct_index", "gold_label", "gold_index", "target_index", "right_option",
        "正解番号", "正解肢", "正解選択肢", "正解記号", "正答番号", "正答肢", "正答記号", "解答番号",
        "解答記号")  # fmt: skip
"""Names of a key's column, besides those of a reference."""
_COUNTED = re.compile(r"[①-⑳]|\d\s*番")
"""Numbers that count from 1."""
_AROUND = re.compile(r"^(選択肢|選択|option|choice)|^[(\[【]|番目?$|[)\]】.．、:：]$")


@dataclass(frozen=True, slots=True)
class Choices:
    """Where the options stand, and how the key counts.

    Attributes:
        columns: the 0-based columns of the options in their order; a single one that holds lists.
        labels: what an option is called in the question and by the key: A, B, … or 0, 1, … or ア, イ, …
        key: the column that says which option is right; None without one.
        first: the number of the first option where the key is a number; None where the data do not tell.
    """

    columns: tuple[int, ...]
    labels: tuple[str, ...]
    listed: bool = False
    key: int | None = None
    first: int | None = field(default=None)

    def options(self, row: Row) -> list[tuple[str, str]]:
        """The label and the text of each option of a row that is not blank."""
        texts = (
            listed_options(row.cell(self.columns[0]).text) if self.listed else [row.cell(i).text for i in self.columns]
        )
        return [(label, text.strip()) for label, text in zip(self.labels, texts, strict=False) if text.strip()]

    def right(self, row: Row) -> tuple[str, str] | None:
        """The label and the text of the option that the key names; None where it names none."""
        return self.named(row.cell(self.key).text, self.options(row)) if self.key is not None else None

    def named(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
        """The one of these options that a key names by its label or its text; None where it names none, or two."""
        by_text = [option for option in options if folded(option[1]) == folded(text)]
        label = self._label(_bare(text))
        by_label = [option for option in options if option[0] == label]
        if by_text and by_label and by_text[0] != by_label[0]:
            return None  # a number that is one option's text and another one's place
        return next(iter(by_text or by_label), None)

    def _label(self, key: str) -> str | None:
        """The label that a key means: itself, its place in another series of letters, or in numbers."""
        if key.isascii() and key.isdigit():
            place = int(key) - self.first if self.first is not None and len(key) < 3 else -1
        else:
            series = next((one for one in LETTERS if len(key) == 1 and key in one), "")
            place = series.index(key) if series else -1
        return self.labels[place] if 0 <= place < len(self.labels) else None


def find_choices(header: Row, free: Iterable[int], body: Sequence[Row], key: int | None) -> Choices | None:
    """The choices of a table, among the columns that mean nothing else; None where there are none.

    Args:
        header: the row of the column names.
        free: the 0-based columns that mean nothing else.
        body: the rows below.
        key: the column of the references, which is the key; None to look for another one.
    """
    names = {index: header.cell(index).text for index in free}
    if key is None:
        key = next((index for index, name in names.items() if folded(name) in KEYS), None)
    found = _columns(names, body, {_bare(row.cell(key).text) for row in body} - {""} if key is not None else set())
    if found is None:
        return None
    columns, labels, listed = found
    choices = Choices(columns, labels, listed, key)
    return Choices(columns, labels, listed, key, _first(choices, body)) if key is not None else choices


def _columns(
    names: Mapping[int, str], body: Sequence[Row], keys: set[str]
) -> tuple[tuple[int, ...], tuple[str, ...], bool] | None:
    stems: dict[str, dict[str, int]] = {}
    for index, name in names.items():
        match = _OPTION.fullmatch(folded(name))
        if match and meaning(name) is None:
            stems.setdefault(match["stem"] or "", {}).setdefault(match["label"], index)
    for stem, labelled in sorted(stems.items(), key=lambda pair: -len(pair[1])):
        for series in SERIES:
            run = series[: len(labelled)]
            if set(labelled) == set(run) and len(run) >= (2 if stem or (keys and keys <= set(run)) else 3):
                return tuple(labelled[label] for label in run), tuple(run.upper()), False
    for index, name in names.items():
        if folded(name) in _LIST and body:
            found = [listed_options(row.cell(index).text) for row in body if row.cell(index).text.strip()]
            if found and all(len(options) > 1 for options in found):
                labels = {labels_in(row.cell(index).text) for row in body if row.cell(index).text.strip()}
                most = max(map(len, found))
                said = next(iter(labels)) if len(labels) == 1 else ""
                return (index,), tuple((said or SERIES[0])[:most].upper()), True
    return None


def _first(choices: Choices, body: Sequence[Row]) -> int | None:
    """From which number the keys of a table count; None where both ways are possible, or neither."""
    assert choices.key is not None  # noqa: S101 - asked for where there is one
    keys = [_bare(row.cell(choices.key).text) for row in body]
    numbers = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 3}
    count = len(choices.labels)
    ways = [first for first in (0, 1) if numbers <= set(range(first, first + count))]
    if not numbers:
        return None
    if any(_COUNTED.search(row.cell(choices.key).text) for row in body):
        return 1
    if len(ways) == 2 and choices.labels[0] in ("0", "1"):
        return int(choices.labels[0])
    if len(ways) == 2 and choices.listed:
        return 0  # a list counts from 0 wherever it is written as JSON
    return ways[0] if len(ways) == 1 else None


def option_in_text(asked: str, key: str) -> tuple[bool, tuple[str, str] | None]:
    """Whether a key belongs to the options that a question lists in its text, and the one that it names.

    >>> option_in_text("首都は？ (A)東京 (B)大阪", "A"), option_in_text("首都は？ (A)東京 (B)大阪", "江戸")
    ((True, ('A', '東京')), (False, None))
    """
    if len(key) > LONGEST or not (options := lettered_options(asked)):
        return False, None
    by_text = [option for option in options if folded(option[1]) == folded(key)]
    bare = _bare(key)
    series = next((one for one in SERIES if options[0][0].lower() == one[0]), "")
    by_label = [option for option in options if option[0].lower() == bare]
    whole = [option for option in options if folded(key) in (folded("".join(option)), folded(".".join(option)))]
    whole = whole or [option for option in options if folded(key) == folded("({}){}".format(*option))]
    if by_text and by_label and by_text[0] != by_label[0]:
        return True, None
    found = next(iter(by_text or by_label or whole), None)
    return found is not None or (len(bare) == 1 and bare in series), found


def _bare(text: str) -> str:
    """A key without what stands around it: (A), 選択肢A, A."""
    key = folded(text)
    while (bare := _AROUND.sub("", key)) != key:
        key = bare
    return key


def asked_with(text: str, options: Sequence[tuple[str, str]]) -> str:
    """A question with its options below it, one a line; as it is where it says them itself."""
    if not options or all(option in text for _, option in options):
        return text
    return "\n".join([text, *(f"{label}. {option}" for label, option in options)])


def references_of(option: tuple[str, str]) -> tuple[str, ...]:
    """What is accepted for an option: its text, its label, and both.

    >>> references_of(("A", "東京"))
    ('東京', 'A', '(A) 東京')
    """
    label, text = option
    return tuple(dict.fromkeys((text, label, f"({label}) {text}")))
