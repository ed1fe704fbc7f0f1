"""Labelled answers made from patterns for kinds that are rare in data: roles, comparisons, statements, rivals.

What is right is decided by the reference alone; names and things are exchanged at random, so nothing but the form can
be learned. The training gives these rows a third of the weight of the others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TypeAlias

from evaluators.judge.name_patterns import middles, names, sounds
from evaluators.judge.pattern import CAUSES, FIRST, LAST, PEOPLE, THINGS, Pattern
from evaluators.judge.statement_patterns import changes, exceptions, places, verbs

_DEEDS = {
    "en": (
        ("beat", "beaten"),
        ("hired", "hired"),
        ("followed", "followed"),
        ("invited", "invited"),
        ("taught", "taught"),
        ("helped", "helped"),
        ("defeated", "defeated"),
        ("praised", "praised"),
    ),
    "ja": (
        ("倒した", "倒された"),
        ("雇った", "雇われた"),
        ("追いかけた", "追いかけられた"),
        ("招いた", "招かれた"),
        ("教えた", "教えられた"),
        ("助けた", "助けられた"),
        ("破った", "破られた"),
        ("ほめた", "ほめられた"),
    ),
}
_MORE = {
    "en": (
        ("larger", "smaller"),
        ("older", "newer"),
        ("heavier", "lighter"),
        ("taller", "shorter"),
        ("faster", "slower"),
    ),
    "ja": (("大きい", "小さい"), ("古い", "新しい"), ("重い", "軽い"), ("高い", "低い"), ("速い", "遅い")),
}
_STATES = {
    "en": (
        ("the museum", "open", "closed"),
        ("the path", "safe", "dangerous"),
        ("the task", "possible", "impossible"),
        ("parking", "allowed", "forbidden"),
        ("a ticket", "necessary", "unnecessary"),
        ("the water", "hot", "cold"),
        ("the claim", "true", "false"),
        ("smoking", "legal", "illegal"),
    ),
    "ja": (
        ("この道", "安全", "危険"),
        ("変更", "可能", "不可能"),
        ("予約", "必要", "不要"),
        ("この説", "正しい", "誤り"),
        ("この水", "熱い", "冷たい"),
        ("入場", "許可", "禁止"),
        ("その行為", "合法", "違法"),
        ("この箱", "重い", "軽い"),
    ),
}
_SETS = {
    "en": (
        ("Which animal is meant?", ("cat", "horse", "rabbit", "whale", "goose")),
        ("Which city is it?", ("Lisbon", "Vienna", "Osaka", "Cairo", "Lima")),
        ("What colour is it?", ("red", "green", "purple", "black", "white")),
        ("How many are there?", ("3", "8", "12", "40", "75")),
        ("Who wrote it?", ("Jane Miller", "Otto Frank", "Ken Ishida", "Paul Garnier", "Rosa Delgado")),
    ),
    "ja": (
        ("どの動物のことですか。", ("猫", "馬", "うさぎ", "クジラ", "カモメ")),
        ("それはどの都市ですか。", ("リスボン", "ウィーン", "大阪", "カイロ", "札幌")),
        ("何色ですか。", ("赤", "緑", "紫", "黒", "白")),
        ("いくつありますか。", ("3個", "8個", "12個", "40個", "75個")),
        ("書いたのは誰ですか。", ("田中一郎", "佐藤花子", "石田健", "ポール・ガルニエ", "高橋美紀")),
    ),
}

_RULES = {
    "en": (
        ("Visitors may", "Visitors may not", "enter after {n} o'clock"),
        ("Refunds are", "Refunds are not", "given after {n} days"),
        ("Children are", "Children are not", "admitted below the age of {n}"),
        ("Bags can", "Bags cannot", "be left for {n} hours"),
    ),
    "ja": (
        ("{n}時以降の入場は", "認められます", "認められません"),
        ("{n}日を過ぎた返金は", "できます", "できません"),
        ("{n}歳未満の人は", "参加できます", "参加できません"),
        ("荷物は{n}時間", "預けられます", "預けられません"),
    ),
}
_READINGS = (
    ("神戸", "こうべ"),
    ("鎌倉", "かまくら"),
    ("大阪", "おおさか"),
    ("広島", "ひろしま"),
    ("桜", "さくら"),
    ("紫陽花", "あじさい"),
    ("金魚", "きんぎょ"),
    ("椅子", "いす"),
    ("七夕", "たなばた"),
    ("富山", "とやま"),
    ("電車", "でんしゃ"),
    ("兎", "うさぎ"),
    ("狐", "きつね"),
    ("味噌", "みそ"),
    ("豆腐", "とうふ"),
    ("北海道", "ほっかいどう"),
)
_EN, _JA = {True: "Yes", False: "No"}, {True: "はい", False: "いいえ"}

Said: TypeAlias = dict[int, tuple[str, ...]]
"""What may be said, by whether it is right."""


def patterns(seed: int = 0, each: int = 60) -> list[Pattern]:
    """The rows: `each` draws of every pattern in each language, right and wrong alike often, always the same ones."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    forms = (_deeds, _comparisons, _states, _rivals, _letters, _rules, names, _spellings, _lists)
    makers = (*forms, sounds, middles, _causes, verbs, changes, exceptions, places)
    return [row for language in ("ja", "en") for make in makers for _ in range(each) for row in make(chance, language)]


