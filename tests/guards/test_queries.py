"""A page asks the database as often with three of everything as with one, and never more than a dozen times."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post, PostReport, Thread
from benchplatform.meetings.models import Meeting, MeetingKind
from benchplatform.meetings.templating import builtin
from benchplatform.programmes.models import Cluster, Membership, Part

from ..client import Client
from ..factories import (
    day_in,
    make_administrator,
    make_assessment,
    make_attendance,
    make_cluster,
    make_hosting_item,
    make_idea,
    make_invitation,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
    make_occasion,
    make_organisation,
    make_participation,
    make_person,
    make_preparation,
    make_programme,
    make_question,
    make_starting_point,
    make_template,
    make_thread,
    save,
)
from ..queries import counted
from .scene import present

MOST = 12
PAGES = {
    "key person": [
        "/", "/clusters/own/", "/clusters/own/meetings/", "/clusters/own/meetings/1/", "/clusters/own/meetings/0/",
        "/clusters/own/meetings/0/objectives", "/clusters/own/meetings/1/carried", "/clusters/own/meetings/1/agenda",
        "/clusters/own/meetings/1/coming", "/clusters/own/meetings/1/hosting", "/clusters/own/presentations/",
        "/clusters/own/meetings/1/readiness",
        "/clusters/own/discussions/", "/clusters/own/discussions/questions", "/clusters/own/ideas/",
        "/clusters/own/anchoring/", "/clusters/own/anchoring/first/", "/clusters/own/starting-points/",
        "/clusters/own/people/", "/organisations/first/", "/profile", "/calendar",
    ],
    "lead": [
        "/", "/clusters/own/", "/clusters/own/meetings/1/", "/clusters/own/meetings/1/carried",
        "/clusters/own/meetings/0/objectives/edit", "/clusters/own/administration", "/admin/",
        "/admin/programmes/round/",
        "/clusters/own/discussions/", "/clusters/own/discussions/reports",
        "/clusters/own/meetings/1/coming", "/clusters/own/meetings/1/hosting",
        "/clusters/own/meetings/", "/clusters/own/meetings/1/edit", "/admin/programmes/round/templates/",
    ],
    "administrator": ["/", "/admin/", "/admin/organisations/", "/admin/outbox", "/organisations/first/"],
}  # fmt: skip


def fill(app: Flask, held: Meeting, folder: Path, number: int) -> None:
    """One more of everything that a list can hold."""
    cluster, organisation = held.seen_from, make_organisation()
    make_participation(cluster, organisation, Part.BENCHMARKING)
    author = make_member(cluster, organisation)
    make_member(cluster, organisation, Role.MANAGER)
    make_assessment(make_objective(held), organisation, proof_url="https://example.org/plan")
    make_idea(cluster, author, meeting_id=held.id)
    meeting = make_meeting(cluster, number, template_version_id=builtin.current().id)
    make_objective(meeting)
    make_preparation(meeting, kind="presentation")
    come(cluster, meeting)
    make_preparation(meeting, kind="questions")
    thread = make_thread(meeting, author, texts=["One", "Two"])
    report(thread)
    present(app, meeting, organisation, author, folder, is_published=True)
    present(app, meeting, cluster.organisations[0], author, folder, is_published=True)
    make_idea(cluster, author, meeting_id=meeting.id)
    make_occasion(cluster, author)
    make_starting_point(cluster, author, is_published=True)
    make_template(cluster.programme)
    make_question(meeting, author)
    make_invitation(cluster, f"new{number}@example.org")


def come(cluster: Cluster, meeting: Meeting) -> None:
    """All who are there so far, one for another; and one more thing for the host to see to at the first meeting."""
    people = list(dict.fromkeys(db.session.scalars(sa.select(Membership.person_id).order_by(Membership.id))))
    for id in people:
        make_attendance(meeting, db.session.get_one(Person, id), needs="Quiet", answered_by_id=people[-1])
    first = db.session.scalars(sa.select(Meeting).where(Meeting.of(cluster)).order_by(Meeting.number)).first()
    assert first
    make_hosting_item(first, None, name="Parking", owner_id=people[-1], done_by_id=people[-1])


def report(thread: Thread) -> None:
    for post in db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id)).all():
        save(PostReport(post_id=post.id, by_id=make_person().id, why="Strange"))


@pytest.mark.parametrize("who", PAGES)
def test_a_page_asks_as_often_with_three_as_with_one(app: Flask, tmp_path: Path, who: str) -> None:
    cluster = make_cluster("Own", make_programme("Round"), [make_organisation("First")])
    person = {
        "key person": lambda: make_member(cluster),
        "lead": lambda: make_lead(cluster),
        "administrator": make_administrator,
    }[who]()
    client = app.test_client()
    assert isinstance(client, Client)
    client.as_person(person)
    held = make_meeting(cluster, 0, day_in(-1), kind=MeetingKind.STARTUP)
    for kind in ("presentation", "starting_point", "anchoring"):
        make_preparation(held, kind=kind)
    fill(app, held, tmp_path, 1)
    few = {path: asked(client, path) for path in PAGES[who]}
    for number in (2, 3):
        fill(app, held, tmp_path, number)
    many = {path: asked(client, path) for path in PAGES[who]}
    assert many == few
    assert max(few.values()) <= MOST, few


def asked(client: Client, path: str) -> int:
    """How many statements the page sends; the first visit warms what is kept for all pages."""
    client.get(path)
    with counted() as statements:
        assert client.get(path).status_code == 200, path
    return len(statements)
