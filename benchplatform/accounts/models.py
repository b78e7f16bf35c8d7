"""People who can sign in, their sign-ins, and the links that let them set a password."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, lazyload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from ..audience import Grant
from ..database import Edited, Loadable, Model, UTCDateTime, db, reading, utc_now
from . import devices
from .passwords import hashed, hasher, matches

if TYPE_CHECKING:
    from ..programmes.models import Membership

RESET_LINK_HOURS = 2


def digest(token: str) -> str:
    """What is kept of a secret token, so that reading the database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()


class Person(Edited, Loadable, Model):
    """Somebody who can sign in. Content belongs to the organisation; a person only signs it."""

    __tablename__ = "bench_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    """In lower case; where mail goes, and what one signs in with."""
    name: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(160), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    helps_with: Mapped[str] = mapped_column(sa.String(300), default="")
    """What others can come to this person for; the directory is searched for it."""
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
        return _membership().grants_of(self)

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Oneself, those who share a membership's cluster (or programme, for its lead); all for administrators."""
        if person.is_administrator:
            return sa.true()
        return sa.or_(cls.id == person.id, cls.memberships.any(_membership().shared_with(person)))

    @classmethod
    def by_email(cls, email: str) -> Self | None:
        return db.session.scalar(sa.select(cls).where(cls.email == email.strip().lower()))

    @classmethod
    def with_password(cls, email: str, password: str) -> Self | None:
        """Who signs in so, if anybody; no transaction is open while the password is compared, which takes long."""
        known = sa.select(cls.id, cls.password_hash).where(
            cls.email == email.strip().lower(), cls.disabled_at.is_(None)
        )
        db.session.rollback()
        with reading():
            found = db.session.execute(known).one_or_none()
            db.session.rollback()
        if not matches(found and found.password_hash, password) or found is None:
            return None
        person = db.session.get(cls, found.id)
        if person and hasher().check_needs_rehash(found.password_hash):
            person.password_hash = hashed(password)
        return person

    def has_password(self, password: str) -> bool:
        return matches(self.password_hash, password)

    def set_password(self, password: str, kept: SignIn | None = None) -> None:
        """Replace the password; every sign-in but the kept one ends, since one of them may be why it is changed."""
        self.password_hash = hashed(password)
        self.end_sign_ins(but=kept)

    def disable(self) -> None:
        """Shut the person out, at once and until further notice; what they wrote stays."""
        self.disabled_at = self.disabled_at or utc_now()
        self.end_sign_ins()

    def enable(self) -> None:
        self.disabled_at = None

    def begin_administering(self) -> None:
        self.administrator_since = self.administrator_since or utc_now()

    def end_sign_ins(self, but: SignIn | None = None) -> None:
        kept = but.id if but else None
        db.session.execute(
            sa.update(SignIn)
            .where(SignIn.person_id == self.id, SignIn.ended_at.is_(None), SignIn.id.is_distinct_from(kept))
            .values(ended_at=utc_now())
        )


def _membership() -> type[Membership]:
    """The model of memberships, which stands above this one: reached through the relationship, not imported."""
    return Person.memberships.property.entity.class_


class SignIn(Loadable, Model):
    """One browser that is signed in. The cookie carries the token, the row decides: ending the row ends it at once."""

    __tablename__ = "bench_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    device: Mapped[str] = mapped_column(sa.String(200))
    """Browser and system as `devices.recognise` puts them; no more of what the browser tells is kept."""
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    seen_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """One's own that still hold."""
        return sa.and_(cls.person_id == person.id, cls.holds())

    @classmethod
    def holds(cls) -> sa.ColumnElement[bool]:
        since = utc_now() - dt.timedelta(days=current_app.config["BENCH"]["SESSION_DAYS"])
        return sa.and_(cls.ended_at.is_(None), cls.seen_at > since)

    @classmethod
    def begin(cls, person: Person, device: str) -> tuple[SignIn, str]:
        """A new sign-in and the token for its cookie, which is not kept anywhere else."""
        token = secrets.token_urlsafe(32)
        sign_in = cls(person_id=person.id, token_digest=digest(token), device=device[:200])
        db.session.add(sign_in)
        return sign_in, token

    @classmethod
    def with_token(cls, token: str) -> SignIn | None:
        """The sign-in that still holds, of a person who is not disabled, and what is open to them; one query."""
        now = utc_now()
        since = now - dt.timedelta(days=current_app.config["BENCH"]["SESSION_DAYS"])
        rows = db.session.execute(_with_token(), {"digest": digest(token), "since": since, "now": now}).all()
        if not rows:
            return None
        sign_in: SignIn = rows[0][0]
        set_committed_value(sign_in, "person", rows[0][1])
        sign_in.person.grants = tuple(Grant(*grant) for _, _, *grant in rows if grant[0] is not None)
        return sign_in

    @property
    def device_words(self) -> str:
        return devices.words(self.device)

    def end(self) -> None:
        self.ended_at = self.ended_at or utc_now()


@cache
def _with_token() -> Any:
    """Every page begins with this statement, so it is made once."""
    grants, now = _membership(), sa.bindparam("now", type_=UTCDateTime)
    held = SignIn.ended_at.is_(None), SignIn.seen_at > sa.bindparam("since", type_=UTCDateTime)
    return (
        sa.select(SignIn, Person, *grants.grant_columns())
        .join(SignIn.person)
        .options(lazyload(SignIn.person))
        .outerjoin(grants, sa.and_(grants.person_id == Person.id, grants.current(now)))
        .where(SignIn.token_digest == sa.bindparam("digest"), *held, Person.disabled_at.is_(None))
        .order_by(grants.id)
    )


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
        """The link that still works, of a person who is not disabled."""
        since = utc_now() - dt.timedelta(hours=RESET_LINK_HOURS)
        held = cls.token_digest == digest(token), cls.used_at.is_(None), cls.created_at > since
        link = db.session.scalar(sa.select(cls).where(*held))
        return link if link and link.person.disabled_at is None else None

    def use(self, password: str) -> bool:
        """Spend the link on a new password; False when somebody spent it a moment ago."""
        unused = sa.update(PasswordLink).where(PasswordLink.id == self.id, PasswordLink.used_at.is_(None))
        if not db.session.execute(unused.values(used_at=utc_now())).rowcount:
            return False
        self.person.set_password(password)
        return True
