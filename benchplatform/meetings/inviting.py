"""Inviting to a meeting: everybody who is to come gets one mail with the day, in their own language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for

from .. import mail, pages
from ..accounts.models import Person
from ..database import db, insert
from ..plugin import Tick, Ticks
from ..programmes.models import Cluster
from .models import HostingItem, HostingKind, InvitedPerson, Meeting, MeetingInvitation
from .moving import people_of

KIND = "invitation"
"""Of the preparation that sending it ticks."""


def sendings(meeting: Meeting) -> list[MeetingInvitation]:
    """The newest first."""
    sent = sa.select(MeetingInvitation).where(MeetingInvitation.meeting_id == meeting.id)
    return list(db.session.scalars(sent.order_by(MeetingInvitation.sent_at.desc(), MeetingInvitation.id.desc())))


def left(meeting: Meeting) -> dict[Person, Cluster]:
    """Those who see the meeting and have no invitation yet, each with the cluster in which they see it."""
    have = sa.select(InvitedPerson.person_id).where(InvitedPerson.meeting_id == meeting.id)
    return people_of(meeting, Person.id.not_in(have))


def send(meeting: Meeting, greeting: str, by: Person) -> int:
    """A mail to each who has none yet, after the commit; how many. Pressed twice at once, each still gets one."""
    invited = {person: cluster for person, cluster in left(meeting).items() if _is_first(meeting, person)}
    if not invited:
        return 0
    db.session.add(MeetingInvitation(meeting_id=meeting.id, greeting=greeting, sent_by_id=by.id))
    for item in db.session.scalars(sa.select(HostingItem).where(*_on_checklist(meeting))):
        item.complete(by)
    for person, cluster in invited.items():
        mail.post("meeting_invitation", person.email, person.locale, **mail_of(meeting, cluster, greeting, person))
    return len(invited)


def mail_of(meeting: Meeting, cluster: Cluster, greeting: str, person: Person) -> dict[str, object]:
    """What the mail's template is made from."""
    here = {"slug": cluster.slug, "number": meeting.number}
    links = {name: pages.site_url(f"meetings.{name}", **here) for name in ("meeting_page", "coming")}
    return {"meeting": meeting, "greeting": greeting, "name": person.name, "links": links}


def sent_for(cluster: Cluster, meetings: Sequence[Meeting]) -> Ticks:
    """For each host when its first invitation went out, for the preparation that ticks itself; one query."""
    first = sa.select(MeetingInvitation.meeting_id, sa.func.min(MeetingInvitation.sent_at))
    here = MeetingInvitation.meeting_id.in_([meeting.id for meeting in meetings])
    rows = db.session.execute(first.where(here).group_by(MeetingInvitation.meeting_id))
    sent: dict[int, dt.datetime] = dict(map(tuple, rows))
    return {
        (meeting.id, meeting.host_id): Tick(
            sent.get(meeting.id), url_for("meetings.invitation", slug=cluster.slug, number=meeting.number)
        )
        for meeting in meetings
        if meeting.host_id is not None
    }


def _on_checklist(meeting: Meeting) -> tuple[sa.ColumnElement[bool], ...]:
    return HostingItem.meeting_id == meeting.id, HostingItem.kind == HostingKind.INVITATION


def _is_first(meeting: Meeting, person: Person) -> bool:
    new = insert(InvitedPerson).values(meeting_id=meeting.id, person_id=person.id).on_conflict_do_nothing()
    return db.session.scalar(new.returning(InvitedPerson.person_id)) is not None
