"""What the demo's people have written, prepared and published, and who of them sees it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from bench_presentations.models import Presentation
from bench_presentations.ticks import asked_for
from benchplatform.accounts.models import Person
from benchplatform.athome.models import Occasion, StartingPoint
from benchplatform.athome.questions import questions
from benchplatform.database import db
from benchplatform.demo.meetings import SATURDAY
from benchplatform.discussions.models import Origin, Post, Question, Thread
from benchplatform.files.models import StoredFile
from benchplatform.ideas.models import Idea
from benchplatform.meetings.models import AgendaSlot, Completion, Meeting, Preparation
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster

from ..client import Client
from .conftest import SUNDAY

pytestmark = pytest.mark.usefixtures("demo")

NOW = SUNDAY
ALL = ["bjorkinge", "lovinge", "mellanslatt", "strandhamra"]
OFFICIALS, MANAGERS = "Vad efterfrågar vi i beslutsunderlagen?", "Vem äger det här i januari?"
DRAFT = "Beviljade timmar varje månad – så följer vi upp"


def person(name: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.name == name)).one()


def test_posts_stand_in_the_order_of_time_in_swedish_and_in_the_past() -> None:
    for thread in db.session.scalars(sa.select(Thread)):
        posts = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id).order_by(Post.number)).all()
        times = [post.written_at for post in posts]
        assert [post.number for post in posts] == list(range(1, thread.post_count + 1))
        assert times == sorted(times)
        assert (thread.started_at, thread.started_by_id) == (times[0], posts[0].author_id)
        assert thread.last_post_at == times[-1] < NOW
        assert {post.locale for post in posts} == {"sv"}


def test_each_meeting_has_talk() -> None:
    threads = sa.select(Meeting.number, sa.func.count()).join(Thread, Thread.subject_id == Meeting.id)
    found = db.session.execute(
        threads.where(Thread.subject_kind == "meeting").group_by(Meeting.number).order_by(Meeting.number)
    )

    assert [tuple(row) for row in found] == [(0, 1), (1, 2), (2, 2), (3, 6), (4, 1)]


def test_a_post_is_as_the_content_says() -> None:
    thread = db.session.scalars(sa.select(Thread).where(Thread.title == "Hur ritar ni styrkedjan?")).one()
    first = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()

    assert first.author is not None
    assert (first.author.name, first.organisation.name) == ("Miriam Haile", "Lövinge kommun")
    assert first.written_at == dt.datetime(2026, 2, 25, 7, 12, tzinfo=dt.UTC)
    assert first.html == (
        "<p>Vi har försökt rita vår och fastnade mellan nämndplanen och enheten. Har någon en mall?</p>"
    )


def test_a_role_sees_its_own_thread_alone() -> None:
    def closed_threads(name: str) -> set[str]:
        titles = db.session.scalars(sa.select(Thread.title).where(Thread.visible_to(person(name))))
        return {OFFICIALS, MANAGERS} & set(titles)

    names = ("Carina Falkhed", "Nadja Petrović", "Miriam Haile", "Ylva Sandgren", "Disa Lindgren")
    assert [closed_threads(name) for name in names] == [{OFFICIALS}, {MANAGERS}, set(), set(), set()]


def test_a_member_sees_all_but_other_roles_threads_and_who_left_sees_nothing() -> None:
    def threads(name: str) -> int:
        return len(db.session.scalars(sa.select(Thread).where(Thread.visible_to(person(name)))).all())

    assert [threads(name) for name in ("Miriam Haile", "Carina Falkhed", "Per Hallqvist")] == [25, 26, 0]
    seen = db.session.scalars(sa.select(Meeting).where(Meeting.visible_to(person("Per Hallqvist")))).all()
    assert seen == []


def test_a_draft_and_its_file_are_hidden_from_the_others() -> None:
    def sees_draft(name: str) -> tuple[bool, bool]:
        who = person(name)
        title = sa.select(Presentation.id).where(Presentation.title == DRAFT, Presentation.visible_to(who))
        file = sa.select(StoredFile.id).where(
            StoredFile.name == "lovinge-uppfoljning-utkast.pptx", StoredFile.visible_to(who)
        )
        return db.session.scalar(title) is not None, db.session.scalar(file) is not None

    assert [sees_draft(name) for name in ("Miriam Haile", "Anneli Karvonen")] == [(True, True)] * 2
    assert [sees_draft(name) for name in ("Sara Nordlund", "Ylva Sandgren", "Disa Lindgren")] == [(False, False)] * 3


def test_presentations_are_published_in_time_or_late() -> None:
    presentations = db.session.scalars(sa.select(Presentation)).all()
    late = {(p.meeting.number, p.owner.slug): p.days_late for p in presentations if p.is_published}

    assert late == {
        **{(0, "bjorkinge"): -4, (0, "lovinge"): 0, (0, "strandhamra"): -1, (0, "mellanslatt"): -5},
        **{(1, "bjorkinge"): -7, (1, "lovinge"): 4, (1, "strandhamra"): 0, (1, "mellanslatt"): -3},
        **{(2, "bjorkinge"): -6, (2, "lovinge"): -2, (2, "strandhamra"): 1, (2, "mellanslatt"): -7},
        **{(3, "bjorkinge"): -17, (3, "strandhamra"): -16, (3, "mellanslatt"): -15},
    }
    assert [p.owner.slug for p in presentations if not p.is_published] == ["lovinge"]
    assert {p.published_at < NOW for p in presentations if p.published_at} == {True}


def test_the_first_page_asks_for_what_is_not_published(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    page = client.as_person(person("Miriam Haile")).get("/").text
    draft = db.session.scalars(sa.select(Presentation.id).where(Presentation.title == DRAFT)).one()

    assert "Publish your presentation for meeting 3" in page
    assert f'href="/presentations/{draft}/"' in page
    assert "3 of 4 organisations have published" in page


def test_meeting_three_is_prepared_as_far_as_one_is_by_then() -> None:
    ticked = sa.select(Preparation, Organisation.slug).select_from(Completion).join(Preparation).join(Meeting)
    done = ticked.join(Organisation, Organisation.id == Completion.organisation_id).where(Meeting.number == 3)
    found: dict[tuple[int, str], list[str]] = {}
    for preparation, slug in db.session.execute(done.order_by(Organisation.slug)):
        found.setdefault((preparation.due_offset_days, preparation.responsible.value), []).append(slug)

    assert found == {
        (-42, "key_person"): ALL,
        (-35, "key_person"): ALL,
        (-28, "all_roles"): ["bjorkinge", "mellanslatt"],
        (-28, "elected_official"): ["bjorkinge", "lovinge", "mellanslatt"],
        (-21, "manager"): ["bjorkinge"],
    }


def test_past_meetings_were_nearly_all_prepared_in_time() -> None:
    rows = db.session.execute(sa.select(Completion, Preparation).join(Preparation).join(Meeting)).all()
    late = {
        (preparation.meeting.number, preparation.due_offset_days, days)
        for completion, preparation in rows
        if (days := (completion.at.date() - preparation.due_on).days) > 0
    }
    assert late == {
        (1, -42, 4),
        (1, -28, 3),
        (1, -21, 2),
        (1, 21, 6),
        (2, -28, 1),
        (2, -21, 5),
        (2, 14, 3),
        (3, -42, 1),
    }
    assert all(completion.at < NOW for completion, _ in rows)
    assert len(rows) > 90


def test_who_left_had_done_what_was_asked_while_a_member() -> None:
    asked = sa.select(Preparation.due_offset_days).join(Completion).join(Person, Person.id == Completion.person_id)

    assert db.session.scalars(asked.where(Person.name == "Per Hallqvist")).all() == [-21]
    assert db.session.scalars(asked.where(Person.name == "Lena Rudberg")).all() == []


def test_one_question_awaits_its_answer_and_two_answers_are_kept() -> None:
    rows = sa.select(Thread.title, Question).join(Question.thread).order_by(Question.id)
    found = [
        (title, one.asker_name, one.organisation_name, one.answer_number) for title, one in db.session.execute(rows)
    ]
    assert found == [
        ("Hur ritar ni styrkedjan?", "Lövinge kommun", "Björkinge kommun", 2),
        ("Fråga mentorn: hur fick ni med cheferna?", "Strandhamra kommun", "Björkinge kommun", 2),
        ("Hur får ni uppföljningen att hålla i sig?", "Lövinge kommun", "Björkinge kommun", None),
    ]
    assert [one.in_faq_at is not None for one in db.session.scalars(sa.select(Question).order_by(Question.id))] == [
        True, True, False
    ]  # fmt: skip


def test_of_three_ideas_one_began_as_a_post_and_is_taken_up() -> None:
    origins = {origin.thing_id: origin.post.author for origin in db.session.scalars(sa.select(Origin))}
    ideas = db.session.scalars(sa.select(Idea).order_by(Idea.id)).all()
    assert [(idea.owner.name, idea.is_open, idea.id in origins) for idea in ideas] == [
        ("Region Mellanslätt", False, True),
        ("Lövinge kommun", True, False),
        ("Strandhamra kommun", True, False),
        ("Björkinge kommun", True, False),
    ]
    assert ideas[0].written_by is origins[ideas[0].id]


def test_three_have_published_where_they_stood_and_one_has_a_draft() -> None:
    found = db.session.scalars(sa.select(StartingPoint).order_by(StartingPoint.id)).all()
    known = {question.key for question in questions()}
    assert [(one.owner.slug, one.is_published, len(one.answers)) for one in found] == [
        ("bjorkinge", True, 7),
        ("lovinge", False, 4),
        ("strandhamra", True, 6),
        ("mellanslatt", True, 7),
    ]
    assert all(set(one.answers) <= known for one in found)
    assert max(len(str(answer)) for one in found for answer in one.answers.values()) < 300


def test_every_organisation_has_told_people_at_home_on_working_days() -> None:
    found = db.session.scalars(sa.select(Occasion).order_by(Occasion.id)).all()
    told = Counter(one.owner.slug for one in found)
    assert told == {"bjorkinge": 6, "lovinge": 7, "strandhamra": 5, "mellanslatt": 4}
    assert all(one.day.weekday() < SATURDAY and one.day < NOW.date() for one in found)
    by = sa.select(Occasion.day).join(Occasion.written_by).where(Person.name == "Lena Rudberg")
    assert [str(day) for day in db.session.scalars(by)] == ["2026-10-29"]


def test_two_have_asked_about_what_is_published_and_lovinge_not_about_one(demo: Flask) -> None:
    cluster = db.session.scalars(sa.select(Cluster)).one()
    meetings = db.session.scalars(sa.select(Meeting).where(Meeting.number.in_([1, 2, 3])).order_by(Meeting.number))
    names = {organisation.id: organisation.slug for organisation in cluster.organisations}
    with demo.test_request_context():
        found = asked_for(cluster, meetings.all())
    told = {(id, names[one]): tick.progress or "done" for (id, one), tick in found.items()}
    numbers = {meeting.id: meeting.number for meeting in db.session.scalars(sa.select(Meeting))}
    assert {(numbers[id], name): words for (id, name), words in told.items() if words != "done"} == {
        (1, "strandhamra"): "1 of 3 asked",
        (3, "lovinge"): "2 of 3 asked",
        (3, "strandhamra"): "1 of 2 asked",
    }
    assert len(told) == 12


def test_miriam_has_not_seen_the_newest_version_of_one(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    page = client.as_person(person("Miriam Haile")).get("/clusters/demo/meetings/3/").text
    assert page.count("changed since you read it") == 1
    assert "Björkinge kommun has asked, nothing from Lövinge kommun or Strandhamra kommun yet" in page
    assert "Björkinge kommun, Lövinge kommun, and Region Mellanslätt have asked" in page
    assert "2 of 3 asked" in page


def test_role_groups_of_meeting_2_have_rooms_and_one_has_opened_its_notes(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    ninth = sa.select(AgendaSlot).join(Meeting).where(Meeting.number == 2, AgendaSlot.position == 9)
    slot = db.session.scalars(ninth).one()
    page = client.as_person(person("Bengt-Åke Sjödin")).get(f"/agenda-slots/{slot.id}/").text
    assert page.count("<h3") == 3
    assert "Vi ber oftare om tid än om kunskap." in page
    assert "Vi bad om siffror" not in page
    assert "Vi bad om siffror" in client.as_person(person("Anneli Karvonen")).get(f"/agenda-slots/{slot.id}/").text
