"""Once a day finished jobs are forgotten, and the numbers of forms that were sent."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from ..database import db, utc_now
from ..submissions import forget_old
from .models import Job

KEPT = dt.timedelta(days=14)


def clean_up() -> None:
    """Daily job."""
    db.session.execute(sa.delete(Job).where(Job.finished_at < utc_now() - KEPT))
    forget_old()
