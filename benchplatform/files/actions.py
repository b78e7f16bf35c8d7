"""Keeping a file: its name cleaned, its content checked and made durable, and only then its row."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import current_app
from flask_babel import format_decimal, gettext
from werkzeug.datastructures import FileStorage

from ..audience import Audience
from ..database import db
from .checks import Refused
from .images import without_metadata
from .incoming import IncomingFile
from .kinds import Kind, recognise
from .models import StoredFile
from .names import clean_name
from .store import file_store

__all__ = ["Refused", "keep", "limit_mb"]


def limit_mb() -> int:
    """The largest file that may be uploaded, in megabytes (10^6 bytes)."""
    return int(current_app.config["BENCH"]["UPLOAD_LIMIT_MB"])


def keep(upload: FileStorage, person: Any, audience_of: Audience) -> StoredFile:
    """Store what somebody uploaded, to be seen by those who see `audience_of`; the caller commits.

    Raises Refused with a sentence for the person when the file is not taken. Any FileStorage will do; one from a
    form has been hashed on its way in already.
    """
    name = clean_name(upload.filename or "")
    with _incoming(upload) as incoming:
        _check_size(incoming.size)
        kind = recognise(cast(Any, incoming), name)
        digest, size = _put_away(incoming, kind)
    stored = StoredFile(name=kind.fitting(name), digest=digest, size=size, media_type=kind.media_type)
    stored.uploaded_by_id = person.id
    db.session.add(stored.share_audience_of(audience_of))
    db.session.flush()
    return stored


def _put_away(incoming: IncomingFile, kind: Kind) -> tuple[str, int]:
    content = without_metadata(cast(Any, incoming)) if kind.is_image else incoming
    try:
        file_store().keep(content.finish(), content.digest)
    finally:
        content.discard()
    return content.digest, content.size


def _check_size(size: int) -> None:
    limit = limit_mb()
    if size > limit * 1_000_000:
        raise Refused(
            gettext(
                "Your file is %(size)s MB, the limit is %(limit)d MB. "
                "Save it as PDF or with smaller images, and try again.",
                size=format_decimal(round(size / 1e6, 1)),
                limit=limit,
            )
        )


@contextmanager
def _incoming(upload: FileStorage) -> Iterator[IncomingFile]:
    """The upload as it came in, or a copy of it on the store's disk."""
    stream = upload.stream
    if isinstance(stream, IncomingFile):
        yield stream
        return
    copy = IncomingFile()
    try:
        shutil.copyfileobj(stream, copy)
        yield copy
    finally:
        copy.discard()
