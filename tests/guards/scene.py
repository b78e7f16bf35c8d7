"""Two clusters of one programme with something of everything in each, and a person of each kind."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for

from bench_presentations.models import Presentation, PresentationQuestion, PresentationReading, Version
from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Post, PostReport, Thread, Widening
from benchplatform.files.models import StoredFile
from benchplatform.friends.models import Round
from benchplatform.friends.seating import propose_groups
from benchplatform.ideas.models import Idea
from benchplatform.meetings.models import AgendaSlot, Meeting, Notes, ProgrammeTemplate, Room, SlotKind
from benchplatform.meetings.rooming import make_for_roles
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster

from ..factories import (
    day_in,
    make_administrator,
    make_assessment,
    make_attendance,
    make_card,
    make_cluster,
    make_hosting_item,
    make_idea,
    make_lead,
    make_meeting,
    make_member,
    make_objective,
    make_occasion,
    make_organisation,
    make_person,
    make_preparation,
    make_programme,
    make_question,
    make_round,
    make_slot,
    make_starting_point,
    make_template,
    make_thread,
    save,
)

CONTENT = b"%PDF-1.4\n%%EOF\n"

ADDRESSES: dict[type, Any] = {
    Thread: lambda it: url_for("discussions.thread_page", id=it.id),
    Post: lambda it: url_for("discussions.post_page", id=it.thread_id, number=it.number),
    AgendaSlot: lambda it: url_for("meetings.slot", id=it.id),
    Round: lambda it: url_for("friends.round_page", id=it.id),
    Idea: lambda it: url_for("ideas.idea_page", id=it.id),
    Meeting: lambda it: url_for("meetings.meeting_page", slug=it.cluster.slug, number=it.number),
    ProgrammeTemplate: lambda it: url_for("meetings.template_page", id=it.id),
    Presentation: lambda it: url_for("presentations.presentation_page", id=it.id),
    StoredFile: lambda it: url_for("files.download", id=it.id, name=it.name),
    Organisation: lambda it: url_for("organisations.organisation_page", slug=it.slug),
    Person: lambda it: url_for("programmes.person_page", id=it.id),
    Cluster: lambda it: url_for("programmes.cluster_page", slug=it.slug),
}
"""Model -> the address of one."""


def make_scene(app: Flask, folder: Path) -> dict[str, Person | None]:
    """Fill the database; the people who look at it, by what they are."""
    programme, mentor = make_programme(), make_organisation("Mentor")
    here, yonder = (
        make_cluster(name, programme, [mentor, make_organisation(f"Guest of {name}")]) for name in ("Here", "Yonder")
    )
    elsewhere = make_cluster("Elsewhere", organisations=[make_organisation("Stranger")])
    for cluster in (here, yonder, elsewhere):
        _fill(app, cluster, folder)
    for place in (programme, elsewhere.programme):
        make_template(place)
    guest = here.organisations[1]
    return {
        "key person": make_member(here, guest),
        "manager": make_member(here, guest, Role.MANAGER),
        "elected official": make_member(here, mentor, Role.ELECTED_OFFICIAL),
        "programme lead": make_lead(here),
        "member elsewhere": make_member(elsewhere),
        "administrator": make_administrator(),
        "nobody's member": make_person(),
    }


def _fill(app: Flask, cluster: Cluster, folder: Path) -> None:
    """A meeting with threads for each audience, a published presentation and a draft, each with its file."""
    first, last = cluster.organisations[0], cluster.organisations[-1]
    author, meeting = make_member(cluster, last), make_meeting(cluster)
    _treat(make_thread(meeting, author, "For all", texts=["Hello", "[a link](/)", "Hidden"]), author)
    make_thread(meeting, author, "For managers", role=Role.MANAGER)
    own = make_thread(meeting, author, "Our own", organisation_id=last.id)
    save(Widening(thread_id=own.id, asked_by_id=author.id))
    make_slot(meeting, "Coffee", dt.time(9), 30)
    _befriend(make_slot(meeting, "The mentor presents", dt.time(10), 30, SlotKind.PRESENTATION), first, author)
    _note(make_slot(meeting, "Role groups", dt.time(11), 30, SlotKind.ROLE_GROUPS), author)
    make_preparation(meeting)
    make_attendance(meeting, author, needs="Quiet")
    make_hosting_item(meeting, owner_id=author.id)
    make_hosting_item(meeting, None, name="Parking")
    held = make_meeting(cluster, 2, day_in(-1))
    make_idea(cluster, author, "Left over", meeting_id=held.id)
    make_assessment(make_objective(held), first)
    make_objective(meeting)
    make_question(meeting, author, "For the mentor")
    make_question(meeting, author, "For the mentor's managers", role=Role.MANAGER)
    make_idea(cluster, author)
    make_idea(cluster, author, role=Role.MANAGER)
    make_idea(cluster, author, organisation_id=last.id)
    make_occasion(cluster, author)
    for owner in {first.id: first, last.id: last}.values():
        present(app, meeting, owner, author, folder, is_published=owner is first)
        make_starting_point(cluster, make_member(cluster, owner), is_published=owner is first)


def _befriend(slot: AgendaSlot, presenting: Organisation, author: Person) -> None:
    """A round with groups and a card, handed over."""
    round = make_round(slot, presenting, author)
    propose_groups(round)
    make_card(round, author)
    round.hand_over(author)
    db.session.commit()


def _note(slot: AgendaSlot, author: Person) -> None:
    """A room for each role, and what its people have noted there for themselves."""
    make_for_roles(slot)
    db.session.flush()
    for room in Room.of_slot(slot):
        Notes.begin(room).say("Between us", author, 0)
    db.session.commit()


def _treat(thread: Thread, author: Person) -> None:
    """One post is edited and reported, another one removed."""
    first, _, last = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number))
    first.reword(1, "Hello again")
    last.remove(author, "No longer so")
    save(PostReport(post_id=first.id, why="Strange"))


def present(
    app: Flask, meeting: Meeting, owner: Organisation, author: Person, folder: Path, *, is_published: bool
) -> None:
    digest, path = hashlib.sha256(CONTENT).hexdigest(), folder / "file"
    path.write_bytes(CONTENT)
    app.extensions["bench_files"].keep(path, digest)
    draft = Presentation.begin(meeting, owner.id)
    draft.title, draft.summary = f"What {owner.name} shows", "Short"
    draft.summary_html = "<p>Short</p>"
    file = StoredFile(digest=digest, name="slides.pdf", media_type="application/pdf", size=len(CONTENT))
    db.session.add_all([draft, file.share_audience_of(draft)])
    db.session.flush()
    draft.versions.append(Version(number=1, file=file, added_by_id=author.id))
    if is_published:
        draft.publish(author)
    save(draft)
    if is_published and author.memberships[0].organisation_id != owner.id:
        _read_and_ask(draft, author)


def _read_and_ask(presentation: Presentation, author: Person) -> None:
    """The author has read it before its newest version, and asked about it in a thread of its own."""
    save(PresentationReading(presentation_id=presentation.id, person_id=author.id, number=0))
    asked = {"subject_kind": "presentation", "subject_id": presentation.id}
    thread = make_thread(presentation.meeting, author, "Questions", ["Why?", "And how?"], **asked)
    for post in db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id)).all():
        save(PresentationQuestion(post_id=post.id, presentation_id=presentation.id))
