"""The demo's presentations: published ones with their files and talk, and one draft that is still to be published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from benchplatform import events
from benchplatform.database import db

from .models import Presentation

if TYPE_CHECKING:
    from benchplatform.demo import Demo

_PDF = "application/pdf"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ADDED, _PUBLISHED = dt.time(11, 20), dt.time(15, 5)


def load(demo: Demo) -> None:
    found = {(entry["meeting"], entry["org"]): _present(demo, entry) for entry in demo.content["presentations"]}
    for entry in demo.content["presentation_threads"]:
        demo.start_thread("presentation", found[entry["meeting"], entry["org"]], entry)


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


def _day(demo: Demo, presentation: Presentation, days: int, clock: dt.time) -> dt.datetime:
    return demo.on(presentation.meeting.day + dt.timedelta(days=days), clock)
