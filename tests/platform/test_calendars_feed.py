"""What a person's calendar holds: meetings at their hours, what is asked of them, and nothing of anybody else's."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
import vobject

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import Responsible
from tests.calendars import fetch, only, path_of, summaries
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_preparation,
    save,
)
from tests.queries import counted

SUNDAY = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def utc(*numbers: int) -> dt.datetime:
    return dt.datetime(*numbers, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


def test_meetings_keep_their_hours_across_summer_time(client: Client, cluster, writer) -> None:
    for number, day in enumerate([dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 7, 1)]):
        make_meeting(cluster, number, day)
    calendar = fetch(client, writer)
    expected = [
        (utc(2026, 3, 28, 8, 30), utc(2026, 3, 28, 15)),
        (utc(2026, 3, 29, 7, 30), utc(2026, 3, 29, 14)),
        (utc(2026, 7, 1, 7, 30), utc(2026, 7, 1, 14)),
    ]
    assert [(event.start, event.end) for event in calendar.events] == expected
    assert [str(event.start.tzinfo) for event in calendar.events] == ["Europe/Stockholm"] * 3
    assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Stockholm"]
    other = vobject.readOne(client.get(path_of(writer)).text)
    read = [(event.dtstart.value, event.dtend.value) for event in other.vevent_list]
    assert [(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) for start, end in read] == expected


def test_a_meeting_says_where_when_and_whom_to_ask(client: Client, cluster, writer) -> None:
    contact = make_person("Åsa Öst", phone="070-174 06 11", email="asa@example.org")
    given = {"title": {"sv": "Träff 3: Jämställdhet, på riktigt; nu"}, "place": "Rådhuset, Storgatan 1"}
    meeting = make_meeting(cluster, host_id=cluster.organisations[1].id, contact_id=contact.id, **given)
    writer.locale = "sv"
    save(writer)
    event = only(client, writer)
    address = "http://127.0.0.1:8000/clusters/north/meetings/3/"
    assert (event["SUMMARY"], event["LOCATION"]) == ("Träff 3: Jämställdhet, på riktigt; nu", "Rådhuset, Storgatan 1")
    assert event["DESCRIPTION"].split("\n") == [
        "North", "Värd: Berga", "Kontakt: Åsa Öst, 070-174 06 11, asa@example.org", address,
    ]  # fmt: skip
    assert (event["URL"], event["UID"], event["SEQUENCE"]) == (address, f"meeting-{meeting.id}@127.0.0.1:8000", 0)
    assert event.DTSTAMP == event.LAST_MODIFIED == meeting.changed_at.replace(microsecond=0)
    lines = client.get(path_of(writer)).data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"SUMMARY:Tr\xc3\xa4ff 3: J\xc3\xa4mst\xc3\xa4lldhet\\, p\xc3\xa5 riktigt\\; nu" in lines


def test_a_meeting_that_moves_is_the_same_one_later(client: Client, cluster, writer, lead) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        meeting = make_meeting(cluster, day=dt.date(2027, 3, 10), place="Here")
        make_preparation(meeting, "Read the papers", -7)
        before, task_before = only(client, writer, "Meeting 3"), only(client, writer, "Read")
    form = {"day": "2027-04-14", "starts": "10:00", "place": "There", "host": "", "contact": "", "version": 1}
    with time_machine.travel(SUNDAY + dt.timedelta(hours=1), tick=False):
        assert client.as_person(lead).post_form("/clusters/north/meetings/3/edit", form).status_code == 302
        after, task_after = only(client, writer, "Meeting 3"), only(client, writer, "Read")
    assert (before.start, after.start) == (utc(2027, 3, 10, 8, 30), utc(2027, 4, 14, 8))
    assert (task_before.start, task_after.start) == (dt.date(2027, 3, 3), dt.date(2027, 4, 7))
    for old, new in ((before, after), (task_before, task_after)):
        assert old["UID"] == new["UID"]
        assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
        assert (SUNDAY, SUNDAY + dt.timedelta(hours=1)) == (old.LAST_MODIFIED, new.LAST_MODIFIED)
    assert (before["LOCATION"], after["LOCATION"]) == ("Here", "There")


def test_what_is_asked_stands_on_its_last_day_and_is_ticked(client: Client, cluster, writer) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        meeting = make_meeting(cluster, day=dt.date(2026, 12, 10))
    asked = make_preparation(meeting, "Read the papers. All of them.", -14)
    make_preparation(meeting, "Answer the evaluation", 7)
    event = only(client, writer, "Read")
    assert event["SUMMARY"] == "Read the papers – Meeting 3"
    assert (event.start, event.end, event["TRANSP"]) == (dt.date(2026, 11, 26), dt.date(2026, 11, 27), "TRANSPARENT")
    address = f"http://127.0.0.1:8000/clusters/north/meetings/3/#preparation-{asked.id}"
    described = ["North", "Read the papers. All of them.", "Not done yet.", address]
    assert event["DESCRIPTION"].split("\n") == described
    assert event["URL"] == address
    assert only(client, writer, "Answer").start == dt.date(2026, 12, 17)
    moment = utc(2026, 11, 24, 23, 30)  # the day after, where the cluster is
    with time_machine.travel(moment, tick=False):
        client.as_person(writer).post_form(f"/preparations/{asked.id}/completion", {"done": "yes"})
    done = only(client, writer, "✓ Read the papers – Meeting 3")
    described[2] = "✓ done 1 day early"
    assert done["DESCRIPTION"].split("\n") == described
    assert (done["UID"], done.LAST_MODIFIED, done["SEQUENCE"]) == (event["UID"], moment, 0)
    colleague = make_member(cluster, cluster.organisations[0])
    assert summaries(client, colleague) == summaries(client, writer)
    berga = make_member(cluster, cluster.organisations[1])
    assert only(client, berga, "Read")["UID"] != event["UID"]


@pytest.mark.parametrize(
    "case",
    [
        (0, Role.KEY_PERSON, ["all_participants", "all_roles", "key_person", "mentor"]),
        (1, Role.KEY_PERSON, ["all_participants", "all_roles", "host", "key_person"]),
        (1, Role.MANAGER, ["all_participants", "all_roles", "manager"]),
        (1, Role.ELECTED_OFFICIAL, ["all_participants", "all_roles", "elected_official"]),
        (0, Role.PROGRAMME_LEAD, []),
    ],
)
def test_each_role_finds_its_own(client: Client, cluster, case: tuple[int, Role, list[str]]) -> None:
    index, role, expected = case
    meeting = make_meeting(cluster, host_id=cluster.organisations[1].id)
    for responsible in Responsible:
        make_preparation(meeting, responsible.value, responsible=responsible)
    person = make_member(cluster, cluster.organisations[index], role)
    found = [words.partition(" – ")[0] for words in summaries(client, person)]
    assert sorted(found) == sorted(["Meeting 3", *expected])


def test_nothing_of_others_and_nothing_after_one_has_left(client: Client, cluster, writer) -> None:
    make_meeting(cluster, 1)
    make_meeting(cluster, 2, role=Role.MANAGER)
    make_meeting(cluster, 3, organisation_id=cluster.organisations[1].id)
    make_preparation(make_meeting(make_cluster("South", cluster.programme), 4), "Foreign")
    assert summaries(client, writer) == ["Meeting 1"]
    elsewhere = make_member(make_cluster("Elsewhere", organisations=[make_organisation()]))
    assert summaries(client, elsewhere) == summaries(client, make_administrator()) == []
    writer.memberships[0].end()
    db.session.commit()
    assert summaries(client, writer) == []


def test_all_clusters_are_in_it_and_a_joint_meeting_once(client: Client, cluster) -> None:
    west = make_cluster("West", time_zone="America/New_York", organisations=[make_organisation("Cedar")])
    person = make_member(west, person=make_member(cluster))
    make_cluster("South", cluster.programme)
    make_preparation(make_meeting(cluster, 1, dt.date(2026, 5, 1)), "Read", -1)
    make_preparation(make_meeting(west, 2, dt.date(2026, 5, 2)), "Write", -1)
    make_meeting(cluster, 4, dt.date(2026, 6, 1), cluster_id=None)
    expected = ["Meeting 1", "Meeting 4", "Read – Meeting 1", "Meeting 2", "Write – Meeting 2"]
    calendar = fetch(client, person)
    assert [str(event["SUMMARY"]) for event in calendar.events] == expected
    assert [zone.tz_name for zone in calendar.timezones] == ["Europe/Stockholm", "America/New_York"]
    assert only(client, person, "Meeting 2").start == utc(2026, 5, 2, 13, 30)
    joint = only(client, person, "Meeting 4")["DESCRIPTION"].split("\n")
    assert joint == ["Round", "http://127.0.0.1:8000/clusters/north/meetings/4/"]
    assert summaries(client, make_lead(cluster)) == ["Meeting 1", "Meeting 4"]


def test_a_programme_without_clusters_gives_an_empty_calendar(client: Client, cluster) -> None:
    lead = make_lead(cluster)
    make_meeting(cluster, cluster_id=None)
    for participation in cluster.participations:
        db.session.delete(participation)
    db.session.delete(cluster)
    db.session.commit()
    assert summaries(client, lead) == []


def test_it_asks_as_often_with_five_meetings_as_with_one(client: Client, cluster, writer) -> None:
    def asked() -> int:
        with counted() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    def add(number: int) -> None:
        meeting = make_meeting(cluster, number, contact_id=make_person().id, host_id=make_organisation().id)
        for kind in (None, "presentation"):
            make_preparation(meeting, kind=kind)

    path = path_of(writer)
    add(1)
    few = asked()
    for number in range(2, 6):
        add(number)
    assert (asked(), few) == (7, 7)
