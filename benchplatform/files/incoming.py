"""A file on its way in: hashed while it is written, to a temporary name on the store's own disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from .store import file_store


class IncomingFile:
    """What Werkzeug writes an uploaded file to; memory does not follow its size.

    Reads and seeks like a file, so that its content can be checked before it is kept. What nobody has kept when
    the request ends is deleted.
    """

    def __init__(self) -> None:
        folder = file_store().incoming
        self._file = tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False)  # noqa: SIM115
        self._hash = hashlib.sha256()
        self.path = Path(self._file.name)
        self.size = 0

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        self.size += len(content)
        return self._file.write(content)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def finish(self) -> Path:
        """Everything written is on the disk itself when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.path

    def discard(self) -> None:
        with suppress(OSError):  # the disk may be full, and what is in the buffer is of no use any more
            self._file.close()
        self.path.unlink(missing_ok=True)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
