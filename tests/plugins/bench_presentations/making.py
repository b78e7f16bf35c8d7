"""What tests of presentations begin with: a cluster of two, one that is none of their business, and their people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bench_presentations import questions
from bench_presentations.models import Presentation, PresentationReading
from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.files.actions import keep
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster

from ... import documents, factories

DAY = dt.date(2026, 12, 10)
"""The meeting; presentations are due on Thursday 3 December."""


@dataclass
class Scene:
    cluster: Cluster
    meeting: Meeting
    ours: Organisation
    theirs: Organisation
    miriam: Person
    """Key person of ours."""
    sara: Person
    """Key person of theirs, in the same cluster."""

    @property
    def new_address(self) -> str:
        return f"/clusters/{self.cluster.slug}/meetings/{self.meeting.number}/presentations/new"


def make_scene() -> Scene:
    ours, theirs = factories.make_organisation("Lövinge"), factories.make_organisation("Björkinge")
    cluster = factories.make_cluster("Demo", organisations=[theirs, ours])
    meeting = factories.make_meeting(cluster, 3, DAY)
    miriam = factories.make_member(cluster, ours, person=factories.make_person("Miriam Haile"))
    sara = factories.make_member(cluster, theirs, person=factories.make_person("Sara Nordlund"))
    return Scene(cluster, meeting, ours, theirs, miriam, sara)


def make_presentation(scene: Scene, **given: Any) -> Presentation:
    """Ours, a draft without a file unless the test says more."""
    owner, meeting = given.pop("owner", scene.ours), given.pop("meeting", scene.meeting)
    draft = Presentation.begin(meeting, owner.id)
    draft.write(given.pop("title", "Our follow-up"), given.pop("summary", "Look at page **two**."))
    for name, value in given.items():
        setattr(draft, name, value)
    return factories.save(draft)


def add_file(presentation: Presentation, person: Person, name: str = "slides.pdf") -> int:
    """The next version; the id of its file."""
    file = keep(documents.upload(documents.pdf(name), name), person, presentation)
    presentation.add_version(file, person)
    db.session.commit()
    return file.id


def publish(presentation: Presentation, person: Person, at: dt.datetime | None = None) -> None:
    presentation.publish(person)
    presentation.published_at = at or utc_now()
    db.session.commit()


def make_third(scene: Scene, name: str = "Norrby") -> Person:
    """One more organisation in the cluster; its key person."""
    organisation = factories.make_organisation(name)
    factories.make_participation(scene.cluster, organisation)
    return factories.make_member(scene.cluster, organisation, person=factories.make_person(f"Of {name}"))


def published(scene: Scene, owner: Organisation | None = None, **given: Any) -> Presentation:
    """A presentation with one version, of theirs unless the test says whose."""
    owner = owner or scene.theirs
    presentation = make_presentation(scene, owner=owner, **given)
    add_file(presentation, scene.sara)
    publish(presentation, scene.sara)
    return presentation


def read_and_ask(presentation: Presentation, person: Person, times: int = 1) -> None:
    """The person has read it before it had a version, and asks about it, in a thread that is there or not yet."""
    db.session.merge(PresentationReading(presentation_id=presentation.id, person_id=person.id, number=0))
    thread = questions.thread_on(presentation)
    if thread is None:
        about = {"subject_kind": "presentation", "subject_id": presentation.id}
        thread = factories.make_thread(presentation.meeting, person, "Questions", texts=[], **about)
    for number in range(times):
        post = thread.add_post(person, person.memberships[0].organisation_id, f"Question {number}")
        questions.mark(post, presentation)
    db.session.commit()


def members_of_each_role(scene: Scene) -> dict[str, Person]:
    return {role.value: factories.make_member(scene.cluster, scene.ours, role) for role in Role if role is not _LEAD}


_LEAD = Role.PROGRAMME_LEAD
