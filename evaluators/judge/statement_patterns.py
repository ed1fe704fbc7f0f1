"""Patterns of statements: yes and no said with a verb, in either language; changes and their reverse; exceptions."""

from __future__ import annotations

import random
from collections.abc import Iterator

from evaluators.judge.pattern import Pattern

_DO = {
    "en": (
        ("cats", "swim", "climb"),
        ("robots", "sing", "dance"),
        ("trams", "stop here", "turn here"),
        ("visitors", "pay", "queue"),
        ("these plants", "need light", "need shade"),
        ("the twins", "eat meat", "eat fish"),
    ),
    "ja": (
        ("猫", "泳げ", "登れ"),
        ("ロボット", "歌え", "踊れ"),
        ("路面電車", "ここに止まり", "ここで曲がり"),
        ("来館者", "料金を払い", "列に並び"),
        ("この草", "光を好み", "日陰を好み"),
        ("双子", "肉を食べ", "魚を食べ"),
    ),
}
_WORDS = {"en": ("Yes", "No"), "ja": ("はい", "いいえ")}
_CHANGES = {
    "en": (("rose", "an increase", "fell", "a decrease"), ("increased", "a rise", "decreased", "a drop")),
    "ja": (
        ("増加しました", "増加です", "減少しました", "減少です"),
        ("上がりました", "上昇です", "下がりました", "下落です"),
    ),
}
_SUBJECTS = {
    "en": ("Sales", "The rent", "The output", "Prices", "The number of guests"),
    "ja": ("売上", "家賃", "生産量", "価格", "来客数"),
}
_CLASSES = {
    "en": (
        ("a fruit", ("apple", "pear", "cherry"), ("brick", "shoe", "violin")),
        ("a bird", ("robin", "crow", "heron"), ("trout", "beetle", "otter")),
        ("a tool", ("hammer", "saw", "chisel"), ("cloud", "onion", "sonnet")),
        ("a metal", ("zinc", "nickel", "copper"), ("wool", "paper", "cork")),
    ),
    "ja": (
        ("果物", ("なし", "さくらんぼ", "桃"), ("煉瓦", "靴", "太鼓")),
        ("鳥", ("カラス", "サギ", "すずめ"), ("カブトムシ", "マス", "カワウソ")),
        ("道具", ("金づち", "のこぎり", "かんな"), ("雲", "玉ねぎ", "短歌")),
        ("金属", ("亜鉛", "ニッケル", "銅"), ("羊毛", "紙", "コルク")),
    ),
}
_PLACES = {
    "en": (
        ("to the left of {0}", "to the right of {0}"),
        ("above {0}", "below {0}"),
        ("inside {0}", "outside {0}"),
        ("north of {0}", "south of {0}"),
        ("in front of {0}", "behind {0}"),
    ),
    "ja": (
        ("{0}の左", "{0}の右"),
        ("{0}の上", "{0}の下"),
        ("{0}の内側", "{0}の外側"),
        ("{0}の北側", "{0}の南側"),
        ("{0}の前", "{0}の後ろ"),
    ),
}
_MARKS = {"en": ("the station", "the school", "the well", "the fence"), "ja": ("駅", "学校", "井戸", "柵")}
_TIMES = {"en": ("before {0}", "after {0}"), "ja": ("{0}の前", "{0}の後")}
_EVENTS = {"en": ("lunch", "work", "the concert", "the exam"), "ja": ("昼食", "仕事", "演奏会", "試験")}


