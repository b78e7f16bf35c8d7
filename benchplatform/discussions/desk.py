"""What one person has at hand in a thread: how far she has read, and what she has not sent yet."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext

from .. import dates
from ..database import db
from ..organisations.models import Organisation
from .forms import PostForm, empty_form, filled_form
from .models import Draft, Reading, Thread

_MINE = (
    sa.select(sa.func.coalesce(Reading.number, 0), Draft, Organisation)
    .select_from(Thread)
    .outerjoin(Reading, sa.and_(Reading.thread_id == Thread.id, Reading.person_id == sa.bindparam("person_id")))
    .outerjoin(Draft, sa.and_(Draft.place == sa.bindparam("place"), Draft.person_id == sa.bindparam("person_id")))
    .outerjoin(Organisation, Organisation.id == Thread.organisation_id)
    .where(Thread.id == sa.bindparam("thread_id"))
)
"""The organisation that a thread is narrowed to comes along for the label that says who sees it."""


class Desk(NamedTuple):
    read_to: int
    """Number of the newest post that the person has seen; 0 for one who comes for the first time."""
    draft: Draft | None

    @classmethod
    def of(cls, person: Any, thread: Thread) -> Desk:
        """One query for all of it."""
        given = {"person_id": person.id, "thread_id": thread.id, "place": place_in(thread.id)}
        read_to, draft, _ = db.session.execute(_MINE, given).one()
        return cls(read_to, draft)

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


def when_kept(draft: Draft) -> str:
    """The line below an editor with a draft in it."""
    return gettext("Draft kept %(time)s.", time=dates.lately(draft.saved_at))
