"""The page of an organisation, the list of all, and adding one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.organisations.models import Organisation
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_member,
    make_organisation,
    make_participation,
    make_person,
)
from tests.platform.test_programmes_clusters import words
from tests.queries import counted


def test_the_page_shows_facts_part_and_people(app: Flask, client: Client) -> None:
    about = {"sv": "Vi är **små**.\n\nNytt <b>stycke</b>\nrad två", "en": ""}
    alpha = make_organisation("Alpha", inhabitants=14200, about=about)
    cluster = make_cluster("North", organisations=[alpha])
    make_member(cluster, alpha, Role.MANAGER, make_person("Mia", title="Head of care"))
    make_member(cluster, alpha, person=make_person("Former"), until=utc_now())
    page = client.as_person(make_member(cluster, person=make_person("Anna"))).get("/organisations/alpha/").text
    assert "Kind Municipality Inhabitants 14,200" in words(page)
    assert '<div class="prose" lang="sv">' in page
    assert "<p>Vi är **små**.</p>" in page
    assert "<p>Nytt &lt;b&gt;stycke&lt;/b&gt;<br>rad två</p>" in page
    assert "Takes part in North Mentor" in words(page)
    assert "People Anna Key person Mia Head of care Manager" in words(page)
    assert "Former" not in page


def test_people_of_clusters_that_the_viewer_is_not_in_stay_away(app: Flask, client: Client) -> None:
    alpha = make_organisation("Alpha")
    cluster, secret = make_cluster("North", organisations=[alpha]), make_cluster("Secret", organisations=[alpha])
    there = make_member(secret, alpha, person=make_person("Hidden"))
    page = client.as_person(make_member(cluster, alpha)).get("/organisations/alpha/").text
    assert "Hidden" not in page
    assert "Secret" not in page
    assert "Hidden" in client.as_person(there).get("/organisations/alpha/").text


def test_an_administrator_sees_where_it_takes_part_and_no_people(app: Flask, client: Client) -> None:
    alpha = make_organisation("Alpha")
    cluster = make_cluster("North", organisations=[alpha])
    make_member(cluster, alpha, person=make_person("Mia"))
    page = client.as_person(make_administrator()).get("/organisations/alpha/").text
    assert 'href="/clusters/north/administration"' in page
    assert 'href="/clusters/north/"' not in page
    assert "Mia" not in page


def test_the_organisation_of_a_lead_is_a_page_too(app: Flask, client: Client) -> None:
    cluster = make_cluster("North", organisations=[make_organisation("Alpha")])
    make_lead(cluster, make_organisation("Agency"))
    make_organisation("Unknown")
    client.as_person(make_member(cluster))
    assert "Programme lead" in client.get("/organisations/agency/").text
    assert client.get("/organisations/unknown/").status_code == 404


def test_adding_organisations_and_listing_them(app: Flask, client: Client) -> None:
    client.as_person(make_administrator())
    assert "There are no organisations yet." in client.get("/admin/organisations/").text
    data = {"name": "  Östra   Ån ", "kind": "region", "inhabitants": "291 000", "about_sv": "Hej", "about_en": ""}
    answer = client.post_form("/admin/organisations/new", data, follow_redirects=True)
    assert "Östra Ån has been added." in answer.text
    organisation = db.session.scalars(sa.select(Organisation)).one()
    assert (organisation.slug, organisation.name, organisation.kind) == ("ostra-an", "Östra Ån", "region")
    assert (organisation.inhabitants, organisation.about) == (291_000, {"sv": "Hej", "en": ""})
    assert db.session.scalars(sa.select(AuditEvent.action)).all() == ["organisations.add"]
    client.post_form("/admin/organisations/new", {"name": "Ostra an", "kind": "agency"})
    assert db.session.scalars(sa.select(Organisation.slug).order_by(Organisation.id)).all() == [
        "ostra-an",
        "ostra-an-2",
    ]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "s name.</span>"),
        ("name", "x" * 121, "121 characters, the limit is 120."),
        ("name", "TAKEN", "There is an organisation with this name already."),
        ("kind", "club", "Not a valid choice."),
        ("inhabitants", "many", "Write a whole number, such as 14200."),
        ("inhabitants", "-1", "Write a number from 0 to 2,000,000,000."),
        ("inhabitants", "9" * 5000, "Write a whole number, such as 14200."),
        ("inhabitants", "9999999999", "Write a number from 0 to 2,000,000,000."),
        ("about_sv", "x" * 1_000_000, "1,000,000 characters, the limit is 5,000."),
    ],
)
def test_an_organisation_that_cannot_be_added(
    app: Flask, client: Client, field: str, value: str, sentence: str
) -> None:
    make_organisation("Taken")
    client.as_person(make_administrator())
    data = {"name": "Alpha", "kind": "agency", "about_en": "Kept words"}
    answer = client.post_form("/admin/organisations/new", data | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert "Kept words" in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Organisation.id))) == 1


def test_the_page_costs_the_same_with_many_rows(app: Flask, client: Client) -> None:
    alpha = make_organisation("Alpha")
    cluster = make_cluster("North", organisations=[alpha])
    client.as_person(make_lead(cluster))
    client.get("/organisations/alpha/")
    with counted() as few:
        client.get("/organisations/alpha/")
    for _ in range(4):
        sister = make_cluster(programme=cluster.programme)
        make_participation(sister, alpha)
        make_member(sister, alpha)
    with counted() as many:
        client.get("/organisations/alpha/")
    assert len(many) == len(few) <= 12
