"""What is asked of organisations at home: steps while it is not done, and preparations that tick themselves."""

from __future__ import annotations

import datetime as dt

import pytest

from benchplatform.athome.models import STARTING_POINT_DAYS_BEFORE, StartingPoint
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.meetings.models import MeetingKind
from benchplatform.meetings.templates import templates
from tests.client import Client
from tests.factories import (
    day_in,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_occasion,
    make_preparation,
    make_starting_point,
)

TELL = "Tell at home what you learnt at meeting 2"
DESCRIBE = "Describe your starting point for the others"


@pytest.fixture
def writer(cluster):
    """A key person of Berga."""
    return make_member(cluster, cluster.organisations[1])


def is_asked(client: Client, person, title: str) -> bool:
    return title in client.as_person(person).get("/").text


@pytest.mark.parametrize(("days", "asked"), [(-22, False), (-21, True), (-1, True), (0, False), (1, False)])
def test_one_is_asked_to_tell_from_the_day_after_a_meeting_for_three_weeks(
    client: Client, cluster, writer, days, asked
) -> None:
    make_meeting(cluster, 2, day_in(days))
    assert is_asked(client, writer, TELL) == asked


def test_all_who_speak_for_the_organisation_are_asked_until_one_has_written(client: Client, cluster, writer) -> None:
    make_meeting(cluster, 1, day_in(-20))
    make_meeting(cluster, 2, day_in(-10))
    alby, berga = cluster.organisations
    manager, elected = make_member(cluster, berga, Role.MANAGER), make_member(cluster, berga, Role.ELECTED_OFFICIAL)
    neighbour, lead = make_member(cluster, alby), make_lead(cluster)
    page = client.as_person(writer).get("/").text
    assert '<a href="/clusters/north/anchoring/">' + TELL in page
    assert "in 11 days" in page
    assert "meeting 1" not in page
    make_occasion(cluster, writer, day=day_in(-11))
    assert [is_asked(client, one, TELL) for one in (writer, manager, elected, neighbour, lead)] == [True] * 4 + [False]
    make_occasion(cluster, writer, day=day_in(-10))
    assert [is_asked(client, one, TELL) for one in (writer, manager, elected, neighbour)] == [False] * 3 + [True]


def test_who_speaks_for_two_is_asked_until_both_have_told(client: Client, cluster, writer) -> None:
    make_meeting(cluster, 2, day_in(-1))
    alby = make_member(cluster)
    both = make_member(cluster, cluster.organisations[0], person=make_member(cluster, cluster.organisations[1]))
    for told, asked in ((None, True), (writer, True), (alby, False)):
        if told:
            make_occasion(cluster, told)
        assert is_asked(client, both, TELL) == asked


def test_key_persons_are_asked_for_the_starting_point_until_it_is_published(client: Client, cluster, writer) -> None:
    startup = make_meeting(cluster, 0, day_in(30), kind=MeetingKind.STARTUP)
    page = client.as_person(writer).get("/").text
    assert f'<a href="/clusters/north/starting-points/edit">{DESCRIBE}</a>' in page
    assert "in 9 days" in page
    assert not is_asked(client, make_member(cluster, cluster.organisations[1], Role.MANAGER), DESCRIBE)
    assert not is_asked(client, make_lead(cluster), DESCRIBE)
    draft = make_starting_point(cluster, writer)
    assert is_asked(client, writer, DESCRIBE)
    draft.publish(writer)
    db.session.commit()
    assert not is_asked(client, writer, DESCRIBE)
    draft.withdraw()
    startup.day = day_in(-1)
    db.session.commit()
    assert not is_asked(client, writer, DESCRIBE)


def states(client: Client, number: int) -> list[str]:
    """The cells of the one row of a meeting's readiness board: what Alby and Berga have done."""
    page = client.get(f"/clusters/north/meetings/{number}/readiness").text
    return [cell.split("</svg>")[1].split("</span>")[0] for cell in page.split('<td role="cell"')[1:]]


