"""A slot of the day has a page with its talk, and the talk stays when the day is arranged anew."""

from __future__ import annotations

import datetime as dt

import pytest

from benchplatform.database import db
from benchplatform.discussions.models import Draft, Thread, ThreadEvent
from benchplatform.meetings.models import AgendaSlot, Meeting, SlotKind
from benchplatform.meetings.templates import plan_meeting
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_organisation, make_slot

DAY = "/clusters/north/meetings/3/agenda"


@pytest.fixture
def meeting(cluster):
    found = make_meeting(cluster)
    make_slot(found, "Coffee", dt.time(9, 30), 30, SlotKind.BREAK)
    make_slot(found, "Key figures", dt.time(10, 0), 60)
    return found


@pytest.fixture
def figures(meeting):
    return db.session.query(AgendaSlot).filter_by(kind=SlotKind.PLENARY).one()


@pytest.fixture
def member(cluster):
    return make_member(cluster)


def start(client: Client, slot: AgendaSlot, title: str = "Which ones?") -> Thread:
    form = {"title": title, "text": "I wonder.", "audience": "all"}
    assert client.post_form(f"/threads/new?on=slot&id={slot.id}", form).status_code == 302
    return db.session.query(Thread).filter_by(title=title).one()


def paste(client: Client, day: str) -> None:
    version = str(db.session.query(Meeting).one().version)
    assert client.post_form(f"{DAY}/pasted", {"day": day, "version": version}).status_code == 302
    db.session.expire_all()


def test_a_slot_is_talked_about_on_its_own_page(client: Client, cluster, meeting, figures, member) -> None:
    client.as_person(member)
    for path in ("/clusters/north/meetings/3/", DAY):
        assert f'<a href="/agenda-slots/{figures.id}/">Key figures</a>' in client.get(path).text
    page = client.get(f"/agenda-slots/{figures.id}/").text
    assert "Nobody has written here yet." in page
    assert "All together, 60 min" in page.replace("1 h", "60 min")
    assert f'<a href="{DAY}">' in page
    thread = start(client, figures)
    assert f'href="/threads/{thread.id}/' in client.get(f"/agenda-slots/{figures.id}/").text
    assert "1 thread" in client.get(DAY).text
    assert f'<a href="/agenda-slots/{figures.id}/">Key figures</a>' in client.get(f"/threads/{thread.id}/").text
    stranger = make_member(make_cluster("South", organisations=[make_organisation()]))
    assert client.as_person(stranger).get(f"/agenda-slots/{figures.id}/").status_code == 404


def test_the_talk_stays_with_a_slot_that_is_pasted_anew_and_goes_to_the_meeting_from_one_that_is_not(
    client: Client, cluster, meeting, figures, member
) -> None:
    thread, id = start(client.as_person(member), figures), figures.id
    client.post_form(f"/threads/new/draft?on=slot&id={id}", {"title": "T", "text": "Half", "version": "0"})
    client.as_person(make_lead(cluster))
    paste(client, "09.00-10.00 Walk\n10.00-10.30 key figures\n10.30-11.00 Key figures")
    kept = db.session.get(AgendaSlot, id)
    assert (kept.minutes, kept.starts, str(kept.title["sv"])) == (30, dt.time(10, 0), "Key figures")
    assert (thread.subject_kind, thread.subject_id) == ("slot", id)
    paste(client, "09.00-10.00 Walk")
    assert (thread.subject_kind, thread.subject_id) == ("meeting", meeting.id)
    assert [event.kind for event in db.session.query(ThreadEvent)] == ["moved"]
    assert db.session.query(Draft).one().place == f"meeting:{meeting.id}"
    assert "Moved here from “Key figures”." in client.get(f"/threads/{thread.id}/").text


def test_the_talk_about_a_slot_that_is_taken_out_goes_to_the_meeting(
    client: Client, cluster, meeting, figures, member
) -> None:
    thread = start(client.as_person(member), figures)
    client.as_person(make_lead(cluster))
    client.post_form(f"/agenda-slots/{figures.id}/removal", {"version": str(meeting.version)})
    db.session.expire_all()
    assert (thread.subject_kind, thread.subject_id) == ("meeting", meeting.id)
    assert thread.title in client.get("/clusters/north/meetings/3/").text


def test_slots_are_seen_by_those_who_see_the_meeting(client: Client, cluster, member) -> None:
    planned = plan_meeting(cluster, "bm3", dt.date(2027, 3, 1), "Alby", None, None)
    db.session.commit()
    assert {slot.cluster_id for slot in planned.agenda} == {cluster.id}
    client.as_person(make_lead(cluster))
    form = {"title_en": "Walk", "kind": "plenary", "starts": "09:00", "minutes": "30", "version": str(planned.version)}
    assert client.post_form(f"{DAY}/new", form).status_code == 302
    added = db.session.query(AgendaSlot).filter(AgendaSlot.position == 1).one()
    assert client.as_person(member).get(f"/agenda-slots/{added.id}/").status_code == 200


def test_the_page_of_the_meeting_lists_the_talk_about_its_parts(
    client: Client, cluster, meeting, figures, member
) -> None:
    thread = start(client.as_person(member), figures)
    other = make_meeting(cluster, 4)
    page = client.get("/clusters/north/meetings/3/").text
    assert f'href="/threads/{thread.id}/' in page
    assert f'<a href="/agenda-slots/{figures.id}/">Key figures</a>' in page.split('id="talk"')[1]
    assert f"/threads/{thread.id}/" not in client.get(f"/clusters/north/meetings/{other.number}/").text
