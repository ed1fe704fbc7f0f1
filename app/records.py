"""The one data model, from the workbook read to the workbook written: questions, arms, runs, answers, verdicts.

Every record is frozen; a change is a new record. Scores and judgements come from `evaluators.results`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from evaluators.results import Judgement, Scores

Language: TypeAlias = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

VerdictValue: TypeAlias = Literal["correct", "incorrect", "unsure", "withdrawn"]
RunState: TypeAlias = Literal["queued", "running", "paused", "cancelled", "failed", "done"]
CellValue: TypeAlias = str | int | float | bool | datetime | None


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


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered item. `no` is its number as text; a language that is absent is no key of `sides`."""

    no: str
    type: str
    sides: Mapping[Language, Side]
    extra: Mapping[str, CellValue] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class Arm:
    """What is compared: model + prompt template + retrieval setting + decoding settings."""

    model: str = "embedded"
    prompt: str = "qa"
    retrieval: str = "none"
    decoding: Decoding = Decoding()
    prompt_version: int = 0
    """The version of the prompt's words; filled in when a run is planned."""

    @property
    def key(self) -> str:
        """The arm's identity: equal keys generate alike."""
        return digest(asdict(self))

    @property
    def label(self) -> str:
        """The arm as people read it, e.g. `embedded · qa · no retrieval`."""
        retrieval = "no retrieval" if self.retrieval == "none" else self.retrieval
        return f"{self.model} · {self.prompt} · {retrieval}"


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


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to ask: a question in one language under one arm, within a run. `id` is the store's."""

    id: int
    question: Question
    language: Language
    arm: Arm


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """An item with all that is known of it. `verdicts` are the latest of each reviewer, oldest first."""

    item: Item
    answer: Answer | None = None
    scores: Scores | None = None
    judgement: Judgement | None = None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """The latest verdict that still stands (rules of adjudication may refine this)."""
        return self.verdicts[-1] if self.verdicts else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer decided, never changed afterwards. `withdrawn` takes back the reviewer's previous one."""

    item_id: int
    value: VerdictValue
    language_ok: bool | None
    comment: str
    reviewer: str
    judgement_visible: bool
    id: int = 0
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A question set under one or more arms. `total`, `answered` and `errors` count items."""

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


@dataclass(frozen=True, slots=True)
class Progress:
    """A run's live figures. Rates are over the last minute of the running run; `seconds_left` is None when unknown."""

    run: Run
    per_second: float
    tokens_per_second: float
    seconds_left: float | None
    latest: tuple[GradedAnswer, ...]


@dataclass(frozen=True, slots=True)
class IndexSide:
    """What the review list shows of one answer. `mine` is the asking reviewer's verdict, `latest` anyone's."""

    item_id: int
    state: Literal["pending", "error", "unjudged", "correct", "incorrect"]
    probability: float | None
    language: str
    mine: VerdictValue | None
    mine_language_ok: bool | None
    latest: VerdictValue | None
    disagree: bool


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One line of the review list: a question under one arm. `texts` and `sides` are by language."""

    position: int
    no: str
    type: str
    arm_key: str
    texts: Mapping[Language, str]
    sides: Mapping[Language, IndexSide]
