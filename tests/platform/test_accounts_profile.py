"""The profile, and the browsers one is signed in with."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from benchplatform.accounts.devices import recognise, words
from benchplatform.accounts.models import Person, SignIn
from benchplatform.database import db

from ..client import Client
from ..factories import make_person
from ..queries import counted

FORM = {
    "name": "Miriam Haile",
    "title": "Planner",
    "phone": "0123-45 67 89",
    "about": "First\r\nSecond",
    "locale": "",
    "helps_with": "Surveys",
}


@pytest.fixture
def miriam(client: Client) -> Person:
    person = make_person("Miriam Haile", title="Secretary", locale="en")
    client.as_person(person)
    return person


def save(client: Client, version: int = 1, **given: Any) -> Any:
    return client.post_form("/profile", {**FORM, "version": version, **given})


def test_one_edits_one_s_own_profile(client: Client, miriam: Person) -> None:
    assert 'value="Secretary"' in client.get("/profile").text
    assert save(client, locale="sv").location == "/profile"
    db.session.refresh(miriam)
    assert (miriam.title, miriam.phone, miriam.about) == ("Planner", "0123-45 67 89", "First\nSecond")
    assert (miriam.helps_with, miriam.locale, miriam.version) == ("Surveys", "sv", 2)
    assert '<html lang="sv">' in client.get("/profile").text


def test_a_person_is_never_asked_for_sex(client: Client, miriam: Person) -> None:
    fields = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', client.get("/profile").text))
    assert fields == {"csrf_token", "next", "version", "name", "title", "phone", "about", "locale", "helps_with"}


def test_bad_input_is_explained_and_kept(client: Client, miriam: Person) -> None:
    response = save(client, name=" ", about="x" * 2001, phone="<script>")
    assert response.status_code == 422
    assert '<a href="#name">Name: This is needed.</a>' in response.text
    assert '<a href="#about">About you: 2,001 characters, the limit is 2,000.</a>' in response.text
    assert "x" * 2001 in response.text
    assert "&lt;script&gt;" in response.text
    db.session.refresh(miriam)
    assert miriam.title == "Secretary"


@pytest.mark.parametrize(
    "given",
    [
        {"about": "x" * 1_000_000},
        {"name": "x" * 1_000_000},
        {"locale": "xx"},
        {"version": "x"},
        {"version": "9" * 30},
    ],
)
def test_senseless_input_is_no_error_of_ours(client: Client, miriam: Person, given: dict[str, str]) -> None:
    assert save(client, **given).status_code in (409, 422)
    db.session.refresh(miriam)
    assert miriam.version == 1


def test_two_edits_at_once_are_told_and_both_texts_shown(app: Flask, client: Client, miriam: Person) -> None:
    save(client, title="Planner")
    response = save(client, version=1, title="Strategist")
    assert response.status_code == 409
    assert "Your profile was changed in another window since you opened this one." in response.text
    assert '<a href="#title">Title or assignment</a></dt>\n<dd>Planner</dd>' in response.text
    assert 'value="Strategist"' in response.text
    assert "<dd>0123-45" not in response.text
    db.session.refresh(miriam)
    assert miriam.title == "Planner"
    version = re.search(r'name="version"[^>]* value="(\d+)"', response.text)
    assert version
    assert version.group(1) == "2"
    assert save(client, version=2, title="Strategist").status_code == 302


def test_the_browsers_one_is_signed_in_with(app: Flask, client: Client, miriam: Person) -> None:
    phone, _token = SignIn.begin(
        miriam, recognise("Mozilla/5.0 (iPhone; CPU iPhone OS 17) CriOS/119 Mobile Safari/604")
    )
    SignIn.begin(make_person("Other"), "Firefox/Windows")
    db.session.commit()
    page = client.get("/profile").text
    assert "Chrome on iPhone" in page
    assert "Firefox on Windows" not in page
    assert page.count("this browser") == 1
    response = client.post_form(f"/profile/sign-ins/{phone.id}/ending")
    assert response.location == "/profile"
    assert "Chrome on iPhone" not in client.get("/profile").text


def test_nobody_ends_the_sign_in_of_somebody_else(client: Client, miriam: Person) -> None:
    other, _token = SignIn.begin(make_person("Other"), "Firefox/Windows")
    db.session.commit()
    assert client.post_form(f"/profile/sign-ins/{other.id}/ending").status_code == 404
    db.session.refresh(other)
    assert other.ended_at is None


def test_all_others_are_signed_out_with_one_button(app: Flask, client: Client, miriam: Person) -> None:
    elsewhere = app.test_client()
    elsewhere.as_person(miriam)  # type: ignore[attr-defined]
    assert elsewhere.get("/profile").status_code == 200
    client.post_form("/profile/sign-ins/ending")
    assert elsewhere.get("/profile").status_code == 302
    assert "All other browsers are signed out." in client.get("/profile").text


@pytest.mark.parametrize("path", ["/profile", "/profile/password", "/profile/sign-ins/ending"])
def test_a_visitor_has_no_profile(client: Client, path: str) -> None:
    assert client.post_form(path).status_code == 401


def test_the_profile_costs_the_same_with_many_browsers(client: Client, miriam: Person) -> None:
    with counted() as few:
        client.get("/profile")
    for _ in range(40):
        SignIn.begin(miriam, "Firefox/Windows")
    db.session.commit()
    with counted() as many:
        client.get("/profile")
    assert len(many) == len(few) <= 4


@pytest.mark.parametrize(
    ("user_agent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/119.0 Safari/537.36 Edg/119.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) AppleWebKit/605 Version/17 Safari/605", "Safari on Mac"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/119 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox on Linux"),
        ("curl/8", "A browser that we do not recognise"),
        ("", "A browser that we do not recognise"),
    ],
)
def test_devices_in_words(app: Flask, user_agent: str, said: str) -> None:
    with app.test_request_context():
        assert words(recognise(user_agent)) == said
