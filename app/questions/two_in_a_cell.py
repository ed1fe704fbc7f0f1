"""Cells that hold a text in both languages (質問 / question, or one line each) → a column for each language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.questions.answer_columns import named_answer
from app.questions.column_meanings import column_meanings
from app.questions.findings import Findings
from app.questions.headers import Meaning, Names, Role, language_named, meaning
from app.questions.scripts import belongs_to, has_japanese, has_letters
from app.questions.sheet_pairs import Join
from app.questions.table import EMPTY, Cell, Row, Table
from app.records import LANGUAGES, Language

_NEARLY_ALL = 0.9
_LOOKED_AT = 50
"""Rows that tell whether it is worth looking at all of them."""
_SUFFIX: dict[Language, str] = {"ja": "(jp)", "en": "(en)"}
_NAME: dict[Role, str] = {"question": "instruction", "reference": "response", "context": "input", "answer": "Answer"}
_SLASH = re.compile(r"\s*[/／|｜]\s*")
_BRACKETS = re.compile(r"(?P<before>.*[^\s(（])\s*[(（](?P<inside>[^()（）]+)[)）]", re.DOTALL)
_LABEL = re.compile(
    r"(?:(?P<plain>日(?:本語)?|英語?|和文?|英文|ja|jp|en|japanese|english)\s*[:：]"
    r"|[\[【(（](?P<inside>日(?:本語)?|英語?|和文?|英文|ja|jp|en|japanese|english)[\]】)）])\s*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"([?？]|か[。．]?|は[。．]?|何|どこ|誰|だれ|いつ)$")
_REFERS = re.compile(r"(次|以下|下記|上記)の|英訳|和訳|翻訳|訳[しせす]|英文|英語で|日本語で|日本語に|英語に")
"""What a question says that needs the lines in the other language."""
_WORD = re.compile(r"[A-Za-z]+")
_FEWEST = 3
"""Words of a question in English."""
Parts = tuple[str, str]
"""A text in Japanese and the same in English."""


def with_languages_apart(
    table: Table, header: Row, names: Names, join: Join | None, findings: Findings
) -> tuple[Table, Row]:
    """The table and its header with a column for each language where the cells of its questions hold both.

    Both as they were where that is not so in nearly all rows, or is not wanted; where the languages may be those of
    one task (a text to translate) this is said.
    """
    meanings = column_meanings(header, names)
    asked = [index for index, means in meanings.items() if means.role == "question"]
    if len(asked) != 1 or meanings[asked[0]].language is not None:
        return table, header
    body = [row for row in table.rows if row.number > header.number]
    texts = [text for row in body if (text := row.cell(asked[0]).text.strip())]
    if len(texts) < 2 or _share(texts[:_LOOKED_AT]) < _NEARLY_ALL or _share(texts) < _NEARLY_ALL:
        return table, header
    sure = sum(_same_question(parts) for text in texts if (parts := parts_of(text)) is not None)
    code = "cells_left" if join == "none" or sure < _NEARLY_ALL * len(texts) else "cells_split"
    findings.add(code, sheet=table.sheet, row=header.number, name=" ".join(header.cell(asked[0]).text.split()))
    return _apart(table, header, body, meanings) if code == "cells_split" else (table, header)


def parts_of(text: str) -> Parts | None:
    r"""A text that is said in both languages, in Japanese and in English; None for any other text.

    >>> parts_of("首都は？\nCapital?"), parts_of("Mount Fuji / 富士山"), parts_of("12か月 (12)"), parts_of("東京")
    (('首都は？', 'Capital?'), ('富士山', 'Mount Fuji'), ('12か月', '12'), None)
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if labelled := _labelled(lines):
        return labelled
    cuts = [("\n".join(lines[:place]), "\n".join(lines[place:])) for place in range(1, len(lines))]
    cuts += [(text[: found.start()].strip(), text[found.end() :].strip()) for found in _SLASH.finditer(text)]
    if match := _BRACKETS.fullmatch(text.strip()):
        cuts.append((match["before"], match["inside"].strip()))
    for one, other in cuts:
        if one == other:  # such as H2O
            return one, other
        first, second = ([has_japanese(line) for line in part.splitlines()] for part in (one, other))
        if first and second and all(first) and not any(second):
            return one, other
        if first and second and all(second) and not any(first):
            return other, one
    return None


