"""People of the host: known by the host's word alone, once each, and only while the host says so."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform import Identity
from benchplatform.accounts.models import Person
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now

from ..factories import make_person
from ..queries import counted
from .embedded import Browser, enter, plain_host, strict_host, token_in


@pytest.fixture
def host(app: Flask, database_url: str, tmp_path: Path) -> Flask:
    return plain_host(database_url, tmp_path)


@pytest.fixture
def browser(host: Flask) -> Browser:
    return Browser(host)


def people() -> list[tuple[str | None, str, str]]:
    db.session.rollback()
    rows = db.session.execute(sa.select(Person.host_subject, Person.email, Person.name).order_by(Person.id))
    return [(subject, email, name) for subject, email, name in rows]


def events() -> list[str]:
    return list(db.session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_first_visit_makes_the_person_and_says_so_in_the_log(browser: Browser) -> None:
    browser.get("/be/miriam")
    assert "Notes of Miriam" in browser.get("/bench/notes").text
    assert "Notes of Miriam" in browser.get("/bench/notes").text
    assert people() == [("miriam", "miriam@example.org", "Miriam")]
    assert events() == ["accounts.create"]


def test_somebody_who_was_invited_by_that_address_is_linked(browser: Browser) -> None:
    make_person("Invited", email="miriam@example.org")
    browser.get("/be/miriam?email=Miriam@Example.org")
    assert "Notes of Miriam" in browser.get("/bench/notes").text
    assert people() == [("miriam", "miriam@example.org", "Miriam")]
    assert events() == ["accounts.link"]


def test_a_new_name_and_address_at_the_host_are_taken_over(browser: Browser) -> None:
    browser.get("/be/miriam")
    browser.get("/bench/notes")
    browser.get("/be/miriam?name=Miriam Haile&email=mh@example.org")
    assert "Notes of Miriam Haile" in browser.get("/bench/notes").text
    assert people() == [("miriam", "mh@example.org", "Miriam Haile")]


def test_an_address_that_the_host_gave_to_somebody_else_goes_along(browser: Browser) -> None:
    browser.get("/be/first?email=office@example.org")
    browser.get("/bench/notes")
    first = db.session.scalar(sa.select(Person.id))
    browser.get("/be/second?email=office@example.org")
    assert "Notes of Second" in browser.get("/bench/notes").text
    assert people() == [
        ("first", f"former-{first}@host.invalid", "First"),
        ("second", "office@example.org", "Second"),
    ]


def test_an_address_of_somebody_who_is_not_at_the_host_stays_theirs(browser: Browser) -> None:
    browser.get("/be/miriam")
    browser.get("/bench/notes")
    make_person("Other", email="other@example.org")
    browser.get("/be/miriam?email=other@example.org")
    assert "Notes of Miriam" in browser.get("/bench/notes").text
    assert people() == [("miriam", "miriam@example.org", "Miriam"), (None, "other@example.org", "Other")]


def test_a_disabled_person_is_not_signed_in(browser: Browser) -> None:
    make_person("Miriam", email="miriam@example.org", disabled_at=utc_now())
    browser.get("/be/miriam")
    assert browser.get("/bench/notes").status_code == 401
    assert "Notes of nobody" in browser.get("/bench/open").text


def test_leaving_the_host_is_leaving_the_platform(browser: Browser) -> None:
    browser.get("/be/miriam")
    assert browser.get("/bench/notes").status_code == 200
    browser.get("/leave")
    assert browser.get("/bench/notes").status_code == 401


def test_the_next_person_in_the_same_browser_finds_nothing_of_the_one_before(browser: Browser) -> None:
    browser.get("/be/miriam")
    token = token_in(browser.get("/bench/notes"))
    browser.post("/bench/notes", data={"csrf_token": token, "text": "Mine"})
    browser.get("/be/tomas")
    page = browser.get("/bench/notes")
    assert "Written down." not in page.text
    assert token_in(page) != token
    answer = browser.post("/bench/notes", data={"csrf_token": token, "text": "Of Miriam"})
    assert answer.status_code == 400
    assert people() == [("miriam", "miriam@example.org", "Miriam"), ("tomas", "tomas@example.org", "Tomas")]


def test_two_first_requests_at_once_make_one_person(host: Flask) -> None:
    browsers = [Browser(host) for _ in range(4)]
    for browser in browsers:
        browser.get("/be/miriam")
    barrier, answers = threading.Barrier(4), []

    def visit(browser: Browser) -> None:
        barrier.wait()
        answers.append(browser.get("/bench/notes").status_code)

    threads = [threading.Thread(target=visit, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200, 200, 200, 200]
    assert people() == [("miriam", "miriam@example.org", "Miriam")]
    assert events() == ["accounts.create"]


def test_a_page_costs_one_query_to_know_who_is_there(browser: Browser, host: Flask) -> None:
    browser.get("/be/miriam")
    browser.get("/bench/notes")
    with host.extensions["bench"].app.app_context(), counted() as statements:
        browser.get("/bench/fragment")
    assert len(statements) == 1, statements


@pytest.mark.parametrize(
    ("method", "expected"), [("/bench/notes?page=2", "/be/miriam?next=/bench/notes%3Fpage%3D2"), ("/bench/open", None)]
)
def test_a_visitor_is_led_to_the_hosts_sign_in_and_back(
    app: Flask, database_url: str, tmp_path: Path, method: str, expected: str | None
) -> None:
    browser = Browser(plain_host(database_url, tmp_path, sign_in_url="/be/miriam"))
    assert browser.get(method).location == expected


def test_the_sign_in_may_be_a_function_of_the_host(app: Flask, database_url: str, tmp_path: Path) -> None:
    def where() -> str:
        from flask import url_for

        return url_for("be", subject="tomas", why="bench")

    browser = Browser(plain_host(database_url, tmp_path, sign_in_url=where))
    assert browser.get("/bench/notes").location == "/be/tomas?why=bench&next=/bench/notes"


def test_without_a_sign_in_address_a_framed_page_says_what_to_do(browser: Browser) -> None:
    page = browser.get("/bench/notes")
    assert page.status_code == 401
    assert "Sign in where you usually do on this site" in page.text
    assert "Plain site" in page.text


def test_our_own_sign_in_does_not_exist(browser: Browser) -> None:
    for path in ("/bench/sign-in", "/bench/forgotten-password", "/bench/passwords/abc"):
        assert browser.get(path).status_code == 404, path
    browser.get("/be/miriam")
    assert browser.send("/bench/notes", "/bench/sign-out").status_code == 404
    assert browser.get("/bench/profile/password").status_code == 404
    assert "password" not in browser.get("/bench/profile").text.lower()


def test_the_host_says_the_name_so_the_profile_does_not_ask_for_it(browser: Browser) -> None:
    browser.get("/be/miriam")
    page = browser.get("/bench/profile").text
    assert 'name="title"' in page
    assert 'name="name"' not in page
    version = re.search(r'name="version"[^>]* value="(\d+)"', page)
    assert version
    given = {"title": "Strategist", "name": "Somebody else", "locale": "", "version": version.group(1)}
    assert browser.send("/bench/profile", "/bench/profile", **given).status_code == 302
    page = browser.get("/bench/profile").text
    assert "Strategist" in page
    assert "Somebody else" not in page


def test_a_remembering_cookie_of_the_host_does_not_hide_who_is_there(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    browser = Browser(strict_host(database_url, tmp_path))
    enter(browser, 1)
    assert browser.get_cookie("remember_token")
    assert "Notes of Anna Ek" in browser.get("/inside/bench/notes").text


def test_the_hosts_language_is_ours(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(strict_host(database_url, tmp_path))
    enter(browser, 1)
    page = browser.get("/inside/bench/notes", headers={"Accept-Language": "en"})
    assert '<div class="bench" lang="sv">' in page.text
    assert 'name="locale"' not in page.text


def test_one_chooses_the_language_where_the_host_has_none(browser: Browser) -> None:
    browser.get("/be/miriam")
    assert 'name="locale" value="sv"' in browser.get("/bench/notes").text
    answer = browser.send("/bench/notes", "/bench/language", locale="sv", next="/bench/notes")
    assert answer.location == "/bench/notes"
    assert '<div class="bench" lang="sv">' in browser.get("/bench/notes").text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"subject": None}, "The subject of an Identity must have 1 to 255 characters."),
        ({"subject": " "}, "The subject of an Identity must have 1 to 255 characters."),
        ({"subject": "s" * 256}, "The subject of an Identity must have 1 to 255 characters."),
        ({"email": None}, "The email of the Identity '7' is not an address."),
        ({"email": "miriam"}, "The email of the Identity '7' is not an address."),
        ({"email": "m@" + "e" * 300}, "The email of the Identity '7' is not an address."),
    ],
)
def test_an_identity_that_cannot_be_one_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        Identity(**{"subject": "7", "email": "m@example.org", "name": "Miriam"} | given)


def test_an_identity_is_put_into_shape() -> None:
    identity = Identity(subject=7, email=" Miriam@Example.ORG ", name="", locale="en-GB")  # type: ignore[arg-type]
    assert (identity.subject, identity.email, identity.name) == ("7", "miriam@example.org", "miriam@example.org")
    assert identity.language == "en"
    assert Identity("7", "m@example.org", "n" * 500, locale="fi").language is None
    assert len(Identity("7", "m@example.org", "n" * 500).name) == 120


def test_what_identity_returns_must_be_an_identity(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(plain_host(database_url, tmp_path / "other"))
    host = browser.application
    host.extensions["bench"].identity = lambda: "miriam"
    with pytest.raises(TypeError, match="must return an Identity or None, not str"):
        browser.get("/bench/notes")


def test_a_calendar_program_fetches_a_feed_past_the_host_s_wall(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = strict_host(database_url, tmp_path)
    browser, program = Browser(host), Browser(host)
    enter(browser, 1)
    browser.send("/inside/bench/calendar", "/inside/bench/calendar/address")
    page = browser.get("/inside/bench/calendar").text
    found = re.search(r'value="http://[^/"]+(/inside/bench/calendars/[^"]+)"', page)
    assert found
    answer = program.get(found.group(1))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert "X-WR-CALNAME:Benchplatform" in answer.text
    assert program.get("/inside/bench/calendars/guess.ics").status_code == 404
    assert program.get("/inside/bench/calendar").status_code == 302