def verbs(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Yes or no in either language as the reference, and a statement with the question's verb as the answer."""
    who, what, other = chance.choice(_DO[language])
    yes = chance.random() < 0.5
    words = _WORDS[chance.choice((language, language, "ja" if language == "en" else "en"))]
    if language == "en":
        question = chance.choice((f"Do {who} {what}?", f"Can {who} {what}?"))
        says = {
            True: (f"{who} {what}.", f"{who} can {what}.", f"yes, they can {what}.", f"{who} certainly {what}."),
            False: (f"{who} do not {what}.", f"{who} never {what}.", f"{who} can't {what}, they {other}."),
        }
        says = {key: tuple(text[0].upper() + text[1:] for text in texts) for key, texts in says.items()}
    else:
        question = f"{who}は{what}ますか。"
        says = {
            True: (f"{who}は{what}ます。", f"もちろん{what}ます。", f"{who}は{what}、{other}ます。"),
            False: (f"{who}は{what}ません。", f"{who}は決して{what}ません。", f"{what}ません。{other}ます。"),
        }
    for right in (True, False):
        side = yes if right else not yes
        yield Pattern("verbs", question, words[0 if yes else 1], chance.choice(says[side]), int(right))


def changes(chance: random.Random, language: str) -> Iterator[Pattern]:
    """By how much something rose or fell: the same number the other way is wrong, another number too."""
    subject, n = chance.choice(_SUBJECTS[language]), chance.randrange(3, 60)
    up, rise, down, fall = chance.choice(_CHANGES[language])
    if chance.random() < 0.5:
        up, rise, down, fall = down, fall, up, rise
    if language == "en":
        question = f"How did {subject[0].lower()}{subject[1:]} change?"
        reference, right = f"{subject} {up} by {n}%", chance.choice((f"{up} by {n} percent", f"It was {rise} of {n}%."))
        wrong = chance.choice((f"{subject} {down} by {n}%", f"It was {fall} of {n}%.", f"{subject} {up} by {n + 7}%"))
    else:
        question = f"{subject}はどう変わりましたか。"
        reference, right = f"{subject}は{n}%{up}", chance.choice((f"{n}パーセント{up}", f"{n}%の{rise}"))
        wrong = chance.choice((f"{subject}は{n}%{down}", f"{n}%の{fall}", f"{subject}は{n + 7}%{up}"))
    yield Pattern("changes", question, reference, right, 1)
    yield Pattern("changes", question, reference, wrong, 0)


def exceptions(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Which one is not of a kind: the exception, alone or denied to be of that kind, or a member."""
    kind, members, others = chance.choice(_CLASSES[language])
    right, (member, further) = chance.choice(others), chance.sample(members, 2)
    offered = chance.sample((right, member, further), 3)
    if language == "en":
        question = f"Which of these is not {kind}: {offered[0]}, {offered[1]} or {offered[2]}?"
        forms = ("{0}", "The {0}.", "The {0} is not " + kind + ".")
    else:
        question = f"次のうち{kind}でないものはどれですか：{'、'.join(offered)}"
        forms = ("{0}", "{0}です。", "{0}は" + kind + "ではありません。")
    yield Pattern("exceptions", question, right, chance.choice(forms).format(right), 1)
    yield Pattern("exceptions", question, right, chance.choice(forms).format(member), 0)


def places(chance: random.Random, language: str) -> Iterator[Pattern]:
    """Where or when, in either language: the other side of the same thing is wrong, and the same side of another."""
    said = chance.choice((language, language, "ja" if language == "en" else "en"))
    if chance.random() < 0.6:
        i, (mark, other) = chance.randrange(len(_PLACES["en"])), chance.sample(range(len(_MARKS["en"])), 2)
        forms, things = {key: rows[i] for key, rows in _PLACES.items()}, _MARKS
        question = "Where is it?" if language == "en" else "どこにありますか。"
    else:
        mark, other = chance.sample(range(len(_EVENTS["en"])), 2)
        forms, things = _TIMES, _EVENTS
        question = "When should it be done?" if language == "en" else "いつしますか。"
    side = chance.randrange(2)
    reference = forms[language][side].format(things[language][mark])
    whole = "It is {0}." if said == "en" else "{0}です。"
    shape = chance.choice((whole, "{0}"))
    yield Pattern("places", question, reference, shape.format(forms[said][side].format(things[said][mark])), 1)
    at, thing = chance.choice(((1 - side, mark), (1 - side, mark), (side, other)))
    yield Pattern("places", question, reference, shape.format(forms[said][at].format(things[said][thing])), 0)
