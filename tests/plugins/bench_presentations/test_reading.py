"""Who has read: remembered once for each version, told in counts, names within one's own organisation alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
import time_machine

from bench_presentations.models import Presentation, PresentationReading
from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db, utc_now

from ... import documents, factories
from ...client import Client
from .making import Scene, add_file, make_presentation, make_third, published
from .test_cards import words_of

CHANGED = "changed since you read it"


def visit(client: Client, person: Person, presentation: Presentation) -> str:
    answer = client.as_person(person).get(f"/presentations/{presentation.id}/")
    assert answer.status_code == 200
    return answer.text


def readings() -> list[tuple[int, int]]:
    """(person id, version number) of all that is remembered."""
    db.session.rollback()
    rows = db.session.scalars(sa.select(PresentationReading).order_by(PresentationReading.person_id))
    return [(row.person_id, row.number) for row in rows]


def readers(page: str) -> list[str]:
    """Each line of who has read it."""
    section = page.split('id="readers"')[1].split("</section>", maxsplit=1)[0]
    return [words_of(line) for line in re.findall(r"<li.*?</li>", section, re.DOTALL)]


def test_opening_the_page_remembers_the_newest_version_once(scene: Scene, client: Client) -> None:
    presentation, start = published(scene), utc_now()
    visit(client, scene.miriam, presentation)
    assert readings() == [(scene.miriam.id, 1)]
    with time_machine.travel(start + dt.timedelta(days=1)):
        visit(client, scene.miriam, presentation)
    assert db.session.scalars(sa.select(PresentationReading.at)).one() < start + dt.timedelta(hours=1)
    add_file(presentation, scene.sara, "new.pdf")
    with time_machine.travel(start + dt.timedelta(days=2)):
        visit(client, scene.miriam, presentation)
    assert readings() == [(scene.miriam.id, 2)]
    assert db.session.scalars(sa.select(PresentationReading.at)).one() > start + dt.timedelta(hours=47)


def test_one_without_a_file_can_be_read_too(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene, owner=scene.theirs)
    presentation.publish(scene.sara)
    db.session.commit()
    visit(client, scene.miriam, presentation)
    assert readings() == [(scene.miriam.id, 0)]
    add_file(presentation, scene.sara)
    assert CHANGED in visit(client, scene.miriam, presentation)


def test_downloading_any_of_its_files_remembers_the_newest_version(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    old, path = presentation.versions[0].file, "/files/{0.id}/{0.name}"
    add_file(presentation, scene.sara, "new.pdf")
    client.as_person(scene.miriam).head(path.format(old)).close()
    assert readings() == [], "nothing was sent"
    client.get(path.format(old)).close()
    assert readings() == [(scene.miriam.id, 2)]


def test_other_files_are_no_readings(scene: Scene, client: Client) -> None:
    published(scene)
    upload = documents.upload(documents.pdf("notes"), "notes.pdf")
    thread = factories.make_thread(scene.meeting, scene.sara)
    path = f"/threads/{thread.id}/posts/"
    client.post_form(path, {"text": "With a file", "file": (upload.stream, "notes.pdf")})
    found = re.search(r'href="(/files/[^"]+)"', client.get(f"/threads/{thread.id}/").text)
    assert found
    answer = client.get(found.group(1))
    assert answer.status_code == 200
    answer.close()
    assert readings() == []


def test_who_counts(scene: Scene, client: Client) -> None:
    presentation, draft = published(scene), make_presentation(scene)
    add_file(draft, scene.miriam)
    manager = factories.make_member(scene.cluster, scene.ours, Role.MANAGER)
    official = factories.make_member(scene.cluster, scene.ours, Role.ELECTED_OFFICIAL)
    lead, of_both = factories.make_lead(scene.cluster), factories.make_member(scene.cluster, scene.theirs)
    factories.make_member(scene.cluster, scene.ours, person=of_both)
    for person in (scene.sara, scene.miriam, manager, official, lead, of_both):
        visit(client, person, presentation)
    visit(client, scene.miriam, draft)
    expected = [(person.id, 1) for person in (scene.miriam, manager, official, lead, of_both)]
    assert readings() == expected, "those who present it read nothing new, and a draft is for its own organisation"


def test_everybody_is_told_in_counts_and_names_stay_within_the_organisation(scene: Scene, client: Client) -> None:
    presentation, third = published(scene), make_third(scene, "Norrby")
    colleague = factories.make_member(
        scene.cluster, scene.ours, Role.MANAGER, person=factories.make_person("Anneli Karvonen")
    )
    lead = factories.make_member(
        scene.cluster, scene.theirs, Role.PROGRAMME_LEAD, person=factories.make_person("Ylva Sandgren")
    )
    page = visit(client, scene.sara, presentation)
    assert readers(page) == ["Lövinge: nobody yet", "Norrby: nobody yet"]
    for person in (scene.miriam, colleague, lead, colleague):
        visit(client, person, presentation)
    page = visit(client, scene.miriam, presentation)
    assert readers(page) == [
        "Lövinge: 2 have read it (Anneli Karvonen, Miriam Haile)",
        "Norrby: nobody yet",
        "Programme leads: 1 has read it",
    ]
    assert "it is remembered which version you have seen and when" in page
    for person in (scene.sara, third, lead):
        page = visit(client, person, presentation)
        assert readers(page)[0] == "Lövinge: 2 have read it"
        for name in ("Anneli Karvonen", "Miriam Haile", "Of Norrby", "Ylva Sandgren"):
            assert (name in page) == (name == person.name), "one's own stands in the head of the page, and no other"


def test_one_with_two_roles_counts_once_and_one_who_left_no_more(scene: Scene, client: Client) -> None:
    presentation = published(scene)
    factories.make_member(scene.cluster, scene.ours, Role.MANAGER, person=scene.miriam)
    leaving = factories.make_member(scene.cluster, scene.ours)
    for person in (scene.miriam, leaving):
        visit(client, person, presentation)
    assert readers(visit(client, scene.sara, presentation)) == ["Lövinge: 2 have read it"]
    leaving.memberships[0].end()
    db.session.commit()
    assert readers(visit(client, scene.sara, presentation)) == ["Lövinge: 1 has read it"]


def test_a_draft_says_nothing_about_readers(scene: Scene, client: Client) -> None:
    assert 'id="readers"' not in visit(client, scene.miriam, make_presentation(scene))


@pytest.fixture
def places(scene: Scene) -> list[str]:
    """Where a change is told; the board, of the row that its publication ticks."""
    factories.make_preparation(scene.meeting, kind="presentation")
    return ["/clusters/demo/presentations/", "/clusters/demo/meetings/3/", "/clusters/demo/meetings/3/readiness"]


def test_a_newer_version_is_told_until_it_is_opened(scene: Scene, client: Client, places: list[str]) -> None:
    presentation = published(scene)
    places.append(f"/presentations/{presentation.id}/")
    state = (
        f'<span class="state due"><svg class="icon" aria-hidden="true"><use href="#icon-clock"/></svg>{CHANGED}</span>'
    )
    visit(client, scene.miriam, presentation)
    assert not any(CHANGED in client.get(path).text for path in places)
    add_file(presentation, scene.sara, "new.pdf")
    assert [client.get(path).text.count(state) for path in places] == [1, 1, 1, 1]
    assert not any(CHANGED in client.get(path).text for path in places), "the last of them was its page"


def test_one_who_never_read_it_and_those_who_present_are_told_of_no_change(
    scene: Scene, client: Client, places: list[str]
) -> None:
    presentation = published(scene)
    of_both = factories.make_member(scene.cluster, scene.theirs)
    factories.make_member(scene.cluster, scene.ours, person=of_both)
    visit(client, of_both, presentation)
    add_file(presentation, scene.sara, "new.pdf")
    for person in (scene.miriam, scene.sara, of_both):
        client.as_person(person)
        assert not any(CHANGED in client.get(path).text for path in [*places, f"/presentations/{presentation.id}/"])


def test_taken_back_it_is_a_draft_that_has_not_changed_for_anybody(
    scene: Scene, client: Client, places: list[str]
) -> None:
    presentation = published(scene)
    visit(client, scene.miriam, presentation)
    add_file(presentation, scene.sara, "new.pdf")
    presentation.withdraw(scene.sara, "Wrong figures")
    db.session.commit()
    assert not any(CHANGED in client.get(path).text for path in places)
