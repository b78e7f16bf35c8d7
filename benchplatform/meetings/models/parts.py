"""The timed parts of a slot: 10 minutes of presentation, 10 in small groups, 10 with critical friends."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Model
from ...languages import Bilingual, BilingualText


class SlotPart(Model):
    """One part; the first begins with its slot, and each goes on from the one before. Together at most the slot."""

    __tablename__ = "bench_slot_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_agenda_slot.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    minutes: Mapped[int]
    title: Mapped[Bilingual] = mapped_column(BilingualText)
