"""The file store as a folder: `ab/cd/abcd…` for each content."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

CHUNK = 256 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


class LocalFiles:
    """A folder on a disk of this machine (or one that several machines share)."""

    def __init__(self, root: Path, incoming: Path) -> None:
        self.root, self.incoming = root, incoming

    def keep(self, path: Path, digest: str) -> None:
        target = self._place(digest)
        target.parent.mkdir(parents=True, exist_ok=True)
        _move(path, target)
        for folder in (target.parent, target.parent.parent, self.root):
            _flush(folder)

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        return _pieces(self._place(digest).open("rb"), start, end)

    def has(self, digest: str) -> bool:
        return self._place(digest).exists()

    def place(self, digest: str) -> Path | None:
        return self._place(digest)

    def contents(self) -> Iterator[tuple[str, dt.datetime]]:
        for path in self.root.glob("??/??/*"):
            if DIGEST.fullmatch(path.name):
                yield path.name, _changed(path)

    def remove(self, digest: str, before: dt.datetime) -> None:
        """Taken aside first and looked at there: an upload of the same content may come at this very moment."""
        target, aside = self._place(digest), self.incoming / f"{secrets.token_hex(8)}.part"
        target.rename(aside)
        if _changed(aside) < before:
            aside.unlink()
        else:
            aside.rename(target)

    def check(self) -> str:
        probe = self.incoming / f"{secrets.token_hex(8)}.part"
        probe.write_bytes(b"")
        probe.unlink()
        return f"folder {self.root}"

    def _place(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise FileNotFoundError(digest)
        return self.root / digest[:2] / digest[2:4] / digest


def _move(path: Path, target: Path) -> None:
    """Rename, which is atomic; where uploads arrive on another disk, copy beside the target and rename there."""
    try:
        path.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(f"{secrets.token_hex(8)}.new")
        shutil.copyfile(path, beside)
        _flush(beside)
        beside.replace(target)
        path.unlink()


def _pieces(file: IO[bytes], start: int, end: int | None) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = None if end is None else end - start
        while piece := file.read(CHUNK if left is None else min(CHUNK, left)):
            left = None if left is None else left - len(piece)
            yield piece


def _changed(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)


def _flush(path: Path) -> None:
    """A file's content, or a folder's names, are on the disk itself when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
