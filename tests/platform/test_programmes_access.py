"""Who reaches the pages of a cluster, its people and its administration, and who meets a closed door."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from benchplatform.audience import Role
from benchplatform.database import utc_now
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_member,
    make_organisation,
    make_person,
    make_programme,
)

READING = ("/clusters/north/", "/clusters/north/people/", "/people/{member}/", "/organisations/beta/")
ADMINISTRATION = (
    "/clusters/north/administration",
    "/clusters/north/administration/participations/new",
    "/clusters/north/administration/invitations/new",
    "/clusters/north/administration/memberships/new",
    "/memberships/{membership}/end",
    "/admin/programmes/round/",
)
SITE = (
    "/admin/programmes/new",
    "/admin/programmes/round/clusters/new",
    "/admin/programmes/round/leads/new",
    "/admin/organisations/",
    "/admin/organisations/new",
)
CHANGES = (
    "/participations/{participation}/part",
    "/participations/{participation}/removal",
    "/memberships/{membership}/end",
    "/clusters/north/administration/participations/new",
    "/clusters/north/administration/memberships/new",
    "/clusters/north/administration/invitations/new",
)

ANSWERS = {
    # who: (reading, the cluster's administration, the site's administration)
    "member": ([200, 200, 200, 200], [403, 403, 403, 403, 403, 403], [404, 403, 403, 404, 404]),
    "lead": ([200, 200, 200, 200], [200] * 6, [404, 403, 403, 404, 404]),
    "site administrator": ([404, 404, 200, 200], [200] * 6, [200] * 5),
    "member of the sister cluster": ([404, 404, 404, 404], [404, 404, 404, 404, 404, 403], [404, 403, 403, 404, 404]),
    "lead of another programme": ([404] * 4, [404] * 6, [404] * 5),
    "former member": ([404] * 4, [404] * 6, [404] * 5),
    "outsider": ([404] * 4, [404] * 6, [404] * 5),
    "visitor": ([302] * 4, [302] * 6, [302] * 5),
}


class World:
    """A cluster "north" with a member, its sister cluster, another programme, and everybody who comes to the door."""

    def __init__(self) -> None:
        alpha, beta = make_organisation("Alpha"), make_organisation("Beta")
        self.north = make_cluster("North", make_programme("Round"), [alpha, beta])
        sister = make_cluster("Sister", self.north.programme, [alpha])
        other = make_cluster("Other", make_programme("Other round"), [make_organisation("Gamma")])
        self.member = make_member(self.north, beta, person=make_person("Berit Bok"))
        self.people: dict[str, Any] = {
            "member": make_member(self.north, alpha),
            "lead": make_lead(self.north, alpha),
            "site administrator": make_administrator(),
            "member of the sister cluster": make_member(sister, alpha),
            "lead of another programme": make_lead(other),
            "former member": make_member(self.north, alpha, until=utc_now()),
            "outsider": make_person(),
            "visitor": None,
        }
        self.ids = {
            "member": self.member.id,
            "membership": self.member.memberships[0].id,
            "participation": self.north.participations[1].id,
        }

    def addresses(self, patterns: tuple[str, ...]) -> list[str]:
        return [pattern.format(**self.ids) for pattern in patterns]


@pytest.mark.parametrize("who", ANSWERS)
def test_every_page_by_everybody(app: Flask, client: Client, who: str) -> None:
    world = World()
    client.as_person(world.people[who])
    reading, administration, site = ANSWERS[who]
    for patterns, expected in ((READING, reading), (ADMINISTRATION, administration), (SITE, site)):
        pages = [client.get(address) for address in world.addresses(patterns)]
        assert [page.status_code for page in pages] == expected
        for page in (page for page in pages if page.status_code == 404):
            assert "There is nothing here for you" in page.text
            assert "Berit" not in page.text
            assert "North" not in page.text
        for page in (page for page in pages if page.status_code == 302):
            assert page.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("who", [who for who in ANSWERS if who not in ("lead", "site administrator", "visitor")])
def test_nobody_else_changes_anything(app: Flask, client: Client, who: str) -> None:
    world = World()
    client.as_person(world.people[who])
    for address in world.addresses(CHANGES):
        answer = client.post_form(address, {"part": "mentor", "role": "manager", "email": "x@example.org"})
        assert answer.status_code in (403, 404)
    assert [p.part for p in world.north.participations] == ["mentor", "benchmarking"]
    assert world.member.memberships[0].is_current


def test_no_trace_of_the_sister_cluster(app: Flask, client: Client) -> None:
    """The same organisation is in both; each cluster sees its own people alone."""
    world = World()
    there = world.people["member of the sister cluster"]
    client.as_person(world.people["member"])
    texts = [client.get(path).text for path in ("/clusters/north/", "/clusters/north/people/", "/organisations/alpha/")]
    assert not [text for text in texts if there.name in text or "Sister" in text]
    assert client.get(f"/people/{there.id}/").status_code == 404
    assert client.get("/clusters/sister/").status_code == 404
    assert client.get("/organisations/gamma/").status_code == 404


def test_addresses_that_cannot_be(app: Flask, client: Client) -> None:
    client.as_person(make_administrator())
    impossible = ("/people/0/", "/people/-1/", "/people/x/", "/people/99999999999999999999/", "/clusters/a%00b/")
    assert {client.get(address).status_code for address in impossible} == {404}


def test_a_lead_ends_no_other_lead(app: Flask, client: Client) -> None:
    world = World()
    other = make_lead(world.north)
    client.as_person(world.people["lead"])
    assert client.post_form(f"/memberships/{other.memberships[0].id}/end").status_code == 403
    assert other.memberships[0].is_current


def test_the_menu_shows_the_administration_to_those_who_may(app: Flask, client: Client) -> None:
    world = World()
    pages = {who: client.as_person(world.people[who]).get("/clusters/north/").text for who in ("member", "lead")}
    assert "/clusters/north/administration" in pages["lead"]
    assert "/clusters/north/administration" not in pages["member"]


def test_a_role_in_one_programme_gives_nothing_in_another(app: Flask, client: Client) -> None:
    world = World()
    other_lead = world.people["lead of another programme"]
    make_member(world.north, world.north.organisations[0], Role.MANAGER, other_lead)
    client.as_person(other_lead)
    assert client.get("/clusters/north/").status_code == 200
    assert client.get("/clusters/north/administration").status_code == 403
