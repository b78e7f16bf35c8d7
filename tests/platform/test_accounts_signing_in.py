"""Signing in and out: who gets in, what others are told, and what the browser keeps."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person, SignIn
from benchplatform.accounts.passwords import matches
from benchplatform.database import db, utc_now

from ..client import Client
from ..factories import make_person

PASSWORD = "four words and a bridge"
REFUSED = "The e-mail address and the password do not belong together."
CHROMIUM = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/119.0 Safari/537.36"


@pytest.fixture
def miriam(app: Flask) -> Person:
    return make_person("Miriam Haile", email="miriam@example.org", password=PASSWORD)


def sign_in(client: Client, email: str = "miriam@example.org", password: str = PASSWORD, **given: Any) -> Any:
    return client.post_form(
        "/sign-in", {"email": email, "password": password, **given}, headers={"User-Agent": CHROMIUM}
    )


def test_a_person_signs_in_and_is_on_the_first_page(client: Client, miriam: Person) -> None:
    response = sign_in(client, " Miriam@Example.org ")
    assert (response.status_code, response.location) == (302, "/")
    assert "Miriam Haile" in client.get("/profile").text
    assert db.session.scalars(sa.select(SignIn.device)).all() == ["Chromium/Linux"]


def test_one_goes_on_to_where_one_was_going(client: Client, miriam: Person) -> None:
    response = client.get("/profile/password?from=mail")
    assert response.location == "/sign-in?next=/profile/password?from%3Dmail"
    page = client.get(response.location)
    assert 'name="next" type="hidden" value="/profile/password?from=mail"' in page.text
    assert sign_in(client, next="/profile/password?from=mail").location == "/profile/password?from=mail"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_one_never_goes_on_to_another_site(client: Client, miriam: Person, target: str) -> None:
    assert sign_in(client, next=target).location == "/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, miriam: Person) -> None:
    make_person("Invited", email="invited@example.org")
    make_person("Gone", email="gone@example.org", password=PASSWORD, disabled_at=utc_now())
    pages = []
    for email, password in [
        ("miriam@example.org", "not the password"),
        ("nobody@example.org", PASSWORD),
        ("invited@example.org", PASSWORD),
        ("gone@example.org", PASSWORD),
    ]:
        response = sign_in(client, email, password)
        assert response.status_code == 422
        assert REFUSED in response.text
        pages.append(without_numbers(response.text.replace(email, "")))
    assert len(set(pages)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0


def test_an_unknown_address_costs_a_comparison_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    class Counting:
        def __init__(self, hasher: Any) -> None:
            self.hasher = hasher

        def verify(self, *given: str) -> bool:
            compared.append(given)
            return self.hasher.verify(*given)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.hasher, name)

    monkeypatch.setitem(app.extensions, "bench_hasher", Counting(app.extensions["bench_hasher"]))
    assert Person.with_password("nobody@example.org", PASSWORD) is None
    assert len(compared) == 1
    assert not matches(None, "nobody has this password")


def test_an_empty_form_is_told_so_and_keeps_the_address(client: Client, miriam: Person) -> None:
    response = sign_in(client, "miriam@example.org", "")
    assert response.status_code == 422
    assert '<a href="#password">Password: This is needed.</a>' in response.text
    assert 'value="miriam@example.org"' in response.text


@pytest.mark.parametrize("email", ["x" * 100_000, "a\0b@example.org", "å ä ö", "' OR 1=1 --"])
def test_strange_addresses_are_unknown_ones(client: Client, email: str) -> None:
    response = sign_in(client, email)
    assert response.status_code == 422
    assert REFUSED in response.text


def test_a_very_long_password_is_a_wrong_one(client: Client, miriam: Person) -> None:
    assert REFUSED in sign_in(client, password="x" * 500_000).text
    assert REFUSED in sign_in(client, password=PASSWORD + "x" * 300).text


def test_after_eight_tries_one_has_to_wait(client: Client, miriam: Person) -> None:
    answers = [sign_in(client, password="wrong", next="/profile") for _ in range(9)]
    assert [answer.status_code for answer in answers] == [422] * 8 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 301
    assert "That was too many tries. Wait 5 minutes and try again." in answers[-1].text
    assert 'value="/profile"' in answers[-1].text
    assert sign_in(client).status_code == 429
    make_person("Other", email="other@example.org", password=PASSWORD)
    assert sign_in(client, "other@example.org").location == "/"


def tries_from(client: Client, addresses: list[str]) -> list[int]:
    token, answers = client.token(), []
    for address in addresses:
        form = {"csrf_token": token, "email": "miriam@example.org", "password": "wrong"}
        answers.append(client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": address}).status_code)
    return answers


def test_whoever_has_a_network_of_ipv6_addresses_has_no_more_tries(client: Client, miriam: Person) -> None:
    assert tries_from(client, [f"2001:db8:1:2:{n:x}::1" for n in range(9)]) == [422] * 8 + [429]
    assert tries_from(client, ["2001:db8:1:3::1"]) == [422]


def test_an_ipv4_address_counts_as_itself_however_it_is_written(client: Client, miriam: Person) -> None:
    assert tries_from(client, ["::ffff:192.0.2.1", "192.0.2.1"] * 4 + ["192.0.2.1", "192.0.2.2"]) == [
        *[422] * 8,
        429,
        422,
    ]
    assert tries_from(client, ["::ffff:192.0.2.1", "::ffff:192.0.2.3", "unknown"]) == [429, 422, 422]


def test_the_session_begins_anew_with_the_sign_in(client: Client, miriam: Person) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    before = client.token()
    sign_in(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert set(cookie) >= {"sign_in", "_permanent"}
    refused = client.post("/sign-out", data={"csrf_token": before})
    assert refused.status_code == 400


def test_the_cookie_is_for_the_server_alone(client: Client, miriam: Person) -> None:
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_signing_out_ends_the_sign_in_on_the_server(app: Flask, client: Client, miriam: Person) -> None:
    sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["sign_in"]
    response = client.post_form("/sign-out")
    assert response.location == "/sign-in"
    assert "You are signed out." in client.get("/sign-in").text
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token
    assert client.get("/profile").status_code == 302


def test_signing_out_is_a_post(client: Client) -> None:
    assert client.get("/sign-out").status_code == 405


def test_a_disabled_person_is_out_at_once(client: Client, miriam: Person) -> None:
    sign_in(client)
    assert client.get("/profile").status_code == 200
    db.session.get_one(Person, miriam.id).disable()
    db.session.commit()
    assert client.get("/profile").location == "/sign-in?next=/profile"


def test_a_sign_in_ends_after_fourteen_days_without_a_visit(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    set_seen(dt.timedelta(days=13))
    assert client.get("/profile").status_code == 200
    set_seen(dt.timedelta(days=14, minutes=1))
    assert client.get("/profile").status_code == 302


def test_a_visit_is_noted_every_five_minutes_and_renews_the_cookie(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    visit(client)
    set_seen(dt.timedelta(minutes=4))
    seen = db.session.scalar(sa.select(SignIn.seen_at))
    assert "Set-Cookie" not in visit(client).headers
    assert db.session.scalar(sa.select(SignIn.seen_at)) == seen
    set_seen(dt.timedelta(minutes=6))
    assert "Set-Cookie" in visit(client).headers
    assert utc_now() - db.session.scalars(sa.select(SignIn.seen_at)).one() < dt.timedelta(seconds=30)


def test_a_signed_in_person_need_not_sign_in(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    assert client.get("/sign-in?next=/profile").location == "/profile"


def test_signing_in_as_somebody_else_ends_the_sign_in_before(client: Client, miriam: Person) -> None:
    make_person("Other", email="other@example.org", password=PASSWORD)
    sign_in(client)
    sign_in(client, "other@example.org")
    assert "Other" in client.get("/profile").text
    assert [bool(ended) for ended in db.session.scalars(sa.select(SignIn.ended_at).order_by(SignIn.id))] == [
        True,
        False,
    ]


def test_a_visitor_chooses_a_language_and_keeps_it(client: Client, miriam: Person) -> None:
    assert client.post_form("/language", {"locale": "sv", "next": "/sign-in"}).location == "/sign-in"
    assert '<html lang="sv">' in client.get("/sign-in").text
    sign_in(client)
    assert '<html lang="sv">' in client.get("/profile").text


def test_a_person_s_language_is_remembered_with_the_person(app: Flask, client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    client.post_form("/language", {"locale": "sv", "next": "/profile"})
    assert db.session.scalar(sa.select(Person.locale)) == "sv"
    other = app.test_client().as_person(miriam)  # type: ignore[attr-defined]
    assert '<html lang="sv">' in other.get("/profile").text


def test_a_language_that_is_not_there_changes_nothing(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    assert client.post_form("/language", {"locale": "xx", "next": "//evil.example"}).location == "/"
    assert db.session.scalar(sa.select(Person.locale)) is None


def set_seen(ago: dt.timedelta) -> None:
    db.session.execute(sa.update(SignIn).values(seen_at=utc_now() - ago))
    db.session.commit()


def visit(client: Client) -> Any:
    """A page that has been read to its end, as a server does before it closes the answer."""
    response = client.get("/profile")
    response.close()
    db.session.rollback()
    return response


def without_numbers(page: str) -> str:
    """The page without what differs each time: form tokens."""
    return re.sub(r'name="csrf_token"[^>]*', "", page)


def test_an_address_with_invisible_characters_is_counted_as_the_one_that_it_is(client: Client, miriam: Person) -> None:
    answers = [sign_in(client, f"miriam{chr(0x200B) * count}@example.org", "wrong") for count in range(9)]
    assert [answer.status_code for answer in answers] == [422] * 8 + [429]


def test_a_browser_that_keeps_no_cookie_is_told_so(app: Flask, miriam: Person) -> None:
    forgetful = app.test_client(use_cookies=False)
    token = re.search(r'name="csrf_token" value="([^"]+)"', forgetful.get("/sign-in").text)
    assert token
    form = {"csrf_token": token.group(1), "email": miriam.email, "password": PASSWORD}
    answer = forgetful.post("/sign-in", data=form)
    assert answer.status_code == 400
    assert "or your browser keeps no cookies. Allow them, and try again." in answer.text
    assert PASSWORD not in answer.text
