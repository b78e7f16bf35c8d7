"""What a meeting should lead to."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Model
from ...languages import Bilingual, BilingualText


class Objective(Model):
    """A statement of what the meeting should lead to."""

    __tablename__ = "bench_objective"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[Bilingual] = mapped_column(BilingualText)
