"""Which column of a table is what."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.questions.answer_columns import MOSTLY, NamedAnswer, may_be_answers, named_answer
from app.questions.choices import Choices, find_choices
from app.questions.column_meanings import column_meanings, right_answers, says_given, text_labels
from app.questions.findings import Findings
from app.questions.guidelines import says_how_to_grade
from app.questions.headers import Meaning, Names, Role, meaning
from app.questions.model_rows import holds_a_models_answers
from app.questions.scripts import has_japanese, has_letters, in_no_language
from app.questions.table import Row, Table, letter, listed, of_model
from app.records import LANGUAGES, Language, other

_NUMBER = re.compile(r"(?:問|第|Q)?\.?\s*[\d０-９①-⑳]{1,4}\s*(?:問|番)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The 0-based columns of a table by what they mean. `extra` are those that are only carried over, with names."""

    header: Row
    questions: dict[Language, int]
    references: dict[Language, tuple[int, ...]]
    extra: tuple[tuple[int, str], ...]
    contexts: dict[Language, int]
    """Columns whose text follows the question's, where there is any."""
    answers: dict[Language, int]
    """Columns of answers that the file already has; they are carried over as well."""
    number: int | None = None
    type: int | None = None
    lettered: bool = True
    choices: Choices | None = None
    """The options of the questions, where they stand in columns of their own; they are carried over as well."""
    named_answers: tuple[tuple[str, Language, int], ...] = ()
    """Columns of answers by several models, each after the model's name and its language; carried over as well."""

    @property
    def shared(self) -> frozenset[int]:
        """The columns of references that belong to both languages, as numbers do."""
        return (
            frozenset.intersection(*map(frozenset, self.references.values()))
            if len(self.references) > 1
            else frozenset()
        )

    def label(self, index: int) -> str:
        """The column as a person finds it: letter and name, e.g. `B (instruction(jp))`."""
        return column_label(self.header, index, lettered=self.lettered)


def column_label(header: Row, index: int, *, lettered: bool) -> str:
    """A column's letter and name; its name alone in a file whose columns have no letters."""
    name = " ".join(header.cell(index).text.split())
    if not lettered:
        return name
    return f"{letter(index)} ({name})" if name else letter(index)


def find_columns(table: Table, header: Row, names: Names, findings: Findings) -> Columns:
    """Give every column of `table` its meaning; what is doubtful is recorded as a warning."""
    body = [row for row in table.rows if row.number > header.number]
    known = column_meanings(header, names)
    listed = ", ".join(filter(None, (" ".join(cell.text.split())[:40] for cell in header.cells[:12])))
    for name in names.missing(header):
        findings.add("no_such_column", sheet=table.sheet, row=header.number, name=name, found=listed)
    finder = _Finder(table, header, body, findings)
    known = finder.with_numbers_apart(known)
    questions = finder.sides("question", known)
    contexts = {code: i for code, i in finder.sides("context", known, questions).items() if code in questions}
    for index in contexts.values():
        finder.warn("context_follows", index)
    references = finder.references(known, questions)
    answers = {code: i for code, i in finder.sides("answer", known, questions).items() if code in questions}
    answers = {code: i for code, i in answers.items() if i not in sum(references.values(), ())}
    right = right_answers(header, names, references, answers)
    references |= {code: (index,) for code, index in right.items()}
    answers = {code: i for code, i in answers.items() if code not in right}
    number, kind = finder.single("number", known), finder.single("type", known)
    used = {number, kind, *questions.values(), *contexts.values(), *sum(references.values(), ())}
    choices = finder.choices(questions, references, used)
    for index in dict.fromkeys(sum(references.values(), ())):
        if (index not in known or known[index].role == "answer") and (choices is None or choices.key != index):
            finder.warn("answer_as_reference", index)
    if choices is not None and choices.key is not None:
        references = {code: indexes or (choices.key,) for code, indexes in references.items()}
        used.add(choices.key)
    models = finder.named_answers(questions, {*used, *(choices.columns if choices else ())})
    if models:
        answers = {code: index for code, index in answers.items() if finder.holds_something(index)}
    taken = {*answers.values(), *(index for *_, index in models), *(choices.columns if choices else ())}
    finder.say_likely_answers(references, used | taken)
    carried = finder.carried(used)
    return Columns(
        header, questions, references, carried, contexts, answers, number, kind, table.lettered, choices, models
    )


