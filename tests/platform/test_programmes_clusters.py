"""The overview of a cluster, its people, and the page of a person."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from benchplatform.audience import Role
from benchplatform.database import utc_now
from benchplatform.programmes.directory import directory
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_member,
    make_organisation,
    make_participation,
    make_person,
    make_programme,
    save,
)
from tests.queries import counted


def words(html: str) -> str:
    """The main part of the page as a reader sees it."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_overview_names_each_organisation_its_part_and_its_people(app: Flask, client: Client) -> None:
    mentor, other = make_organisation("Björkinge"), make_organisation("Lövinge")
    cluster = make_cluster("North", organisations=[mentor, other])
    reader = make_member(cluster, mentor)
    make_member(cluster, mentor, Role.MANAGER, reader)
    make_member(cluster, mentor, Role.MANAGER)
    make_member(cluster, mentor, until=utc_now())
    page = words(client.as_person(reader).get("/clusters/north/").text)
    assert "Björkinge Mentor 2 people" in page
    assert "Lövinge Benchmarking organisation Nobody has joined yet" in page


def test_people_stand_by_organisation_with_role_and_title(app: Flask, client: Client) -> None:
    mentor, other = make_organisation("Björkinge"), make_organisation("Lövinge")
    cluster = make_cluster("North", organisations=[mentor, other])
    anna = make_member(cluster, mentor, person=make_person("Anna Ek", title="Strategist"))
    make_member(cluster, mentor, Role.MANAGER, anna)
    make_member(cluster, other, Role.ELECTED_OFFICIAL, make_person("Bo Alm"))
    make_lead(cluster, make_organisation("Agency"))
    page = words(client.as_person(anna).get("/clusters/north/people/").text)
    assert "Björkinge Mentor Anna Ek Strategist Key person Manager" in page
    assert "Lövinge Benchmarking organisation Bo Alm Elected official" in page
    assert re.search(r"Agency Person \d+ Programme lead", page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Anna Ek", "Åsa Öman"]),
        ("åsa", ["Åsa Öman"]),
        ("ÖMAN", ["Åsa Öman"]),
        ("A\N{COMBINING RING ABOVE}sa", ["Åsa Öman"]),
        ("strateg", ["Anna Ek"]),
        ("björk", ["Anna Ek"]),
        ("ek björkinge", ["Anna Ek"]),
        ("ek lövinge", []),
        ("SURVEYS", ["Åsa Öman"]),
        ("surveys björkinge", []),
        ("%", []),
        ("_", []),
        ("' or 1=1", []),
    ],
)
def test_people_are_found_by_name_organisation_title_and_what_they_help_with(
    app: Flask, query: str, found: list[str]
) -> None:
    mentor, other = make_organisation("Björkinge"), make_organisation("Lövinge")
    cluster = make_cluster("North", organisations=[mentor, other])
    make_member(cluster, mentor, person=make_person("Anna Ek", title="Strategist"))
    make_member(cluster, other, person=make_person("Åsa Öman", email="asa@example.org", helps_with="Budget, surveys"))
    sections = directory(cluster, query)
    assert [entry.person.name for section in sections for entry in section.entries] == found


def test_what_somebody_can_help_with_stands_in_the_directory_and_on_their_page(app: Flask, client: Client) -> None:
    cluster = make_cluster("North", organisations=[make_organisation("Alpha")])
    person = make_member(cluster, person=make_person("Anna", helps_with="Budget <b>"))
    client.as_person(make_member(cluster))
    for path in ("/clusters/north/people/", f"/people/{person.id}/"):
        assert "Can help with: Budget &lt;b&gt;" in client.get(path).text


def test_a_search_says_how_many_and_keeps_what_was_written(app: Flask, client: Client) -> None:
    cluster = make_cluster("North", organisations=[make_organisation("Björkinge")])
    client.as_person(make_member(cluster))
    page = client.get("/clusters/north/people/", query_string={"q": '<b>"zz' + "z" * 500 + "\0"})
    assert page.status_code == 200
    assert "Nobody fits" in words(page.text)
    assert 'value="&lt;b&gt;&#34;zzz' in page.text


