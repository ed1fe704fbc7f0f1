"""The review list by SQL: what every rule says of each row, worked out once more in plain Python, on both databases."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from app.records import Answer, Arm, Question, QuestionSet, Side
from app.store import QUEUES, Eyes, IndexRow, IndexSide, Store, Wish
from app.ui.seeing import Sight
from app.verdicts import Annotation, ReviewSettings, Verdict, disagree
from evaluators.results import Judgement, Scores

WORDS = ("富士山", "ＴＯＫＹＯ", "りんご", "100%", "a_b")
PEOPLE = ("花子", "太郎", "次郎")
Rule = Callable[[IndexSide, IndexRow, Sight], bool]


def made(store: Store, seed: int, samples: int = 1) -> str:
    """A run with answers, errors, verdicts, withdrawals, final verdicts and annotations, all by chance."""
    chance = random.Random(seed)
    questions = [
        Question(
            str(no),
            chance.choice(("open_qa", "classification", "")),
            {
                code: Side(f"{chance.choice(WORDS)}？{no}", (chance.choice(WORDS),))
                for code in ("ja", "en")
                if code == "ja" or no % 4
            },
        )
        for no in range(1, 9)
    ]
    asked = QuestionSet(f"{seed}.xlsx", f"{seed:064d}", tuple(questions))
    run = store.create_run(asked, [Arm(), Arm(prompt="original")], ["ja", "en"], samples=samples)
    items = [one.item.id for one in store.graded_run(run.id)]
    answered = {
        item: Answer("", "", error="no memory")
        if chance.random() < 0.1
        else Answer(*[chance.choice(WORDS)] * 2, chance.choice(("ja", "en", "mixed", "none")))
        for item in items
        if chance.random() < 0.9
    }
    store.save_answers(answered)
    judged = [item for item in answered if chance.random() < 0.8]
    store.save_grades(
        {item: Scores(similarity=chance.random()) for item in judged},
        {
            item: Judgement(*chance.choice((("correct", 0.9), ("incorrect", 0.4), ("unjudged", None))), None, "")
            for item in judged
        },
    )
    given = store.add_verdicts(
        Verdict(
            chance.choice(items),
            chance.choice(("correct", "incorrect", "unsure")),
            chance.choice((True, False, None)),
            chance.choice(("", *WORDS)),
            chance.choice(PEOPLE),
            True,
            adjudicated=chance.random() < 0.1,
        )
        for _ in range(80)
    )
    for one in chance.sample(given, 12):
        store.withdraw(one.id, one.reviewer)
    for _ in range(15):
        tags, flagged = tuple(chance.sample(("format", "誤り"), chance.randrange(3))), chance.random() < 0.5
        score, draft = chance.choice((None, 1, 5)), chance.choice(("", *WORDS))
        store.annotate(Annotation(chance.choice(items), chance.choice(PEOPLE), tags, score, flagged, draft))
    return run.id


def needs(side: IndexSide, who: str) -> bool:
    return side.state not in ("pending", "error") and side.mine(who) is None


def state(side: IndexSide, row: IndexRow, seen_by: Sight) -> str:
    return side.state if side.state in ("pending", "error") or seen_by.hints(row.sides.values()) else "answered"


def others(side: IndexSide, row: IndexRow, seen_by: Sight) -> bool:
    return seen_by.others(side, row.sides.values())


def differ(side: IndexSide, row: IndexRow, seen_by: Sight) -> bool:
    return others(side, row, seen_by) and disagree(side.verdicts)


def doubt(side: IndexSide, row: IndexRow, seen_by: Sight) -> float:
    if state(side, row, seen_by) == "answered":
        return 1.0
    return 0.0 if side.probability is None else abs(side.probability - 0.5)


def uncertain(row: IndexRow, seen_by: Sight) -> bool:
    open_sides = [side for side in row.sides.values() if needs(side, seen_by.reviewer)]
    return any(doubt(side, row, seen_by) < 0.15 for side in open_sides)


def in_queue(name: str, row: IndexRow, seen_by: Sight) -> bool:
    sides, who = row.sides, seen_by.reviewer
    match name:
        case "all":
            return True
        case "uncertain":
            return uncertain(row, seen_by)
        case "language":
            return any(
                side.state not in ("pending", "error") and side.language not in ("none", "mixed", code)
                for code, side in sides.items()
            )
    rules: dict[str, Callable[[IndexSide], bool]] = {
        "unreviewed": lambda side: needs(side, who),
        "disagree": lambda side: differ(side, row, seen_by),
        "adjudicate": lambda side: (
            differ(side, row, seen_by) and side.final is None and seen_by.adjudicates(side, sides.values())
        ),
        "flagged": lambda side: any(one.flagged for one in side.annotations if one.reviewer == who),
        "errors": lambda side: side.state == "error",
    }
    return any(rules[name](side) for side in sides.values())


def meaning(row: IndexRow, code: str, seen_by: Sight) -> str:
    side = row.sides.get(code)  # type: ignore[call-overload]
    if side is None or side.state in ("pending", "error"):
        return ""
    own = side.mine(seen_by.reviewer)
    return own.value if own else state(side, row, seen_by)


def fits(row: IndexRow, filters: dict[str, str], seen_by: Sight) -> bool:
    who = seen_by.reviewer
    said = {
        "ja_only": ("correct", "incorrect"),
        "both": ("correct", "correct"),
        "neither": ("incorrect", "incorrect"),
    }

    def one(code: str, side: IndexSide) -> bool:
        own = side.mine(who)
        annotation = next((one for one in side.annotations if one.reviewer == who), None)
        shown = side.similarity if seen_by.hints(row.sides.values()) else None
        rules = {
            "asked": lambda wanted: code == wanted,
            "answered": lambda wanted: side.language == wanted,
            "judgement": lambda wanted: state(side, row, seen_by) == wanted,
            "verdict": lambda wanted: (own.value if own else "none") == wanted,
            "language_mark": lambda wanted: (
                own is not None and ("other" if own.language_ok is False else "same") == wanted
            ),
            "reviewer": lambda wanted: (
                others(side, row, seen_by) and any(verdict.reviewer == wanted for verdict in side.verdicts)
            ),
            "tag": lambda wanted: annotation is not None and wanted in annotation.tags,
            "score": lambda wanted: annotation is not None and str(annotation.score) == wanted,
            "low": lambda wanted: shown is not None and shown >= float(wanted),
            "high": lambda wanted: shown is not None and shown <= float(wanted),
        }
        return all(rules[name](wanted) for name, wanted in filters.items() if name in rules)

    if filters.get("type", row.type) != row.type:
        return False
    pattern = filters.get("pattern")
    if pattern and tuple(meaning(row, code, seen_by) for code in ("ja", "en")) != said[pattern]:
        return False
    return any(one(code, side) for code, side in row.sides.items())


def key(row: IndexRow) -> int:
    return next(iter(row.sides.values())).item_id


FILTERS: tuple[dict[str, str], ...] = (
    {"type": "open_qa"},
    {"pattern": "ja_only"},
    {"pattern": "both", "judgement": "correct"},
    {"asked": "en", "answered": "ja"},
    {"verdict": "none", "judgement": "incorrect"},
    {"language_mark": "other"},
    {"language_mark": "same", "verdict": "incorrect"},
    {"reviewer": "太郎"},
    {"tag": "誤り", "score": "5"},
    {"low": "0.3", "high": "0.7"},
)


@pytest.mark.parametrize(("samples", "blind"), [(1, False), (1, True), (2, False)])
def test_the_list_is_what_the_rules_say(store: Store, samples: int, *, blind: bool) -> None:
    run = made(store, 3 + samples, samples)
    rows = store.review_index(run)
    places = [key(row) for row in rows]
    for lead in ("", "花子"):
        who = "花子"
        settings = ReviewSettings(lead=lead, lead_grades=False, blind=blind)
        seen_by = Sight(who, settings, blind and not settings.oversees(who))
        eyes = seen_by.eyes(shared=False)
        counted = store.review_counts(run, eyes, Wish()).queues
        for name in QUEUES:
            wanted = [key(row) for row in rows if in_queue(name, row, seen_by)]
            found = [row.key for row in store.listing(run, eyes, Wish(name))]
            assert (sorted(found, key=places.index) if name == "uncertain" else found) == wanted, name
            assert counted[name] == len(wanted), name
        for filters in FILTERS:
            wanted = [key(row) for row in rows if fits(row, filters, seen_by)]
            assert [row.key for row in store.listing(run, eyes, Wish(filters=filters))] == wanted, filters


def test_each_choice_is_offered_with_how_many_it_would_leave(store: Store) -> None:
    run = made(store, 4)
    seen_by, own, arm = Sight("花子", ReviewSettings(), False), {"verdict": "none"}, Arm().key
    rows = [row for row in store.review_index(run) if row.arm_key == arm]
    offered = store.review_choices(run, seen_by.eyes(shared=False), Wish(filters=own, arm=arm))
    assert {"太郎"} <= {name for name, _ in offered["reviewer"]} and [name for name, _ in offered["tag"]] == [
        "format",
        "誤り",
    ]
    for name, values in offered.items():
        for value, count in values:
            if value != "en_only":
                assert count == sum(fits(row, {**own, name: value}, seen_by) for row in rows), (name, value)


def test_the_doubtful_come_first_under_a_calibration_too(store: Store) -> None:
    run = made(store, 9)
    eyes = Eyes("四郎")
    chances = {
        key(row): min(
            (0.0 if side.probability is None else abs(side.probability - 0.5))
            for side in row.sides.values()
            if side.state not in ("pending", "error")
        )
        for row in store.review_index(run)
        if any(side.state not in ("pending", "error") for side in row.sides.values())
    }
    found = [row.key for row in store.listing(run, eyes, Wish("unreviewed", doubtful_first=True))]
    assert found == sorted(chances, key=lambda one: (chances[one], found.index(one))) and len(found) == len(chances)


def test_a_search_looks_in_questions_references_answers_and_own_comments(store: Store) -> None:
    run = made(store, 5)
    graded = store.graded_run(run)
    hidden = Eyes("四郎")
    for words in ("tokyo", "100%", "a_b", "富士山 りんご", "％"):
        wanted = set()
        for one in graded:
            texts = [text for side in one.item.question.sides.values() for text in (side.text, *side.references)]
            texts += [one.answer.text] if one.answer else []
            together = "\n".join(texts).replace("ＴＯＫＹＯ", "tokyo")
            if all(word.replace("％", "%") in together for word in words.split()):
                wanted.add(one.item.id)
        rows = {key(row) for row in store.review_index(run) if {s.item_id for s in row.sides.values()} & wanted}
        assert {row.key for row in store.listing(run, hidden, Wish(words=words))} == rows, words
    item = graded[0].item.id
    store.add_verdict(Verdict(item, "correct", True, "とても ＧＯＯＤ", "四郎", True))
    assert [row.key for row in store.listing(run, hidden, Wish(words="good とても"))] == [item]
    assert not store.listing(run, Eyes("五郎"), Wish(words="good"))
    assert store.numbered_rows(run, "１", 9)[:1] == [item] and not store.numbered_rows(run, "13", 9)
    assert store.newest_given(run, "四郎", 9) == [(store.verdicts_on(item)[-1].id, item)]
