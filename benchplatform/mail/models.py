"""The outbox: a mail is a row, written in the transaction of what it tells about, and sent after the commit."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Model, UTCDateTime, utc_now


class Mail(Model):
    """One message to one address."""

    __tablename__ = "bench_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    to: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    """Plain text: every mail client and screen reader shows it, and nothing in it can load from outside."""
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now, index=True)
    sent_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(sa.Text)
    """What the mail server answered at the last try, when it refused."""