def test_a_person_shows_roles_and_former_memberships(app: Flask, client: Client) -> None:
    alpha, beta = make_organisation("Alpha"), make_organisation("Beta")
    cluster = make_cluster("North", organisations=[alpha, beta])
    person = make_member(cluster, alpha, person=make_person("Anna", title="Strategist", phone="070-1"))
    left = utc_now().replace(year=2025, month=3, day=5, hour=12)
    make_member(cluster, beta, Role.MANAGER, person, until=left)
    page = words(client.as_person(make_member(cluster, beta)).get(f"/people/{person.id}/").text)
    assert "Anna Strategist Roles Alpha Key person North Beta Manager North" in page
    assert "Former member, until Wednesday 5 March 2025" in page
    assert "E-mail anna@example.org Phone 070-1" in page


def test_contact_is_for_those_who_share_a_cluster_now(app: Flask, client: Client) -> None:
    cluster = make_cluster("North", organisations=[make_organisation("Alpha")])
    former = make_member(cluster, person=make_person("Former"), until=utc_now())
    lead, member = make_lead(cluster), make_member(cluster)
    client.as_person(member)
    assert f"mailto:{lead.email}" in client.get(f"/people/{lead.id}/").text
    page = client.get(f"/people/{former.id}/").text
    assert "Former member, until" in page
    assert former.email not in page
    assert f"mailto:{member.email}" in client.as_person(lead).get(f"/people/{member.id}/").text


def test_nobody_is_sent_to_somebody_who_is_shut_out(app: Flask, client: Client) -> None:
    alpha = make_organisation("Alpha")
    cluster = make_cluster("North", organisations=[alpha])
    reader, gone = make_member(cluster, alpha), make_member(cluster, alpha, person=make_person("Gone Away"))
    gone.disabled_at = utc_now()
    save(gone)
    client.as_person(reader)
    assert "Alpha Mentor 1 person" in words(client.get("/clusters/north/").text)
    for path in ("/clusters/north/people/", "/organisations/alpha/"):
        page = client.get(path).text
        assert (reader.name in words(page), "Gone Away" in page) == (True, False)
    page = client.get(f"/people/{gone.id}/").text
    assert "Alpha Key person North" in words(page)
    assert "mailto:" not in page
    assert f"mailto:{gone.email}" in client.as_person(make_administrator()).get(f"/people/{gone.id}/").text


def test_a_person_hides_what_the_viewer_does_not_share(app: Flask, client: Client) -> None:
    alpha = make_organisation("Alpha")
    cluster = make_cluster("North", make_programme("Round"), [alpha])
    secret = make_cluster("Secret", make_programme("Other round"), [make_organisation("Gamma")])
    person = make_member(secret, person=make_member(cluster, alpha))
    page = client.as_person(make_member(cluster, alpha)).get(f"/people/{person.id}/").text
    assert "North" in page
    assert not [word for word in ("Secret", "Gamma", "Other round") if word in page]
    own = client.as_person(person).get(f"/people/{person.id}/").text
    assert "Secret" in own
    assert "Gamma" in own


@pytest.mark.parametrize("path", ["/clusters/north/", "/clusters/north/people/", "/clusters/north/administration"])
def test_pages_cost_the_same_with_many_rows(app: Flask, client: Client, path: str) -> None:
    cluster = make_cluster("North", organisations=[make_organisation("Alpha")])
    client.as_person(make_lead(cluster))
    client.get(path)
    with counted() as few:
        client.get(path)
    for _ in range(3):
        organisation = make_organisation()
        make_participation(cluster, organisation)
        for _ in range(3):
            make_member(cluster, organisation)
            make_member(cluster, organisation, until=utc_now())
    with counted() as many:
        client.get(path)
    assert len(many) == len(few) <= 12


def test_a_person_page_costs_the_same_with_many_memberships(app: Flask, client: Client) -> None:
    cluster = make_cluster("North", organisations=[make_organisation("Alpha")])
    lead, person = make_lead(cluster), make_member(cluster)
    client.as_person(lead)
    client.get(f"/people/{person.id}/")
    with counted() as few:
        client.get(f"/people/{person.id}/")
    for _ in range(4):
        sister = make_cluster(programme=cluster.programme, organisations=[make_organisation()])
        make_member(sister, person=person)
    with counted() as many:
        client.get(f"/people/{person.id}/")
    assert len(many) == len(few) <= 12
