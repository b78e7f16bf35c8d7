"""What is asked of each organisation around a meeting, and who has done it."""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Loadable, Model, UTCDateTime, choice, utc_now
from ...dates import end_of_day
from ...languages import Bilingual, BilingualText

if TYPE_CHECKING:
    from .meetings import Meeting

MOST_DAYS = 730
"""Between a meeting and what is prepared for it, before or after."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.?!])\s+(?=[A-ZÅÄÖÉ])")


class Responsible(enum.StrEnum):
    """Who in an organisation (or which organisation) a preparation is asked of."""

    KEY_PERSON = "key_person"
    MANAGER = "manager"
    ELECTED_OFFICIAL = "elected_official"
    MENTOR = "mentor"
    HOST = "host"
    ALL_ROLES = "all_roles"
    ALL_PARTICIPANTS = "all_participants"


class Preparation(Loadable, Model):
    """What each organisation does before (or after) the meeting, due a number of days from it."""

    __tablename__ = "bench_preparation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str | None] = mapped_column(sa.String(40))
    """Name of what ticks it by itself, such as `presentation`; None is ticked by hand."""
    responsible: Mapped[Responsible] = mapped_column(choice(Responsible))
    due_offset_days: Mapped[int]
    """Days from the meeting; negative is before."""
    text: Mapped[Bilingual] = mapped_column(BilingualText)

    meeting: Mapped[Meeting] = relationship(back_populates="preparations")

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        meeting: Any = sa.inspect(cls).relationships.meeting.entity.class_  # its module imports this one
        return cls.meeting.has(meeting.visible_to(person))

    def is_asked_of(self, organisation_id: int | None, is_mentor: bool) -> bool:
        """Most is asked of every organisation; some of the host or the mentor alone."""
        if self.responsible is Responsible.HOST:
            return organisation_id is not None and self.meeting.host_id == organisation_id
        if self.responsible is Responsible.MENTOR:
            return is_mentor
        return organisation_id is not None

    @property
    def headline(self) -> str:
        """Its first sentence, which begins with the verb: what a list of next steps has room for."""
        return _BETWEEN_SENTENCES.split(str(self.text), maxsplit=1)[0].removesuffix(".")

    @property
    def due_on(self) -> dt.date:
        return self.meeting.day + dt.timedelta(days=self.due_offset_days)

    def due_at(self, time_zone: str) -> dt.datetime:
        return end_of_day(self.due_on, time_zone)


class Completion(Model):
    """An organisation has done a preparation: who said so, and when."""

    __tablename__ = "bench_completion"
    __table_args__ = (sa.UniqueConstraint("preparation_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    preparation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_preparation.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
