"""A table with a row for each model's answer → one with a row for each question, the models' answers side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.questions.findings import Findings
from app.questions.headers import Meaning, Names, folded
from app.questions.language_rows import language_column
from app.questions.table import EMPTY, Cell, Row, Table, listed, of_model

OF_SHEET = "model (sheet)"
"""What the column is called that names the sheet of a row."""
_NAMES = (
    "model(sheet)",
    "model",
    "modelname",
    "model_name",
    "model_id",
    "modelid",
    "llm",
    "provider",
    "モデル",
    "モデル名",
    "生成モデル",
)


_GENERATED = ("prediction", "generated_text", "model_output", "モデル回答")
"""Names of columns of answers that are never the right ones."""
_MODEL_ANSWER = ("modelanswer", "model_answer")
"""The same beside a column that names models; without one a model answer may be a model to follow."""


class _Plan(NamedTuple):
    """The columns that say the model, the answers, the number, the questions, and the language of a row."""

    model: int
    answers: tuple[int, ...]
    number: int | None
    asked: tuple[int, ...]
    language: int | None


def with_models_beside(table: Table, header: Row, names: Names, findings: Findings) -> tuple[Table, Row]:
    """The table and its header with the rows of one question joined, the answers of each model in columns of its own.

    Both as they were where no column says models, or no question has answers of several. Rows belong together by their
    number and their question; where one model answered a question twice they stay apart, which is said.
    """
    plan = _plan(table, header, names)
    if plan is None:
        return table, header
    below = [row for row in table.rows if row.number > header.number]
    body = [row for row in below if row.cell(plan.model).text.strip()]
    models = list(dict.fromkeys(row.cell(plan.model).text.strip() for row in body))
    groups: dict[tuple[str, ...], dict[str, Row]] = defaultdict(dict)
    repeated = []
    for row in body:
        model = row.cell(plan.model).text.strip()
        if model in groups[_key(row, plan)]:
            repeated.append(row.number)
        groups[_key(row, plan)].setdefault(model, row)
    if len(models) < 2 or all(len(group) == 1 for group in groups.values()):
        return table, header
    name = header.cell(plan.model).text.strip()
    if repeated:
        rows = listed(map(str, repeated))
        findings.add("models_apart", sheet=table.sheet, row=repeated[0], name=name, rows=rows)
        return table, header
    arms = listed(f"column:{model}" for model in models)
    findings.add("models_joined", sheet=table.sheet, row=header.number, name=name, count=len(groups), models=arms)
    others = [row for row in below if not row.cell(plan.model).text.strip()]
    return _joined(table, header, list(groups.values()), others, models, plan)


def model_column(header: Row) -> int | None:
    """The column that says whose answer a row holds; None without one."""
    return next((index for index, cell in enumerate(header.cells) if folded(cell.text) in _NAMES), None)


def holds_a_models_answers(header: Row, index: int) -> bool:
    """Whether a column of answers is named so that they are a model's, never the right ones."""
    name = folded(header.cell(index).text)
    return name in _GENERATED or (name in _MODEL_ANSWER and model_column(header) is not None)


def _plan(table: Table, header: Row, names: Names) -> _Plan | None:
    column = model_column(header)
    meanings = {i: m for i, cell in enumerate(header.cells) if (m := names.meaning(cell.text)) is not None}
    asked = tuple(index for index, means in meanings.items() if means.role == "question")
    if column is None or column in meanings or not asked:
        return None
    number = next((index for index, means in meanings.items() if means.role == "number"), None)
    repeats = number is not None and len({row.cell(number).text for row in table.rows}) < len(table.rows)
    plan = _Plan(column, (), number if repeats else None, asked, language_column(header))
    answers = _answers(plan, table, header, meanings)
    return plan._replace(answers=answers) if answers else None


def _answers(plan: _Plan, table: Table, header: Row, meanings: Mapping[int, Meaning]) -> tuple[int, ...]:
    """The columns of answers: those that are named so, or else the references that differ between the models."""
    texts: dict[tuple[int, tuple[str, ...]], set[str]] = defaultdict(set)
    by_role = {role: [i for i, m in meanings.items() if m.role == role] for role in ("answer", "reference")}
    for row in table.rows:
        if row.number > header.number and row.cell(plan.model).text.strip():
            for index in (*by_role["answer"], *by_role["reference"]):
                texts[index, _key(row, plan)].add(row.cell(index).text.strip())
    differing = {index for (index, _), said in texts.items() if len(said) > 1}
    generated = {index for index in by_role["answer"] if holds_a_models_answers(header, index)}
    named = tuple(by_role["answer"]) if (differing | generated) & set(by_role["answer"]) else ()
    other = tuple(index for index in by_role["reference"] if index in differing)
    return named or other or (tuple(by_role["answer"]) if by_role["reference"] else ())


def _key(row: Row, plan: _Plan) -> tuple[str, ...]:
    places = (*(place for place in (plan.number, plan.language) if place is not None), *plan.asked)
    return tuple(folded(row.cell(index).text) for index in places)


def _joined(
    table: Table,
    header: Row,
    groups: Sequence[dict[str, Row]],
    others: Sequence[Row],
    models: Sequence[str],
    plan: _Plan,
) -> tuple[Table, Row]:
    width = max(len(row.cells) for row in table.rows)
    sources: list[tuple[int, str | None]] = []
    for index in range(width):
        apart = index in plan.answers or any(len({row.cell(index).text for row in g.values()}) > 1 for g in groups)
        if index != plan.model:
            sources += [(index, model) for model in models] if apart else [(index, None)]
    top = Row(header.number, tuple(_name(header.cell(index).text, model) for index, model in sources))
    rows, uncached = [_moved(row, sources) for row in others], set()
    for group in groups:
        first = next(iter(group.values()))
        taken = [group.get(model) if model else first for _, model in sources]
        cells = tuple(row.cell(i) if row else EMPTY for (i, _), row in zip(sources, taken, strict=True))
        places = zip(sources, taken, strict=True)
        uncached |= {
            (first.number, p) for p, ((i, _), row) in enumerate(places) if row and (row.number, i) in table.uncached
        }
        rows.append(Row(first.number, cells))
    above = [row for row in table.rows if row.number < header.number]
    owners = tuple((place, model) for place, (i, model) in enumerate(sources) if model and i in plan.answers)
    whole = replace(
        table,
        rows=(*above, top, *sorted(rows, key=lambda row: row.number)),
        merged=(),
        uncached=frozenset(uncached),
        lettered=False,
        models=owners,
    )
    return whole, top


def _moved(row: Row, sources: Sequence[tuple[int, str | None]]) -> Row:
    """A row of no model, such as a total, in the new columns."""
    seen: set[int] = set()
    cells = []
    for index, _ in sources:
        cells.append(EMPTY if index in seen else row.cell(index))
        seen.add(index)
    return Row(row.number, tuple(cells))


def _name(name: str, model: str | None) -> Cell:
    text = of_model(name.strip(), model) if model and name.strip() else name.strip()
    return Cell(text, text) if text else EMPTY
