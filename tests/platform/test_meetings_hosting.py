"""The host's checklist: begun with the meeting, kept by host and lead, read by all; its dates follow the meeting."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from benchplatform import migrating
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.meetings.hooks import steps
from benchplatform.meetings.models import HostingItem, HostingKind
from benchplatform.meetings.models.hosting import content
from benchplatform.meetings.templates import plan_meeting
from tests.client import Client
from tests.factories import (
    day_in,
    make_attendance,
    make_cluster,
    make_hosting_item,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
)
from tests.pages import fields_of

from .conftest import MakeApp

PAGE = "/clusters/north/meetings/3/hosting"
PLANNED = (
    "INSERT INTO bench_programme (id, slug, name, is_demo, created_at)"
    " VALUES (1, 'round', '{}', false, '2026-01-20 09:00:00')",
    "INSERT INTO bench_meeting"
    " (programme_id, number, kind, title, purpose, day, starts, ends, place, version, changed_at)"
    " VALUES (1, 3, 'benchmarking', '{}', '{}', '2026-12-10', '09:30:00', '16:00:00', '', 1, '2026-11-01 10:00:00')",
)
"""A meeting, as it was before there were checklists."""


@pytest.fixture
def meeting(cluster):
    """Alby is host."""
    return make_meeting(cluster, host_id=cluster.organisations[0].id)


@pytest.fixture
def host(cluster, meeting):
    """Sara Nord, a key person of the host."""
    return make_member(cluster, person=make_person("Sara Nord"))


def items() -> list[HostingItem]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(HostingItem).order_by(HostingItem.id)))


def form(**given: str) -> dict[str, str]:
    return {"name": "Parking", "owner": "", "days": "7", "note": "", "version": "1"} | given


def tick(client: Client, item: HostingItem, done: str = "yes"):
    return client.post_form(f"{PAGE}/{item.id}/completion", {"done": done})


def test_the_content_has_every_kind_in_both_languages_due_before_the_meeting() -> None:
    assert set(content()) == set(HostingKind)
    for entry in content().values():
        assert all(entry[part][language].strip() for part in ("title", "help") for language in ("en", "sv"))
        assert -365 <= entry["due_offset_days"] <= 0


def test_a_planned_meeting_has_its_list_and_the_dates_move_along(app, cluster, client: Client, lead) -> None:
    meeting = plan_meeting(cluster, "bm3", day_in(60), "Town hall", cluster.organisations[1].id, lead.id)
    db.session.commit()
    found = HostingItem.of(meeting)
    assert [item.kind for item in found] == list(content())
    due = {item.kind: item.due_on for item in found}
    assert due[HostingKind.FOOD] == day_in(50)
    meeting.move_to(day_in(90), dt.time(9))
    db.session.commit()
    assert {item.kind: item.due_on for item in HostingItem.of(meeting)} == {
        kind: day + dt.timedelta(days=30) for kind, day in due.items()
    }
    client.as_person(lead)
    assert "in 80 days" in client.get(PAGE).text


def test_all_of_the_cluster_read_it_and_the_host_s_key_persons_and_the_lead_keep_it(
    client: Client, cluster, meeting, host, lead
) -> None:
    alby, berga = cluster.organisations
    item = make_hosting_item(meeting)
    for person in (host, lead):
        page = client.as_person(person).get(PAGE).text
        assert (f"{PAGE}/new" in page, f"{PAGE}/{item.id}/edit" in page, "It is done" in page) == (True, True, True)
    readers = (make_member(cluster, alby, Role.MANAGER), make_member(cluster, berga), make_member(cluster, berga))
    for person in readers:
        page = client.as_person(person).get(PAGE).text
        assert "Hearing loop" in page
        assert (f"{PAGE}/new" in page, f"{PAGE}/{item.id}/edit" in page, "It is done" in page) == (False, False, False)
        paths = [f"{PAGE}/new", *(f"{PAGE}/{item.id}/{act}" for act in ("edit", "completion", "removal"))]
        assert [client.post_form(path, form()).status_code for path in paths] == [403] * 4
    client.as_person(make_member(make_cluster(organisations=[make_organisation()])))
    assert [client.post_form(path, form()).status_code for path in paths] == [404] * 4
    assert client.get(PAGE).status_code == 404
    assert [one.done_at for one in items()] == [None]


def test_who_ticks_first_stays_and_the_tick_can_be_taken_away(client: Client, cluster, meeting, host, lead) -> None:
    item = make_hosting_item(meeting)
    assert tick(client.as_person(host), item).location == f"{PAGE}#item-{item.id}"
    tick(client.as_person(lead), item)
    assert [one.done_by_id for one in items()] == [host.id]
    assert "ticked by Sara Nord" in client.get(PAGE).text
    tick(client, item, "no")
    tick(client, item, "no")
    assert [(one.done_by_id, one.done_at) for one in items()] == [(None, None)]


def test_whoever_of_the_host_sees_to_a_thing_ticks_it_and_no_other(client: Client, cluster, meeting, host) -> None:
    alby, berga = cluster.organisations
    owner, former = make_member(cluster, alby, Role.MANAGER), make_member(cluster, berga, Role.MANAGER)
    own, other, lost = (make_hosting_item(meeting, owner_id=one.id) for one in (owner, host, former))
    client.as_person(owner)
    assert [tick(client, item).status_code for item in (own, other, lost)] == [302, 403, 403]
    assert tick(client.as_person(former), lost).status_code == 403
    assert f"{former.name}, who is no longer with the host" in client.get(PAGE).text


def test_things_are_added_renamed_and_removed_and_what_every_host_sees_to_stays(
    client: Client, cluster, meeting, host
) -> None:
    standing = make_hosting_item(meeting)
    client.as_person(host)
    assert client.post_form(f"{PAGE}/new", form(owner=str(host.id), note="By the yard")).status_code == 302
    _, own = items()
    assert (own.title, own.owner_id, own.due_offset_days, own.note) == ("Parking", host.id, -7, "By the yard")
    edit = f"{PAGE}/{own.id}/edit"
    assert client.post_form(edit, form(name="Bicycle stand", days="3")).location == f"{PAGE}#item-{own.id}"
    assert "Bicycle stand" in client.get(PAGE).text
    assert 'name="name"' not in client.get(f"{PAGE}/{standing.id}/edit").text
    client.post_form(f"{PAGE}/{standing.id}/edit", form(name="Nothing", days="20"))
    assert [(one.title, one.due_offset_days) for one in items()] == [("Hearing loop", -20), ("Bicycle stand", -3)]
    assert client.post_form(f"{PAGE}/{standing.id}/removal").status_code == 403
    removal = f"{PAGE}/{own.id}/removal"
    assert client.post_form(removal).location == PAGE
    assert client.post_form(removal).status_code == 404
    assert [one.title for one in items()] == ["Hearing loop"]
    event = db.session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "meetings.hosting")).one()
    assert event.detail == {"removed": "Bicycle stand"}


@pytest.mark.parametrize(
    "case",
    [
        ({"name": " \u200b "}, "Write what has to be there."),
        ({"name": "x" * 121}, "121 characters, the limit is 120."),
        ({"note": "y" * 301}, "301 characters, the limit is 300."),
        ({"days": "366"}, "a number from 0 to 365."),
        ({"days": "-1"}, "a number from 0 to 365."),
        ({"days": ""}, "a number from 0 to 365."),
        ({"days": "soon"}, "Write a whole number"),
        ({"owner": "stranger"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(client: Client, meeting, host, case) -> None:
    given, sentence = case
    if "owner" in given:
        given = {"owner": str(make_member(make_cluster(organisations=[make_organisation()])).id)}
    response = client.as_person(host).post_form(f"{PAGE}/new", form(**{"note": "Words to keep"} | given))
    assert (response.status_code, sentence in response.text) == (422, True)
    assert given.get("note", "Words to keep") in response.text
    assert items() == []


def test_two_who_change_the_same_thing_see_both(client: Client, cluster, meeting, host, lead) -> None:
    item = make_hosting_item(meeting)
    edit = f"{PAGE}/{item.id}/edit"
    client.as_person(lead).post_form(edit, form(note="Left door", owner=str(lead.id)))
    response = client.as_person(host).post_form(edit, form(note="Right door"))
    assert response.status_code == 409
    assert "Left door" in response.text
    given = fields_of(response.text, "")
    assert (given["note"], given["version"]) == ("Right door", "2")
    assert client.post_form(edit, form(note="Right door", version="2")).status_code == 302
    assert [(one.note, one.owner_id) for one in items()] == [("Right door", None)]


def test_it_can_be_given_to_people_of_the_host_and_the_lead(client: Client, cluster, meeting, host, lead) -> None:
    alby, berga = cluster.organisations
    manager, gone, other = (
        make_member(cluster, alby, Role.MANAGER),
        make_member(cluster, alby),
        make_member(cluster, berga),
    )
    gone.memberships[0].until = utc_now()
    item = make_hosting_item(meeting, owner_id=other.id)
    client.as_person(host)

    def offered(path: str) -> set[str]:
        select = client.get(path).text.split('id="owner"')[1].split("</select>")[0]
        return set(re.findall(r'value="(\d+)"', select))

    assert offered(f"{PAGE}/new") == {str(one.id) for one in (host, manager, lead)}
    assert offered(f"{PAGE}/{item.id}/edit") == {str(one.id) for one in (host, manager, lead, other)}


def test_without_a_host_the_page_says_so_and_leads_the_lead_to_choose_one(client: Client, cluster, meeting, host, lead):
    choose = 'href="/clusters/north/meetings/3/edit#host"'
    meeting.host = None
    make_hosting_item(meeting)
    for person, may in ((lead, True), (host, False)):
        page = client.as_person(person).get(PAGE).text
        assert "The host of meeting 3 is not decided yet." in page
        assert (choose in page, "It is done" in page) == (may, may)
    meeting.host = cluster.organisations[0]
    cluster.participations.pop(0)
    db.session.commit()
    page = client.as_person(lead).get(PAGE).text
    assert "Alby is no longer in the cluster, so the meeting needs another host." in page
    assert choose in page


def test_the_next_host_is_named_before_the_meeting_closes(client: Client, cluster, meeting, host, lead) -> None:
    words, choose = "The host of meeting 4 is not decided yet.", 'href="/clusters/north/meetings/4/edit#host"'
    meeting.day = day_in(-1)
    after = make_meeting(cluster, 4, day_in(60))
    page = "/clusters/north/meetings/3/"
    for person, path, is_said, may in (
        (lead, page, True, True), (lead, PAGE, True, True), (host, page, False, False), (host, PAGE, True, False),
    ):  # fmt: skip
        shown = client.as_person(person).get(path).text
        assert (words in shown, choose in shown) == (is_said, may), (person.name, path)
    after.host = cluster.organisations[1]
    db.session.commit()
    client.as_person(lead)
    assert [words in client.get(path).text for path in (page, PAGE)] == [False, False]


def test_the_host_sees_how_many_eat_and_how_many_are_on_the_link(client: Client, cluster, meeting, host) -> None:
    for kind in ("food", "link"):
        make_hosting_item(meeting, kind)
    people = [make_member(cluster) for _ in range(3)]
    make_attendance(meeting, host)
    for person, answer in zip(people, ("on_site", "remote", "not_coming"), strict=True):
        make_attendance(meeting, person, answer)
    page = client.as_person(people[0]).get(PAGE).text
    assert ">2 come in person</a>" in page
    assert ">1 by link</a>" in page


def test_what_is_mine_to_see_to_is_a_step_until_it_is_done(app, client: Client, cluster, meeting, host) -> None:
    item = make_hosting_item(meeting, owner_id=host.id)
    make_hosting_item(meeting, owner_id=make_member(cluster, cluster.organisations[1]).id)
    make_hosting_item(meeting)

    def asked() -> list[tuple[str, str]]:
        with app.test_request_context():
            return [(step.title, step.url) for step in steps(host, cluster) if "hosting" in step.url]

    assert asked() == [("See to it as host: Hearing loop", f"{PAGE}#item-{item.id}")]
    meeting.host = cluster.organisations[1]
    db.session.commit()
    assert asked() == []
    meeting.host = cluster.organisations[0]
    db.session.commit()
    tick(client.as_person(host), item)
    assert asked() == []


def test_after_the_day_nobody_is_late(client: Client, meeting, host) -> None:
    make_hosting_item(meeting)
    meeting.day = day_in(13)
    db.session.commit()
    assert "1 day late" in client.as_person(host).get(PAGE).text
    meeting.day = day_in(-1)
    db.session.commit()
    page = client.get(PAGE).text
    assert "</svg>not ticked</span>" in page
    assert 'class="state late"' not in page


def test_meetings_that_were_planned_before_get_their_list_by_the_migration(make_app: MakeApp, fresh_url: str) -> None:
    app = make_app(DATABASE_URL=fresh_url)
    migrating.upgrade(app)
    migrating.downgrade(app, "benchplatform", "0015-1")
    with app.app_context():
        for statement in PLANNED:
            db.session.execute(sa.text(statement))
        db.session.commit()
        db.session.remove()
    migrating.upgrade(app)
    with app.app_context():
        rows = db.session.execute(
            sa.select(HostingItem.kind, HostingItem.due_offset_days).order_by(HostingItem.position)
        )
        assert [tuple(row) for row in rows] == [(kind, entry["due_offset_days"]) for kind, entry in content().items()]
