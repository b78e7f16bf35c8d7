"""What a critical friend says about a presentation, and what those who present answer."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Audience
from ...database import Edited, Model, UTCDateTime, choice, db, utc_now
from ...ideas.models import Idea
from ...organisations.models import Organisation
from ..kinds import Kind
from .rounds import Round

LONGEST_CARD = 600
LONGEST_WHY = 300


class Answer(enum.StrEnum):
    TAKEN = "taken"
    NOT_NOW = "not_now"


class Card(Edited, Audience, Model):
    """Of one kind, seen by those who see the round; its writer changes it until it is answered."""

    __tablename__ = "bench_feedback_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_friend_round.id", ondelete="CASCADE"), index=True)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    text: Mapped[str] = mapped_column(sa.String(LONGEST_CARD))
    written_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    written_for_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    why: Mapped[str] = mapped_column(sa.String(LONGEST_WHY), default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_idea.id", ondelete="SET NULL"), unique=True)
    """What it became when it was taken home."""

    round: Mapped[Round] = relationship()
    written_by: Mapped[Person | None] = relationship(foreign_keys=[written_by_id])
    written_for: Mapped[Organisation] = relationship(foreign_keys=[written_for_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    idea: Mapped[Idea | None] = relationship()

    @classmethod
    def of_round(cls, round: Round, person: Any) -> Sequence[Self]:
        """Those that the person sees, as they were written, with all that a page says of them; one query."""
        mine = sa.select(cls).where(cls.round_id == round.id, cls.visible_to(person)).order_by(cls.id)
        along = (joinedload(each) for each in (cls.written_by, cls.written_for, cls.answered_by, cls.idea))
        return db.session.scalars(mine.options(*along)).all()

    @property
    def is_waiting(self) -> bool:
        """For an answer."""
        return self.kind.asks_for_answer and self.answer is None

    def reword(self, started_from: int | None, text: str) -> bool:
        """False when it was changed or answered since version `started_from`."""
        return self.answer is None and self.edit(started_from, text=text)

    def take_away(self) -> bool:
        """False when it was answered before."""
        gone = sa.delete(Card).where(Card.id == self.id, Card.answer.is_(None)).returning(Card.id)
        return db.session.scalar(gone) is not None
