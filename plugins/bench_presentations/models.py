"""What one organisation shows at one meeting: one card, one address, and a new version for each file."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchplatform.accounts.models import Person
from benchplatform.audience import Audience
from benchplatform.database import Model, UTCDateTime, db, utc_now
from benchplatform.dates import local_day
from benchplatform.files.models import StoredFile
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster


class Presentation(Audience, Model):
    """A draft is seen by its own organisation alone (`organisation_id`); publishing opens it to the cluster."""

    __tablename__ = "bench_presentation"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    summary_html: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    """Counts edits of the text, so that two who edit at the same time are told."""
    published_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    cluster: Mapped[Cluster] = relationship(lazy="joined")
    published_by: Mapped[Person | None] = relationship()
    versions: Mapped[list[Version]] = relationship(
        order_by="Version.number.desc()", cascade="all, delete-orphan", back_populates="presentation"
    )

    @classmethod
    def load(cls, person: Any, id: int) -> Self | None:
        return db.session.scalar(sa.select(cls).where(cls.id == id, cls.visible_to(person)))

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def days_late(self) -> int:
        """Days after the deadline that it was published; negative or 0 is in time."""
        assert self.published_at is not None
        return (local_day(self.published_at) - self.meeting.presentations_due_on).days

    def publish(self, person: Person) -> None:
        self.published_at, self.published_by_id, self.organisation_id = utc_now(), person.id, None
        self._open_files()

    def withdraw(self) -> None:
        self.published_at, self.published_by_id, self.organisation_id = None, None, self.owner_id
        self._open_files()

    def _open_files(self) -> None:
        for version in self.versions:
            version.file.share_audience_of(self)


class Version(Model):
    """One file that the presentation has had; the newest is the one that is shown."""

    __tablename__ = "bench_presentation_version"
    __table_args__ = (sa.UniqueConstraint("presentation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    presentation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_presentation.id", ondelete="CASCADE"))
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_file.id"))
    added_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    presentation: Mapped[Presentation] = relationship(back_populates="versions")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    added_by: Mapped[Person | None] = relationship()