def _labelled(lines: Sequence[str]) -> Parts | None:
    """The lines by the language that they, or the ones before them, say at their beginning (日：… 英：…)."""
    texts: dict[Language, list[str]] = {}
    language: Language | None = None
    for line in lines:
        label = _LABEL.match(line)
        language = language_named(label["plain"] or label["inside"]) if label else language
        if language is None:
            return None
        texts.setdefault(language, []).append(line[label.end() :].strip() if label else line)
    return ("\n".join(texts["ja"]), "\n".join(texts["en"])) if len(texts) == len(LANGUAGES) else None


def _share(texts: Sequence[str]) -> float:
    """Which part of the texts reads like questions in both languages."""
    return sum(parts is not None and _is_asked(parts) for parts in map(parts_of, texts)) / len(texts)


def _is_asked(parts: Parts) -> bool:
    return has_letters(parts[1]) and (len(_WORD.findall(parts[1])) >= _FEWEST or parts[1].endswith("?"))


def _same_question(parts: Parts) -> bool:
    """Whether both texts can be the same question: neither refers to the other."""
    japanese, english = parts
    return not _REFERS.search(japanese) and bool(_ASKS.search(japanese)) == english.rstrip("」”\"'").endswith("?")


def _apart(table: Table, header: Row, body: Sequence[Row], meanings: dict[int, Meaning]) -> tuple[Table, Row]:
    width = max(len(row.cells) for row in [header, *body])
    split = {i for i in range(width) if _is_split(i, header, body, meanings)}
    sources: list[tuple[int, Language | None]] = []
    for index in range(width):
        held = [code for code in LANGUAGES if any(_text(row.cell(index).text, code) for row in body)]
        sources += [(index, code) for code in held] if index in split else [(index, None)]
    top = Row(header.number, tuple(_named(header.cell(i), code, meanings.get(i)) for i, code in sources))
    rows = [Row(row.number, tuple(_cell(row.cell(i), code) for i, code in sources)) for row in body]
    above = [row for row in table.rows if row.number < header.number]
    owners = dict(table.models)
    whole = replace(
        table,
        rows=(*above, top, *rows),
        merged=(),
        uncached=frozenset(
            (number, place) for place, (i, _) in enumerate(sources) for number, index in table.uncached if index == i
        ),
        lettered=False,
        models=tuple((place, owners[i]) for place, (i, _) in enumerate(sources) if i in owners),
    )
    return whole, top


def _is_split(index: int, header: Row, body: Sequence[Row], meanings: dict[int, Meaning]) -> bool:
    """Whether a column is split: questions and references are, others where nearly all of their cells hold both."""
    means = meanings.get(index)
    if means is not None and (means.role in ("number", "type") or means.language is not None):
        return False
    if means is not None and means.role in ("question", "reference"):
        return True
    texts = [text for row in body if (text := row.cell(index).text.strip())]
    both = sum(parts_of(text) is not None for text in texts)
    named = means is not None or named_answer(header.cell(index).text) is not None
    return named and bool(texts) and (both >= _NEARLY_ALL * len(texts) or (means is not None and both > 0))


def _text(text: str, language: Language) -> str:
    """What a cell says in a language: its part, or the whole where it is in that language or in none."""
    parts = parts_of(text)
    if parts is not None:
        return parts[LANGUAGES.index(language)]
    return text if text.strip() and belongs_to(text, language) else ""


def _cell(cell: Cell, language: Language | None) -> Cell:
    if language is None:
        return cell
    text = _text(cell.text, language)
    return cell if text == cell.text else Cell(text, text) if text else EMPTY


def _named(cell: Cell, language: Language | None, means: Meaning | None) -> Cell:
    """The name of a column in one language: its own with the language behind it, where that is understood."""
    if language is None:
        return cell
    name = " ".join(cell.text.split()) + _SUFFIX[language]
    if means is not None and meaning(name) != means._replace(language=language):
        name = _NAME[means.role] + _SUFFIX[language] + (f" {means.place}" if means.place > 1 else "")
    return Cell(name, name)
