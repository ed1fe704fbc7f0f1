"""What is written into the place: whole pages of the database, with a digest of it all at the end."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

MAGIC = b"narabe-kept-1\n"
FOLDER = "generations/"
_NAME = re.compile(
    rf"{FOLDER}(?P<generation>\d{{6}}-[0-9a-f]{{8}})-(?P<store>[0-9a-f]{{16}})-(?P<number>\d{{6}})\.kept"
)
_LENGTH = struct.Struct(">I")
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Name:
    """How a segment is found: which is newest can be told from the names alone."""

    generation: str
    """Six digits that count up, and a random part: of two servers that begin at once, one is the newer one."""
    store: str
    """Whose store it is."""
    number: int

    def __str__(self) -> str:
        return f"{FOLDER}{self.generation}-{self.store}-{self.number:06d}.kept"


def parse_name(text: str) -> Name | None:
    """The parts of a segment's name; None for any other file."""
    found = _NAME.fullmatch(text)
    return Name(found["generation"], found["store"], int(found["number"])) if found else None


@dataclass(frozen=True, slots=True)
class Head:
    """What a segment says about itself."""

    previous: str
    """The digest of the segment before, so that no gap goes unseen; empty for the first."""
    page_size: int
    """Bytes of a page."""
    pages: int
    """How many pages the database has now."""
    time: float
    """When it was taken, in seconds since 1970."""
    files: Mapping[str, str]
    """The files of the home, and the digest of what each holds."""


class Damaged(Exception):  # noqa: N818 - an event: whoever reads goes on with what is whole
    """A segment that is cut short or altered."""


def encode(head: Head, pages: Iterable[tuple[int, bytes]]) -> bytes:
    """A segment with these pages, each with its number from 0; its last 32 bytes are its digest."""
    said = json.dumps(asdict(head), ensure_ascii=False).encode()
    body = zlib.compress(b"".join(_LENGTH.pack(number) + page for number, page in pages), 1)
    content = MAGIC + _LENGTH.pack(len(said)) + said + body
    return content + hashlib.sha256(content).digest()


def digest(segment: bytes) -> str:
    """The digest that a segment ends with, in hexadecimal."""
    return segment[-_DIGEST:].hex()


def decode(segment: bytes) -> tuple[Head, list[tuple[int, bytes]]]:
    """What `encode` was given.

    Raises:
        Damaged: it is not what was written.
    """
    content = segment[:-_DIGEST]
    if not content.startswith(MAGIC) or hashlib.sha256(content).digest() != segment[-_DIGEST:]:
        raise Damaged
    start = len(MAGIC) + _LENGTH.size
    (length,) = _LENGTH.unpack(content[len(MAGIC) : start])
    head = Head(**json.loads(content[start : start + length]))
    body = zlib.decompress(content[start + length :])
    step = _LENGTH.size + head.page_size
    cut = [body[at : at + step] for at in range(0, len(body), step)]
    return head, [(_LENGTH.unpack(one[: _LENGTH.size])[0], one[_LENGTH.size :]) for one in cut]
