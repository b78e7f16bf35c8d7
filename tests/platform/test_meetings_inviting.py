"""The invitation to a meeting: one mail to each, in their language, and whoever joins later gets one too."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.mail.models import Mail
from benchplatform.meetings import hosting
from benchplatform.meetings.models import HostingItem, HostingKind, MeetingInvitation, Responsible
from tests.client import Client
from tests.factories import (
    day_in,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_preparation,
    make_slot,
)

PAGE = "/clusters/north/meetings/3/invitation"


@pytest.fixture
def meeting(cluster):
    found = make_meeting(cluster, day=day_in(20), place="Town hall", host_id=cluster.organisations[1].id)
    hosting.begin(found)
    db.session.commit()
    return found


@pytest.fixture
def host(cluster):
    return make_member(cluster, cluster.organisations[1])


def mails() -> dict[str, Mail]:
    db.session.expire_all()
    return {mail.to: mail for mail in db.session.scalars(sa.select(Mail).order_by(Mail.id))}


def test_the_host_invites_everybody_once_in_their_language(client: Client, cluster, meeting, host) -> None:
    make_slot(meeting, "Figures", dt.time(10), 60)
    member = make_member(cluster, role=Role.ELECTED_OFFICIAL, person=make_person(locale="sv"))
    lead = make_lead(cluster)
    make_member(make_cluster("South", organisations=[make_organisation()]))
    page = client.as_person(host).get(PAGE).text
    assert "Invite 3 people" in page
    answer = client.post_form(PAGE, {"greeting": "Welcome to us!", "preview": "1"})
    assert "Nothing is sent yet." in answer.text
    assert "Welcome to us!" in answer.text
    assert mails() == {}
    assert client.post_form(PAGE, {"greeting": "Welcome to us!"}).location == PAGE
    assert set(mails()) == {host.email, member.email, lead.email}
    swedish = mails()[member.email]
    assert swedish.subject.startswith("Inbjudan: Träff 3, ")
    for words in (
        "Welcome to us!",
        "Town hall",
        "Värd: Berga",
        "Figures",
        "http://127.0.0.1:8000" + PAGE[:-10] + "coming",
    ):
        assert words in swedish.body
    page = client.get(PAGE).text
    assert "The invitation goes to 3 people now." in page
    assert "Everybody in the cluster has the invitation." in page
    client.post_form(PAGE, {"greeting": "Again"})
    assert (len(mails()), db.session.query(MeetingInvitation).count()) == (3, 1)


def test_whoever_joins_later_gets_it_too(client: Client, cluster, meeting, host) -> None:
    client.as_person(host).post_form(PAGE, {"greeting": ""})
    later = make_member(cluster)
    assert "1 person has no invitation yet" in client.get(PAGE).text
    client.post_form(PAGE, {"greeting": ""})
    assert set(mails()) == {host.email, later.email}
    assert db.session.query(Mail).count() == 2


def test_sending_ticks_the_preparation_and_the_checklist(client: Client, cluster, meeting, host) -> None:
    make_preparation(meeting, "Send the invitation", -14, responsible=Responsible.HOST, kind="invitation")
    page = client.as_person(host).get("/clusters/north/meetings/3/").text
    assert f'href="{PAGE}"' in page
    assert "We have done it" not in page
    client.post_form(PAGE, {"greeting": ""})
    assert "done 6 days early" in client.get("/clusters/north/meetings/3/readiness").text
    item = db.session.query(HostingItem).filter_by(kind=HostingKind.INVITATION).one()
    assert item.done_by_id == host.id


def test_what_cannot_be_sent_stays_on_the_page(client: Client, meeting, host) -> None:
    answer = client.as_person(host).post_form(PAGE, {"greeting": "x" * 1_001})
    assert (answer.status_code, "x" * 1_001 in answer.text) == (422, True)
    meeting.day = day_in(-1)
    db.session.commit()
    answer = client.post_form(PAGE, {"greeting": "Welcome anyway"})
    assert answer.status_code == 409
    assert "The meeting has been, so nobody is invited any more." in answer.text
    assert "Welcome anyway" in answer.text
    assert mails() == {}


def test_only_the_host_and_the_lead_invite(client: Client, cluster, meeting) -> None:
    assert client.as_person(make_lead(cluster)).get(PAGE).status_code == 200
    for person in (make_member(cluster), make_member(cluster, cluster.organisations[1], Role.MANAGER)):
        page = client.as_person(person).get(PAGE).text
        assert "The invitation has not gone out yet." in page
        assert "Send the invitation" not in page
        assert client.post_form(PAGE, {"greeting": ""}).status_code == 403
    assert client.as_person(make_member(make_cluster())).get(PAGE).status_code == 404
