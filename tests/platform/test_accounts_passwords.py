"""Choosing, forgetting and changing a password."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import PasswordLink, Person, SignIn
from benchplatform.accounts.passwords import weakness
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.jobs.models import Job
from benchplatform.jobs.queue import run_due
from benchplatform.mail.models import Mail

from ..client import Client
from ..factories import make_person

OLD, NEW = "four words and a bridge", "a brook below the mill"
GONE = "This link no longer works"


@pytest.fixture
def miriam(app: Flask) -> Person:
    return make_person("Miriam Haile", email="miriam@example.org", password=OLD, locale="en")


def test_the_link_in_the_mail_sets_a_new_password_once(app: Flask, client: Client, miriam: Person) -> None:
    client.post_form("/forgotten-password", {"email": "Miriam@example.org"})
    path = link_in_the_mail(app)
    page = client.get(path)
    assert "For miriam@example.org." in page.text
    assert choose(client, path).location == "/sign-in"
    assert "Your password is changed. Sign in with the new one." in client.get("/sign-in").text
    assert signs_in(client, NEW)
    assert not signs_in(client, OLD)
    again = client.get(path)
    assert (again.status_code, GONE in again.text) == (410, True)
    assert 'href="/forgotten-password"' in again.text


def test_the_mail_says_what_it_is_in_the_reader_s_language(app: Flask, client: Client, miriam: Person) -> None:
    client.post_form("/forgotten-password", {"email": "miriam@example.org"})
    link_in_the_mail(app)
    mail = db.session.scalars(sa.select(Mail)).one()
    assert (mail.to, mail.subject) == ("miriam@example.org", "Choose a new password at Benchplatform")
    assert "Hello Miriam Haile," in mail.body
    assert re.search(r"^http://127.0.0.1:8000/passwords/[\w-]{43}$", mail.body, re.M)


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, client: Client, miriam: Person) -> None:
    make_person("Gone", email="gone@example.org", password=OLD, disabled_at=utc_now())
    pages = set()
    for email in ("miriam@example.org", "nobody@example.org", "gone@example.org"):
        response = client.post_form("/forgotten-password", {"email": email})
        assert response.status_code == 200
        assert f"If {email} belongs to somebody here, a link is on its way there." in response.text
        pages.add(re.sub(r'name="csrf_token"[^>]*', "", response.text.replace(email, "")))
    assert len(pages) == 1
    assert db.session.scalars(sa.select(Mail.to)).all() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 3
    db.session.rollback()
    run_due(app)
    assert db.session.scalars(sa.select(Mail.to)).all() == ["miriam@example.org"]


def test_what_is_no_address_is_refused_with_an_example(client: Client) -> None:
    response = client.post_form("/forgotten-password", {"email": "miriam"})
    assert response.status_code == 422
    assert "That is not an e-mail address. One looks like this: name@example.org" in response.text
    assert 'value="miriam"' in response.text


def test_a_book_in_place_of_an_address_is_refused_for_its_length_alone(client: Client) -> None:
    response = client.post_form("/forgotten-password", {"email": "x" * 100_000 + "@example.org"})
    assert response.status_code == 422
    assert "100,012 characters, the limit is 254." in response.text
    assert "That is not an e-mail address." not in response.text


def test_nobody_is_mailed_without_end(app: Flask, client: Client, miriam: Person) -> None:
    statuses = [client.post_form("/forgotten-password", {"email": "miriam@example.org"}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_an_old_link_says_so(app: Flask, client: Client, miriam: Person) -> None:
    path = issue(miriam)
    db.session.execute(sa.update(PasswordLink).values(created_at=utc_now() - dt.timedelta(hours=2, minutes=1)))
    db.session.commit()
    assert client.get(path).status_code == 410
    assert choose(client, path).status_code == 410
    assert signs_in(client, OLD)


def test_only_the_newest_link_works(client: Client, miriam: Person) -> None:
    first, second = issue(miriam), issue(miriam)
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 200, "å"])
def test_an_invented_link_reads_as_a_used_one(client: Client, token: str) -> None:
    response = client.get(f"/passwords/{token}")
    assert response.status_code == 410
    assert GONE in response.text


def test_a_disabled_person_s_link_does_not_work(client: Client, miriam: Person) -> None:
    path = issue(miriam)
    miriam.disable()
    db.session.commit()
    assert client.get(path).status_code == 410


def test_a_new_password_ends_every_sign_in_and_is_told(app: Flask, client: Client, miriam: Person) -> None:
    elsewhere = app.test_client()
    elsewhere.as_person(miriam)  # type: ignore[attr-defined]
    assert elsewhere.get("/profile").status_code == 200
    choose(client, issue(miriam))
    assert elsewhere.get("/profile").status_code == 302
    told = db.session.scalars(sa.select(Mail)).one()
    assert (told.kind, told.subject) == ("password_changed", "Your password at Benchplatform was changed")
    event = db.session.scalars(sa.select(AuditEvent)).one()
    assert (event.action, event.subject_id, event.person_id) == ("accounts.change_password", miriam.id, None)


def test_a_weak_password_is_explained_and_the_link_still_works(client: Client, miriam: Person) -> None:
    path = issue(miriam)
    response = choose(client, path, "short")
    assert response.status_code == 422
    assert "The password has 5 characters; it needs at least 12." in response.text
    response = choose(client, path, NEW, "something else")
    assert "The two passwords are not the same." in response.text
    assert NEW not in response.text
    assert choose(client, path).status_code == 302


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("elevenchars", "The password has 11 characters; it needs at least 12."),
        ("x" * 201, "The password has 201 characters, the limit is 200."),
        ("Miriam@Example.org", "The password must not be your e-mail address."),
        ("Password1234!", "Many people choose that password"),
        ("Sommaren2026!", "Many people choose that password"),
        ("123456789012", "Many people choose that password"),
        ("abababababab", "Many people choose that password"),
    ],
)
def test_what_is_refused_and_why(app: Flask, password: str, sentence: str) -> None:
    with app.test_request_context():
        assert (weakness(password, "miriam@example.org") or "").startswith(sentence)


@pytest.mark.parametrize("password", [NEW, "twelve words " * 15 + "12345", "bench-demo-2026", "brunn brygga bro"])
def test_what_is_taken(app: Flask, password: str) -> None:
    with app.test_request_context():
        assert weakness(password, "miriam@example.org") is None


def test_both_ways_to_write_a_ring_are_the_same_password(app: Flask, miriam: Person) -> None:
    miriam.set_password("blå bäckar i skogen")
    assert miriam.has_password("bla\u030a ba\u0308ckar i skogen")


def test_one_changes_the_password_that_one_knows(app: Flask, client: Client, miriam: Person) -> None:
    elsewhere = app.test_client()
    elsewhere.as_person(miriam)  # type: ignore[attr-defined]
    client.as_person(miriam)
    response = change(client, OLD)
    assert response.location == "/profile"
    assert "Your password is changed, and you are signed out everywhere else." in client.get("/profile").text
    assert elsewhere.get("/profile").status_code == 302
    assert [bool(ended) for ended in db.session.scalars(sa.select(SignIn.ended_at).order_by(SignIn.id))] == [
        True,
        False,
    ]
    assert db.session.scalars(sa.select(Mail.kind)).all() == ["password_changed"]


def test_without_the_old_password_nothing_changes(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    response = change(client, "not the password")
    assert response.status_code == 422
    assert '<a href="#password">Your password until now: That is not your password.</a>' in response.text
    assert db.session.get_one(Person, miriam.id).has_password(OLD)


def test_the_old_password_cannot_be_guessed_at_length(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    statuses = [change(client, "wrong").status_code for _ in range(9)]
    assert statuses == [422] * 8 + [429]


def issue(person: Person) -> str:
    token = PasswordLink.issue(person)
    db.session.commit()
    return f"/passwords/{token}"


def link_in_the_mail(app: Flask) -> str:
    db.session.rollback()
    run_due(app)
    body = db.session.scalars(sa.select(Mail.body).order_by(Mail.id.desc())).first() or ""
    found = re.search(r"/passwords/\S+", body)
    assert found
    return found.group()


def choose(client: Client, path: str, password: str = NEW, again: str = "") -> Any:
    return client.post_form(path, {"new_password": password, "repeat_password": again or password})


def change(client: Client, old: str) -> Any:
    return client.post_form("/profile/password", {"password": old, "new_password": NEW, "repeat_password": NEW})


def signs_in(client: Client, password: str) -> bool:
    client.as_person(None)
    response = client.post_form("/sign-in", {"email": "miriam@example.org", "password": password})
    client.as_person(None)
    return bool(response.status_code == 302)


def test_invisible_characters_send_no_more_links(client: Client, miriam: Person) -> None:
    typed = [f"{chr(0x200B) * count}miriam@example.org" for count in range(6)]
    statuses = [client.post_form("/forgotten-password", {"email": email}).status_code for email in typed]
    assert statuses == [200] * 5 + [429]
