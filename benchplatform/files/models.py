"""Stored files: the row says what it is and who sees it, the file store holds the bytes under their digest."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..audience import Audience
from ..database import Model, UTCDateTime, utc_now


class StoredFile(Audience, Model):
    """A file that somebody uploaded. The row is written after the bytes are safe: no row without its bytes."""

    __tablename__ = "bench_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    """SHA-256 of the content in hexadecimal, which is also its place in the store."""
    name: Mapped[str] = mapped_column(sa.String(200))
    """What the downloader gets; free of paths and of invisible characters."""
    media_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    """Bytes."""
    uploaded_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    @classmethod
    def load(cls, person: Any, id: int, name: str = "") -> Self | None:
        """By its id; the name in the address is for the eye, and for the downloader."""
        return cls.by_id(person, id)
