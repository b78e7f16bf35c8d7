"""A round of critical friends and the groups in which they talk."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload
from werkzeug.exceptions import NotFound

from ...accounts.models import Person
from ...audience import Audience, Role
from ...database import Edited, Model, UTCDateTime, choice, db, insert, utc_now
from ...meetings.models import AgendaSlot, Meeting
from ...organisations.models import Organisation

LONGEST_ROOM = 80


class Round(Edited, Audience, Model):
    """About what one organisation presents in a slot, seen by those who see the slot; `version` is of its groups."""

    __tablename__ = "bench_friend_round"
    __table_args__ = (sa.UniqueConstraint("slot_id", "presenting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_agenda_slot.id", ondelete="CASCADE"))
    presenting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    size: Mapped[int]
    """People that a group should have, or about so many."""
    begun_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    begun_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    handed_over_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    """Since when those who present answer."""
    handed_over_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    slot: Mapped[AgendaSlot] = relationship(lazy="joined", innerjoin=True)
    presenting: Mapped[Organisation] = relationship(foreign_keys=[presenting_id], lazy="joined", innerjoin=True)

    @classmethod
    def begin(cls, slot: AgendaSlot, presenting_id: int, size: int, person: Any) -> tuple[Self, bool]:
        """The one of the slot about the organisation, and whether it is new: two who begin it at once get the same."""
        given: dict[str, Any] = {"slot_id": slot.id, "presenting_id": presenting_id, "size": size}
        given |= slot.audience_columns | {"begun_at": utc_now(), "begun_by_id": person.id, "version": 1}
        new = insert(cls).values(**given).on_conflict_do_nothing(index_elements=["slot_id", "presenting_id"])
        is_new = db.session.scalar(new.returning(cls.id)) is not None
        here = cls.slot_id == slot.id, cls.presenting_id == presenting_id
        return db.session.scalars(sa.select(cls).where(*here)).one(), is_new

    @property
    def is_closed(self) -> bool:
        return self.slot.meeting.closed_at is not None

    def hold_open(self) -> bool:
        """Is its meeting open? Then it stays so, and the slot in its day, until the commit.

        Raises NotFound when the slot has been taken out of the day meanwhile.
        """
        meeting_id = self.slot.meeting_id
        here = sa.select(AgendaSlot.id).where(AgendaSlot.id == self.slot_id).with_for_update(read=True)
        if db.session.scalar(here) is None:
            raise NotFound
        mine = sa.select(Meeting.closed_at).where(Meeting.id == meeting_id)
        return db.session.scalar(mine.with_for_update(read=True)) is None

    def hand_over(self, person: Any, at: dt.datetime | None = None) -> bool:
        """False when somebody has done it before."""
        first = sa.update(Round).where(Round.id == self.id, Round.handed_over_at.is_(None))
        given = {"handed_over_at": at or utc_now(), "handed_over_by_id": person.id}
        done = db.session.scalar(first.values(**given).returning(Round.id)) is not None
        db.session.refresh(self)
        return done

    def groups(self) -> list[FriendGroup]:
        """In their order, with the people of each; two queries."""
        mine = sa.select(FriendGroup).where(FriendGroup.round_id == self.id).order_by(FriendGroup.number)
        return list(db.session.scalars(mine.options(selectinload(FriendGroup.seats))))

    def seat(self, groups: list[tuple[str, list[dict[str, Any]]]]) -> None:
        """These groups instead of those that were: of each its room, and the columns of its seats."""
        db.session.execute(sa.delete(FriendSeat).where(FriendSeat.round_id == self.id))
        db.session.execute(sa.delete(FriendGroup).where(FriendGroup.round_id == self.id))
        for number, (room, seats) in enumerate(groups, 1):
            group = FriendGroup(round_id=self.id, number=number, room=room)
            db.session.add(group)
            db.session.flush()
            db.session.add_all(FriendSeat(round_id=self.id, group_id=group.id, **seat) for seat in seats)
        db.session.flush()


class FriendGroup(Model):
    """One of the groups of a round, numbered from 1."""

    __tablename__ = "bench_friend_group"
    __table_args__ = (sa.UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_friend_round.id", ondelete="CASCADE"))
    number: Mapped[int]
    room: Mapped[str] = mapped_column(sa.String(LONGEST_ROOM), default="")

    seats: Mapped[list[FriendSeat]] = relationship(viewonly=True)

    @property
    def people(self) -> list[FriendSeat]:
        """By name."""
        return sorted(self.seats, key=FriendSeat.by_name)

    def has(self, person: Any) -> bool:
        return any(seat.person_id == person.id for seat in self.seats)


class FriendSeat(Model):
    """Somebody in a group, for whom and in which role when it was made."""

    __tablename__ = "bench_friend_seat"
    __table_args__ = (sa.UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_friend_round.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_friend_group.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"))
    role: Mapped[Role] = mapped_column(choice(Role))

    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    def by_name(self) -> tuple[str, int]:
        return self.person.name.casefold() if self.person else "", self.id
