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

SOUNDS = {
    "Peter": "ピーター",
    "Laura": "ローラ",
    "Simon": "サイモン",
    "Nadia": "ナディア",
    "Walter": "ウォルター",
    "Judith": "ジュディス",
    "Holm": "ホルム",
    "Ferrara": "フェラーラ",
    "Novak": "ノヴァク",
    "Lindqvist": "リンドクヴィスト",
    "Okafor": "オカフォー",
    "Beaumont": "ボーモント",
}
"""The English ones in katakana."""
CAUSES = {
    "en": (
        ("Why is the yard wet?", "the rain", "the rain ran down the slope in the night"),
        ("Why did the bread rise?", "yeast", "yeast turns sugar into gas"),
        ("Why do the leaves turn red?", "the cold", "the cold breaks down the green pigment"),
        ("Why was the train late?", "snow", "snow had covered the tracks"),
        ("Why do we hear an echo?", "the wall", "the wall throws the sound back"),
        ("Why did the lamp go out?", "the battery", "the battery was empty"),
        ("Why does the door stick?", "the wood", "the wood swells when it is damp"),
        ("Why are the fields green?", "the river", "the river is used to water them"),
    ),
    "ja": (
        ("なぜ庭がぬれているのですか。", "雨", "夜のあいだに雨が降ったから"),
        ("パンがふくらむのはなぜですか。", "酵母", "酵母が糖を分解してガスを出すため"),
        ("なぜ葉は赤くなるのですか。", "寒さ", "寒さで緑の色素が分解されるから"),
        ("電車が遅れたのはどうしてですか。", "雪", "線路に雪が積もったため"),
        ("なぜこだまが聞こえるのですか。", "壁", "音が壁ではね返るから"),
        ("どうして明かりが消えたのですか。", "電池", "電池が切れたから"),
        ("扉が開きにくい理由は何ですか。", "木", "湿気で木がふくらむため"),
        ("なぜ畑は緑なのですか。", "川", "川の水をまいているから"),
    ),
}
"""A question for a reason, the thing that the reason is about, and the reason."""


class Pattern(NamedTuple):
    """A labelled answer made from a pattern."""

    kind: str
    question: str
    reference: str
    answer: str
    label: int
