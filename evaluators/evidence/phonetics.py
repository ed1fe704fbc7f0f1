"""How a word sounds, roughly, from katakana or from Latin letters, and how alike two words sound."""

from __future__ import annotations

import re
from functools import lru_cache

from evaluators.normalization import diacritics, kana

_VOWELS = "aiueo"
_LONGEST = 60
"""Letters of a word that are sounded: longer runs are no names, and two words are compared letter by letter."""
_KANA_ROWS = (
    ":アイウエオ k:カキクケコ s:サ_スセソ t:タ__テト n:ナニヌネノ h:ハヒ_ヘホ m:マミムメモ y:ヤ_ユ_ヨ "
    "r:ラリルレロ g:ガギグゲゴ z:ザ_ズゼゾ d:ダ__デド b:バビブベボ p:パピプペポ w:ワヰ_ヱヲ"
)
_ROWS = dict(row.split(":") for row in _KANA_ROWS.split())
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
_LATIN = (
    # beginnings of words
    "^kn|^gn|^pn=n ^wr=r ^ps=s ^x=z ^mc=mak ^wh=w ^rh=r "
    # consonants that are written with several letters
    r"sch=S tch=C cch=k ch=C sh=S tion\b=Son [sc]ious=Sas ph=f th=T ck=k cqu|qu=kw q=k x=ks "
    r"sc(?=[eiy])=s cc(?=[eiy])=ks c(?=[eiy])=s c=k dg(?=[eiy])=j gg=g "
    # gh, g and other letters that change with their neighbours
    r"eigh=ei igh=ai augh=o ough=o gh(?=[aeiou])=g gh= gn(?=[aeiou])=ny g(?=[eiy])=G tz=ts zz=ts dt=t "
    # vowels
    "eau=o ee|ea|ie=i oo|ou=u au|aw|oa=o ai|ay|ey|ei=ei ow=ou ew|eu=yu oe=e y(?=[aeiou])=Y y=i Y=y "
    # ends of words, l as r, doubled letters
    r"mb\b|mn\b=m l=r ue\b= (?<=[a-zA-Z])e\b= (.)\1+=\1"
)
_LATIN_RULES = [(re.compile(pattern), sound) for pattern, _, sound in (r.rpartition("=") for r in _LATIN.split())]
_WEAK = {"h": 0.35, "w": 0.3, "y": 0.25, "r": 0.25, "n": 0.7, "t": 0.7, "d": 0.7, "s": 0.7, "z": 0.7}
_WEAK |= {"u": 0.15, "o": 0.22, "i": 0.22}
_NEAR_PERCENT = (
    "0:Gj,Gg 5:bv 10:Ts,Tt,uw,iy 15:Tz,jz 20:vw,fv,CS,sz,uv 25:fh,Ck,Ss,jy 30:Sj,GS,hj,gj "
    "35:Td,Ct,Ch,Gh,mn,Cj,tC 40:Cs,Gy,dj,CG 45:kg,td,pb,hk 50:bf 55:ts 70:rw"
)
_NEAR = {
    pair: int(cost) / 100
    for cost, pairs in (part.split(":") for part in _NEAR_PERCENT.split())
    for pair in pairs.split(",")
}
_NEAR |= {pair[::-1]: cost for pair, cost in _NEAR.items()}


@lru_cache(maxsize=65536)
def sounds(word: str) -> str:
    """The sounds of a katakana, hiragana or Latin word, one letter each; empty for other scripts."""
    word = diacritics(word[:_LONGEST])
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


_BROAD = str.maketrans("vfTSCGzgdp", "bhsskjsktb", "wyaiueo")


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
