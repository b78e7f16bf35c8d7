"""The readiness board: every organisation's preparations side by side, in words, for all in the cluster."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.meetings.models import Completion, Responsible
from benchplatform.plugin import Plugin, Registry, Tick
from tests.client import Client
from tests.factories import (
    day_in,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_preparation,
    save,
)
from tests.queries import counted

BOARD = "/clusters/north/meetings/3/readiness"


@pytest.fixture
def meeting(cluster):
    """In ten days, at Berga's."""
    return make_meeting(cluster, day=day_in(10), host_id=cluster.organisations[1].id)


@pytest.fixture
def alby(cluster):
    return make_member(cluster, cluster.organisations[0])


def complete(preparation, organisation, days_ago: int) -> None:
    at = utc_now() - dt.timedelta(days=days_ago)
    save(Completion(preparation_id=preparation.id, organisation_id=organisation.id, at=at))


def rows(page: str) -> list[Sequence[str]]:
    """Each row of the board as (preparation, cell, cell …), in words alone."""
    found = re.findall(r'<tr role="row"><th scope="row".*?</tr>', page, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_board_says_of_each_organisation_how_far_it_is(client: Client, cluster, meeting, alby) -> None:
    mentor, host = cluster.organisations
    read, score, ask = (
        make_preparation(meeting, text, days) for text, days in (("Read", -12), ("Score", -7), ("Ask", -3))
    )
    complete(read, mentor, days_ago=0)
    complete(score, host, days_ago=2)
    page = client.as_person(alby).get(BOARD).text
    assert [row[1:] for row in rows(page)] == [
        ["Read: done 2 days late", "2 days late"],
        ["Score: in 3 days", "done 5 days early"],
        ["Ask: in 7 days", "in 7 days"],
    ]
    assert words(page).count("1 of 3 done") == 2
    assert re.search(r"Alby\s+<span class=\"soft\">mentor", page)
    assert re.search(r"Berga\s+<span class=\"soft\">host", page)
    assert f'href="/clusters/north/meetings/3/#preparation-{ask.id}"' in page
    assert "Lövinge" not in page


def test_a_feature_says_how_far_it_is_and_what_whoever_looks_should_know(
    client: Client, cluster, meeting, alby, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_preparation(meeting, "Ask", -3, kind="note")
    mentor, host = ((meeting.id, organisation.id) for organisation in cluster.organisations)
    ticks = {mentor: Tick(url="/own", progress="1 of 3 asked"), host: Tick(utc_now(), words="told", note="changed")}
    feature = Plugin("notes", preparations={"note": lambda cluster, meetings: ticks})
    extensions = client.application.extensions
    monkeypatch.setitem(extensions, "benchplatform", Registry((*extensions["benchplatform"].plugins, feature)))
    page = client.as_person(alby).get(BOARD).text
    assert [row[1:] for row in rows(page)] == [["Ask: in 7 days 1 of 3 asked", "told changed"]]
    assert '<span class="state due"><svg class="icon" aria-hidden="true"><use href="#icon-clock"/></svg>changed' in page
    assert "in 7 days 1 of 3 asked Do it" in words(client.get("/clusters/north/meetings/3/").text)


def test_what_is_asked_of_one_organisation_alone_is_not_asked_of_the_others(client: Client, meeting, alby) -> None:
    make_preparation(meeting, "Invite", -14, responsible=Responsible.HOST)
    make_preparation(meeting, "Meet the key persons", -20, responsible=Responsible.MENTOR)
    make_preparation(meeting, "Tell at home", 21, responsible=Responsible.MANAGER)
    page = client.as_person(alby).get(BOARD).text
    assert [row[1:] for row in rows(page)] == [
        ["not asked", "4 days late"],
        ["Meet the key persons: 10 days late", "not asked"],
        ["Tell at home: in 31 days", "in 31 days"],
    ]
    assert "After the meeting" in page
    assert words(page).count("0 of 2 done") == 2


def test_all_of_the_cluster_see_it_and_nobody_else(client: Client, cluster, meeting, alby) -> None:
    make_preparation(meeting)
    for person in (alby, make_lead(cluster), make_member(cluster, role=Role.ELECTED_OFFICIAL)):
        assert client.as_person(person).get(BOARD).status_code == 200
    stranger = make_member(make_cluster("South", organisations=[make_organisation()]))
    assert client.as_person(stranger).get(BOARD).status_code == 404
    assert "/sign-in" in client.as_person(None).get(BOARD).location


def test_it_is_reached_from_the_meeting_and_the_first_page_and_says_when_nothing_is_asked(
    client: Client, cluster, meeting, alby
) -> None:
    for path in ("/clusters/north/meetings/3/", "/clusters/north/meetings/", "/"):
        assert f'href="{BOARD}"' in client.as_person(alby).get(path).text
    assert "Nothing has to be prepared." in client.get(BOARD).text


def test_a_joint_meeting_shows_the_organisations_of_the_cluster_that_looks(client: Client, cluster, alby) -> None:
    meeting = make_meeting(cluster, number=5, cluster_id=None)
    make_preparation(meeting)
    far = make_organisation("Far away")
    other = make_cluster("South", cluster.programme, [far])
    complete(meeting.preparations[0], far, days_ago=1)
    page = client.as_person(alby).get("/clusters/north/meetings/5/readiness").text
    assert ("Alby" in page, "Far away" in page) == (True, False)
    page = client.as_person(make_member(other, far)).get("/clusters/south/meetings/5/readiness").text
    assert ("Alby" in page, "Far away" in page) == (False, True)


def test_it_asks_as_often_for_many_organisations_and_preparations(client: Client, cluster, meeting, alby) -> None:
    def fill() -> None:
        preparation = make_preparation(meeting, kind="presentation"), make_preparation(meeting)
        complete(preparation[1], make_participation(cluster).organisation, days_ago=1)

    def asked() -> int:
        client.get(BOARD)
        with counted() as statements:
            assert client.get(BOARD).status_code == 200
        return len(statements)

    client.as_person(alby)
    fill()
    few = asked()
    for _ in range(5):
        fill()
    assert asked() == few <= 12
    assert db.session.scalar(sa.select(sa.func.count(Completion.id))) == 6
