"""Where the bytes are: a local folder, or an S3-compatible store, behind the same four verbs.

Content is addressed by its SHA-256: keeping the same content twice costs nothing, and a name can never lead outside.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.store import S3Store

CHUNK = 256 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileStore(Protocol):
    incoming: Path
    """A folder on a local disk for files on their way in."""

    def keep(self, path: Path, digest: str) -> None:
        """Make the file at `path` part of the store; it is durable when this returns."""

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The content from byte `start` up to, not including, `end`, in pieces; FileNotFoundError if missing."""

    def has(self, digest: str) -> bool: ...

    def check(self) -> str:
        """A line that says where the files are; raises OSError when they cannot be written."""


def open_store(url: str, instance: Path) -> FileStore:
    """The store that the setting FILES_URL names."""
    if url.startswith("s3://"):
        return S3Files(url, _folder(instance / "incoming"))
    root = Path(url.removeprefix("file://"))
    return LocalFiles(_folder(root), _folder(root / "incoming"))


class LocalFiles:
    """A folder: `ab/cd/abcd…` for each content."""

    def __init__(self, root: Path, incoming: Path) -> None:
        self.root, self.incoming = root, incoming

    def keep(self, path: Path, digest: str) -> None:
        target = self._place(digest)
        if target.exists():
            return
        _folder(target.parent)
        os.link(path, target.with_suffix(".new"))
        target.with_suffix(".new").replace(target)
        _flush_folder(target.parent)

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        file = self._place(digest).open("rb")
        return _pieces(file, start, end)

    def has(self, digest: str) -> bool:
        return self._place(digest).exists()

    def check(self) -> str:
        probe = self.incoming / "check"
        probe.write_bytes(b"")
        probe.unlink()
        return f"folder {self.root}"

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise FileNotFoundError(digest)
        return self.root / digest[:2] / digest[2:4] / digest


class S3Files:
    """A bucket: `prefix/abcd…` for each content. Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."""

    def __init__(self, url: str, incoming: Path) -> None:
        parts, self.incoming = urlsplit(url), incoming
        options = dict(parse_qsl(parts.query))
        endpoint = options.pop("endpoint", None)
        self.name = f"s3://{parts.netloc}{parts.path}"
        self.store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            **({"endpoint": endpoint} if endpoint else {}),
            region=options.get("region", "us-east-1"),
            client_options={"allow_http": (endpoint or "").startswith("http://"), "timeout": "30s"},
            retry_config={"max_retries": 3, "retry_timeout": dt.timedelta(seconds=10)},
        )

    def keep(self, path: Path, digest: str) -> None:
        if not self.has(digest):
            obstore.put(self.store, digest, path)

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        size = self._size(digest)
        if size is None:
            raise FileNotFoundError(digest)
        end = size if end is None else min(end, size)
        return self._ranges(digest, start, end)

    def has(self, digest: str) -> bool:
        return self._size(digest) is not None

    def check(self) -> str:
        try:
            obstore.put(self.store, "check", b"")
        except Exception as error:  # the library raises many kinds, all of them meaning that it cannot be used
            raise OSError(f"{self.name} cannot be written: {error}") from error
        return self.name

    def _size(self, digest: str) -> int | None:
        try:
            return int(obstore.head(self.store, digest)["size"])
        except FileNotFoundError:
            return None

    def _ranges(self, digest: str, start: int, end: int) -> Iterator[bytes]:
        for position in range(start, end, 4 * CHUNK):
            yield bytes(obstore.get_range(self.store, digest, start=position, end=min(position + 4 * CHUNK, end)))


def _pieces(file: Any, start: int, end: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = None if end is None else end - start
        while piece := file.read(CHUNK if left is None else min(CHUNK, left)):
            left = None if left is None else left - len(piece)
            yield piece


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
