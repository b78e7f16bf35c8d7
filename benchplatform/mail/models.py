"""The outbox: a mail is a row, written in the transaction of what it tells about, and sent after the commit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Loadable, Model, UTCDateTime, utc_now


class Mail(Loadable, Model):
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

    @property
    def state(self) -> str:
        """`sent`, `failed` (the mail server refused it; more tries may come) or `waiting`."""
        if self.sent_at:
            return "sent"
        return "failed" if self.error else "waiting"

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Everything for site administrators; to all others there is no outbox."""
        return sa.true() if person.is_administrator else sa.false()

    @classmethod
    def failed(cls) -> sa.ColumnElement[bool]:
        return sa.and_(cls.sent_at.is_(None), cls.error.is_not(None))
