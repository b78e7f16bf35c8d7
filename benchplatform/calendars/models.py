"""The secret address of a person's calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any, Self

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, Signer
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import Person
from ..database import Model, UTCDateTime, db, insert, utc_now


def _new_number() -> str:
    return secrets.token_urlsafe(16)


class CalendarAddress(Model):
    """Where a person's calendar program fetches what is in store for them: whoever knows the address may read it.

    A random number is kept, and the token in the address is that number signed with the SECRET_KEY. So the address can
    be shown again, to somebody who comes back half a year later with a new phone, and yet reading the database opens
    no calendar, as with a digest. Renewing changes the number; another SECRET_KEY changes every address.
    """

    __tablename__ = "bench_calendar_address"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id"), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(32), unique=True, default=_new_number)
    locale: Mapped[str] = mapped_column(sa.String(5))
    """Language of the page that it was made on, for a person who has chosen none."""
    made_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def of(cls, person: Any) -> Self | None:
        return db.session.get(cls, person.id)

    @classmethod
    def with_token(cls, token: str) -> Self | None:
        """The address that still holds, of a person who is not disabled; one query, and none for a guess."""
        number = number_in(token)
        if number is None:
            return None
        held = cls.number == number, cls.person.has(Person.disabled_at.is_(None))
        return db.session.scalar(sa.select(cls).where(*held))

    @classmethod
    def make(cls, person: Any, locale: str) -> bool:
        """False, and the address stays as it is, when the person has one already."""
        new = insert(cls).values(person_id=person.id, locale=locale).on_conflict_do_nothing()
        return db.session.scalar(new.returning(cls.person_id)) is not None

    @classmethod
    def renew(cls, person: Any, locale: str) -> bool:
        """Another address; the one before stops at once. False when there is none."""
        values = {"number": _new_number(), "locale": locale, "made_at": utc_now()}
        changed = sa.update(cls).where(cls.person_id == person.id).values(**values)
        return db.session.scalar(changed.returning(cls.person_id)) is not None

    @classmethod
    def switch_off(cls, person: Any) -> bool:
        """False when there is none."""
        gone = sa.delete(cls).where(cls.person_id == person.id)
        return db.session.scalar(gone.returning(cls.person_id)) is not None

    @property
    def token(self) -> str:
        return _signer().sign(self.number).decode()

    @property
    def language(self) -> str:
        return self.person.locale or self.locale


def number_in(token: str) -> str | None:
    """The number that the token is made of; None for a token that this installation has never given out."""
    try:
        return _signer().unsign(token).decode()
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="calendar-address", digest_method=hashlib.sha256)