@dataclass(frozen=True, slots=True)
class _Finder:
    table: Table
    header: Row
    body: list[Row]
    findings: Findings

    def warn(self, code: str, index: int, **values: object) -> None:
        column = column_label(self.header, index, lettered=self.table.lettered)
        row = self.header.number if self.table.lettered else None
        self.findings.add(code, sheet=self.table.sheet, row=row, column=column, **values)

    def with_numbers_apart(self, known: dict[int, Meaning]) -> dict[int, Meaning]:
        """The meanings, where a column named like questions (問) beside one of them only numbers them."""
        asked = [i for i, means in known.items() if means.role == "question"]
        unnamed = [i for i in asked if known[i].language is None]  # instruction(jp) may well ask with numbers
        numbers = [i for i in unnamed if all(_NUMBER.fullmatch(row.cell(i).text.strip()) for row in self.body)]
        if not self.body or not numbers or len(numbers) == len(asked):
            return known
        kept = {i: means for i, means in known.items() if i not in numbers}
        numbered = any(means.role == "number" for means in kept.values())
        return kept if numbered else kept | {numbers[0]: Meaning("number")}

    def single(self, role: Role, known: dict[int, Meaning]) -> int | None:
        indexes = [i for i, m in known.items() if m.role == role]
        for index in indexes[1:]:
            self.warn("duplicate_column", index, first=letter(indexes[0]))
        return indexes[0] if indexes else None

    def sides(
        self, role: Role, known: dict[int, Meaning], questions: dict[Language, int] | None = None
    ) -> dict[Language, int]:
        """The column of each language; one that does not name its language gets the one left, or that of its text."""
        by_language: dict[Language, int] = {}
        columns = [(i, m) for i, m in known.items() if m.role == role]
        for index, means in sorted(columns, key=lambda pair: pair[1].language is None):
            only = next(iter(questions)) if questions is not None and len(questions) == 1 else None
            language = means.language or only or self._language(index, by_language)
            if language in by_language:
                self.warn("duplicate_column", index, first=letter(by_language[language]))
            else:
                by_language[language] = index
        return {code: by_language[code] for code in LANGUAGES if code in by_language}

    def references(self, known: dict[int, Meaning], questions: dict[Language, int]) -> dict[Language, tuple[int, ...]]:
        columns = {i: m for i, m in known.items() if m.role == "reference"}
        if not columns:
            named = {i: m for i, m in known.items() if m.role == "answer"}
            columns = {i: m for i, m in named.items() if not holds_a_models_answers(self.header, i)}
            columns = columns or {
                i: Meaning("reference") for i in text_labels(self.header, self.body) if i not in known and not named
            }
        places: dict[Language, dict[int, int]] = {}
        for index, means in sorted(columns.items(), key=lambda pair: (pair[1].language is None, pair[1].place)):
            language = means.language or self._reference_language(index, means.place, places, questions)
            numbered = places.setdefault(language, {})
            if language not in questions:
                self.warn("orphan_reference", index)
            elif means.place in numbered:
                self.warn("duplicate_column", index, first=letter(numbered[means.place]))
            else:
                numbered[means.place] = index
        others = [i for i, m in known.items() if m.role == "answer" and i not in columns]
        right = any(not says_given(self.header.cell(index).text) for index in others)
        if len(columns) == 1 and len(questions) > 1 and not right and self._is_of_both(*next(iter(columns.items()))):
            self.warn("reference_of_both", next(iter(columns)))
            return dict.fromkeys(questions, tuple(columns))
        return {code: tuple(places.get(code, {}).values()) for code in questions}

    def _is_of_both(self, index: int, means: Meaning) -> bool:
        """Whether a column that says no language holds mostly what is in none, or texts of both languages."""
        texts = [text for row in self.body if (text := row.cell(index).text.strip())]
        rest = [text for text in texts if not in_no_language(text)]
        mostly = 2 * len(rest) <= len(texts)
        return bool(texts) and means.language is None and (mostly or len(set(map(has_japanese, rest))) > 1)

    def choices(
        self,
        questions: Mapping[Language, int],
        references: Mapping[Language, tuple[int, ...]],
        used: Collection[int | None],
    ) -> Choices | None:
        """The options of the questions; those of questions in two languages do not say which one they are in."""
        free = [index for index in range(len(self.header.cells)) if index not in used]
        key = next((indexes[0] for indexes in references.values() if indexes), None)
        options = find_choices(self.header, free, self.body, key)
        if options is None:
            return None
        names = ", ".join(self.header.cell(index).text for index in options.columns)
        if len(questions) != 1:
            self.warn("choices_not_taken", options.columns[0], names=names)
            return None
        key_name = self.header.cell(options.key).text if options.key is not None else "-"
        counting = (
            ("", "") if options.first is None else (f"（{options.first} から数えます）", f", from {options.first} on")
        )
        values = {"names": names, "key": key_name, "counting_ja": counting[0], "counting": counting[1]}
        self.warn("choices_read", options.columns[0], **values)
        return options

    def named_answers(
        self, questions: Mapping[Language, int], used: Collection[int | None]
    ) -> tuple[tuple[str, Language, int], ...]:
        """The columns of answers by several models; one that says no language is in that of its texts."""
        answers: dict[tuple[str, Language], int] = {}
        for index in range(len(self.header.cells)):
            means = self.owner(index) if index not in used else None
            if means is None or not self.holds_something(index):
                continue
            only = next(iter(questions)) if len(questions) == 1 else None
            language = means.language or only or self._language(index, {})
            if language not in questions or (means.model, language) in answers:
                self.warn("answers_not_taken", index)
            else:
                answers[means.model, language] = index
        if answers:
            listing = listed(dict.fromkeys(f"column:{model}" for model, _ in answers))
            self.warn("answers_read", min(answers.values()), models=listing)
        return tuple((model, language, index) for (model, language), index in answers.items())

    def say_likely_answers(self, references: Mapping[Language, tuple[int, ...]], used: set[int | None]) -> None:
        """Record the columns that read like answers but are none by name."""
        places = [indexes[0] for indexes in references.values() if indexes]
        right = [[row.cell(place).text for row in self.body] for place in places] or [[""] * len(self.body)]
        free = {
            index: [row.cell(index).text for row in self.body]
            for index, cell in enumerate(self.header.cells)
            if index not in used and cell.text.strip() and not says_how_to_grade(cell.text)
        }

        def alike(least: float) -> list[int]:
            names = {index: self.header.cell(index).text for index in free}
            return [i for i, texts in free.items() if any(may_be_answers(names[i], texts, one, least) for one in right)]

        if likely := alike(MOSTLY):
            between = [i for i in alike(0.0) if likely[0] < i < likely[-1]]
            for index in sorted({*likely, *between}):
                self.warn("answers_maybe", index, name=self.header.cell(index).text.strip())

    def owner(self, index: int) -> NamedAnswer | None:
        """Whose answers a column holds: as the rows said, or as its name says."""
        text = self.header.cell(index).text
        for column, model in self.table.models:
            if column == index:
                means = meaning(text.removesuffix(of_model("", model)))
                return NamedAnswer(model, means.language if means else None)
        return named_answer(text)

    def holds_something(self, index: int) -> bool:
        """Whether any row has text in a column."""
        return any(row.cell(index).text.strip() for row in self.body)

    def carried(self, used: set[int | None]) -> tuple[tuple[int, str], ...]:
        names: dict[str, int] = {}
        width = max((len(row.cells) for row in [self.header, *self.body]), default=0)
        for index in range(width):
            name = self.header.cell(index).text.strip()
            if index in used or (not name and self._is_unneeded(index)):
                continue
            if not name:
                name = f"column {letter(index)}"
                self.warn("unnamed_column", index, name=name)
            count, unique = 1, name
            while unique in names:
                count += 1
                unique = f"{name} ({count})"
            names[unique] = index
        return tuple((index, name) for name, index in names.items())

    def _is_unneeded(self, index: int) -> bool:
        """Whether a nameless column is blank, or the row index that pandas writes (0, 1, 2, …)."""
        values = [row.cell(index).value for row in self.body]
        return all(v is None or v == "" for v in values) or values in (
            list(range(len(values))),
            [str(n) for n in range(len(values))],
        )

    def _language(self, index: int, taken: dict[Language, int]) -> Language:
        if len(taken) == 1:
            return other(next(iter(taken)))
        texts = [row.cell(index).text for row in self.body]
        japanese = sum(has_japanese(text) for text in texts)
        latin = sum(has_letters(text) and not has_japanese(text) and not in_no_language(text) for text in texts)
        named = has_japanese(self.header.cell(index).text)
        return "ja" if japanese > latin or (japanese == latin > 0 and named) else "en"

    def _reference_language(
        self, index: int, number: int, found: dict[Language, dict[int, int]], questions: dict[Language, int]
    ) -> Language:
        if len(questions) == 1:
            return next(iter(questions))
        free = [code for code in LANGUAGES if number not in found.get(code, {})]
        return free[0] if len(free) == 1 else self._language(index, {})
