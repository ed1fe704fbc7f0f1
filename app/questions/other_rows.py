"""Rows of a table of questions that are none: totals, section headings, notes, the column names once more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from app.questions.columns import Columns
from app.questions.headers import MAX_NAME, folded
from app.questions.table import Row

Kind: TypeAlias = Literal["header_again", "total_rows", "heading_rows", "note_rows"]
"""What a row is instead; also the code of the warning that names the rows."""

_TOTAL = re.compile(
    r"(総?合?計|小計|合計(数|件数|点)?|平均(点|値)?|件数|総数|正答(率|数)|正解(率|数)|得点|総得点|最高点?|最低点?|中央値|標準偏差|accuracy|median|(grand|sub)?totals?|sum|average|mean|count)[:：]?"
)
_COUNT = re.compile(r"[\d,.]+(%|問|件|個|点|行|questions?|items?|rows?)?")
_HEADING = re.compile(
    r"【.*】|［.*］|\[.*\]|〔.*〕|〈.*〉|《.*》|≪.*≫|＜.*＞|<.*>|〖.*〗|[■□◆◇●▼▲★☆§].*"
    r"|第[0-9〇一二三四五六七八九十百]+[章節部編回].*|(section|part|chapter)[0-9ivx]+\b.*"
)
_NOTE = re.compile(r"[※＊*†]|注[0-9]*[)）:：.]|[(（]注[)）]|備考[:：]|出典[:：]|以上$|notes?:|sources?:")
_HINT = re.compile(
    r"[(\[【]?(※?(入力)?(必須|任意)(項目|入力)?|required|optional|mandatory|自由記述|自動入力|入力不要|選択式?|記述式?"
    r"|半角(数字|英数字?)?|全角|テキスト|数値|文字列|text|string|number|integer)[)\]】]?"
)
"""What a row below the column names says of what is to be filled in."""
_ASKS = re.compile(r"[?？]|(ですか|ますか|でしょうか|とは|せよ|なさい|ください|下さい)[。.]?$")
LONGEST = 40
"""Characters of a section heading: what is longer is a text."""


def other_rows(body: Sequence[Row], columns: Columns) -> dict[int, Kind]:
    """The rows below the header that are no questions, by number.

    Only what could not be judged anyway is left out: a row with a reference is a question, unless it is the header
    again or a total of the table.
    """
    numbered = columns.number is not None and all(
        any(char.isdigit() for char in unicodedata.normalize("NFKC", row.cell(columns.number).text))
        for row in body
        if _referenced(row, columns)
    )
    kinds = ((row.number, _kind(row, columns, numbered=numbered)) for row in body)
    return {number: kind for number, kind in kinds if kind is not None}


def _referenced(row: Row, columns: Columns) -> bool:
    """Whether a row has a question with a reference."""
    asked = any(row.cell(index).text.strip() for index in columns.questions.values())
    return asked and any(row.cell(index).text.strip() for places in columns.references.values() for index in places)


def _kind(row: Row, columns: Columns, *, numbered: bool) -> Kind | None:
    """What a row is instead of a question; `numbered`: every question with a reference has a number with digits."""
    texts = {index: cell.text for index, cell in enumerate(row.cells) if cell.text.strip()}
    if not texts or any(len(text) > MAX_NAME for text in texts.values()):
        return None
    if _is_header(texts, columns):
        return "header_again"
    first, *others = texts.values()
    if others and all(_HINT.fullmatch(folded(text)) for text in texts.values()):
        return "note_rows"
    if _TOTAL.fullmatch(folded(first)) and all(_COUNT.fullmatch(folded(text)) for text in others):
        return "total_rows"
    referenced = any(index in texts for indexes in columns.references.values() for index in indexes)
    number = texts.get(columns.number, "") if columns.number is not None else ""
    asks = any(_ASKS.search(texts.get(index, "").rstrip()) for index in columns.questions.values())
    if numbered and not referenced and not asks and number and not re.search(r"[\d①-⑳〇一二三四五六七八九十]", number):
        alone = len(set(texts.values())) == 1
        return _kind_alone(first, min(texts), columns) if alone else "note_rows"
    return None if referenced or len(set(texts.values())) > 1 else _kind_alone(first, min(texts), columns)


def _kind_alone(text: str, index: int, columns: Columns) -> Kind | None:
    """What a text is that stands alone in its row, or is all that its row says."""
    bare = folded(text)
    if _ASKS.search(text.rstrip()):
        return None
    if _NOTE.match(bare):
        return "note_rows"
    if len(text) > LONGEST:
        return None
    return "heading_rows" if _HEADING.fullmatch(bare) or _is_forgotten_by_nobody(bare, index, columns) else None


def _is_header(texts: Mapping[int, str], columns: Columns) -> bool:
    """Whether a row says the names of the columns again."""
    asked = any(index in texts for index in columns.questions.values())
    same = (folded(text) == folded(columns.header.cell(index).text) for index, text in texts.items())
    return asked and len(texts) >= 2 and all(same)


def _is_forgotten_by_nobody(bare: str, index: int, columns: Columns) -> bool:
    """Whether words stand where a number is expected, beside a blank question: nobody forgot a question there."""
    expected = columns.number if columns.number is not None else 0
    return index == expected and index not in columns.questions.values() and not any(char.isdigit() for char in bare)
