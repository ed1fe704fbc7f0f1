"""The bytes of a text file → its text, whatever encoding it was saved in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from app.questions.findings import Findings

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMES = {
    "cp932": "Shift_JIS (CP932)",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
    "cp1252": "Windows-1252",
}
_SAMPLE = 1024**2
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ESCAPE = b"\x1b$"
"""Switches ISO-2022-JP to Japanese; such bytes are valid UTF-8 as well."""


def decode(data: bytes, findings: Findings) -> str:
    """The text of the bytes: by their byte order mark, else as UTF-8, else as what they are most likely in.

    Raises:
        InputError: bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding, findings)
    if _ESCAPE not in data and b"\0" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_NAMES), enable_fallback=False).best()
    if best is None or best.encoding not in _NAMES:
        findings.fail("not_a_workbook")
    text = _decoded(data, best.encoding, findings)
    findings.add("guessed_encoding", encoding=_NAMES[best.encoding])
    return text


def _decoded(data: bytes, encoding: str, findings: Findings) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        findings.fail("broken_encoding", encoding=_NAMES.get(encoding, encoding), position=error.start + 1)
    if _NO_TEXT.search(text):
        findings.fail("not_a_workbook")
    return text
