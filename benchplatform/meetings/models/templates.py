"""Templates of a whole programme, and every version of each: what was planned from one stays as it was."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...database import Edited, Loadable, Model, UTCDateTime, db, utc_now
from ...languages import Bilingual, BilingualText
from ...programmes.models import Programme, led_by


class ProgrammeTemplate(Edited, Loadable, Model):
    """The meetings of a programme before they have dates: a programme's own, or the installation's without one.

    `version` counts how often it was renamed; what is in it has versions of its own.
    """

    __tablename__ = "bench_programme_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_programme.id"), index=True)
    key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    """By which the code finds the one that it keeps up to date; None for one that people have made."""
    name: Mapped[Bilingual] = mapped_column(BilingualText)

    programme: Mapped[Programme | None] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        """Those of the programmes that one leads, and with them the installation's; all for site administrators."""
        if person.is_administrator:
            return sa.true()
        led = led_by(person)
        return sa.or_(cls.programme_id.in_(led), sa.and_(cls.programme_id.is_(None), sa.literal(bool(led))))

    @property
    def newest(self) -> TemplateVersion:
        """What is planned from today."""
        own = sa.select(TemplateVersion).where(TemplateVersion.template_id == self.id)
        return db.session.scalars(own.order_by(TemplateVersion.number.desc()).limit(1)).one()

    def hold(self) -> TemplateVersion:
        """The newest version; nobody else adds one until the commit."""
        row = sa.select(ProgrammeTemplate.id).where(ProgrammeTemplate.id == self.id)
        db.session.execute(row.with_for_update())
        return self.newest

    def add_version(self, content: Any, person: Any = None, digest: str | None = None) -> TemplateVersion:
        """The next version; the caller holds the template. The first one is number 1."""
        own = sa.select(sa.func.max(TemplateVersion.number)).where(TemplateVersion.template_id == self.id)
        number = (db.session.scalar(own) or 0) + 1
        added = TemplateVersion(template=self, number=number, content=content, digest=digest)
        added.made_by_id = person.id if person else None
        db.session.add(added)
        db.session.flush()
        return added


class TemplateVersion(Loadable, Model):
    """What a template said from a moment on; never changed, since meetings remember which one they were made from."""

    __tablename__ = "bench_template_version"
    __table_args__ = (sa.UniqueConstraint("template_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_programme_template.id"))
    number: Mapped[int]
    content: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    """The meetings in their order, as content/meeting_templates.json has them."""
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    """Of the code's content that it was made from; None for what people have made."""
    made_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))

    template: Mapped[ProgrammeTemplate] = relationship(lazy="joined", innerjoin=True)
    made_by: Mapped[Person | None] = relationship()

    @classmethod
    def visible_to(cls, person: Any) -> sa.ColumnElement[bool]:
        return cls.template.has(ProgrammeTemplate.visible_to(person))

    @classmethod
    def load(cls, person: Any, id: int, number: int) -> Self | None:  # type: ignore[override]
        """The version of that number of the template with the id."""
        here = cls.template_id == id, cls.number == number, cls.visible_to(person)
        return db.session.scalar(sa.select(cls).where(*here))

    @property
    def programme_id(self) -> int | None:
        return self.template.programme_id