def _deeds(chance: random.Random, language: str) -> Iterator[Pattern]:
    a, b = chance.sample(PEOPLE[language], 2)
    active, passive = chance.choice(_DEEDS[language])
    if language == "en":
        question = chance.choice((f"What happened between {a} and {b}?", "Who did what to whom?"))
        said = {
            1: (f"{a} {active} {b}.", f"{b} was {passive} by {a}."),
            0: (f"{b} {active} {a}.", f"{a} was {passive} by {b}."),
        }
    else:
        question = chance.choice((f"{a}と{b}の間に何がありましたか。", "誰が誰に何をしましたか。"))
        said = {
            1: (f"{a}が{b}を{active}。", f"{b}は{a}に{passive}。"),
            0: (f"{b}が{a}を{active}。", f"{a}は{b}に{passive}。"),
        }
    reference = chance.choice(said[1])
    for label in (1, 0):
        yield Pattern("roles", question, reference, chance.choice(said[label]), label)


def _comparisons(chance: random.Random, language: str) -> Iterator[Pattern]:
    said: Said
    a, b = chance.sample(chance.choice((THINGS, PEOPLE))[language], 2)
    more, less = chance.choice(_MORE[language])
    if language == "en":
        question = f"How do {a} and {b} compare?"
        said = {
            1: (f"{a} is {more} than {b}.", f"{b} is {less} than {a}."),
            0: (f"{b} is {more} than {a}.", f"{a} is {less} than {b}."),
        }
        said = {label: tuple(s[0].upper() + s[1:] for s in texts) for label, texts in said.items()}
    else:
        question = f"{a}と{b}を比べるとどうですか。"
        said = {
            1: (f"{a}は{b}より{more}。", f"{b}は{a}より{less}。", f"{b}より{a}のほうが{more}。"),
            0: (f"{b}は{a}より{more}。", f"{a}は{b}より{less}。", f"{a}より{b}のほうが{more}。"),
        }
    reference = chance.choice(said[1])
    for label in (1, 0):
        yield Pattern("comparison", question, reference, chance.choice(said[label]), label)


def _states(chance: random.Random, language: str) -> Iterator[Pattern]:
    says: Said
    thing, this, that = chance.choice(_STATES[language])
    yes = chance.random() < 0.5
    if language == "en":
        question = f"Is {thing} {this}?"
        says = {
            True: (f"{thing} is {this}.", f"{thing} is not {that}."),
            False: (f"{thing} is {that}.", f"{thing} is not {this}."),
        }
        says = {key: tuple(s[0].upper() + s[1:] for s in texts) for key, texts in says.items()}
        word = chance.choice((_EN, _EN, _JA))[yes]
        course = {True: "Of course it is.", False: "Of course it isn't."}
    else:
        denied = {w: f"{w[:-1]}くありません" if w.endswith("い") else f"{w}ではありません" for w in (this, that)}
        question = f"{thing}は{this}ですか。"
        says = {
            True: (f"{thing}は{this}です。", f"{thing}は{denied[that]}。"),
            False: (f"{thing}は{that}です。", f"{thing}は{denied[this]}。"),
        }
        word = chance.choice((_JA, _JA, _EN))[yes]
        course = {True: "もちろんそうです。", False: "いいえ、違います。"}
    reference = chance.choice((word, word, says[yes][0]))
    for right in (True, False):
        side = yes if right else not yes
        yield Pattern("statement", question, reference, chance.choice((*says[side], course[side])), int(right))


def _rivals(chance: random.Random, language: str) -> Iterator[Pattern]:
    question, members = chance.choice(_SETS[language])
    right, *others = chance.sample(members, 4)
    mark = chance.choice(("\n<answer>Answer: ", "\nAnswer: ", "\n答え："))
    comma, whole = (", ", f"It is {right}.") if language == "en" else ("、", f"{right}です。")
    yield Pattern("same again", question, right, mark.join((chance.choice((right, whole)), right, right)), 1)
    yield Pattern("same again", question, right, chance.choice((right, whole)), 1)
    shuffled = chance.sample((right, *others), 4)
    numbered = "\n".join(f"{i}. {member}" for i, member in enumerate(shuffled, 1))
    listed = chance.choice((comma.join(shuffled), "\n".join((right, *others[:2])), numbered))
    yield Pattern("rivals", question, right, listed, 0)
    yield Pattern("rivals", question, right, mark.join((chance.choice((right, whole)), others[0])), 0)


