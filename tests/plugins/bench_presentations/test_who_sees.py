"""A draft is seen by its own organisation alone, a published presentation by its cluster; files alike."""

from __future__ import annotations

from itertools import product

import sqlalchemy as sa

from bench_presentations.models import Presentation
from benchplatform.audience import Role
from benchplatform.database import db, utc_now

from ... import factories
from ...client import Client
from .making import Scene, add_file, make_presentation, make_scene, members_of_each_role, publish


def people(scene: Scene) -> dict[str, object]:
    """One for each kind of person there is; None is a visitor who has not signed in."""
    elsewhere = factories.make_cluster("Other", organisations=[scene.ours, factories.make_organisation("Norrby")])
    return members_of_each_role(scene) | {
        "other organisation": scene.sara,
        "lead": factories.make_lead(scene.cluster),
        "own organisation, other cluster": factories.make_member(elsewhere, scene.ours),
        "lead of another programme": factories.make_lead(elsewhere),
        "former member": factories.make_member(scene.cluster, scene.ours, Role.MANAGER, until=utc_now()),
        "administrator": factories.make_administrator(),
        "visitor": None,
    }


OWN = {"key_person", "manager", "elected_official"}
CLUSTER = OWN | {"other organisation", "lead"}


def test_each_person_at_each_address(client: Client) -> None:
    scene = make_scene()
    presentation = make_presentation(scene)
    file_id = add_file(presentation, scene.miriam)
    addresses = [f"/presentations/{presentation.id}/", f"/files/{file_id}/slides.pdf"]
    found = {}
    everybody = people(scene)
    for state, who in product(("draft", "published"), everybody):
        if state == "published" and not presentation.is_published:
            publish(presentation, scene.miriam)
        client.as_person(everybody[who])
        found[state, who] = [client.get(address).status_code for address in addresses]
    for (state, who), codes in found.items():
        seen = who in (OWN if state == "draft" else CLUSTER)
        expected = 302 if who == "visitor" else 200 if seen else 404
        assert codes == [expected, expected], (state, who, codes)


def test_who_may_change_it(client: Client) -> None:
    scene = make_scene()
    presentation = make_presentation(scene)
    add_file(presentation, scene.miriam)
    publish(presentation, scene.miriam)
    path = f"/presentations/{presentation.id}"
    for name, person in people(scene).items():
        if name in OWN or person is None:
            continue
        client.as_person(person)
        refused = 403 if name in CLUSTER else 404
        assert client.get(f"{path}/edit").status_code == refused, name
        for address in ("edit", "versions", "publication", "publication/withdrawal"):
            answer = client.post_form(f"{path}/{address}", {"reason": "because", "title": "Mine now"})
            assert answer.status_code == refused, (name, address)
    db.session.expire_all()
    assert presentation.title == "Our follow-up"
    assert presentation.is_published
    assert len(presentation.versions) == 1


def test_a_visitor_is_led_to_the_sign_in(client: Client) -> None:
    scene = make_scene()
    answer = client.get(f"/clusters/{scene.cluster.slug}/presentations/")
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_a_draft_leaves_no_trace_in_lists_and_counts(client: Client) -> None:
    scene = make_scene()
    make_presentation(scene, title="A secret draft")
    for person in (scene.sara, factories.make_lead(scene.cluster)):
        client.as_person(person)
        for address in (
            f"/clusters/{scene.cluster.slug}/presentations/",
            f"/clusters/{scene.cluster.slug}/meetings/3/",
            f"/organisations/{scene.ours.slug}/",
            "/",
        ):
            page = client.get(address)
            assert page.status_code == 200, address
            assert "A secret draft" not in page.text, address
            assert "draft, seen by your organisation alone" not in page.text, address


def test_nobody_adds_to_a_meeting_of_another_cluster(client: Client) -> None:
    scene = make_scene()
    other = factories.make_cluster("Other", organisations=[factories.make_organisation("Norrby")])
    factories.make_meeting(other, 3)
    client.as_person(scene.miriam)
    address = f"/clusters/{other.slug}/meetings/3/presentations/new"
    assert client.get(address).status_code == 404
    assert client.post_form(address, {"title": "Here too"}).status_code == 404
    assert client.get(f"/clusters/{scene.cluster.slug}/meetings/7/presentations/new").status_code == 404
    client.as_person(factories.make_lead(scene.cluster))
    assert client.get(scene.new_address).status_code == 403
    assert db.session.scalar(sa.select(sa.func.count(Presentation.id))) == 0
