"""What uploads leave behind: pieces of files that never came in whole, and contents that no row speaks of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa

from ..database import db, reading, utc_now
from ..logs import log
from .models import StoredFile
from .store import file_store

KEPT = dt.timedelta(days=1)
"""Long enough for the slowest upload, and for a row to be written after its bytes."""

_BATCH = 500


def clean_up() -> None:
    """Daily: safe to run twice, and while files come in."""
    before = utc_now() - KEPT
    pieces, contents = _remove_pieces(before), _remove_contents(before)
    log.info("files cleaned up", pieces=pieces, contents=contents)


def _remove_pieces(before: dt.datetime) -> int:
    folder, removed = file_store().incoming, 0
    for path in folder.iterdir():
        try:
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                path.unlink()
                removed += 1
        except FileNotFoundError:  # somebody else was quicker, which is as well
            continue
    return removed


def _remove_contents(before: dt.datetime) -> int:
    store, removed = file_store(), 0
    old = (digest for digest, kept_at in store.contents() if kept_at < before)
    for digests in _batches(old):
        for digest in digests - _spoken_of(digests):
            store.remove(digest, before)
            removed += 1
    return removed


def _spoken_of(digests: set[str]) -> set[str]:
    with reading():
        found = set(db.session.scalars(sa.select(StoredFile.digest).where(StoredFile.digest.in_(digests))))
        db.session.rollback()
    return found


def _batches(digests: Any) -> Iterator[set[str]]:
    while batch := set(islice(digests, _BATCH)):
        yield batch
