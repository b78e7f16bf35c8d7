"""The outbox: mail as a site administrator sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform import mail
from benchplatform.database import db, utc_now
from benchplatform.jobs.models import Job
from benchplatform.mail.models import Mail

from ..client import Client
from ..factories import make_administrator, make_cluster, make_lead, make_organisation, make_person, save
from ..queries import counted

LINK = "http://127.0.0.1:8000/passwords/abc-DEF_123"


def make_mail(subject: str = "A subject", **given: Any) -> Mail:
    given = {"kind": "test", "to": "miriam@example.org", "body": f"Hello.\n\n{LINK}\n"} | given
    return save(Mail(subject=subject, **given))


def test_the_states_of_mail_in_words(client: Client, app: Flask) -> None:
    make_mail("Gone out", sent_at=utc_now())
    make_mail("Came back", error="550 no such user")
    make_mail("Not yet")
    page = client.as_person(make_administrator()).get("/admin/outbox").text
    order = [page.index(words) for words in ("Not yet", "waiting", "Came back", "refused", "Gone out", "sent ")]
    assert order == sorted(order)
    assert "No mail server is set (SMTP_URL)" in page


def test_a_mail_that_waits_shows_its_link(client: Client, app: Flask) -> None:
    waiting = make_mail()
    page = client.as_person(make_administrator()).get(f"/admin/outbox/{waiting.id}").text
    assert f'href="{LINK}"' in page
    assert "Hello." in page


def test_a_mail_that_was_sent_keeps_its_secret(client: Client, app: Flask) -> None:
    sent = make_mail(sent_at=utc_now())
    page = client.as_person(make_administrator()).get(f"/admin/outbox/{sent.id}").text
    assert "abc-DEF_123" not in page
    assert "http://127.0.0.1:8000/passwords/…" in page
    assert "Send again" not in page


def test_a_refused_mail_is_sent_again_once(client: Client, app: Flask) -> None:
    refused = make_mail(error="SMTPRecipientsRefused: 550 no such user")
    client.as_person(make_administrator())
    assert "SMTPRecipientsRefused: 550 no such user" in client.get(f"/admin/outbox/{refused.id}").text
    for _ in range(2):
        response = client.post_form(f"/admin/outbox/{refused.id}/sending", {"once": "a-number-of-its-own"})
        assert response.location == f"/admin/outbox/{refused.id}"
    jobs = db.session.execute(sa.select(Job.name, Job.arguments)).all()
    assert [tuple(job) for job in jobs] == [("mail.deliver", {"mail_id": refused.id})]


def test_there_is_no_outbox_for_anybody_else(client: Client, app: Flask) -> None:
    waiting = make_mail()
    lead = make_lead(make_cluster(organisations=[make_organisation()]))
    for person in (lead, make_person()):
        client.as_person(person)
        for path in ("/admin/outbox", f"/admin/outbox/{waiting.id}"):
            assert client.get(path).status_code == 404
        assert client.post_form(f"/admin/outbox/{waiting.id}/sending").status_code == 404
    client.as_person(None)
    assert client.get("/admin/outbox").location == "/sign-in?next=/admin/outbox"


def test_an_empty_outbox_says_so(client: Client, app: Flask) -> None:
    assert "No mail has been written yet." in client.as_person(make_administrator()).get("/admin/outbox").text


def test_many_mails_are_read_page_by_page_at_the_same_cost(client: Client, app: Flask) -> None:
    client.as_person(make_administrator())
    make_mail("Mail 0")
    with counted() as few:
        client.get("/admin/outbox")
    for number in range(1, 52):
        make_mail(f"Mail {number}")
    with counted() as many:
        page = client.get("/admin/outbox").text
    assert len(many) == len(few) <= 4
    assert "Mail 2<" in page
    assert "Mail 1<" not in page
    older = page.split('href="/admin/outbox?before=')[1].split('"')[0]
    rest = client.get(f"/admin/outbox?before={older}").text
    assert "Mail 1<" in rest
    assert "Mail 0<" in rest
    assert "Older mail" not in rest


@pytest.mark.parametrize("before", ["x", "-1", "99999999999999999999", ""])
def test_a_senseless_page_is_no_error(client: Client, app: Flask, before: str) -> None:
    assert client.as_person(make_administrator()).get(f"/admin/outbox?before={before}").status_code == 200


def test_the_administration_tells_administrators_alone_what_was_refused(client: Client, app: Flask) -> None:
    make_mail(error="550")
    make_mail(error="550", sent_at=utc_now() + dt.timedelta(minutes=1))
    page = client.as_person(make_administrator()).get("/admin/").text
    assert "1 mail was refused" in page
    lead = make_lead(make_cluster(organisations=[make_organisation()]))
    assert "/admin/outbox" not in client.as_person(lead).get("/admin/").text


@pytest.mark.parametrize(
    ("locale", "subject"), [("en", "Your password at Benchplatform was changed"), (None, "Your password at")]
)
def test_a_mail_is_in_its_reader_s_language(app: Flask, locale: str | None, subject: str) -> None:
    posted = mail.post("password_changed", "miriam@example.org", locale, name="Miriam & Co", again="http://x/")
    assert posted.subject.startswith(subject)
    assert "Hello Miriam & Co," in posted.body


@pytest.mark.parametrize("before", ["-" + "9" * 30, "9" * 30, "-1", "0", "x", ""])
def test_no_number_in_the_address_is_an_error(client: Client, app: Flask, before: str) -> None:
    assert client.as_person(make_administrator()).get(f"/admin/outbox?before={before}").status_code == 200
