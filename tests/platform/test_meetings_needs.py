"""What people need at a meeting: read by themselves, the host's key persons and the lead; others find no trace."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.jobs.queue import enqueue, run_due
from benchplatform.meetings.models import Answer, Attendance
from tests.client import Client
from tests.factories import (
    day_in,
    make_administrator,
    make_attendance,
    make_cluster,
    make_hosting_item,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_programme,
)

COMING, HOSTING = "/clusters/north/meetings/3/coming", "/clusters/north/meetings/3/hosting"
SECRET = "Halal and a hearing loop"
PAGES = ("/", "/clusters/north/", "/clusters/north/meetings/", "/clusters/north/meetings/3/", COMING, HOSTING,
         "/clusters/north/people/")  # fmt: skip


@pytest.fixture
def meeting(cluster):
    """Berga is host."""
    found = make_meeting(cluster, host_id=cluster.organisations[1].id)
    make_hosting_item(found, "food")
    return found


@pytest.fixture
def lena(cluster, meeting):
    """An elected official of Alby, who has said what she needs."""
    person = make_member(cluster, role=Role.ELECTED_OFFICIAL, person=make_person("Lena Rudberg"))
    make_attendance(meeting, person, needs=SECRET)
    return person


def read(client: Client, *paths: str) -> str:
    """What is on the pages, but for what is another each time."""
    texts = [client.get(path).text for path in paths]
    return re.sub(r'value="[\w.-]{16,}"', "", "\n".join(texts))


def everybody_else(cluster) -> dict[str, object]:
    alby, berga = cluster.organisations
    return {
        "key person of her own organisation": make_member(cluster, alby),
        "colleague": make_member(cluster, alby, Role.ELECTED_OFFICIAL),
        "host's manager": make_member(cluster, berga, Role.MANAGER),
        "host's official": make_member(cluster, berga, Role.ELECTED_OFFICIAL),
        "administrator who is a member": make_member(cluster, alby, person=make_administrator()),
    }


def test_others_find_no_trace_of_needs_on_any_page(client: Client, cluster, meeting, lena) -> None:
    for who, person in everybody_else(cluster).items():
        client.as_person(person)
        paths = (*PAGES, f"/people/{lena.id}/")
        with_needs = read(client, *paths)
        assert SECRET not in with_needs, who
        assert "hearing" not in with_needs, who
        db.session.execute(sa.update(Attendance).values(needs=""))
        db.session.commit()
        assert read(client, *paths) == with_needs, who
        db.session.execute(sa.update(Attendance).values(needs=SECRET))
        db.session.commit()


def test_she_herself_the_host_s_key_persons_and_the_lead_read_them(client: Client, cluster, meeting, lena) -> None:
    assert SECRET in client.as_person(lena).get(COMING).text
    assert SECRET not in client.get(HOSTING).text
    for person in (make_member(cluster, cluster.organisations[1]), make_lead(cluster)):
        page = client.as_person(person).get(HOSTING).text
        assert SECRET in page
        assert "Lena Rudberg, comes in person" in page
        assert SECRET not in read(client, *(path for path in PAGES if path != HOSTING))


def test_they_go_to_the_host_of_the_day_and_to_none_when_there_is_none(client: Client, cluster, meeting, lena) -> None:
    alby, berga = (make_member(cluster, organisation) for organisation in cluster.organisations)

    def readers() -> list[bool]:
        return [SECRET in client.as_person(person).get(HOSTING).text for person in (alby, berga)]

    assert readers() == [False, True]
    meeting.host = cluster.organisations[0]
    db.session.commit()
    assert readers() == [True, False]
    meeting.host = None
    db.session.commit()
    assert readers() == [False, False]
    assert SECRET in client.as_person(make_lead(cluster)).get(HOSTING).text


def test_needs_of_those_who_do_not_come_or_have_left_are_not_shown(client: Client, cluster, meeting, lena) -> None:
    client.as_person(make_lead(cluster))
    own = db.session.scalars(sa.select(Attendance)).one()
    own.answer = Answer.NOT_COMING
    db.session.commit()
    assert SECRET not in client.get(HOSTING).text
    own.answer = Answer.REMOTE
    db.session.commit()
    assert "Lena Rudberg, by link" in client.get(HOSTING).text
    lena.memberships[0].end()
    db.session.commit()
    page = client.get(HOSTING).text
    assert SECRET not in page
    assert "Nobody who is coming has written that they need anything." in page


def test_one_who_may_not_read_gets_nothing_back_from_a_clash_either(client: Client, cluster, meeting, lena) -> None:
    client.as_person(make_member(cluster))
    client.post_form(f"{COMING}/{lena.id}", {"answer": "not_coming", "version": "0"})
    page = client.get(COMING).text
    assert "Lena Rudberg has got another answer a moment ago." in page
    assert SECRET not in page


def test_the_host_of_a_joint_meeting_receives_people_of_every_cluster(client: Client, app) -> None:
    programme, host = make_programme(), make_organisation("Alby")
    north, south = (make_cluster(name, programme, [host]) for name in ("North", "South"))
    meeting = make_meeting(north, cluster_id=None, host_id=host.id)
    make_attendance(meeting, make_member(south, role=Role.MANAGER, person=make_person("Siv")), needs=SECRET)
    make_attendance(meeting, make_member(make_cluster(organisations=[host])), needs="From another programme")
    page = client.as_person(make_member(north)).get(HOSTING).text
    assert "1 comes in person and eats." in page
    assert "People from all clusters of the programme are counted" in page
    assert SECRET in page
    assert "From another programme" not in page
    assert SECRET not in client.as_person(make_member(north, role=Role.MANAGER)).get(HOSTING).text


def test_needs_are_erased_two_weeks_after_the_meeting_and_the_answer_stays(app, cluster, meeting, lena) -> None:
    def kept() -> list[tuple[str, str]]:
        db.session.rollback()
        return [tuple(row) for row in db.session.execute(sa.select(Attendance.answer, Attendance.needs))]

    for days, needs in ((14, SECRET), (15, "")):
        noon = dt.datetime.combine(day_in(18 + days), dt.time(12), dt.UTC)
        with time_machine.travel(noon):
            enqueue("needs.clean_up")
            db.session.commit()
            run_due(app)
        assert kept() == [("on_site", needs)]
