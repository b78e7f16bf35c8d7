"""Plain functions that make what a test needs, with sensible words where the test says nothing."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from benchplatform.accounts.models import Person
from benchplatform.athome.models import How, Occasion, StartingPoint
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Question, Thread
from benchplatform.friends.kinds import Kind
from benchplatform.friends.models import Card, Round
from benchplatform.ideas.models import Idea
from benchplatform.meetings.models import (
    AgendaSlot,
    Answer,
    Attendance,
    HostingItem,
    HostingKind,
    Meeting,
    MeetingKind,
    Objective,
    ObjectiveAssessment,
    Preparation,
    ProgrammeTemplate,
    Responsible,
    SlotKind,
)
from benchplatform.meetings.templating import builtin
from benchplatform.organisations.models import Organisation, OrganisationKind
from benchplatform.programmes.models import Cluster, Invitation, Membership, Part, Participation, Programme

_numbers = count(1)


def save(thing: Any) -> Any:
    db.session.add(thing)
    db.session.commit()
    return thing


def make_person(name: str = "", **given: Any) -> Person:
    name = name or f"Person {next(_numbers)}"
    email = given.pop("email", f"{name.lower().replace(' ', '.')}@example.org")
    password = given.pop("password", None)
    person = Person(name=name, email=email, **given)
    db.session.add(person)
    db.session.flush()
    if password:
        person.set_password(password)
    return save(person)


def make_administrator(name: str = "Administrator") -> Person:
    return make_person(name, administrator_since=utc_now())


def make_organisation(name: str = "", **given: Any) -> Organisation:
    name = name or f"Organisation {next(_numbers)}"
    given = {"slug": name.lower().replace(" ", "-"), "kind": OrganisationKind.MUNICIPALITY, "about": {}} | given
    return save(Organisation(name=name, **given))


def make_programme(name: str = "", **given: Any) -> Programme:
    name = name or f"Programme {next(_numbers)}"
    return save(Programme(slug=name.lower().replace(" ", "-"), name={"en": name, "sv": name}, **given))


def make_cluster(
    name: str = "", programme: Programme | None = None, organisations: list[Any] = (), **given: Any
) -> Cluster:  # type: ignore[assignment]
    """A cluster; the first of the organisations is its mentor."""
    name = name or f"Cluster {next(_numbers)}"
    cluster = Cluster(slug=name.lower().replace(" ", "-"), name={"en": name, "sv": name}, **given)
    cluster.programme = programme or make_programme()
    for index, organisation in enumerate(organisations):
        part = Part.BENCHMARKING if index else Part.MENTOR
        cluster.participations.append(Participation(organisation=organisation, part=part))
    return save(cluster)


def make_participation(
    cluster: Cluster, organisation: Organisation | None = None, part: Part = Part.BENCHMARKING
) -> Any:
    organisation = organisation or make_organisation()
    return save(Participation(cluster_id=cluster.id, organisation_id=organisation.id, part=part))


def make_invitation(cluster: Cluster, email: str = "new@example.org", **given: Any) -> tuple[Any, str]:
    """An open invitation to the cluster (to the programme, for a lead) and the token of its link."""
    given = {"name": "New Person", "role": Role.KEY_PERSON} | given
    organisation = given.pop("organisation", None) or cluster.organisations[0]
    invitation = Invitation(email=email, programme_id=cluster.programme_id, organisation_id=organisation.id, **given)
    invitation.cluster_id = None if invitation.role is Role.PROGRAMME_LEAD else cluster.id
    token = invitation.renew()
    return save(invitation), token


def make_member(
    cluster: Cluster,
    organisation: Organisation | None = None,
    role: Role = Role.KEY_PERSON,
    person: Person | None = None,
    **given: Any,
) -> Person:
    """A person who is a member of the cluster (of the whole programme, for a programme lead)."""
    person = person or make_person()
    organisation = organisation or (cluster.organisations[0] if cluster.participations else make_organisation())
    membership = Membership(
        person=person,
        programme_id=cluster.programme_id,
        cluster_id=None if role is Role.PROGRAMME_LEAD else cluster.id,
        organisation=organisation,
        role=role,
        **given,
    )
    save(membership)
    db.session.expire(person)
    person.__dict__.pop("grants", None)
    return person


def make_lead(cluster: Cluster, organisation: Organisation | None = None) -> Person:
    return make_member(cluster, organisation, Role.PROGRAMME_LEAD)


def day_in(days: int) -> dt.date:
    """So many days from today where the tests' clusters are: their day begins before that of UTC."""
    return dt.datetime.now(ZoneInfo("Europe/Stockholm")).date() + dt.timedelta(days=days)


def make_meeting(cluster: Cluster, number: int = 3, day: dt.date | None = None, **given: Any) -> Meeting:
    """A meeting from 09.30 to 16.00, in 18 days unless the test says when."""
    given = {
        "kind": MeetingKind.BENCHMARKING,
        "title": {"en": f"Meeting {number}", "sv": f"Träff {number}"},
        "purpose": {"en": "Why we meet", "sv": "Varför vi träffas"},
        "starts": dt.time(9, 30),
        "ends": dt.time(16, 0),
        "programme_id": cluster.programme_id,
        "cluster_id": cluster.id,
    } | given
    meeting = Meeting(number=number, day=day or day_in(18), **given)
    return save(meeting)


