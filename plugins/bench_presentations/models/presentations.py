"""What one organisation shows at one meeting: one card, one address, and a new version for each file."""

from __future__ import annotations

import datetime as dt
from typing import Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from benchplatform import markup
from benchplatform.accounts.models import Person
from benchplatform.audience import Audience
from benchplatform.database import Edited, Model, UTCDateTime, db, utc_now
from benchplatform.files.models import StoredFile
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster


class Presentation(Edited, Audience, Model):
    """A draft is seen by its own organisation alone (`organisation_id`); publishing opens it to the cluster."""

    __tablename__ = "bench_presentation"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "cluster_id", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_organisation.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    summary_html: Mapped[str] = mapped_column(sa.Text, default="")
    published_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id], lazy="joined", innerjoin=True)
    cluster: Mapped[Cluster] = relationship(lazy="joined")
    published_by: Mapped[Person | None] = relationship(lazy="joined")
    versions: Mapped[list[Version]] = relationship(
        order_by="Version.number.desc()", cascade="all, delete-orphan", back_populates="presentation"
    )
    withdrawals: Mapped[list[Withdrawal]] = relationship(
        order_by="Withdrawal.id.desc()", cascade="all, delete-orphan", back_populates="presentation"
    )

    @classmethod
    def at(cls, meeting: Meeting, organisation_id: int) -> Self | None:
        """The organisation's one presentation at the meeting; at a joint one, in the cluster that it is seen from."""
        here = cls.meeting_id == meeting.id, cls.cluster_id == meeting.seen_from.id
        return db.session.scalar(sa.select(cls).where(*here, cls.owner_id == organisation_id))

    @classmethod
    def begin(cls, meeting: Meeting, organisation_id: int) -> Self:
        """A new draft, seen by its own organisation alone."""
        cluster = meeting.seen_from
        draft = cls(meeting_id=meeting.id, owner_id=organisation_id, organisation_id=organisation_id)
        draft.programme_id, draft.cluster_id = cluster.programme_id, cluster.id
        return draft

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def latest(self) -> Version | None:
        return self.versions[0] if self.versions else None

    @property
    def has_content(self) -> bool:
        """Something to show: a file, or a summary."""
        return bool(self.versions or self.summary)

    @property
    def days_late(self) -> int:
        """Days after the deadline that it was published; negative or 0 is in time."""
        assert self.published_at is not None
        day = self.published_at.astimezone(ZoneInfo(self.cluster.time_zone)).date()
        return (day - self.meeting.presentations_due_on).days

    def hold(self) -> Self:
        """Read it anew and keep others from changing it until the commit, so that two at once take turns."""
        db.session.expire(self)
        db.session.refresh(self, with_for_update={"of": type(self)})
        return self

    def write(self, title: str, summary: str) -> None:
        self.title, self.summary = title, summary
        self.summary_html = markup.render(summary)

    def add_version(self, file: StoredFile, person: Person) -> Version:
        """The next number; the presentation is held, so that two at once get two numbers."""
        number = (self.latest.number if self.latest else 0) + 1
        version = Version(number=number, file=file, added_by_id=person.id)
        self.versions.insert(0, version)
        return version

    def publish(self, person: Person) -> None:
        """Open it and its files to the cluster."""
        self.published_at, self.published_by_id, self.organisation_id = utc_now(), person.id, None
        self._open_files()

    def withdraw(self, person: Person, reason: str) -> Withdrawal:
        """Back to a draft of its organisation; when it had been published and why it was taken back is kept."""
        assert self.published_at is not None
        withdrawal = Withdrawal(published_at=self.published_at, by_id=person.id, reason=reason)
        self.withdrawals.insert(0, withdrawal)
        self.published_at, self.published_by_id, self.organisation_id = None, None, self.owner_id
        self._open_files()
        return withdrawal

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
    added_by: Mapped[Person | None] = relationship(lazy="joined")


class Withdrawal(Model):
    """A publication that was taken back: by whom, and why. Its organisation alone sees it."""

    __tablename__ = "bench_presentation_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    presentation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_presentation.id", ondelete="CASCADE"), index=True)
    published_at: Mapped[dt.datetime] = mapped_column(UTCDateTime)
    """When it had been published."""
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    reason: Mapped[str] = mapped_column(sa.Text)

    presentation: Mapped[Presentation] = relationship(back_populates="withdrawals")
    by: Mapped[Person | None] = relationship(lazy="joined")
