"""A thread as one person opens it: how far she has read, what she has not sent yet, and the names on top of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import aliased, lazyload
from sqlalchemy.orm.attributes import set_committed_value

from .. import dates
from ..accounts.models import Person
from ..audience import Grant
from ..database import Loadable, db
from ..organisations.models import Organisation
from ..programmes.models import Cluster
from .forms import PostForm, empty_form, filled_form
from .models import Draft, FollowedThread, Question, Reading, Thread

_Closer, _Locker = aliased(Person), aliased(Person)

_NAMED = (
    sa.select(Question, Organisation, _Closer, _Locker)
    .select_from(Thread)
    .outerjoin(Question, Question.thread_id == Thread.id)
    .outerjoin(Organisation, Organisation.id == Thread.organisation_id)
    .outerjoin(_Closer, _Closer.id == Thread.closed_by_id)
    .outerjoin(_Locker, _Locker.id == Thread.locked_by_id)
    .where(Thread.id == sa.bindparam("id"))
)
"""What only some threads have: a question, and those who narrowed, closed or locked it."""


class Unsent(NamedTuple):
    """A draft, for the editor that it is offered in."""

    text: str
    version: int
    saved_at: dt.datetime


@dataclass(frozen=True)
class Desk(Loadable):
    """One query, and a second for the names of a thread that has any."""

    thread: Thread
    read_to: int = 0
    """Number of the newest post that the person has seen; 0 for one who comes for the first time."""
    draft: Unsent | None = None
    kept: Sequence[Any] = ()
    """Rows that the thread refers to: as long as they are held, it finds them without asking."""

    @classmethod
    def load(cls, person: Any, id: int) -> Self | None:
        """As the thread's address is followed: after a merge, of the thread that its posts are in now."""
        given = {"id": id, "person_id": person.id, "draft_place": place_in(id)}
        row = db.session.execute(_seen_with(person.grants), given).one_or_none()
        if row is None:
            into = FollowedThread.load(person, id)
            return cls(into) if into else None
        thread, cluster, question_id, read_to, *unsent = row
        set_committed_value(thread, "cluster", cluster)
        kept = _names(thread, question_id)
        return cls(thread, read_to, Unsent(*unsent) if unsent[0] is not None else None, kept)

    @property
    def words(self) -> str:
        return self.draft.text if self.draft else ""

    @property
    def form(self) -> PostForm:
        """The reply as it was left."""
        return filled_form(self.words) if self.draft else empty_form()


def place_in(thread_id: int) -> str:
    """Where the draft of a reply is kept."""
    return f"thread:{thread_id}"


def when_kept(draft: Draft | Unsent) -> str:
    """The line below an editor with a draft in it."""
    return gettext("Draft kept %(time)s.", time=dates.lately(draft.saved_at))


@lru_cache(1024)
def _seen_with(grants: tuple[Grant, ...]) -> Any:
    """The thread with the id, if these grants open it, with the person's own rows beside it."""
    mine = Reading.thread_id == Thread.id, Reading.person_id == sa.bindparam("person_id")
    here = Draft.place == sa.bindparam("draft_place"), Draft.person_id == sa.bindparam("person_id")
    return (
        sa.select(Thread, Cluster, Question.id, sa.func.coalesce(Reading.number, 0))
        .add_columns(Draft.text, Draft.version, Draft.saved_at)
        .outerjoin(Cluster, Cluster.id == Thread.cluster_id)
        .outerjoin(Question, Question.thread_id == Thread.id)
        .outerjoin(Reading, sa.and_(*mine))
        .outerjoin(Draft, sa.and_(*here))
        .where(Thread.id == sa.bindparam("id"), Thread.opened_by(grants))
        .options(lazyload(Thread.cluster), lazyload(Thread.question))
    )


def _names(thread: Thread, question_id: int | None) -> Sequence[Any]:
    if question_id is None:
        set_committed_value(thread, "question", None)
        if thread.organisation_id is thread.closed_by_id is thread.locked_by_id is None:
            return ()
    found = db.session.execute(_NAMED, {"id": thread.id}).one()
    set_committed_value(thread, "question", found[0])
    return found
