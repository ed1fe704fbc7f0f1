"""The bytes of a text file → its text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from app.questions.findings import Findings

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {
    "utf_8": "UTF-8",
    "utf_8_sig": "UTF-8",
    "cp932": "Shift_JIS (CP932)",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "utf_16": "UTF-16",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "cp1252": "Windows-1252",
}
OFFERED = ("utf-8", "cp932", "euc-jp", "iso-2022-jp", "utf-16", "cp1252")
"""What people name when a guess is wrong; Python knows more."""
_SAMPLE = 1024**2
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ESCAPE = b"\x1b$"
"""Switches ISO-2022-JP to Japanese; such bytes are valid UTF-8 as well."""
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_PAIRS = re.compile(rb"[\x81-\x9f\xe0-\xfc]([\x40-\x7e\x80-\xfc])")
_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_HALF_WIDTH = re.compile("[｡-ﾟ]")


class Decoded(NamedTuple):
    """A text, and what it was encoded in, as people call it."""

    text: str
    encoding: str


def decode(data: bytes, findings: Findings, encoding: str | None = None) -> Decoded:
    """The text of the bytes: as told, by their byte order mark, as UTF-8, or as what they are most likely in.

    Args:
        data: the file's bytes.
        findings: where a guess, or what is wrong, is recorded.
        encoding: what the user says it is, as Python names encodings.

    Raises:
        InputError: bytes that are no text, or not in the encoding that was named.
    """
    if encoding:
        return _decoded(data, _known(encoding, findings), findings)
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decoded(data, marked, findings)
    if _ESCAPE not in data and b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), called("utf-8"))
        except UnicodeDecodeError:
            pass
    likely = _likely(data)
    if likely is None:
        findings.fail("not_a_workbook")
    decoded = _decoded(data, likely, findings)
    findings.add("guessed_encoding", encoding=decoded.encoding)
    return decoded


def _known(encoding: str, findings: Findings) -> str:
    """The name under which Python knows an encoding of text.

    Raises:
        InputError: it knows none of that name.
    """
    try:
        codecs.lookup(encoding)
        b"a".decode(encoding, "replace")  # what turns bytes into bytes is no encoding of text
    except (LookupError, ValueError, TypeError):
        findings.fail("unknown_encoding", name=encoding, known=", ".join(OFFERED))
    return encoding


def _likely(data: bytes) -> str | None:
    """The encoding that bytes without a mark, which are not UTF-8, are most likely in; None where none fits."""
    if b"\0" in data:
        return _wide(data)
    if _ESCAPE in data:
        return "iso2022_jp" if _decodes(data, "iso2022_jp") is not None else None
    if _is_broken_utf8(data):
        return "utf_8"
    windows, unix = _decodes(data, "cp932"), _decodes(data, "euc_jp")
    if windows is not None and unix is not None and _is_half_width(windows):
        return "euc_jp"
    if windows is not None and _is_japanese(data, windows):
        return "cp932"
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_NAMES), enable_fallback=False).best()
    return best.encoding if best is not None and best.encoding in _NAMES else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes of its separators and line ends all stand on one side."""
    if len(data) % 2:
        return None
    first, second = data[::2].count(0), data[1::2].count(0)
    encoding = "utf_16_le" if second > first else "utf_16_be"
    return encoding if min(first, second) * 10 <= max(first, second) and _decodes(data, encoding) is not None else None


def _is_broken_utf8(data: bytes) -> bool:
    """Whether nearly all that is not ASCII would be UTF-8: cut off somewhere, or with a few foreign bytes."""
    covered = sum(len(sequence) for sequence in _UTF8.findall(data))
    return covered >= 24 and covered >= 0.95 * len(_HIGH.findall(data))


def _is_half_width(text: str) -> bool:
    """Whether most of what is not ASCII would be half-width katakana: EUC-JP that happens to be valid CP932 as well."""
    return 2 * len(_HALF_WIDTH.findall(text)) > sum(not character.isascii() for character in text)


def _is_japanese(data: bytes, text: str) -> bool:
    """Whether a valid CP932 text is one: with kana, or with characters of two bytes whose second is beyond ASCII.

    An accented or a curly character of Western text makes a pair with the ASCII letter after it.
    """
    if len(_KANA.findall(text)) >= 2:
        return True
    seconds = _PAIRS.findall(data)
    return len(seconds) >= 2 and 3 * sum(second >= b"\x80" for second in seconds) >= len(seconds)


def _decodes(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def called(encoding: str) -> str:
    """What people call an encoding that Python knows."""
    return _NAMES.get(codecs.lookup(encoding).name.replace("-", "_"), encoding)


def _decoded(data: bytes, encoding: str, findings: Findings) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        findings.fail("broken_encoding", encoding=called(encoding), position=error.start + 1)
    except UnicodeError as error:
        findings.fail("broken_encoding", encoding=f"{encoding} ({error})", position=1)
    if _NO_TEXT.search(text):
        findings.fail("not_a_workbook")
    return Decoded(text.removeprefix("\ufeff"), called(encoding))
