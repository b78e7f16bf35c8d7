"""Whom a post calls by name: a person, the people of a role, or an organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import Person
from ...audience import Role
from ...database import Model, choice
from ...organisations.models import Organisation
from ...programmes.models import Cluster, Membership

if TYPE_CHECKING:
    from .posts import Post


class Mention(Model):
    """One handle in the text of a post, such as `@miriam-haile`, and what it meant when the post was written."""

    __tablename__ = "bench_mention"
    __table_args__ = (sa.UniqueConstraint("post_id", "handle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_post.id", ondelete="CASCADE"))
    handle: Mapped[str] = mapped_column(sa.String(80))
    """As written, in small letters and without the @."""
    cluster_id: Mapped[int] = mapped_column(sa.ForeignKey("bench_cluster.id"))
    """Whose people, roles and organisations are meant."""
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_person.id"), index=True)
    role: Mapped[Role | None] = mapped_column(choice(Role))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bench_organisation.id"))

    post: Mapped[Post] = relationship(back_populates="mentions")
    cluster: Mapped[Cluster] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def link(self) -> tuple[str, str]:
        """Where it leads, as an address without the prefix of a mount, and in which words."""
        place = current_app.url_map.bind("").build
        if self.person is not None:
            return place("programmes.person_page", {"id": self.person.id}), f"@{self.person.name}"
        if self.organisation is not None:
            slug = {"slug": self.organisation.slug}
            return place("organisations.organisation_page", slug), f"@{self.organisation.name}"
        return place("programmes.people", {"slug": self.cluster.slug}), f"@{self.handle}"

    def means(self, membership: Membership) -> bool:
        """Is the person called who has this membership?"""
        if membership.cluster_id not in (None, self.cluster.id):
            return False
        if self.person is not None:
            return membership.person_id == self.person.id
        if self.organisation is not None:
            return membership.organisation_id == self.organisation.id
        return membership.role is self.role


def links(mentions: Iterable[Mention]) -> dict[str, tuple[str, str]]:
    """Handle -> where it leads and in which words, for `markup.render`."""
    return {mention.handle: mention.link for mention in mentions}
