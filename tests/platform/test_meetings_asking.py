"""From the directory to a question: one link on somebody's page, to a thread of the meeting being prepared."""

from __future__ import annotations

import html
import re

import pytest

from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Thread
from benchplatform.programmes.models import Cluster
from tests.client import Client
from tests.factories import day_in, make_cluster, make_meeting, make_member, make_organisation, make_person


@pytest.fixture
def cluster(app) -> Cluster:
    return make_cluster("North", organisations=[make_organisation("Alby"), make_organisation("Berga")])


def link(client: Client, person) -> str | None:
    found = re.search(r'href="(/threads/new[^"]*)"', client.get(f"/people/{person.id}/").text)
    return html.unescape(found.group(1)) if found else None


def test_a_question_is_one_click_and_a_sentence_away(client: Client, cluster) -> None:
    sara = make_member(cluster, person=make_person("Sara Nord"))
    make_meeting(cluster, 1, day=day_in(-9))
    meeting = make_meeting(cluster, 2, day=day_in(9))
    client.as_person(make_member(cluster, cluster.organisations[1], Role.ELECTED_OFFICIAL))
    address = link(client, sara)
    assert address == f"/threads/new?on=meeting&id={meeting.id}&title=Question+to+Sara+Nord"
    assert 'value="Question to Sara Nord"' in client.get(address).text
    client.post_form(address, {"title": "Question to Sara Nord", "text": "How did you begin?", "audience": "all"})
    thread = db.session.query(Thread).one()
    assert (thread.title, thread.subject_kind, thread.subject_id) == ("Question to Sara Nord", "meeting", meeting.id)


def test_nobody_asks_themselves_nor_those_who_have_left_or_are_shut_out(client: Client, cluster) -> None:
    make_meeting(cluster, day=day_in(9))
    asking = make_member(cluster)
    shut_out = make_member(cluster)
    shut_out.disable()
    client.as_person(asking)
    people = (asking, shut_out, make_member(cluster, until=utc_now()), make_member(cluster))
    assert [link(client, person) is not None for person in people] == [False, False, False, True]


def test_there_is_no_question_without_a_meeting_to_prepare(client: Client, cluster) -> None:
    make_meeting(cluster, day=day_in(-9))
    client.as_person(make_member(cluster))
    assert link(client, make_member(cluster)) is None


def test_a_title_that_comes_with_the_link_is_only_a_proposal(client: Client, cluster) -> None:
    meeting = make_meeting(cluster, day=day_in(9))
    client.as_person(make_member(cluster))
    page = client.get("/threads/new", query_string={"on": "meeting", "id": meeting.id, "title": '<b>"' + "x" * 5000})
    assert f'value="&lt;b&gt;&#34;{"x" * 156}"' in page.text
