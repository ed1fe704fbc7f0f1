"""Units of measure in Japanese and English: which dimension they measure, and their size in its base unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_TABLE = """
length 1000 km kilometers kilometer kilometres kilometre kms キロメートル
length 1 m meter meters metre metres メートル
length 0.01 cm centimeter centimeters centimetre centimetres センチメートル センチ
length 0.001 mm millimeter millimeters millimetre millimetres ミリメートル ミリ
length 1609.344 mile miles mi マイル
length 0.3048 ft foot feet フィート
length 0.0254 inch inches インチ
length 0.9144 yard yards ヤード
length 9.4607e15 light-year light-years 光年
mass 1000 kg kilogram kilograms kilo kilos kgs キログラム
mass 1 g gram grams グラム
mass 0.001 mg milligram milligrams ミリグラム
mass 1000000 t ton tons tonne tonnes トン
mass 453.59237 lb lbs pound-weight
mass 28.349523 oz ounce ounces オンス
volume 1 l liter liters litre litres リットル
volume 0.001 ml milliliter milliliters millilitre millilitres ミリリットル cc
volume 3.785411784 gallon gallons ガロン
area 1 m2 m² sqm 平方メートル
area 1000000 km2 km² 平方キロメートル 平方キロ
area 100 アール
area 10000 hectare hectares ha ヘクタール
area 4046.8564 acre acres エーカー
duration 1 second seconds sec secs 秒 秒間
duration 60 minute minutes min mins 分 分間
duration 3600 hour hours hr hrs 時間
duration 86400 day days 日間 日
duration 604800 week weeks 週間 週
duration 2629800 month months か月 ヶ月 カ月 ヵ月 箇月 ヶ月間 か月間
duration 31557600 year years 年間 年 か年
temperature:C 1 °c celsius degrees-celsius centigrade ℃ 度c
temperature:F 1 °f fahrenheit degrees-fahrenheit 度f
degree 1 degree degrees ° 度
money:JPY 1 yen 円 jpy
money:USD 1 dollar dollars bucks usd ドル 米ドル
money:USD 0.01 cent cents セント
money:EUR 1 euro euros eur ユーロ
money:GBP 1 pound pounds gbp ポンド
money:KRW 1 won ウォン
money:CNY 1 yuan 元 人民元
ratio 0.01 % percent パーセント プロセント
ratio 0.1 割
data 1 gb gigabyte gigabytes ギガバイト
data 0.001 mb megabyte megabytes メガバイト
data 1000 tb terabyte terabytes テラバイト
age 1 years-old year-old year-olds 歳 才
century 1 century centuries 世紀
decade 1 年代
place 1 位
ordinal 1 st nd rd th 番目 代目 回目 日目 年目 週目 つ目 代
kilo 1 キロ k
"""

UNITS: Mapping[str, tuple[str, float]] = MappingProxyType(
    {name: (dimension, float(size)) for line in _TABLE.strip().splitlines()
     for dimension, size, *names in [line.split()] for name in names}
)  # fmt: skip
"""Unit name (lower case) → (dimension, size in the dimension's base unit)."""

SYMBOLS: Mapping[str, str] = MappingProxyType({"$": "money:USD", "¥": "money:JPY", "€": "money:EUR", "£": "money:GBP"})
"""Currency signs that stand before a number, and what they measure."""

_LATIN = sorted((u for u in UNITS if u.isascii() and u[0].isalpha() and "-" not in u), key=len, reverse=True)
_OTHER = sorted((u for u in UNITS if not (u.isascii() and u[0].isalpha())), key=len, reverse=True)
UNIT_PATTERN = (
    r"\s*(?:(?P<century>(?:st|nd|rd|th)[\s-]+centur(?:y|ies))|(?P<old>[\s-]*years?[\s-]*olds?)\b|"
    r"(?P<degrees>degrees?\s+(?:celsius|fahrenheit)|°\s*[cf]|度\s*[cf])(?![a-z])"
    rf"|-?(?P<square>square[\s-]+(?:kilomet(?:er|re)s?|met(?:er|re)s?|miles?))|-?(?P<latin>per\s*cent|"
    rf"{'|'.join(map(re.escape, _LATIN))})(?![a-z])(?P<per>\s*/\s*(?:sec|s|hour|h|秒|時)(?![a-z])"
    rf"|\s*(?:per|an?)\s+(?:second|hour)\b|毎秒|毎時)?|(?P<other>{'|'.join(map(re.escape, _OTHER))}))?"
)
"""What may stand after a number, as a regular expression over lower-case text."""


def unit_of(match: re.Match[str]) -> tuple[str, float]:
    """Dimension and size of the unit that `UNIT_PATTERN` matched; dimension empty when there is none."""
    special = _special(match)
    if special:
        return special
    name = match["latin"] or match["other"]
    if not name:
        return "", 1.0
    dimension, size = UNITS[name.replace(" ", "") if name.startswith("per") else name]
    if match["per"] and dimension == "length":
        return "speed", size / (3600 if "h" in match["per"].replace("the", "") or "時" in match["per"] else 1)
    return dimension, size


def _special(match: re.Match[str]) -> tuple[str, float] | None:
    """The units that are written in several words."""
    if match["century"]:
        return "century", 1.0
    if match["old"]:
        return "age", 1.0
    if match["degrees"]:
        scale = match["degrees"].replace("degrees", "").replace("degree", "")
        return ("temperature:C" if "c" in scale else "temperature:F"), 1.0
    if match["square"]:
        return "area", 1e6 if "kilo" in match["square"] else 2589988.1 if "mile" in match["square"] else 1.0
    return None
