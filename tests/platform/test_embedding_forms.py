"""Forms below the prefix: our own token, limits and cookie, whatever the host does with its own."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db

from .embedded import Browser, enter, plain_host, strict_host, token_in

NOTES = "/inside/bench/notes"


@pytest.fixture
def browser(app: Flask, database_url: str, tmp_path: Path) -> Browser:
    """Anna at the host that guards all of its own."""
    browser = Browser(strict_host(database_url, tmp_path))
    enter(browser, 1)
    return browser


def written() -> str | None:
    db.session.rollback()
    return db.session.scalar(sa.select(Person.about))


def test_a_form_is_guarded_by_our_token_and_not_by_the_hosts(browser: Browser) -> None:
    assert browser.send(NOTES, NOTES, text="Taken").location == NOTES
    assert written() == "Taken"
    assert "<p>Taken</p>" in browser.get(NOTES).text


def test_a_form_without_a_token_comes_back_with_its_text(browser: Browser) -> None:
    browser.get(NOTES)
    page = browser.post(NOTES, data={"text": "A long thought that must not be lost"})
    assert page.status_code == 400
    assert "A long thought that must not be lost" in page.text
    assert f'action="{NOTES}"' in page.text
    assert "Strict site of Anna Ek" in page.text
    assert written() == ""


def test_a_form_may_be_larger_than_the_hosts_limit_and_not_than_ours(browser: Browser) -> None:
    browser.send(NOTES, NOTES, text="x" * 900_000)
    assert written() == "x" * 900_000
    assert browser.send(NOTES, NOTES, text="x" * 3_100_000).status_code == 413


def test_a_file_is_taken_up_to_our_limit(browser: Browser) -> None:
    token = token_in(browser.get(NOTES))

    def send(size: int) -> dict[str, object]:
        file = (io.BytesIO(b"x" * size), "plan.pdf")
        return {"csrf_token": token, "note": "Åtgärder", "file": file}

    taken = browser.post("/inside/bench/files", data=send(1_500_000))
    assert taken.json == {"size": 1_500_000, "note": "Åtgärder"}
    refused = browser.post("/inside/bench/files", data=send(5_500_000))
    assert refused.status_code == 413
    assert "gränsen är 2 MB" in refused.text
    assert "Strict site of Anna Ek" in refused.text


def test_a_form_after_signing_out_at_the_host_keeps_its_text(browser: Browser) -> None:
    token = token_in(browser.get(NOTES))
    for cookie in ("session", "remember_token"):
        browser.delete_cookie(cookie)
    page = browser.post(NOTES, data={"csrf_token": token, "text": "A long thought that must not be lost"})
    assert page.status_code == 401
    assert "A long thought that must not be lost" in page.text
    assert 'href="/enter?next=/inside/bench/notes" target="_blank"' in page.text
    enter(browser, 1)
    again = browser.post(NOTES, data={"csrf_token": token_in(page), "text": "A long thought"})
    assert again.location == NOTES
    assert written() == "A long thought"


def test_reading_after_signing_out_is_answered_by_the_hosts_own_wall(browser: Browser) -> None:
    for cookie in ("session", "remember_token"):
        browser.delete_cookie(cookie)
    assert browser.get(f"{NOTES}?page=2").location == "/enter?next=/inside/bench/notes?page%3D2"


def test_a_form_of_a_visitor_at_a_host_without_a_wall(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(plain_host(database_url, tmp_path, sign_in_url="/be/miriam"))
    page = browser.send("/bench/open", "/bench/notes", text="A long thought that must not be lost")
    assert page.status_code == 401
    assert "A long thought that must not be lost" in page.text
    assert 'href="/be/miriam"' in page.text


def test_our_cookie_is_our_own_and_sent_to_our_addresses_alone(browser: Browser) -> None:
    answer = browser.get(NOTES)
    ours = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("bench=")]
    assert len(ours) == 1
    assert "; HttpOnly; Path=/inside/bench; SameSite=Lax" in ours[0]
    assert browser.get_cookie("bench") is None
    assert browser.get_cookie("session") is not None


def test_the_hosts_key_does_not_open_our_cookie(browser: Browser) -> None:
    host = browser.application
    assert host.extensions["bench"].app.secret_key != host.secret_key


def test_the_hosts_own_forms_are_still_guarded_by_the_host(browser: Browser) -> None:
    assert browser.post("/enter", data={"member": "2"}).status_code == 400
    assert browser.get("/").text == "Hello Anna Ek"
