"""Where the bytes are: a local folder, or an S3-compatible store, behind the same few verbs.

Content is addressed by its SHA-256: the same content is stored once, and a name can never lead outside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from flask import current_app

from .local import LocalFiles
from .s3 import S3Files


class FileStore(Protocol):
    incoming: Path
    """A folder on a local disk for files on their way in."""

    def keep(self, path: Path, digest: str) -> None:
        """Take the file at `path` into the store, from where it is then gone; it is durable when this returns."""

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The content from byte `start` up to, not including, `end`, in pieces; FileNotFoundError if missing."""

    def has(self, digest: str) -> bool: ...

    def place(self, digest: str) -> Path | None:
        """Where a server can read the content by itself, in a store that is on this machine's disk."""

    def contents(self) -> Iterator[tuple[str, dt.datetime]]:
        """Every digest in the store and when it was last kept."""

    def remove(self, digest: str, before: dt.datetime) -> None:
        """Delete a content, unless somebody has kept it again since `before`."""

    def check(self) -> str:
        """A line that says where the files are; raises OSError when they cannot be written."""


def open_store(url: str, instance: Path) -> FileStore:
    """The store that the setting FILES_URL names."""
    if url.startswith("s3://"):
        return S3Files(url, _folder(instance / "incoming"))
    root = Path(url.removeprefix("file://"))
    return LocalFiles(_folder(root), _folder(root / "incoming"))


def file_store() -> FileStore:
    """The store of the application that is at work."""
    store: FileStore = current_app.extensions["bench_files"]
    return store


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
