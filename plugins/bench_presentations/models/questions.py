"""What is asked about a presentation before its meeting."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from benchplatform.database import Model
from benchplatform.discussions.models import Post, Thread


class PresentationQuestion(Model):
    """A post that asks about a presentation; it is edited, hidden, moved and answered as posts are."""

    __tablename__ = "bench_presentation_question"

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"), primary_key=True)
    presentation_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_presentation.id", ondelete="CASCADE"), index=True)

    @staticmethod
    def stands() -> sa.ColumnElement[bool]:
        """Of posts joined to their threads: neither removed nor hidden, and open to the whole cluster."""
        return sa.and_(Post.removed_at.is_(None), Thread.role.is_(None), Thread.organisation_id.is_(None))
