"""The one data model, from the workbook read to the workbook written: questions, arms, runs, answers, verdicts.

Every record is frozen; a change is a new record. Scores and judgements come from `evaluators.results`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Literal, TypeAlias, get_args

from app.verdicts import Annotation, StandingVerdict, Verdict, numbered, standing_verdict
from evaluators.judge.calibration import Calibration
from evaluators.results import Judgement, Scores

Language: TypeAlias = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

RunState: TypeAlias = Literal["queued", "running", "paused", "cancelled", "failed", "done"]
Layout: TypeAlias = Literal["narabe", "original"]
"""What an output workbook looks like: Narabe's sheets, or the original experiment's single one."""
CellValue: TypeAlias = str | int | float | bool | datetime | None


@dataclass(frozen=True, slots=True)
class Formatted:
    """A number as a spreadsheet holds it (a date as days since 1899-12-30), with the number format that shows it."""

    number: int | float
    format: str


CarriedValue: TypeAlias = CellValue | Formatted
COLUMN = "column"
"""The model that loads nothing and gives the answers that the file already has."""


def other(language: Language) -> Language:
    """The language of the opposite side."""
    return "en" if language == "ja" else "ja"


def digest(value: object) -> str:
    """SHA-256 (hex) of a value's canonical JSON: the identity of what it describes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Side:
    """A question in one language: its text and the accepted answers, best first (may be none)."""

    text: str
    references: tuple[str, ...] = ()
    answer: str | None = None
    """An answer that the file already has; the model `column` gives it."""
    answers: tuple[tuple[str, str], ...] = ()
    """Answers of several models that the file has, each after its model's name; the model `column:NAME` gives it."""

    def answer_of(self, model: str) -> str | None:
        """The file's answer that a model `column` or `column:NAME` stands for; None where it has none."""
        name = model.partition(":")[2]
        return dict(self.answers).get(name) if name else self.answer


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered item. `no` is its number as text; a language that is absent is no key of `sides`."""

    no: str
    type: str
    sides: Mapping[Language, Side]
    extra: Mapping[str, CarriedValue] = field(default_factory=dict)
    """Values of input columns that Narabe does not know, by header; carried over to the output workbook."""

    def references(self, language: Language) -> tuple[str, ...]:
        """The accepted answers in `language`; empty when that side or its references are absent."""
        side = self.sides.get(language)
        return side.references if side else ()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of one file. `sha256` identifies the file's bytes, `name` is its file name."""

    name: str
    sha256: str
    questions: tuple[Question, ...]
    extra_columns: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that at least one question is asked in, Japanese first."""
        return tuple(code for code in LANGUAGES if any(code in q.sides for q in self.questions))


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a model picks its words. `temperature` 0 is greedy."""

    max_new_tokens: int = 64
    temperature: float = 0.0
    top_p: float = 1.0
    repetition_penalty: float = 1.0


NO_RETRIEVAL = "none"
LEFT_OUT_IF_EMPTY = ("knowledge", "revision")
"""Fields of an arm that came after the first keys were stored; an arm without them keeps the key it had."""


