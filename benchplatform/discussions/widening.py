"""Who sees a thread, changed afterwards: fewer at once, more only when those who have written in it agree."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ..accounts.models import Person
from ..audience import Grant, Role
from ..database import db
from ..organisations.models import Organisation
from ..pages import registry
from ..programmes.models import Membership
from . import history, readers
from .audiences import Choice
from .models import Post, Thread, Widening


def is_narrowing(thread: Thread, wanted: Choice) -> bool:
    """Will nobody see it who does not see it now?"""
    return thread.role in (None, wanted.role) and thread.organisation_id in (None, wanted.organisation_id)


def narrow(thread: Thread, wanted: Choice, by: Person) -> None:
    """At once; the thread is held."""
    _end_asking(thread, by)
    _change(thread, wanted.role, wanted.organisation_id, "narrowed", by)


def ask(thread: Thread, wanted: Choice, by: Person) -> bool:
    """Widen when nobody else has written here, and else ask them: then False. The thread is held."""
    asked = Widening.open_on(thread)
    is_new = asked is None or (asked.role, asked.organisation_id) != (wanted.role, wanted.organisation_id)
    if asked is None or is_new:
        _end_asking(thread, by)
        asked = Widening(thread=thread, role=wanted.role, organisation_id=wanted.organisation_id, asked_by_id=by.id)
        db.session.add(asked)
        db.session.flush()
    if _settle(asked, thread):
        return True
    if is_new:
        history.record(thread, "widening_asked", by, wanted=_saved(thread, wanted.role, wanted.organisation_id))
    return False


def answer(asked: Widening, person: Person, *, agrees: bool) -> bool:
    """False when it was decided before. With the last yes the thread is widened, with the first no nothing is."""
    thread = asked.thread.hold()
    db.session.refresh(asked)
    if asked.ended_at is not None:
        return False
    if agrees:
        asked.agree(person)
        _settle(asked, thread)
    else:
        asked.end(declined_by=person)
        history.record(thread, "widening_declined", None)
    return True


def waiting_for(thread: Thread, asker_id: int | None, agreed: set[int]) -> set[int]:
    """Ids of the other authors, still members who see the thread, who have not said yes; those who write later too."""
    authors = sa.select(Post.author_id).where(Post.thread_id == thread.id, Post.moved_to_id.is_(None))
    others = authors.where(Post.author_id.is_not(None), Post.author_id.is_distinct_from(asker_id))
    here = sa.select(Membership.person_id, *Membership.grant_columns()).where(Membership.reachable())
    rows = db.session.execute(here.where(Membership.person_id.in_(others)))
    return {id for id, *grant in rows if thread.is_opened_by(Grant(*grant))} - agreed


def _settle(asked: Widening, thread: Thread) -> bool:
    """Widen if nobody is waited for any more, and never further than the thing that the thread hangs on."""
    if waiting_for(thread, asked.asked_by_id, asked.agreed):
        return False
    thing: Any = db.session.get(registry().subjects[thread.subject_kind].model, thread.subject_id)
    asked.end()
    if (
        thing is None
        or thing.role not in (None, asked.role)
        or thing.organisation_id not in (None, asked.organisation_id)
    ):
        history.record(thread, "widening_withdrawn", None)
        return False
    _change(thread, asked.role, asked.organisation_id, "widened", asked.asked_by)
    return True


def _change(thread: Thread, role: Role | None, organisation_id: int | None, kind: str, by: Person | None) -> None:
    before = _saved(thread, thread.role, thread.organisation_id)
    thread.role, thread.organisation_id = role, organisation_id
    readers.follow(thread)
    history.record(thread, kind, by, before=before)


def _saved(thread: Thread, role: Role | None, organisation_id: int | None) -> dict[str, Any]:
    """An audience for the history, which `audiences.words_in` puts into words."""
    organisation = db.session.get(Organisation, organisation_id) if organisation_id else None
    return {"role": role, "organisation": organisation and organisation.name, "wide": thread.cluster_id is None}


def _end_asking(thread: Thread, by: Person) -> None:
    asked = Widening.open_on(thread)
    if asked:
        asked.end()
        history.record(thread, "widening_withdrawn", by)
