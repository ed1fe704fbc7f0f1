"""Patterns of answers that share nearly all with the reference and say another thing: who lost, what it does, which."""

from __future__ import annotations

import random
from collections.abc import Iterator

from evaluators.judge.pattern import FIRST, LAST, SOUNDS, THINGS, Pattern

_WON = {
    "en": (
        ("{0} beat {1}.", "{1} lost to {0}.", "{1} was beaten by {0}."),
        ("{0} won against {1}.", "{1} was defeated by {0}."),
    ),
    "ja": (
        ("{0}が{1}に勝った。", "{1}が{0}に負けた。", "{1}は{0}に敗れた。"),
        ("{0}が{1}を破った。", "{1}は{0}に破られた。", "{1}は{0}に負けた。"),
    ),
}
_SIDES = {
    "en": ("the Falcons", "the Harbour Club", "the Northern army", "the Rovers", "the Greys", "the Coastal League"),
    "ja": ("北高校", "港クラブ", "西軍", "朝日チーム", "山田軍", "第一小学校"),
}
_EFFECTS = {
    "en": (
        ("makes {0} better", "improves {0}", "makes {0} worse", "harms {0}"),
        ("strengthens {0}", "makes {0} stronger", "weakens {0}", "makes {0} weaker"),
        ("raises {0}", "makes {0} go up", "lowers {0}", "makes {0} go down"),
        ("encourages {0}", "encourages {0}", "discourages {0}", "discourages {0}"),
    ),
    "ja": (
        ("{0}を良くする", "{0}を改善する", "{0}を悪くする", "{0}を悪化させる"),
        ("{0}を強める", "{0}を強くする", "{0}を弱める", "{0}を弱くする"),
        ("{0}を上げる", "{0}を高める", "{0}を下げる", "{0}を低下させる"),
        ("{0}を促す", "{0}を促進する", "{0}を抑える", "{0}を妨げる"),
    ),
}
_CAUSES = {
    "en": (
        ("The new road", "trade"),
        ("Noise", "attention"),
        ("The salt", "the taste"),
        ("Shade", "growth"),
        ("The drug", "blood pressure"),
    ),
    "ja": (("新しい道路", "取引"), ("騒音", "集中力"), ("塩", "味"), ("日陰", "成長"), ("その薬", "血圧")),
}
_MOVED = {
    "en": ("the price", "the temperature", "the water level", "demand", "the speed"),
    "ja": ("値段", "気温", "水位", "需要", "速度"),
}
_MOVES = {
    "en": (("goes up", "rises", "increases", "climbs"), ("goes down", "falls", "decreases", "drops")),
    "ja": (("上がる", "上昇する", "増加する", "高まる"), ("下がる", "低下する", "減少する", "落ちる")),
}
_GUESTS = {
    "en": (("dogs", "in the hall"), ("cyclists", "on the path"), ("children", "in the pool"), ("boats", "on the lake")),
    "ja": (("犬", "広場"), ("自転車", "公園"), ("子ども", "プール"), ("船", "湖")),
}
_ALLOWED = {
    "en": (
        ("{0} are allowed {1}.", "{0} may go {1}.", "{0} are welcome {1}."),
        ("{0} are banned {1}.", "{0} may not go {1}.", "{0} are not allowed {1}.", "{0} are forbidden {1}."),
    ),
    "ja": (
        ("{0}は{1}に入れます。", "{0}の立ち入りは{1}で許可されています。", "{0}も{1}に入ってかまいません。"),
        ("{0}は{1}に入れません。", "{0}の立ち入りは{1}で禁止されています。", "{1}に{0}を入れてはいけません。"),
    ),
}
_MORE = {
    "en": (("heavier", "lighter"), ("larger", "smaller"), ("older", "newer"), ("faster", "slower")),
    "ja": (("重い", "軽い"), ("大きい", "小さい"), ("古い", "新しい"), ("速い", "遅い")),
}
_TOWNS = {
    "en": ("Lindholm", "Varna Bay", "Corvale", "Estrad", "Monteluce", "Hartwell", "Ostrava", "Bellport"),
    "ja": (
        "リンドホルム",
        "コルベイル",
        "エストラード",
        "モンテルーチェ",
        "ハートウェル",
        "ベルポート",
        "サンロッコ",
        "ノルデン",
    ),
}
_LIES = ("にあります", "の町です")
_CLAIMS = {
    "en": (
        ("What is the capital of {2}?", "The capital of {2} is {0}.", "{1} is a smaller town."),
        (
            "Which town in {2} has the oldest port?",
            "The town in {2} with the oldest port is {0}.",
            "{1} was built later.",
        ),
        ("What is the largest town in {2}?", "The largest town in {2} is {0}.", "{1} is the second."),
    ),
    "ja": (
        ("{2}の首都はどこですか。", "{2}の首都は{0}です。", "{1}は小さな町です。"),
        ("{2}で一番古い港町はどこですか。", "{2}で一番古い港町は{0}です。", "{1}は後に作られました。"),
        ("{2}で人口が最も多い町は？", "{2}で人口が最も多い町は{0}です。", "{1}は2番目です。"),
    ),
}


