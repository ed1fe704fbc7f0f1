"""A labelled answer made from a pattern, and the names that patterns draw from."""

from __future__ import annotations

from typing import NamedTuple

PEOPLE = {
    "en": ("Anna", "Bruno", "Clara", "Dmitri", "Elena", "Felix", "Greta", "Hugo", "Irene", "Jonas", "Marta", "Nolan"),
    "ja": ("田中", "佐藤", "鈴木", "高橋", "渡辺", "小林", "加藤", "吉田", "山本", "中村", "斎藤", "松本"),
}
THINGS = {
    "en": ("the truck", "the lake", "the tower", "the bridge", "the river", "the temple", "the garden", "the planet"),
    "ja": ("トラック", "湖", "塔", "橋", "川", "寺", "庭", "惑星"),
}
FIRST = {
    "en": ("Peter", "Laura", "Simon", "Nadia", "Walter", "Judith"),
    "ja": ("健一", "美咲", "大輔", "由美", "直樹", "千尋"),
}
LAST = {
    "en": ("Holm", "Ferrara", "Novak", "Lindqvist", "Okafor", "Beaumont"),
    "ja": ("岡田", "藤原", "西村", "長谷川", "森本", "三浦"),
}


class Pattern(NamedTuple):
    """A labelled answer made from a pattern."""

    kind: str
    question: str
    reference: str
    answer: str
    label: int
