"""A meeting that is documented is closed: what was said about it and its parts is read, and nobody writes there."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.discussions.models import Draft, Thread, ThreadEvent
from benchplatform.meetings.models import Meeting
from tests.client import Client
from tests.factories import day_in, make_lead, make_meeting, make_member, make_slot, make_thread

PAGE = "/clusters/north/meetings/3/"


@pytest.fixture
def meeting(cluster):
    return make_meeting(cluster, day=day_in(-1))


@pytest.fixture
def member(cluster):
    return make_member(cluster)


def close(client: Client, lead, act: str = "closing") -> None:
    assert client.as_person(lead).post_form(f"{PAGE}{act}").location == f"{PAGE}#talk"
    db.session.expire_all()


def test_the_lead_closes_the_meeting_with_the_talk_about_it_and_its_parts(
    client: Client, cluster, meeting, member
) -> None:
    slot = make_slot(meeting, "Figures", dt.time(10), 60)
    about = make_thread(meeting, member)
    on_part = make_thread(meeting, member, subject_kind="slot", subject_id=slot.id)
    lead = make_lead(cluster)
    assert "Close the meeting" in client.as_person(lead).get(PAGE).text
    close(client, lead)
    page = client.get(PAGE).text
    assert "The meeting is closed: its talk is there to be read." in page
    assert "Open the meeting again" in page
    client.as_person(member)
    page = client.get(PAGE).text
    assert "What was said about it is there to be read; nobody writes in it." in page
    assert "Start a thread" not in page
    assert "</svg>closed</span>" in client.get("/clusters/north/meetings/").text
    for thread in (about, on_part):
        page = client.get(f"/threads/{thread.id}/").text
        assert f"{lead.name} locked this thread on" in page
        assert "To go on, start a new thread" not in page
        answer = client.post_form(f"/threads/{thread.id}/posts/", {"text": "A moment too late"})
        assert (answer.status_code, "A moment too late" in answer.text) == (409, True)
        assert "So your post was not taken. Your text is still here: copy it." in answer.text


def test_no_thread_is_begun_about_a_closed_meeting_and_what_was_written_stays(
    client: Client, cluster, meeting, member
) -> None:
    slot, url = make_slot(meeting, "Figures", dt.time(10), 60), f"/threads/new?on=meeting&id={meeting.id}"
    client.as_person(member).post_form(
        f"/threads/new/draft?on=meeting&id={meeting.id}", {"title": "T", "text": "Half done", "version": "0"}
    )
    close(client, make_lead(cluster))
    page = client.as_person(member).get(url)
    assert (page.status_code, "Half done" in page.text) == (200, True)
    assert "“Meeting 3” is closed, so no thread is started about it." in page.text
    for place in (url, f"/threads/new?on=slot&id={slot.id}"):
        answer = client.post_form(place, {"title": "Late", "text": "All of my text", "audience": "all"})
        assert (answer.status_code, "All of my text" in answer.text) == (409, True)
        assert "Your text is still here: copy it." in answer.text
    assert db.session.query(Thread).count() == 0
    assert db.session.query(Draft).count() == 1


def test_opening_it_again_unlocks_what_it_locked_and_nothing_else(client: Client, cluster, meeting, member) -> None:
    lead, (before, after, whole) = make_lead(cluster), [make_thread(meeting, member) for _ in range(3)]
    client.as_person(lead).post_form(f"/threads/{before.id}/locking")
    close(client, lead)
    client.post_form(f"/threads/{after.id}/unlocking")
    client.post_form(f"/threads/{after.id}/locking")
    close(client, lead, "reopening")
    assert [thread.locked_at is None for thread in (before, after, whole)] == [False, False, True]
    kinds = sa.select(ThreadEvent.kind).where(ThreadEvent.thread_id == whole.id).order_by(ThreadEvent.id)
    assert db.session.scalars(kinds).all() == ["locked", "unlocked"]
    actions = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.startswith("meetings."))).all()
    assert actions == ["meetings.close", "meetings.reopen"]
    assert "Start a thread" in client.as_person(member).get(PAGE).text


def test_it_is_closed_once_and_only_when_it_has_been(client: Client, cluster, meeting, member) -> None:
    lead = make_lead(cluster)
    for day, words in (
        (1, "has not been held yet"),
        (0, "is closed: its talk"),
        (0, "Somebody else closed the meeting"),
    ):
        meeting.day = day_in(day)
        db.session.commit()
        close(client, lead)
        assert words in client.get(PAGE).text
    close(client, lead, "reopening")
    close(client, lead, "reopening")
    assert db.session.scalar(sa.select(Meeting.closed_at)) is None
    meeting.day = day_in(1)
    db.session.commit()
    assert "Close the meeting" not in client.get(PAGE).text


def test_only_the_lead_closes(client: Client, cluster, meeting, member) -> None:
    client.as_person(member)
    assert "Close the meeting" not in client.get(PAGE).text
    assert client.post_form(f"{PAGE}closing").status_code == 403
    assert client.post_form(f"{PAGE}reopening").status_code == 403


def test_a_thread_is_not_moved_to_a_closed_meeting(client: Client, cluster, meeting, member) -> None:
    lead, other = make_lead(cluster), make_meeting(cluster, 4)
    thread = make_thread(other, member)
    assert "Meeting 3" in client.as_person(lead).get(f"/threads/{thread.id}/moving").text
    close(client, lead)
    assert "Meeting 3" not in client.get(f"/threads/{thread.id}/moving").text
