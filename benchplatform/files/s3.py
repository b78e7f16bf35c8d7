"""The file store as a bucket: `prefix/abcd…` for each content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from .local import DIGEST

PIECE = 1024 * 1024


class S3Files:
    """An S3-compatible store. Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."""

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
        """Sent even when it is there already: that makes it new again, and safe from a clean-up under way."""
        with _reaching(self.name):
            obstore.put(self.store, digest, path)
        path.unlink(missing_ok=True)

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        size = self._size(digest)
        if size is None:
            raise FileNotFoundError(digest)
        return self._ranges(digest, start, size if end is None else min(end, size))

    def has(self, digest: str) -> bool:
        return self._size(digest) is not None

    def place(self, digest: str) -> Path | None:
        return None

    def contents(self) -> Iterator[tuple[str, dt.datetime]]:
        for listed in obstore.list(self.store):
            for found in listed:
                if DIGEST.fullmatch(found["path"]):
                    yield found["path"], found["last_modified"]

    def remove(self, digest: str, before: dt.datetime) -> None:
        if obstore.head(self.store, digest)["last_modified"] < before:
            obstore.delete(self.store, digest)

    def check(self) -> str:
        with _reaching(self.name):
            obstore.put(self.store, "check", b"")
        return self.name

    def _size(self, digest: str) -> int | None:
        if not DIGEST.fullmatch(digest):
            return None
        with _reaching(self.name):
            try:
                return int(obstore.head(self.store, digest)["size"])
            except FileNotFoundError:
                return None

    def _ranges(self, digest: str, start: int, end: int) -> Iterator[bytes]:
        for position in range(start, end, PIECE):
            yield bytes(obstore.get_range(self.store, digest, start=position, end=min(position + PIECE, end)))


@contextmanager
def _reaching(name: str) -> Iterator[None]:
    """The library's many errors become the one that says: the disk cannot be used just now."""
    try:
        yield
    except BaseError as error:
        raise OSError(f"{name} cannot be used: {error}") from error
