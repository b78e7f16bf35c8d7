"""Files that come with a post: kept while it is written, opened to its readers when it is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Model
from ...files.models import StoredFile


class Attachment(Model):
    """A stored file that was uploaded for a post; `post_id` is empty as long as nothing is posted."""

    __tablename__ = "bench_attachment"

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_file.id", ondelete="CASCADE"), primary_key=True)
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"), index=True)

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
