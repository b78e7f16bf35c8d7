"""The demo's presentations with files, talk, questions and readers; one is a draft that is still to be published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchplatform import events
from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.discussions.models import Post

from . import questions
from .models import Presentation, PresentationReading

if TYPE_CHECKING:
    from benchplatform.demo import Demo

_PDF = "application/pdf"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ADDED, _PUBLISHED, _READ = dt.time(11, 20), dt.time(15, 5), dt.time(7, 40)
_YESTERDAY = -1


def load(demo: Demo) -> None:
    found = {(entry["meeting"], entry["org"]): _present(demo, entry) for entry in demo.content["presentations"]}
    for entry in demo.content["presentation_threads"]:
        demo.start_thread("presentation", found[entry["meeting"], entry["org"]], entry)
    for entry in demo.content["presentation_questions"]["threads"]:
        _ask(demo, found[entry["meeting"], entry["org"]], entry["posts"])
    for entry in demo.content["presentation_readings"]:
        presentation = found[entry["meeting"], entry["org"]]
        at = demo.at(_days_from_today(demo, presentation, entry["days"]), _READ)
        _read(presentation, demo.people[entry["by"]], at)


def _present(demo: Demo, entry: Mapping[str, Any]) -> Presentation:
    """A draft with its versions, published if the entry says when; days count from the meeting."""
    presentation = Presentation.begin(demo.meetings[entry["meeting"]], demo.organisations[entry["org"]].id)
    presentation.write(entry["title"], entry["summary"])
    db.session.add(presentation)
    db.session.flush()
    for file in entry["files"]:
        _add_version(demo, presentation, entry, file)
    if entry["published"] is not None:
        _publish(demo, presentation, entry)
    return presentation


def _add_version(demo: Demo, presentation: Presentation, entry: Mapping[str, Any], file: Mapping[str, Any]) -> None:
    author, at = demo.people[entry["by"]], _day(demo, presentation, file["days"], _ADDED)
    content, media_type = _document(demo, presentation, entry, file)
    stored = demo.keep_file(content, file["name"], media_type, audience=presentation, person=author, at=at)
    presentation.add_version(stored, author).added_at = at
    db.session.flush()


def _document(
    demo: Demo, presentation: Presentation, entry: Mapping[str, Any], file: Mapping[str, Any]
) -> tuple[bytes, str]:
    """The file's content and its media type."""
    from benchplatform.demo.slides_as_pdf import as_pdf  # noqa: PLC0415 a large library, for the demo alone
    from benchplatform.demo.slides_as_pptx import as_pptx  # noqa: PLC0415 another one

    from .slides import deck_of  # noqa: PLC0415 for the demo alone too

    count = file.get("slides", len(entry["slides"]))
    deck = deck_of(entry, demo.content, presentation.owner.name, presentation.meeting.title["sv"], count)
    return (as_pdf(deck), _PDF) if file["name"].endswith(".pdf") else (as_pptx(deck), _PPTX)


def _publish(demo: Demo, presentation: Presentation, entry: Mapping[str, Any]) -> None:
    presentation.publish(demo.people[entry["by"]])
    presentation.published_at = _day(demo, presentation, entry["published"], _PUBLISHED)
    db.session.flush()
    events.published.send(presentation)


def _ask(demo: Demo, presentation: Presentation, posts: Sequence[Mapping[str, Any]]) -> None:
    """The thread of questions; whoever asks has read, and those who present answer."""
    told = [{**post, "offset_days": _days_from_today(demo, presentation, post["days"])} for post in posts]
    title = f"{demo.content['presentation_questions']['title']['sv']}: {presentation.owner.name}"
    entry = {"title": {"sv": title}, "posts": told}
    thread = demo.start_thread("presentation", presentation, entry)
    for post in db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number)).all():
        if post.author is not None and post.organisation_id != presentation.owner_id:
            questions.mark(post, presentation)
            _read(presentation, post.author, post.written_at)


def _read(presentation: Presentation, person: Person, at: dt.datetime) -> None:
    """The newest version that there was by then."""
    number = max((version.number for version in presentation.versions if version.added_at <= at), default=0)
    db.session.merge(PresentationReading(presentation_id=presentation.id, person_id=person.id, number=number, at=at))
    db.session.flush()


def _days_from_today(demo: Demo, presentation: Presentation, days: int) -> int:
    """Days are counted from the meeting; what people did is in the past, wherever the weekend has moved it to."""
    return min((presentation.meeting.day - demo.today).days + days, _YESTERDAY)


def _day(demo: Demo, presentation: Presentation, days: int, clock: dt.time) -> dt.datetime:
    return demo.on(presentation.meeting.day + dt.timedelta(days=days), clock)
