"""The rows of a table → questions, with every doubt recorded at its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.questions.choices import asked_with, option_in_text, references_of
from app.questions.columns import Columns
from app.questions.findings import Findings
from app.questions.headers import folded
from app.questions.other_rows import other_rows
from app.questions.printed import printed_value
from app.questions.readers.accepted import accepted_texts
from app.questions.scripts import belongs_to
from app.questions.split_references import Splitter
from app.questions.table import Row, Table, listed
from app.questions.text_checks import in_other_language, invisible, swapped
from app.questions.worked_solutions import result
from app.records import CarriedValue, Language, Question, Side

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_NAMES: dict[Language, tuple[str, str]] = {"ja": ("日本語", "Japanese"), "en": ("英語", "English")}
ERROR_VALUES = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
"""What a spreadsheet shows where a formula failed."""


def read_rows(
    table: Table, columns: Columns, splitter: Splitter, findings: Findings
) -> tuple[tuple[int, ...], tuple[Question, ...]]:
    """The numbers of the rows below the header that ask something, and their questions; faults go to `findings`."""
    reader = _RowReader(table, columns, splitter, findings)
    below = [row for row in table.rows if row.number > columns.header.number and reader.holds_something(row)]
    others = other_rows(below, columns)
    for code in dict.fromkeys(others.values()):
        rows = [number for number, kind in others.items() if kind == code]
        findings.add(code, sheet=table.sheet, row=rows[0], rows=listed(map(str, rows)))
    body = [row for row in below if row.number not in others]
    numbers = reader.numbers(body)
    questions = tuple(reader.question(row, no) for row, no in zip(body, numbers, strict=True))
    for name, found in (("choices_in_text", reader.keyed), ("worked_solutions", reader.worked)):
        if rows := list(dict.fromkeys(found)):
            findings.add(name, sheet=table.sheet, row=rows[0], rows=listed(map(str, rows)))
    return tuple(row.number for row in body), questions


def trimmed(text: str) -> str:
    """Without white space and invisible characters at the ends."""
    return text.strip().strip(_INVISIBLE).strip()


@dataclass(frozen=True, slots=True)
class _RowReader:
    table: Table
    columns: Columns
    splitter: Splitter
    findings: Findings
    keyed: list[int] = field(default_factory=list)
    """The rows whose reference names an option in the question's text."""
    worked: list[int] = field(default_factory=list)
    """The rows whose reference is a worked solution."""

    def add(self, code: str, row: Row, index: int, **values: object) -> None:
        self.findings.add(code, sheet=self.table.sheet, row=row.number, column=self.columns.label(index), **values)

    def holds_something(self, row: Row) -> bool:
        return any(trimmed(cell.text) for cell in row.cells) or any(
            (row.number, index) in self.table.uncached for index in range(len(row.cells))
        )

    def text(self, row: Row, index: int) -> str:
        """The text of a cell that matters, trimmed; what is odd about it is recorded."""
        text = row.cell(index).text
        if (row.number, index) in self.table.uncached:
            self.add("formula_without_value", row, index)
        elif text in ERROR_VALUES:
            asked = index == self.columns.number or index in self.columns.questions.values()
            self.add("error_question" if asked else "error_value", row, index, value=text)
            return text if asked else ""
        bare = trimmed(text)
        if bare and bare != text:
            self.add("spaces", row, index)
        if unseen := invisible(bare):
            self.add("invisible", row, index, characters=unseen)
        return bare

    def numbers(self, body: Sequence[Row]) -> list[str]:
        """The number of each row; one that is missing is taken from the row's place."""
        index = self.columns.number
        if index is None:
            self.findings.add("no_number_column", sheet=self.table.sheet, row=self.columns.header.number)
            return [str(place) for place in range(1, len(body) + 1)]
        filled_in = [self.text(row, index) for row in body]
        first: dict[str, int] = {}
        for row, no in zip(body, filled_in, strict=True):
            if no and (key := folded(no)) in first:
                self.add("duplicate_number", row, index, no=no, first=first[key])
            elif no:
                first[key] = row.number
        numbers = []
        for row, no in zip(body, filled_in, strict=True):
            numbers.append(no or _free_number(row.number - self.columns.header.number, first))
            if not no and (row.number, index) not in self.table.uncached:
                self.add("missing_number", row, index, no=numbers[-1])
        return numbers

    def question(self, row: Row, no: str) -> Question:
        """The question of a row. A fault in it is recorded as an error, which stops the reading later."""
        self.findings.check_time()
        texts = {language: self.asked(row, language) for language in self.columns.questions}
        sides: dict[Language, Side] = {}
        for language, text in texts.items():
            references = self.references(row, language, asked=bool(text))
            if text:
                sides[language] = Side(text, references, self.answer(row, language), self.named_answers(row, language))
            else:
                self.check_blank(row, language, needed=bool(references), asked=any(texts.values()))
        if len(sides) == 2 and swapped(sides["ja"].text, sides["en"].text):
            self.add("sides_swapped", row, self.columns.questions["ja"])
        else:
            self.check_languages(row, sides)
        kind = self.text(row, self.columns.type) if self.columns.type is not None else ""
        return Question(no, kind, sides, {name: self.carried(row, index) for index, name in self.columns.extra})

    def asked(self, row: Row, language: Language) -> str:
        """The question's text, with its context below it where there is one."""
        text = self.text(row, self.columns.questions[language])
        place = self.columns.contexts.get(language)
        context = self.text(row, place) if place is not None and text else ""
        whole = f"{text}\n{context}" if context else text
        return asked_with(whole, self.columns.choices.options(row)) if whole and self.columns.choices else whole

    def references(self, row: Row, language: Language, *, asked: bool) -> tuple[str, ...]:
        """The accepted answers of a row in one language, each once."""
        columns = self.columns.references[language]
        texts = [self.reference(row, index, language) for index in columns]
        choices = self.columns.choices
        if choices is not None and choices.key in columns and texts[columns.index(choices.key)]:
            right = choices.right(row)
            if right is None and asked:
                self.add("choice_unknown", row, choices.key, value=texts[columns.index(choices.key)][:40])
                return ()
            texts = [
                *(references_of(right) if right else ()),
                *(t for i, t in zip(columns, texts, strict=True) if i != choices.key),
            ]
        else:
            asked_text = row.cell(self.columns.questions[language]).text
            texts = [
                one
                for i, text in zip(columns, texts, strict=True)
                for one in self.accepted(row, i, language, text, asked_text)
            ]
        references = tuple(dict.fromkeys(filter(None, texts)))
        pending = any(
            (row.number, index) in self.table.uncached or row.cell(index).text in ERROR_VALUES for index in columns
        )
        if columns and asked and not references and not pending:
            self.add("blank_reference", row, columns[0])
        return references

    def reference(self, row: Row, index: int, language: Language) -> str:
        """The text of a cell of references; of one for both languages, what can be in this one."""
        if index not in self.columns.shared:
            return self.text(row, index)
        first = language == next(iter(self.columns.questions))  # what is odd about a cell is recorded once
        text = self.text(row, index) if first else trimmed(row.cell(index).text)
        return text if belongs_to(text, language) else ""

    def accepted(self, row: Row, index: int, language: Language, text: str, asked: str) -> tuple[str, ...]:
        """The accepted answers in a cell: those of an option that the question lists, or its several references."""
        keyed, option = option_in_text(asked, text) if text else (False, None)
        if not keyed and (texts := list(accepted_texts(printed_value(text)))):
            return tuple(texts)
        if not keyed and (answer := result(text)) is not None:
            self.worked.append(row.number)
            return (answer,)
        if not keyed:
            return self.splitter.references(row.number, language, text)
        if option is None:
            self.add("choice_unknown", row, index, value=text[:40])
            return ()
        self.keyed.append(row.number)
        return references_of(option)

    def check_languages(self, row: Row, sides: Mapping[Language, Side]) -> None:
        """Record a question or a reference that is in the other language."""
        for language in sides:
            index = self.columns.questions[language]
            if in_other_language(row.cell(index).text, language):
                self.add("question_language", row, index, language_ja=_NAMES[language][0], language=_NAMES[language][1])
            for place in set(self.columns.references[language]) - self.columns.shared:
                if in_other_language(row.cell(place).text, language):
                    names = _NAMES[language]
                    self.add("reference_language", row, place, language_ja=names[0], language=names[1])

    def answer(self, row: Row, language: Language) -> str | None:
        """The answer that the file has, as it stands; None for a blank cell or an error value of a spreadsheet."""
        index = self.columns.answers.get(language)
        return self.answer_at(row, index) if index is not None else None

    def answer_at(self, row: Row, index: int) -> str | None:
        """The answer in a cell, as it stands; None for a blank one or an error value of a spreadsheet."""
        text = row.cell(index).text
        return text if trimmed(text) and text not in ERROR_VALUES else None

    def named_answers(self, row: Row, language: Language) -> tuple[tuple[str, str], ...]:
        """The answers of several models, each after the model's name."""
        columns = [(model, index) for model, code, index in self.columns.named_answers if code == language]
        return tuple((model, text) for model, index in columns if (text := self.answer_at(row, index)) is not None)

    def check_blank(self, row: Row, language: Language, *, needed: bool, asked: bool) -> None:
        """Record a blank question: an error if it has references, or if no other language asks it."""
        index = self.columns.questions[language]
        first = next(iter(self.columns.questions.values()))
        if (row.number, index) in self.table.uncached:
            return
        if needed or (not asked and index == first):
            self.add("blank_question", row, index)
        elif asked:
            self.add("side_missing", row, index)

    def carried(self, row: Row, index: int) -> CarriedValue:
        if (row.number, index) in self.table.uncached:
            self.add("carried_formula_without_value", row, index)
        return row.cell(index).carried


def _free_number(place: int, taken: dict[str, int]) -> str:
    number = place
    while str(number) in taken:
        number += 1
    taken[str(number)] = place
    return str(number)
