"""Who is there, as the host says it, and which of our people that is."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ..accounts.models import Person
from ..audit import AuditEvent
from ..database import db, is_unavailable, writing
from ..languages import LANGUAGES
from ..logs import log

LONGEST_SUBJECT = 255
LONGEST_EMAIL = 254
LONGEST_NAME = 120


@dataclass(frozen=True)
class Identity:
    """Somebody who is signed in at the host.

    `subject` is the host's lasting id for the person: never given to somebody else, and the same when name or
    address change. `email` is an address that the host has verified; mail goes there, and an invitation that waits
    for it is the person's. `locale` is the language of the host's page (`sv`, `en-GB`), if the host chooses one.
    Raises ValueError for a subject or an address that cannot be one.
    """

    subject: str
    email: str
    name: str
    locale: str | None = None

    def __post_init__(self) -> None:
        subject = "" if self.subject is None else str(self.subject).strip()
        email = (self.email or "").strip().lower()
        if not subject or len(subject) > LONGEST_SUBJECT:
            raise ValueError(f"The subject of an Identity must have 1 to {LONGEST_SUBJECT} characters.")
        if "@" not in email or len(email) > LONGEST_EMAIL:
            raise ValueError(f"The email of the Identity {subject!r} is not an address.")
        object.__setattr__(self, "subject", subject)
        object.__setattr__(self, "email", email)
        object.__setattr__(self, "name", ((self.name or "").strip() or email)[:LONGEST_NAME])

    @property
    def language(self) -> str | None:
        """The host's language, if it is one of ours."""
        code = (self.locale or "").replace("_", "-").split("-")[0].lower()
        return code if code in LANGUAGES else None


def person_of(identity: Identity) -> Person | None:
    """Our person for somebody at the host, made at the first visit; None for one whom we have disabled.

    Matched by the host's subject; else somebody with that address whom no host has claimed is linked, with all
    that they are a member of.
    """
    person = _with_subject(identity.subject)
    if person is None:
        person = _admit(identity)
    elif person.name != identity.name or _may_move(person, identity.email):
        person = _follow(identity)
    return person if person and person.disabled_at is None else None


def _with_subject(subject: str) -> Person | None:
    return db.session.scalar(sa.select(Person).where(Person.host_subject == subject))


def _admit(identity: Identity) -> Person | None:
    """Link or make the person; of two first requests at the same time one does it and both find the result."""
    try:
        with writing():
            if _with_subject(identity.subject) is None:
                _link_or_make(identity)
    except sa.exc.IntegrityError:
        log.info("person admitted by another request", subject=identity.subject)
    return _with_subject(identity.subject)


def _link_or_make(identity: Identity) -> None:
    person = Person.by_email(identity.email)
    action = "accounts.link"
    if person is None or person.host_subject is not None:
        _take_address_from(person)
        person, action = Person(email=identity.email, name=identity.name), "accounts.create"
        db.session.add(person)
    person.host_subject, person.name = identity.subject, identity.name
    db.session.flush()
    # Not audit.record: it asks who is signed in, and that is just being found out.
    db.session.add(
        AuditEvent(
            person_id=person.id,
            action=action,
            subject=Person.__tablename__,
            subject_id=person.id,
            detail={"host_subject": identity.subject},
        )
    )


def _follow(identity: Identity) -> Person | None:
    """Take over the name and address that the host has changed; a database that cannot write just now may wait."""
    try:
        with writing():
            person = _with_subject(identity.subject)
            if person is not None:
                person.name = identity.name
                person.version += 1
                if _may_move(person, identity.email):
                    _take_address_from(Person.by_email(identity.email))
                    person.email = identity.email
    except sa.exc.IntegrityError:
        log.info("address taken by another request", subject=identity.subject)
    except sa.exc.OperationalError as error:
        if not is_unavailable(error):
            raise
        log.error("name and address not updated", subject=identity.subject, error=str(error.orig))
    return _with_subject(identity.subject)


def _may_move(person: Person, email: str) -> bool:
    """Is this a new address, and not that of one of our people whom the host does not know?

    Then two of our people have rights of their own, and joining them is for an administrator to decide.
    """
    if person.email == email:
        return False
    holder = Person.by_email(email)
    return holder is None or holder.host_subject is not None


def _take_address_from(holder: Person | None) -> None:
    """The host has given an address to somebody else; whoever had it gets the new one at the next visit."""
    if holder is not None:
        holder.email = f"former-{holder.id}@host.invalid"
        db.session.flush()