def make_template(programme: Programme, name: str = "Our way", content: Any = None) -> ProgrammeTemplate:
    """An own template of the programme, in its first version: a copy of the built-in one."""
    template = ProgrammeTemplate(programme_id=programme.id, name={"en": name, "sv": name})
    db.session.add(template)
    template.add_version(content or builtin.current().content)
    return save(template)


def make_preparation(meeting: Meeting, text: str = "Prepare", days: int = -14, **given: Any) -> Preparation:
    given = {"responsible": Responsible.KEY_PERSON, "position": next(_numbers)} | given
    return save(Preparation(meeting_id=meeting.id, text={"en": text, "sv": text}, due_offset_days=days, **given))


def make_objective(meeting: Meeting, text: str = "Learn") -> Objective:
    return save(Objective(meeting_id=meeting.id, position=next(_numbers), text={"en": text, "sv": text}))


def make_assessment(objective: Objective, organisation: Any, answer: str = "partly", **given: Any) -> Any:
    given = {"objective_id": objective.id, "organisation_id": organisation.id, "answer": answer} | given
    return save(ObjectiveAssessment(**given))


def make_slot(
    meeting: Meeting, title: str, starts: dt.time, minutes: int, kind: SlotKind = SlotKind.PLENARY
) -> AgendaSlot:
    text = {"en": title, "sv": title}
    slot = AgendaSlot(meeting_id=meeting.id, position=next(_numbers), title=text, starts=starts, minutes=minutes)
    slot.kind = kind
    return save(slot.share_audience_of(meeting))


def make_attendance(meeting: Meeting, person: Person, answer: Answer = Answer.ON_SITE, **given: Any) -> Attendance:
    """What the person has answered, unless somebody else said it."""
    given = {"answered_at": utc_now(), "answered_by_id": person.id} | given
    return save(Attendance(meeting_id=meeting.id, person_id=person.id, answer=answer, **given))


def make_hosting_item(meeting: Meeting, kind: HostingKind | None = HostingKind.HEARING_LOOP, **given: Any) -> Any:
    """One thing on the host's list, to be done a fortnight before the meeting."""
    given = {"position": next(_numbers), "due_offset_days": -14} | given
    return save(HostingItem(meeting_id=meeting.id, kind=kind, **given))


def make_thread(
    meeting: Meeting, author: Person, title: str = "A thread", texts: list[str] = ("Hello",), **given: Any
) -> Thread:  # type: ignore[assignment]
    given = {"programme_id": meeting.programme_id, "cluster_id": meeting.cluster_id} | given
    given = {"subject_kind": "meeting", "subject_id": meeting.id, "started_by_id": author.id} | given
    thread = Thread(title=title, **given)
    db.session.add(thread)
    db.session.flush()
    organisation_id = author.memberships[0].organisation_id
    for text in texts:
        thread.add_post(author, organisation_id, text)
    return save(thread)


def make_question(meeting: Meeting, asker: Person, title: str = "A question", **given: Any) -> Question:
    """A thread of one post that asks the cluster's mentor."""
    thread, cluster = make_thread(meeting, asker, title, **given), meeting.cluster
    question = Question(thread_id=thread.id, cluster_id=cluster.id, organisation_id=cluster.organisations[0].id)
    question.asker_id, question.asked_by_id = asker.memberships[0].organisation_id, asker.id
    return save(question)


def make_idea(cluster: Cluster, writer: Person, title: str = "An idea", **given: Any) -> Idea:
    given = {"owner_id": writer.memberships[0].organisation_id, "written_by_id": writer.id} | given
    given |= {"programme_id": cluster.programme_id, "cluster_id": cluster.id}
    return save(Idea(**Idea.words(title, "Some words"), **given))


def make_occasion(cluster: Cluster, writer: Person, group: str = "Management team", **given: Any) -> Occasion:
    """Twelve people of the writer's organisation were told of the programme today, unless the test says otherwise."""
    given = {"owner_id": writer.memberships[0].organisation_id, "written_by_id": writer.id} | given
    given = {"day": day_in(0), "people": 12, "how": How.MEETING, "learnt": "What we do"} | given
    given |= {"programme_id": cluster.programme_id, "cluster_id": cluster.id}
    return save(Occasion(group_told=group, **given))


def make_starting_point(cluster: Cluster, writer: Person, is_published: bool = False, **answers: Any) -> StartingPoint:
    """What the writer's organisation says of itself: a draft, or published by the writer."""
    answers = {"employees": 900, "proud_of": "Our libraries"} | answers
    made = StartingPoint.begin(cluster, writer.memberships[0].organisation_id, answers=answers)
    assert made is not None
    if is_published:
        made.publish(writer)
    return save(made)


def make_round(slot: AgendaSlot, presenting: Organisation, begun_by: Person, **given: Any) -> Round:
    """A round of critical friends without groups."""
    round = Round(slot_id=slot.id, presenting_id=presenting.id, size=4, begun_by_id=begun_by.id, **given)
    return save(round.share_audience_of(slot))


def make_card(round: Round, writer: Person, kind: Kind = Kind.CURIOUS, text: str = "Why so?", **given: Any) -> Card:
    given = {"written_by_id": writer.id, "written_for_id": writer.memberships[0].organisation_id} | given
    return save(Card(round_id=round.id, kind=kind, text=text, **given).share_audience_of(round))
