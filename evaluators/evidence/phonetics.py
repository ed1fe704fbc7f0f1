"""How a word sounds, roughly, from katakana or from Latin letters, and how alike two words sound."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.normalization import diacritics, kana

_VOWELS = "aiueo"
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サ_スセソ", "t": "タ__テト", "n": "ナニヌネノ", "h": "ハヒ_ヘホ", "m": "マミムメモ",
    "y": "ヤ_ユ_ヨ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザ_ズゼゾ", "d": "ダ__デド", "b": "バビブベボ", "p": "パピプペポ",
    "w": "ワヰ_ヱヲ",
}  # fmt: skip
_KANA = {c: row + _VOWELS[i] for row, line in _ROWS.items() for i, c in enumerate(line) if c != "_"}
_KANA |= {
    "シ": "Si",
    "チ": "Ci",
    "ツ": "tsu",
    "フ": "fu",
    "ジ": "ji",
    "ヂ": "ji",
    "ヅ": "zu",
    "ン": "n",
    "ヴ": "vu",
    "ッ": "",
    "ー": "",
}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
_LATIN = [
    (r"^kn|^gn|^pn", "n"), (r"^wr", "r"), (r"^ps", "s"), (r"^x", "z"), (r"^mc(?=[^aeiou])", "mak"), (r"^mc", "mak"), (r"^wh", "w"), (r"^rh", "r"),
    (r"sch", "S"), (r"tch", "C"), (r"cch", "k"), (r"ch", "C"), (r"sh", "S"), (r"tion\b", "Son"), (r"[sc]ious", "Sas"), (r"ph", "f"),
    (r"th", "T"), (r"ck", "k"), (r"cqu|qu", "kw"), (r"q", "k"), (r"x", "ks"), (r"sc(?=[eiy])", "s"), (r"cc(?=[eiy])", "ks"),
    (r"c(?=[eiy])", "s"), (r"c", "k"), (r"dg(?=[eiy])", "j"), (r"gg", "g"), (r"igh", "ai"), (r"eigh", "ei"), (r"augh", "o"),
    (r"ough", "o"), (r"gh(?=[aeiou])", "g"), (r"gh", ""), (r"gn(?=[aeiou])", "ny"), (r"g(?=[eiy])", "G"), (r"tz", "ts"), (r"zz", "ts"), (r"dt", "t"),
    (r"eau", "o"), (r"ee|ea|ie", "i"), (r"oo|ou", "u"), (r"au|aw|oa", "o"), (r"ai|ay|ey|ei", "ei"), (r"ow", "ou"), (r"ew|eu", "yu"), (r"oe", "e"),
    (r"y(?=[aeiou])", "Y"), (r"y", "i"), (r"Y", "y"), (r"mb\b|mn\b", "m"), (r"l", "r"), (r"ue\b", ""), (r"(?<=[a-zA-Z])e\b", ""),
    (r"(.)\1+", r"\1"),
]  # fmt: skip
_LATIN_RULES = [(re.compile(pattern), sound) for pattern, sound in _LATIN]
_WEAK = {
    "h": 0.35,
    "w": 0.3,
    "y": 0.25,
    "r": 0.25,
    "n": 0.7,
    "t": 0.7,
    "d": 0.7,
    "s": 0.7,
    "z": 0.7,
    "u": 0.15,
    "o": 0.22,
    "i": 0.22,
}
_NEAR = {
    "bv": 0.05, "vw": 0.2, "fv": 0.2, "fh": 0.25, "Ts": 0.1, "Tz": 0.15, "Tt": 0.1, "Td": 0.35, "CS": 0.2, "Ck": 0.25, "Ct": 0.35, "Ch": 0.35, "Cs": 0.4,
    "Ss": 0.25, "Sj": 0.3, "Gj": 0.0, "Gg": 0.0, "Gh": 0.35, "Gy": 0.4, "GS": 0.3, "jz": 0.15, "jy": 0.25, "hj": 0.3, "sz": 0.2, "kg": 0.45, "td": 0.45, "pb": 0.45, "bf": 0.5,
    "uw": 0.1, "iy": 0.1, "uv": 0.2, "mn": 0.35, "gj": 0.3, "dj": 0.4, "hk": 0.45, "bp": 0.45, "rw": 0.7, "CG": 0.4, "Cj": 0.35, "ts": 0.55, "tC": 0.35,
}  # fmt: skip
_NEAR |= {pair[::-1]: cost for pair, cost in _NEAR.items()}


@lru_cache(maxsize=65536)
def sounds(word: str) -> str:
    """The sounds of a katakana, hiragana or Latin word, one letter each; empty for other scripts."""
    word = diacritics(word)
    if word.isascii():
        text = re.sub(r"[^a-z]", "", word.lower())
        for pattern, sound in _LATIN_RULES:
            text = pattern.sub(sound, text)
        return "".join(c for c in text if c in _SOUNDS)
    return _kana_sounds(kana(word))


def _kana_sounds(text: str) -> str:
    out = ""
    for character in text:
        if character in _SMALL:
            small = _SMALL[character]
            stem = out[:-1] if out and out[-1] in _VOWELS else out
            if len(small) == 2 and stem[-1:] in {"S", "C", "j"}:
                small = small[1]
            out = (
                stem[:-1] + "w" if stem == out[:-1] and out[-1:] == "u" and not _consonant(out[-2:-1]) else stem
            ) + small
        else:
            out += _KANA.get(character, "")
    return re.sub(r"([^n])\1+", r"\1", out)


def _consonant(character: str) -> bool:
    return bool(character) and character not in _VOWELS


def skeleton(sound: str) -> str:
    """The consonants of a word's sounds in broad classes, for finding candidates fast."""
    return sound.translate(_BROAD)


_BROAD = str.maketrans({"v": "b", "f": "h", "T": "s", "S": "s", "C": "k", "G": "j", "z": "s", "g": "k", "d": "t", "p": "b", "w": None,
                        "y": None, "a": None, "i": None, "u": None, "e": None, "o": None})  # fmt: skip


_SOUNDS = _VOWELS + "kgsztdnhbpmyrwSCTGjfv"
_DROP = {c: _WEAK.get(c, 0.3 if c in _VOWELS else 1.0) for c in _SOUNDS}
_SWAP = {
    a: {b: 0.0 if a == b else 0.18 if a in _VOWELS and b in _VOWELS else _NEAR.get(a + b, 1.0) for b in _SOUNDS}
    for a in _SOUNDS
}


@lru_cache(maxsize=65536)
def sound_alike(a: str, b: str) -> float:
    """How alike two sound strings are (0..1): one minus the weighted edit distance over the heavier one's weight.

    Vowels weigh little, because katakana adds them and renders them variously; r and h at the end of a syllable too.
    """
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    drops = [_DROP[c] for c in b]
    row = [0.0]
    for drop in drops:
        row.append(row[-1] + drop)
    for ca in a:
        gone, swaps, left = _DROP[ca], _SWAP[ca], row[0]
        row[0] = last = left + _DROP[ca]
        for j, cb in enumerate(b):
            up = row[j + 1]
            last = min(up + gone, last + drops[j], left + swaps[cb])
            row[j + 1], left = last, up
    weight = max(_weight(a), _weight(b))
    return max(0.0, 1.0 - row[-1] / weight)


def _weight(sound: str) -> float:
    return len(sound) - 0.7 * sum(map(sound.count, _VOWELS))
