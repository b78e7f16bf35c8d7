"""An idea: a few words about what could be done, for whom, and what became of it."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from flask import request
from markupsafe import Markup
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import markup
from ..accounts.models import Person
from ..audience import Audience
from ..database import Edited, Model, UTCDateTime, db, utc_now
from ..organisations.models import Organisation

LONGEST_TITLE = 160
LONGEST_WHY = 300


class Verdict(enum.StrEnum):
    """What an organisation decides about an idea of its own."""

    TAKEN_UP = "taken_up"
    DROPPED = "dropped"


class Idea(Edited, Audience, Model):
    """Owned by one organisation, seen by its audience: that of the thread, when it began as a post there."""

    __tablename__ = "bench_idea"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="SET NULL"), index=True)
    """The meeting that it came up at."""
    title: Mapped[str] = mapped_column(sa.String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    renderer: Mapped[int]
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    taken_up_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    taken_up_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    dropped_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    dropped_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    why: Mapped[str] = mapped_column(sa.String(LONGEST_WHY), default="")
    """In a sentence, when it was taken up or dropped."""

    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    written_by: Mapped[Person | None] = relationship(foreign_keys=[written_by_id])
    taken_up_by: Mapped[Person | None] = relationship(foreign_keys=[taken_up_by_id])
    dropped_by: Mapped[Person | None] = relationship(foreign_keys=[dropped_by_id])
    audience_organisation: Mapped[Organisation | None] = relationship(foreign_keys="Idea.organisation_id")

    @property
    def is_open(self) -> bool:
        return self.taken_up_at is None and self.dropped_at is None

    @property
    def decided_at(self) -> dt.datetime | None:
        return self.taken_up_at or self.dropped_at

    @property
    def decided_by(self) -> Person | None:
        return self.taken_up_by if self.taken_up_at else self.dropped_by

    @property
    def shown(self) -> Markup:
        """The text as HTML, by the rules of today."""
        html = self.html if self.renderer == markup.VERSION else markup.render(self.text)
        return Markup(markup.below(request.script_root, html))  # noqa: S704 sanitised there

    @staticmethod
    def words(title: str, text: str) -> dict[str, Any]:
        """The columns that hold what is written, rendered once."""
        return {"title": title, "text": text, "html": markup.render(text), "renderer": markup.VERSION}

    def decide(self, verdict: Verdict, why: str, person: Any) -> bool:
        """Take it up or drop it; False when somebody has decided meanwhile."""
        values = {f"{verdict}_at": utc_now(), f"{verdict}_by_id": person.id, "why": why}
        return self._change(sa.and_(Idea.taken_up_at.is_(None), Idea.dropped_at.is_(None)), values)

    def reopen(self) -> bool:
        """What was decided no longer holds; the log keeps it."""
        names = [f"{verdict}_{what}" for verdict in Verdict for what in ("at", "by_id")]
        decided = sa.or_(Idea.taken_up_at.is_not(None), Idea.dropped_at.is_not(None))
        return self._change(decided, dict.fromkeys(names) | {"why": ""})

    def _change(self, still: sa.ColumnElement[bool], values: dict[str, Any]) -> bool:
        """In one statement, so that of two who do it at once one is told."""
        change = sa.update(Idea).where(Idea.id == self.id, still).values(values).returning(Idea.id)
        is_changed = db.session.scalar(change) is not None
        db.session.refresh(self)
        return is_changed
