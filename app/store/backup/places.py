"""Where a store is kept: a folder (a mounted bucket, too), or a storage bucket of the Hugging Face Hub."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from huggingface_hub import HfApi

from app.atomic import write_whole
from app.errors import SettingsError

BUCKET = "hf://buckets/"


class Place(Protocol):
    """Named files. Each is written whole and once; what fails raises an `OSError` or the library's own error."""

    def names(self, prefix: str) -> list[str]:
        """The names that begin with `prefix`, sorted."""

    def read(self, name: str) -> bytes:
        """What a file holds."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file; when this returns, it lasts."""

    def delete(self, names: Sequence[str]) -> None:
        """Delete files; one that is not there is no error."""


class Folder:
    """A folder that exists."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self, prefix: str) -> list[str]:
        """See `Place.names`."""
        found = (self.root / prefix).rglob("*")
        return sorted(path.relative_to(self.root).as_posix() for path in found if path.is_file())

    def read(self, name: str) -> bytes:
        """See `Place.read`."""
        return (self.root / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """See `Place.write`."""
        path = self.root / name
        if not self.root.is_dir():  # it is not made anew: what was mounted there is gone
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(self.root))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda part: part.write_bytes(content))

    def delete(self, names: Sequence[str]) -> None:
        """See `Place.delete`."""
        for name in names:
            (self.root / name).unlink(missing_ok=True)


class Bucket:
    """A storage bucket of the hub, `owner/name`, and a folder in it; the token is the Hub library's (`HF_TOKEN`)."""

    def __init__(self, bucket: str, folder: str = "", api: HfApi | None = None) -> None:
        self.bucket, self.folder = bucket, f"{folder.strip('/')}/" if folder.strip("/") else ""
        self._api = api or HfApi()

    def names(self, prefix: str) -> list[str]:
        """See `Place.names`."""
        tree = self._api.list_bucket_tree(self.bucket, self.folder + prefix, recursive=True)
        return sorted(one.path.removeprefix(self.folder) for one in tree if one.type == "file")

    def read(self, name: str) -> bytes:
        """See `Place.read`."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "read"
            self._api.download_bucket_files(self.bucket, [(self.folder + name, path)], raise_on_missing_files=True)
            return path.read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """See `Place.write`."""
        self._api.batch_bucket_files(self.bucket, add=[(content, self.folder + name)])

    def delete(self, names: Sequence[str]) -> None:
        """See `Place.delete`."""
        if names:
            self._api.batch_bucket_files(self.bucket, delete=[self.folder + name for name in names])


def place(text: str) -> Place:
    """The place that `NARABE_BACKUP` names: a folder, or `hf://buckets/owner/name[/folder]`.

    Raises:
        SettingsError: a folder that is not there (a bucket that was not mounted), or an address without owner and name.
    """
    if text.startswith(BUCKET):
        owner, _, rest = text.removeprefix(BUCKET).partition("/")
        name, _, folder = rest.partition("/")
        if not owner or not name:
            raise SettingsError(
                f"NARABE_BACKUP: {text} names no bucket → {BUCKET}owner/name",
                f"NARABE_BACKUP：{text} にはバケット名がありません → {BUCKET}owner/name の形で指定してください",
            )
        return Bucket(f"{owner}/{name}", folder)
    root = Path(text).expanduser()
    if not root.is_dir():
        raise SettingsError(
            f"NARABE_BACKUP: {text} is not a folder → mount or create it first",
            f"NARABE_BACKUP：{text} というフォルダーはありません → 先にマウントするか作成してください",
        )
    return Folder(root)