def _lists(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Several answers to a question for one, the right one among them at any place."""
    comma = ", " if language == "en" else "、"
    if chance.random() < 0.5:
        n = chance.randrange(2, 60)
        members = [str(n + step) for step in chance.sample((-2, -1, 1, 2, 3, 5, 10), 2)]
        unit = "" if language == "en" else chance.choice(("人", "本", "個", "年", "日", "回"))
        right, question = f"{n}{unit}", "How many are there?" if language == "en" else "いくつですか。"
        others = [f"{member}{unit}" for member in members]
        reference = chance.choice((right, str(n)))
    else:
        families = chance.sample(LAST[language], 3)
        question = "Who wrote it?" if language == "en" else "誰が書きましたか。"
        givens = chance.sample(FIRST[language], 3)
        full = zip(givens, families, strict=True) if language == "en" else zip(families, givens, strict=True)
        right, *others = ((" " if language == "en" else "").join(parts) for parts in full)
        reference = chance.choice((right, families[0]))
    shuffled = chance.sample((right, *others), 3)
    join = chance.choice((comma, "\n", comma))
    yield Pattern("lists", question, reference, join.join(shuffled), 0)
    yield Pattern("lists", question, reference, chance.choice((right, "\n".join((right,) * 3))), 1)


def _letters(chance: random.Random, language: str) -> Iterator[Pattern]:
    question, members = chance.choice(_SETS[language])
    offered = chance.sample(members, 3)
    letters = chance.choice(("ABC", "123")) if language == "en" else chance.choice(("アイウ", "ABC", "123"))
    style = chance.choice(("{0}. {1}", "({0}) {1}"))
    asked = "\n".join(
        (question, *(style.format(letter, option) for letter, option in zip(letters, offered, strict=True)))
    )
    at = chance.randrange(3)
    wrong = (at + chance.randrange(1, 3)) % 3
    reference = chance.choice((offered[at], letters[at]))
    forms = ("{0}", "({0})", "{0}. {1}") if language == "en" else ("{0}", "答えは{0}", "({0}) {1}")
    for place, label in ((at, 1), (wrong, 0)):
        yield Pattern("letters", asked, reference, chance.choice(forms).format(letters[place], offered[place]), label)
    yield Pattern("letters", asked, reference, f"{letters[wrong]}. {offered[at]}", 0)
    yield Pattern("letters", asked, reference, offered[at], 1)


def _rules(chance: random.Random, language: str) -> Iterator[Pattern]:
    n = str(chance.randrange(4, 30))
    if language == "en":
        allowed, refused, what = chance.choice(_RULES[language])
        sides = tuple(f"{start} {what.format(n=n)}." for start in (allowed, refused))
        question = chance.choice(("What is the rule?", "What do the terms say?"))
    else:
        start, allowed, refused = chance.choice(_RULES[language])
        sides = tuple(f"{start.format(n=n)}{end}。" for end in (allowed, refused))
        question = chance.choice(("決まりは何ですか。", "規約には何と書かれていますか。"))
    right = chance.randrange(2)
    for place in (0, 1):
        yield Pattern("rules", question, sides[right], sides[place], int(place == right))


def _spellings(chance: random.Random, language: str) -> Iterator[Pattern]:
    (word, kana), (other, other_kana) = chance.sample(_READINGS, 2)
    if language == "ja":
        question = chance.choice(("それは何ですか。", "どれのことですか。", "正しい言葉を答えてください。"))
        reference, said = chance.choice(((word, kana), (kana, word)))
        yield Pattern("spellings", question, reference, chance.choice((said, f"{said}です。")), 1)
        yield Pattern("spellings", question, reference, other_kana if said == kana else other, 0)
    else:
        question = chance.choice((f"「{word}」の読み方は何ですか。", f"「{word}」をひらがなで書いてください。"))
        yield Pattern("readings", question, kana, kana, 1)
        yield Pattern("readings", question, kana, chance.choice((word, other_kana)), 0)


def _causes(chance: random.Random, language: str) -> Iterator[Pattern]:
    """A reason is asked for: a thing alone is none."""
    question, thing, reason = chance.choice(CAUSES[language])
    reference = f"Because {reason}." if language == "en" else reason
    yield Pattern("causes", question, reference, thing[0].upper() + thing[1:], 0)
    yield Pattern("causes", question, reference, reason if language == "en" else f"{reason}です。", 1)