def results(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Who won, said of the winner or of the loser."""
    a, b = chance.sample(_SIDES[language], 2)
    forms = chance.choice(_WON[language])
    question = chance.choice(
        ("What was the result?", f"What happened between {a} and {b}?")
        if language == "en"
        else ("結果はどうでしたか。", f"{a}と{b}の対戦はどうなりましたか。")
    )
    reference, right, wrong = (chance.choice(forms) for _ in range(3))
    for form, sides, label in ((right, (a, b), 1), (wrong, (b, a), 0)):
        yield Pattern("results", question, _whole(reference, a, b), _whole(form, *sides), label)


def effects(chance: random.Random, language: str) -> Iterator[Pattern]:
    """What something does to another thing: the same in other words, or the opposite."""
    (cause, thing), forms = chance.choice(_CAUSES[language]), chance.choice(_EFFECTS[language])
    sides = [tuple(form.format(thing) for form in pair) for pair in (forms[:2], forms[2:])]
    chance.shuffle(sides)
    if language == "en":
        question = f"What does {cause[0].lower()}{cause[1:]} do to {thing}?"
        wholes = ("It {0}.", f"{cause} {{0}}.")
    else:
        question = f"{cause}は{thing}にどう影響しますか。"
        wholes = ("{0}。", f"{cause}は{{0}}。")
    reference = chance.choice(wholes).format(chance.choice(sides[0]))
    for side, label in zip(sides, (1, 0), strict=True):
        yield Pattern("effects", question, reference, chance.choice(wholes).format(chance.choice(side)), label)


def movements(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Which way something moves, in other words for the same way or for the other."""
    subject = chance.choice(_MOVED[language])
    sides = list(_MOVES[language])
    chance.shuffle(sides)
    if language == "en":
        question, wholes = f"What happens to {subject}?", (f"{subject[0].upper()}{subject[1:]} {{0}}.", "It {0}.")
    else:
        question, wholes = f"{subject}はどうなりますか。", (f"{subject}は{{0}}。", "{0}。")
    reference = wholes[0].format(chance.choice(sides[0]))
    for side, label in zip(sides, (1, 0), strict=True):
        yield Pattern("movements", question, reference, chance.choice(wholes).format(chance.choice(side)), label)


def bans(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Whether something is allowed, asked for yes or no and answered by sentences."""
    who, where = chance.choice(_GUESTS[language])
    sides = [tuple(form.format(who, where) for form in forms) for forms in _ALLOWED[language]]
    question = (f"Are {who} allowed {where}?",) if language == "en" else (f"{who}は{where}に入れますか。",)
    chance.shuffle(sides)
    for side, label in zip(sides, (1, 0), strict=True):
        answer, reference = chance.choice(side), chance.choice(sides[0])
        yield Pattern("bans", question[0], _upper(reference), _upper(answer), label)


def crossed(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Who beat or exceeds whom, the answer in the other language."""
    a, b = chance.sample((*FIRST["en"], *LAST["en"]), 2)
    i = chance.randrange(len(_MORE["en"]))
    (up_en, down_en), (up_ja, down_ja) = _MORE["en"][i], _MORE["ja"][i]
    won = chance.random() < 0.5

    def english(x: str, y: str) -> str:
        told = _WON["en"][0] if won else (f"{{0}} is {up_en} than {{1}}.", f"{{1}} is {down_en} than {{0}}.")
        return chance.choice(told).format(x, y)

    def japanese(x: str, y: str) -> str:
        told = _WON["ja"][0] if won else (f"{{0}}は{{1}}より{up_ja}。", f"{{1}}は{{0}}より{down_ja}。")
        return chance.choice(told).format(SOUNDS[x], SOUNDS[y])

    first, second = (english, japanese) if language == "en" else (japanese, english)
    question = "How do they compare?" if language == "en" else "どういう関係ですか。"
    reference = first(a, b)
    yield Pattern("roles across", question, reference, second(a, b), 1)
    yield Pattern("roles across", question, reference, second(b, a), 0)


def compared(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Which of two it is, where the reference is a sentence and the answer may be the thing alone."""
    a, b = chance.sample(THINGS[language], 2)
    i = chance.randrange(len(_MORE[language]))
    more, less = _MORE[language][i]
    if language == "en":
        question, sentence = f"Which is {more}, {a} or {b}?", f"{a[0].upper()}{a[1:]} is {more} than {b}."
        forms = (
            "{0}",
            "It is {0}.",
            "{0} is " + more + ".",
            "{0} is " + more + " than {1}.",
            "{1} is " + less + " than {0}.",
        )
    else:
        question, sentence = f"{a}と{b}ではどちらが{more}ですか。", f"{a}は{b}より{more}。"
        forms = (
            "{0}",
            "{0}です。",
            "{0}のほうが" + more + "です。",
            "{0}は{1}より" + more + "。",
            "{1}は{0}より" + less + "。",
        )
    for sides, label in (((a, b), 1), ((b, a), 0)):
        answer = chance.choice(forms).format(*sides)
        yield Pattern("compared", question, sentence, answer[0].upper() + answer[1:], label)


def claims(chance: random.Random, language: str) -> Iterator[Pattern]:
    """One thing claimed, and another named after it."""
    right, other, land = chance.sample(_TOWNS[language], 3)
    question, claim, further = chance.choice(_CLAIMS[language])
    gap = " " if language == "en" else ""
    for (first, second), label in (((right, other), 1), ((other, right), 0)):
        answer = f"{claim.format(first, second, land)}{gap}{further.format(first, second, land)}"
        yield Pattern("claims", question.format(first, second, land), right, answer, label)


def elsewhere(chance: random.Random, language: str) -> Iterator[Pattern]:
    """A question for yes or no, answered by a statement with the question's name or with another in its place."""
    thing, place, other = chance.sample(_TOWNS[language], 3)
    yes = chance.random() < 0.5
    if language == "en":
        question, said = f"Is {thing} in {place}?", f"{thing} is {chance.choice(('in', 'a part of'))} {{0}}."
    else:
        question, said = f"{thing}は{place}にありますか。", f"{thing}は{{0}}{chance.choice(_LIES)}。"
    words = (("Yes", "No"), ("はい", "いいえ"))[chance.choice((0, 1))]
    for name, says in ((place, True), (other, False)):
        yield Pattern("elsewhere", question, words[0 if yes else 1], said.format(name), int(says == yes))


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _whole(form: str, a: str, b: str) -> str:
    return _upper(form.format(a, b))