@dataclass(frozen=True, slots=True)
class Arm:
    """What is compared: model + prompt template + retrieval (`none`, or a knowledge base's folder) + decoding."""

    model: str = "embedded"
    prompt: str = "qa"
    retrieval: str = NO_RETRIEVAL
    decoding: Decoding = Decoding()
    prompt_version: int | str = 0
    """The version of the prompt's words; filled in when a run is planned. A prompt that a user wrote has a digest."""
    knowledge: str = ""
    """What identifies the passages behind `retrieval`, and how they are found; filled in when a run is planned."""
    revision: str = ""
    """What identifies the weights of a model that is a folder; filled in when a run is planned."""
    wording: str = field(default="", compare=False, repr=False)
    """The prompt's words as TOML, as they were when the run was planned."""

    @property
    def key(self) -> str:
        """The arm's identity: equal keys generate alike. What is found counts, not the folder that it came from."""
        described = {name: value for name, value in asdict(self).items() if name != "wording"}
        if self.knowledge:
            described["retrieval"] = ""
        return digest({name: value for name, value in described.items() if value or name not in LEFT_OUT_IF_EMPTY})

    @property
    def is_column(self) -> bool:
        """Whether its answers are those that the file has: the model `column`, or `column:NAME` for one of several."""
        return self.model.partition(":")[0] == COLUMN

    @property
    def label(self) -> str:
        """The arm as people read it, e.g. `embedded · qa · no retrieval`."""
        if self.is_column:
            return self.model
        return f"{self.model} · {self.prompt} · {self.retrieval_name or 'no retrieval'}"

    @property
    def retrieval_name(self) -> str:
        """The name of the knowledge base's folder; empty without retrieval."""
        return "" if self.retrieval == NO_RETRIEVAL else PurePath(self.retrieval).name or self.retrieval


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a file (`source`) that was put into a prompt. `score` is its similarity to the question, -1..1."""

    text: str
    source: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said. An answer with an `error` has no text and is never counted as an answer."""

    raw: str
    text: str
    language: str = "none"
    """As `evaluators.detect_language` names it: ja, en, mixed, other or none."""
    tokens: int = 0
    seconds: float = 0.0
    finish_reason: str = ""
    """`stop` (marker or end of text), `length` (the token limit), or empty after an error."""
    error: str | None = None
    passages: tuple[Passage, ...] = ()
    """What the prompt held of the knowledge base, best first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to ask: a question in one language under one arm: the first, second … `sample`. `id` is the store's."""

    id: int
    question: Question
    language: Language
    arm: Arm
    sample: int = 1

    @property
    def name(self) -> str:
        """What lists call it: see `numbered`."""
        return numbered(self.question.no, self.sample)


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """An item with all that is known of it. `verdicts` and `annotations` are the latest of each reviewer, oldest first.

    `adjudication`: the final verdict, where there is one; it is none of `verdicts`.
    """

    item: Item
    answer: Answer | None = None
    scores: Scores | None = None
    judgement: Judgement | None = None
    verdicts: tuple[Verdict, ...] = ()
    rejudged: int = 0
    """The version of the references under which it was judged anew; 0: judged once."""
    adjudication: Verdict | None = None
    annotations: tuple[Annotation, ...] = ()
    held_out: Judgement | None = None
    """The judgement under a calibration that has not seen this answer's verdict, where the run's own one has."""
    _stands: list[StandingVerdict | None] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def tested(self) -> Judgement | None:
        """The judgement by which the judge is measured against verdicts: none that was fitted to the verdict itself."""
        return self.held_out or self.judgement

    @property
    def counted(self) -> tuple[Verdict, ...]:
        """The verdicts that count: none where there is no answer, or an error in its place."""
        return self.verdicts if self.answer is not None and self.answer.error is None else ()

    @property
    def verdict(self) -> Verdict | None:
        """The verdict that counts for this answer (see `app.verdicts.standing_verdict`)."""
        return stands.verdict if (stands := self.stands) else None

    @property
    def stands(self) -> StandingVerdict | None:
        """The verdict that counts, found once, and the rule by which it does; None without a verdict or an answer."""
        if not self._stands:
            failed = self.answer is None or self.answer.error is not None
            self._stands.append(None if failed else standing_verdict(self.verdicts, self.adjudication))
        return self._stands[0]


@dataclass(frozen=True, slots=True)
class Reference:
    """An answer that a reviewer made a reference (`accepted`) or took out again (`withdrawn`); never changed later.

    It belongs to a question's text in one language, within all versions (`family`) of a set. `item_id`: whose answer.
    """

    family: str
    language: Language
    question: str
    text: str
    value: Literal["accepted", "withdrawn"]
    reviewer: str
    item_id: int | None
    id: int = 0
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A question set under one or more arms, `samples` times. `total`, `answered` and `errors` count items."""

    id: str
    name: str
    sha256: str
    arms: tuple[Arm, ...]
    languages: tuple[Language, ...]
    state: RunState
    created: datetime
    updated: datetime
    total: int = 0
    answered: int = 0
    errors: int = 0
    message: str = ""
    """Why the run failed or paused, for the user."""
    stage: str = ""
    """What a running run is doing: `converting`, `loading`, `answering`, or empty."""
    stage_progress: float = 0.0
    """How far that stage is, 0..1."""
    trial: bool = False
    """A question tried from the Questions tab; not listed among the runs."""
    version: int = 1
    """Which version of its question set was asked."""
    references: int = 0
    """The version of its references: how often reviewers have accepted or withdrawn one; 0: those of the file."""
    label: str = ""
    """What people call it; empty: as its file is called."""
    archived: bool = False
    """Whether it is out of the way: listed apart, and in no list to choose from."""
    example: bool = False
    """Whether it came with the program."""
    deleted: datetime | None = None
    """When it was deleted; it can be brought back for some time."""
    calibration: Calibration | None = None
    """What its judgements were adjusted by, to agree with its reviewers; None: the shipped rule."""
    samples: int = 1
