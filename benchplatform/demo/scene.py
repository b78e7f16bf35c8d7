"""What the demo has so far, given to each feature and plugin that adds to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from .. import events
from ..accounts.models import Person
from ..audience import Audience, Role
from ..database import db
from ..discussions import mentions
from ..discussions.models import Thread
from ..files.incoming import IncomingFile
from ..files.models import StoredFile
from ..files.store import file_store
from ..meetings.models import Meeting
from ..organisations.models import Organisation
from ..programmes.models import Cluster

NINE = dt.time(9, 0)


@dataclass(frozen=True)
class Demo:
    """The invented cluster, in the transaction that loads it: nothing is there unless all of it is.

    `content` is content/demo_programme.json; organisations and meetings are found by their key there, people by name.
    """

    content: Mapping[str, Any]
    cluster: Cluster
    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]
    meetings: Mapping[str, Meeting]
    today: dt.date

    def at(self, offset_days: int, clock: dt.time = NINE) -> dt.datetime:
        """A point in time, in UTC: so many days from today, at a clock time in the cluster's zone."""
        return self.on(self.today + dt.timedelta(days=offset_days), clock)

    def on(self, day: dt.date, clock: dt.time = NINE) -> dt.datetime:
        return moment(day, clock, self.cluster.time_zone)

    def start_thread(self, kind: str, subject: Any, entry: Mapping[str, Any], role: Role | None = None) -> Thread:
        """A thread with the posts of an entry in the content, seen by those who see its subject, or by one role."""
        first = entry["posts"][0]
        thread = Thread(subject_kind=kind, subject_id=subject.id, title=entry["title"]["sv"])
        thread.share_audience_of(subject).role = role
        thread.started_by_id, thread.started_at = self.people[first["author"]].id, self._written(first, 0)
        db.session.add(thread)
        db.session.flush()
        for position, post in enumerate(entry["posts"]):
            self._write(thread, post, position)
        return thread

    def _write(self, thread: Thread, entry: Mapping[str, Any], position: int) -> None:
        author = self.people[entry["author"]]
        organisation_id = author.memberships[0].organisation_id
        text, at = entry["text"]["sv"], self._written(entry, position)
        post = thread.add_post(author, organisation_id, text, at, mentions.found(text, self.cluster))
        post.locale = "sv"
        events.post_written.send(post)
        if position == 0:
            events.thread_started.send(thread)

    def _written(self, entry: Mapping[str, Any], position: int) -> dt.datetime:
        """Later for each post of a thread, so that two of the same day stand in order."""
        return self.at(entry["offset_days"], dt.time(8 + position, 12 + 7 * position))

    def keep_file(
        self, content: bytes, name: str, media_type: str, *, audience: Audience, person: Person, at: dt.datetime
    ) -> StoredFile:
        """A stored file that is seen by those who see `audience`: the bytes are kept first, then the row."""
        incoming = IncomingFile()
        try:
            incoming.write(content)
            file_store().keep(incoming.finish(), incoming.digest)
            file = StoredFile(digest=incoming.digest, name=name, media_type=media_type, size=incoming.size)
        finally:
            incoming.discard()
        file.uploaded_at, file.uploaded_by_id = at, person.id
        db.session.add(file.share_audience_of(audience))
        db.session.flush()
        return file


def moment(day: dt.date, clock: dt.time, time_zone: str) -> dt.datetime:
    """A day and a clock time in a zone, as a point in time in UTC."""
    return dt.datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(dt.UTC)