def test_the_preparation_ticks_itself_by_what_was_told_between_the_meetings(client: Client, cluster, writer) -> None:
    client.as_person(writer)
    for number, days in ((0, -60), (1, -30), (2, 10)):
        make_preparation(make_meeting(cluster, number, day_in(days)), "Tell at home", 21, kind="anchoring")
    alby = make_member(cluster)
    assert [states(client, number)[1] for number in (0, 1, 2)] == ["39 days late", "9 days late", "in 31 days"]
    for days in (-61, -42, -40, -2):
        make_occasion(cluster, writer, day=day_in(days))
    make_occasion(cluster, alby, day=day_in(-31))
    assert states(client, 0) == ["done 8 days late", "done 3 days early"]
    assert states(client, 1) == ["9 days late", "done 7 days late"]
    assert states(client, 2) == ["in 31 days"] * 2
    page = client.get("/clusters/north/meetings/1/").text
    assert '<a href="/clusters/north/anchoring/" aria-describedby' in page
    assert "We have done it" not in page
    assert "/anchoring/" not in client.get("/clusters/north/meetings/2/readiness").text


def test_the_logs_of_other_clusters_tick_nothing(client: Client, cluster, writer) -> None:
    sister = make_cluster("South", cluster.programme, cluster.organisations)
    make_preparation(make_meeting(cluster, 0, day_in(-30), cluster_id=None), "Tell at home", 21, kind="anchoring")
    make_occasion(sister, make_member(sister, cluster.organisations[1]), day=day_in(-20))
    make_starting_point(sister, make_member(sister, cluster.organisations[1]), is_published=True)
    client.as_person(writer)
    assert states(client, 0) == ["9 days late"] * 2
    make_meeting(sister, 1, day_in(-25))
    make_occasion(cluster, writer, day=day_in(-20))
    assert states(client, 0) == ["9 days late", "done 11 days early"]


def test_publishing_the_starting_point_ticks_its_preparation(client: Client, cluster, writer) -> None:
    startup = make_meeting(cluster, 0, day_in(30), kind=MeetingKind.STARTUP)
    make_preparation(startup, "Describe your starting point", -STARTING_POINT_DAYS_BEFORE, kind="starting_point")
    berga = cluster.organisations[1]
    client.as_person(writer)
    page = client.get("/clusters/north/meetings/0/").text
    assert f'<a href="/clusters/north/starting-points/edit?organisation={berga.id}" aria-describedby' in page
    made = make_starting_point(cluster, writer)
    assert states(client, 0) == ["in 9 days"] * 2
    for days_ago, words in ((-6, "3 days early"), (-9, "on the last day"), (-10, "1 day late")):
        made.withdraw()
        made.publish(writer, at=utc_now() - dt.timedelta(days_ago))
        db.session.commit()
        assert states(client, 0) == ["in 9 days", f"published {words}"]
    assert (
        '<a href="/clusters/north/starting-points/" aria-describedby' in client.get("/clusters/north/meetings/0/").text
    )


def test_the_template_of_the_start_up_asks_for_both_and_for_the_starting_point_in_time() -> None:
    startup = templates()["startup"]
    asked = {one["kind"]: one for one in [*startup["preparations"], *startup["after"]] if "kind" in one}
    assert set(asked) == {"anchoring", "invitation", "presentation", "starting_point"}
    assert asked["starting_point"]["due_offset_days"] == -STARTING_POINT_DAYS_BEFORE
    assert asked["anchoring"]["due_offset_days"] > 0


def test_a_starting_point_is_published_once(cluster, writer) -> None:
    made = make_starting_point(cluster, writer)
    assert [made.publish(writer), made.publish(writer), made.withdraw(), made.withdraw()] == [True, False, True, False]
    assert db.session.query(StartingPoint).one().organisation_id == made.owner_id
