"""Who edits an organisation's page, and what happens when two do."""

from __future__ import annotations

import pytest
from flask import Flask

from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.organisations.models import Organisation
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_member,
    make_organisation,
    make_programme,
)

ADDRESS = "/organisations/alpha/edit"


@pytest.fixture
def alpha(app: Flask) -> Organisation:
    return make_organisation("Alpha", inhabitants=100, about={"sv": "Gammalt", "en": "Old"})


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("key person", 200),
        ("lead", 200),
        ("administrator", 200),
        ("manager", 403),
        ("key person of another organisation", 403),
        ("lead of another programme", 404),
        ("former key person", 404),
    ],
)
def test_who_may_edit(alpha: Organisation, client: Client, who: str, status: int) -> None:
    beta = make_organisation("Beta")
    cluster = make_cluster("North", organisations=[alpha, beta])
    other = make_cluster("Other", make_programme(), [beta])
    people = {
        "key person": lambda: make_member(cluster, alpha),
        "lead": lambda: make_lead(cluster, beta),
        "administrator": make_administrator,
        "manager": lambda: make_member(cluster, alpha, Role.MANAGER),
        "key person of another organisation": lambda: make_member(cluster, beta),
        "lead of another programme": lambda: make_lead(other, beta),
        "former key person": lambda: make_member(cluster, alpha, until=utc_now()),
    }
    client.as_person(people[who]())
    assert client.get(ADDRESS).status_code == status
    answer = client.post_form(ADDRESS, {"version": "1", "inhabitants": "200"})
    assert answer.status_code == (422 if who == "administrator" else 302 if status == 200 else status)
    db.session.refresh(alpha)
    saved = status == 200 and who != "administrator"  # whose form holds a name too, and gets none here
    assert (alpha.inhabitants, alpha.version) == ((200, 2) if saved else (100, 1))


def test_a_key_person_keeps_the_name(alpha: Organisation, client: Client) -> None:
    client.as_person(make_member(make_cluster(organisations=[alpha]), alpha))
    assert 'name="name"' not in client.get(ADDRESS).text
    data = {"version": "1", "name": "Renamed", "kind": "agency", "about_sv": "Nytt\r\nmer", "about_en": ""}
    answer = client.post_form(ADDRESS, data, follow_redirects=True)
    assert "Saved." in answer.text
    db.session.refresh(alpha)
    assert (alpha.name, alpha.kind, alpha.inhabitants) == ("Alpha", "municipality", None)
    assert alpha.about == {"sv": "Nytt\nmer", "en": ""}


def test_an_administrator_renames_and_the_address_stays(alpha: Organisation, client: Client) -> None:
    make_organisation("Beta")
    client.as_person(make_administrator())
    data = {"version": "1", "name": "Alpha kommun", "kind": "region"}
    assert client.post_form(ADDRESS, data).location == "/organisations/alpha/"
    db.session.refresh(alpha)
    assert (alpha.slug, alpha.name, alpha.kind, alpha.version) == ("alpha", "Alpha kommun", "region", 2)
    taken = client.post_form(ADDRESS, data | {"version": "2", "name": "beta"})
    assert taken.status_code == 422
    assert "There is an organisation with this name already." in taken.text


def test_two_who_edit_at_once_see_both_texts(alpha: Organisation, client: Client) -> None:
    cluster = make_cluster(organisations=[alpha])
    first, second = make_member(cluster, alpha), make_member(cluster, alpha)
    assert 'name="version" value="1"' in client.as_person(first).get(ADDRESS).text
    client.post_form(ADDRESS, {"version": "1", "inhabitants": "111", "about_sv": "Den första", "about_en": "First"})
    client.as_person(second)
    mine = {"version": "1", "inhabitants": "222", "about_sv": "Den andra", "about_en": "Second"}
    answer = client.post_form(ADDRESS, mine)
    assert answer.status_code == 409
    assert "Somebody else saved this page while you were writing" in answer.text
    for text in ("111", "Den första", "First", "222", "Den andra", "Second"):
        assert text in answer.text
    db.session.refresh(alpha)
    assert alpha.about["en"] == "First"
    assert 'name="version" value="2"' in answer.text
    assert client.post_form(ADDRESS, mine | {"version": "2", "about_en": "Both"}).location == "/organisations/alpha/"
    db.session.refresh(alpha)
    assert (alpha.about["en"], alpha.version) == ("Both", 3)


@pytest.mark.parametrize("version", ["", "x", "-1", None, "99999999999999999999", "1.0", "\u0663"])
def test_a_version_that_never_was_is_a_clash(alpha: Organisation, client: Client, version: str | None) -> None:
    client.as_person(make_member(make_cluster(organisations=[alpha]), alpha))
    answer = client.post_form(ADDRESS, {"about_en": "Mine"} | ({} if version is None else {"version": version}))
    assert answer.status_code == 409
    assert "Mine" in answer.text
    db.session.refresh(alpha)
    assert alpha.about["en"] == "Old"


def test_the_same_form_twice_saves_once(alpha: Organisation, client: Client) -> None:
    client.as_person(make_member(make_cluster(organisations=[alpha]), alpha))
    data = {"version": "1", "about_en": "New", "once": "abcdefghijklmnopqrst"}
    answers = [client.post_form(ADDRESS, data) for _ in range(2)]
    assert [answer.location for answer in answers] == ["/organisations/alpha/"] * 2
    db.session.refresh(alpha)
    assert alpha.version == 2
