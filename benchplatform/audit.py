"""The log of what changed rights, opened or closed something, or took something away: rows are only ever added."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from flask import has_request_context
from flask_login import current_user
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from .database import Model, UTCDateTime, db, utc_now


class AuditEvent(Model):
    """Somebody did something to something: `presentations.publish`, `bench_presentation`, 7."""

    __tablename__ = "bench_audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=utc_now, index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"))
    action: Mapped[str] = mapped_column(sa.String(80))
    subject: Mapped[str] = mapped_column(sa.String(80))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


def record(action: str, subject: Model, **detail: Any) -> None:
    """Add a row in the current transaction; the person is the one signed in, or nobody for a command or a job."""
    person = current_user if has_request_context() and current_user.is_authenticated else None
    db.session.flush()
    db.session.add(
        AuditEvent(
            person_id=person and person.id,
            action=action,
            subject=subject.__tablename__,
            subject_id=subject.id,  # type: ignore[attr-defined]
            detail=detail,
        )
    )


@event.listens_for(AuditEvent, "before_update")
@event.listens_for(AuditEvent, "before_delete")
def _refuse(mapper: Any, connection: Any, target: AuditEvent) -> None:
    raise RuntimeError("The audit log is only ever added to.")
