"""People who can sign in, their sign-ins, and the links that let them set a password."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..audience import Grant
from ..database import Loadable, Model, UTCDateTime, db, utc_now

if TYPE_CHECKING:
    from ..programmes.models import Membership

RESET_LINK_HOURS = 2


def digest(token: str) -> str:
    """What is kept of a secret token, so that reading the database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()


class Person(Loadable, Model):
    """Somebody who can sign in. Content belongs to the organisation; a person only signs it."""

    __tablename__ = "bench_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    """In lower case; where mail goes, and what one signs in with."""
    name: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(160), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    about: Mapped[str] = mapped_column(sa.Text, default="")
    locale: Mapped[str | None] = mapped_column(sa.String(5))
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    host_subject: Mapped[str | None] = mapped_column(sa.String(255), unique=True)
    """Who this is at the host site, when the platform is mounted into one."""
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    administrator_since: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    disabled_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    memberships: Mapped[list[Membership]] = relationship(back_populates="person", order_by="Membership.id")

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)

    @property
    def is_administrator(self) -> bool:
        return self.administrator_since is not None

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What the current memberships open, read once for each page."""
        return tuple(membership.grant for membership in self.memberships if membership.is_current)

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Oneself, those who share a membership's cluster (or programme, for its lead); all for administrators."""
        if getattr(person, "is_administrator", False):
            return sa.true()
        return sa.or_(cls.id == getattr(person, "id", None), cls.memberships.any(_shared_with(person)))

    @classmethod
    def by_email(cls, email: str) -> Self | None:
        return db.session.scalar(sa.select(cls).where(cls.email == email.strip().lower()))

    def set_password(self, password: str) -> None:
        """Replace the password; every sign-in ends, since one of them may be why it is changed."""
        self.password_hash = hasher().hash(password)
        self.end_sign_ins()

    def has_password(self, password: str) -> bool:
        try:
            return bool(self.password_hash) and hasher().verify(self.password_hash or "", password)
        except VerificationError:
            return False

    def end_sign_ins(self, but: SignIn | None = None) -> None:
        kept = but.id if but else None
        db.session.execute(
            sa.update(SignIn)
            .where(SignIn.person_id == self.id, SignIn.ended_at.is_(None), SignIn.id.is_distinct_from(kept))
            .values(ended_at=utc_now())
        )


def _shared_with(person: Any) -> sa.ColumnElement[bool]:
    from ..programmes.models import Membership  # noqa: PLC0415 people are below programmes; only this asks upwards

    return Membership.shared_with(person)


def hasher() -> PasswordHasher:
    """argon2id with the library's own cost; tests use a cheap one."""
    return current_app.extensions.setdefault("bench_hasher", PasswordHasher())


class SignIn(Model):
    """One browser that is signed in. The cookie carries the token, the row decides: ending the row ends it at once."""

    __tablename__ = "bench_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    device: Mapped[str] = mapped_column(sa.String(200))
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    seen_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def begin(cls, person: Person, device: str) -> tuple[SignIn, str]:
        """A new sign-in and the token for its cookie, which is not kept anywhere else."""
        token = secrets.token_urlsafe(32)
        sign_in = cls(person_id=person.id, token_digest=digest(token), device=device[:200])
        db.session.add(sign_in)
        return sign_in, token

    @classmethod
    def with_token(cls, token: str) -> SignIn | None:
        """The sign-in that still holds, of a person who is not disabled; one query."""
        since = utc_now() - dt.timedelta(days=current_app.config["BENCH"]["SESSION_DAYS"])
        held = cls.token_digest == digest(token), cls.ended_at.is_(None), cls.seen_at > since
        sign_in = db.session.scalar(sa.select(cls).where(*held))
        return sign_in if sign_in and sign_in.person.disabled_at is None else None

    def end(self) -> None:
        self.ended_at = self.ended_at or utc_now()


class PasswordLink(Model):
    """A link in a mail that lets a person choose a new password: once, and for a short time."""

    __tablename__ = "bench_password_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    used_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()

    @classmethod
    def issue(cls, person: Person) -> str:
        """A new link's token; older links of the person stop working."""
        older = sa.update(cls).where(cls.person_id == person.id, cls.used_at.is_(None))
        db.session.execute(older.values(used_at=utc_now()))
        token = secrets.token_urlsafe(32)
        db.session.add(cls(person_id=person.id, token_digest=digest(token)))
        return token

    @classmethod
    def valid(cls, token: str) -> PasswordLink | None:
        since = utc_now() - dt.timedelta(hours=RESET_LINK_HOURS)
        held = cls.token_digest == digest(token), cls.used_at.is_(None), cls.created_at > since
        return db.session.scalar(sa.select(cls).where(*held))
