"""A run as a reviewer meets it: questions with right, wrong, stray-language, empty, failed and hostile answers."""

from dataclasses import replace
from typing import NamedTuple

from app.records import Answer, Arm, Language, Question, QuestionSet, Run, Side, digest
from app.store import Store
from evaluators import Judgement, Scores, detect_language
from evaluators.results import JudgementValue

HOSTILE = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>{{7*7}}${window.pwned=1}`'


class Said(NamedTuple):
    """An answer with its scores and its judgement."""

    text: str
    similarity: float | None
    similarity_other: float | None
    value: JudgementValue
    probability: float | None


class Row(NamedTuple):
    """A question with its answers, in both languages."""

    no: str
    type: str
    ja: str
    en: str
    ja_references: tuple[str, ...]
    en_references: tuple[str, ...]
    said_ja: Said
    said_en: Said


ROWS: tuple[Row, ...] = (
    Row(
        "1",
        "open_qa",
        "水の化学式は何ですか？",
        "What is the chemical formula of water?",
        ("H2O",),
        ("H2O",),
        Said("H₂O です。", 0.81, 0.79, "correct", 0.97),
        Said("Its formula is H2O.", 0.77, 0.77, "correct", 0.96),
    ),
    Row(
        "2",
        "open_qa",
        "日本の首都はどこですか？",
        "What is the capital of Japan?",
        ("東京", "東京都"),
        ("Tokyo",),
        Said("Tokyo, Japan", 0.64, 0.88, "correct", 0.93),
        Said("The capital is Kyoto, which became the capital in 794.", 0.47, 0.41, "incorrect", 0.04),
    ),
    Row(
        "3",
        "open_qa",
        "アメリカ合衆国の初代大統領は誰ですか？",
        "Who was the first President of the United States?",
        ("ジョージ・ワシントン",),
        ("George Washington",),
        Said("ジョージ・ワシントンです。", 0.95, 0.83, "correct", 0.98),
        Said("George Washington", 1.0, 0.86, "correct", 0.99),
    ),
    Row(
        "4",
        "classification",
        "次のうち果物はどれですか：りんご、にんじん、いす",
        "Which of these is a fruit: apple, carrot, chair?",
        ("りんご",),
        ("apple",),
        Said("りんご", 1.0, 0.81, "correct", 0.99),
        Said("A carrot", 0.44, 0.38, "incorrect", 0.08),
    ),
    Row(
        "5",
        "open_qa",
        "富士山の高さは何メートルですか？",
        "How high is Mount Fuji, in metres?",
        ("3,776メートル",),
        ("3,776 metres",),
        Said("富士山の高さは約3,776メートルです。", 0.86, 0.7, "correct", 0.95),
        Said("It is 3,767 metres high.", 0.9, 0.74, "incorrect", 0.11),
    ),
    Row(
        "6",
        "classification",
        "クジラは魚ですか、哺乳類ですか？",
        "Is a whale a fish or a mammal?",
        ("哺乳類",),
        ("a mammal",),
        Said("哺乳類です", 0.9, 0.72, "correct", 0.97),
        Said("mammal", 0.93, 0.77, "correct", 0.97),
    ),
    Row(
        "7",
        "open_qa",
        "合衆国憲法の最初の10の修正条項は何と呼ばれますか？",
        "What are the first ten amendments to the Constitution called?",
        ("権利章典",),
        ("the Bill of Rights",),
        Said("The Bill of Rights", 0.62, 0.98, "correct", 0.91),
        Said(
            "They are known as the Bill of Rights, and they were ratified in 1791 after a long debate between"
            " Federalists and Anti-Federalists about how far the new government should be allowed to reach into the",
            0.61,
            0.5,
            "correct",
            0.74,
        ),
    ),
    Row(
        "8",
        "open_qa",
        "独立宣言はいつ採択されましたか？",
        "When was the Declaration of Independence adopted?",
        ("1776年7月4日",),
        ("July 4, 1776",),
        Said("1776年", 0.71, 0.55, "correct", 0.52),
        Said("", None, None, "unjudged", None),
    ),
    Row(
        "9",
        "classification",
        "「嬉しい」は肯定的な言葉ですか、否定的な言葉ですか？",
        "Is “happy” a positive or a negative word?",
        ("肯定的",),
        ("positive",),
        Said("否定的ではありません。", 0.66, 0.47, "correct", 0.44),
        Said("Positive", 1.0, 0.62, "correct", 0.99),
    ),
    Row(
        "10",
        "open_qa",
        "一年は何か月ですか？",
        "How many months are there in a year?",
        (),
        ("12",),
        Said("12か月", None, 0.55, "unjudged", None),
        Said("twelve", 0.58, None, "correct", 0.88),
    ),
    Row(
        "11",
        "open_qa",
        f"{HOSTILE}\n二行目",
        f"{HOSTILE} safe?",
        (HOSTILE,),
        (HOSTILE,),
        Said(HOSTILE, 1.0, 1.0, "correct", 0.99),
        Said(HOSTILE, 1.0, 1.0, "correct", 0.99),
    ),
    Row(
        "12",
        "open_qa",
        "太陽は東から昇りますか？",
        "Does the sun rise in the east?",
        ("はい",),
        ("yes",),
        Said("はい、東から昇ります。", 0.7, 0.45, "correct", 0.9),
        Said("error", None, None, "unjudged", None),
    ),
)


def question(row: Row) -> Question:
    """A row's question in both languages."""
    return Question(row.no, row.type, {"ja": Side(row.ja, row.ja_references), "en": Side(row.en, row.en_references)})


def fill(
    store: Store,
    arms: tuple[Arm, ...] = (Arm(),),
    *,
    name: str = "verify12.xlsx",
    copies: int = 1,
    most: int | None = None,
) -> Run:
    """A finished run of the rows under each arm; `copies` repeats the rows under new numbers, `most` are kept."""
    rows = [row._replace(no=_number(row.no, copy)) for copy in range(copies) for row in ROWS][:most]
    asked = tuple(replace(question(row), extra={"file": name}) for row in rows)  # the same cells would be the same set
    run = store.create_run(QuestionSet(name, digest([name, len(rows)]), asked, ("file",)), arms, ["ja", "en"])
    by_no = {row.no: row for row in rows}
    said = {
        item.id: (
            item.language,
            by_no[item.question.no].said_ja if item.language == "ja" else by_no[item.question.no].said_en,
        )
        for item in (one.item for one in store.graded_run(run.id))
    }
    store.save_answers({item_id: answer(one) for item_id, (_, one) in said.items()})
    store.save_grades(
        {item_id: Scores(one.similarity, one.similarity_other) for item_id, (_, one) in said.items()},
        {item_id: judgement(one, language) for item_id, (language, one) in said.items()},
    )
    store.set_state(run.id, "done")
    return store.run(run.id)


def _number(no: str, copy: int) -> str:
    """A row's number in a copy of the rows."""
    return str(int(no) + len(ROWS) * copy) if copy else no


def answer(one: Said) -> Answer:
    """What the model said; `error` stands for a failure, a long text was cut at the token limit."""
    if one.text == "error":
        return Answer("", "", error="the model ran out of memory")
    reason = "length" if len(one.text) > 150 else "stop"
    return Answer(one.text, one.text, detect_language(one.text), len(one.text), 0.2, reason)


def judgement(one: Said, language: Language) -> Judgement:
    """The automatic judgement of an answer in one language."""
    fits = detect_language(one.text) in (language, "none") if one.text else None
    return Judgement(one.value, one.probability, fits, *REASONS[one.value])


REASONS: dict[str, tuple[str, str]] = {
    "correct": ("the answer contains the reference", "回答に参照解答が含まれています"),
    "incorrect": ("the answer names something else", "回答は参照解答と違うものを指しています"),
    "unjudged": ("there is nothing to compare", "比べるものがありません"),
}
