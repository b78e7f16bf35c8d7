"""What a meeting should lead to, and how far each organisation says that it has come."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...database import Edited, Loadable, Model, UTCDateTime, choice, utc_now
from ...languages import Bilingual, BilingualText
from ...organisations.models import Organisation

if TYPE_CHECKING:
    from .meetings import Meeting

LONGEST_PROOF = 500
LONGEST_WORDS = 300


class Outcome(enum.StrEnum):
    MET = "met"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class Objective(Edited, Loadable, Model):
    """A statement of what the meeting should lead to; seen by those who see the meeting."""

    __tablename__ = "bench_objective"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "carried_from_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Bilingual] = mapped_column(BilingualText)
    carried_from_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("bench_objective.id", ondelete="SET NULL"), index=True
    )
    """The objective of an earlier meeting that is taken up again here; each meeting takes one up once."""

    meeting: Mapped[Meeting] = relationship(back_populates="objectives")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        meeting: Any = sa.inspect(cls).relationships.meeting.entity.class_  # its module imports this one
        return cls.meeting.has(meeting.visible_to(person))


class ObjectiveAssessment(Edited, Model):
    """How far an organisation has come with an objective, in the words of its people."""

    __tablename__ = "bench_objective_assessment"
    __table_args__ = (sa.UniqueConstraint("objective_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objective_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_objective.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    answer: Mapped[Outcome] = mapped_column(choice(Outcome))
    proof_url: Mapped[str] = mapped_column(sa.String(LONGEST_PROOF), default="")
    """An address on the web, or the path of a page of this site; empty without proof."""
    words: Mapped[str] = mapped_column(sa.String(LONGEST_WORDS), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)

    organisation: Mapped[Organisation] = relationship()
    by: Mapped[Person | None] = relationship()
