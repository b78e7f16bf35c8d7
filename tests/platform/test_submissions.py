"""A second click makes no second record, also when both arrive at once; a refused form spends nothing."""

from __future__ import annotations

import threading
import time

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, redirect, render_template_string, request
from werkzeug import Response

from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.permissions import public
from benchplatform.plugin import Plugin
from benchplatform.submissions import Submission, once, once_number

from .conftest import MakeApp

probe = Blueprint("probe", __name__)
NUMBER = "0123456789abcdef-_"


@probe.post("/probe/others", endpoint="others")
@probe.route("/probe/things", methods=["GET", "POST"])
@public
@once
def things() -> Response | tuple[str, int] | str:
    if request.method == "GET":
        return render_template_string('<input type="hidden" name="once" value="{{ once_number() }}">')
    if not request.form["title"]:
        return "A title is needed.", 422
    thing = AuditEvent(action="probe", subject=request.form["title"])
    db.session.add(thing)
    db.session.commit()
    time.sleep(float(request.form.get("wait", 0)))
    return redirect(f"/probe/things/{thing.id}")


@pytest.fixture
def site(app: Flask, make_app: MakeApp) -> Flask:
    site = make_app([Plugin("probe", blueprint=probe)])
    site.config["WTF_CSRF_ENABLED"] = False
    return site


def send(site: Flask, title: str = "x", once: str = NUMBER, **given: str) -> Response:
    return site.test_client().post("/probe/things", data={"title": title, "once": once, **given})


def titles(site: Flask) -> list[str]:
    with site.app_context():
        return list(db.session.scalars(sa.select(AuditEvent.subject).order_by(AuditEvent.id)))


def test_the_same_form_twice_makes_one_record_and_leads_to_the_same_place(site: Flask) -> None:
    first, second = send(site, "first"), send(site, "first", csrf_token="a newer one")
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert titles(site) == ["first"]


@pytest.mark.parametrize("wait", ["0", "0.5"])
def test_the_same_form_several_times_at_once_too(site: Flask, wait: str) -> None:
    answers: list[Response] = []
    threads = [threading.Thread(target=lambda: answers.append(send(site, wait=wait))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles(site) == ["x"]
    assert len(answers) == 4
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert str(answers[0].location).startswith("/probe/things/")


def test_a_refused_form_spends_nothing(site: Flask) -> None:
    refused = send(site, "")
    assert (refused.status_code, refused.text) == (422, "A title is needed.")
    assert send(site, "mended").status_code == 302
    assert titles(site) == ["mended"]


def test_each_form_has_a_number_of_its_own(site: Flask) -> None:
    client = site.test_client()
    pages = {client.get("/probe/things").text for _ in range(3)}
    assert len(pages) == 3
    assert send(site, "a", "a" * 22).location != send(site, "b", "b" * 22).location
    assert titles(site) == ["a", "b"]


@pytest.mark.parametrize("number", ["", "short", "x" * 41, "with space and more", "' OR 1=1 --------"])
def test_what_is_no_number_of_ours_guards_nothing_and_harms_nothing(site: Flask, number: str) -> None:
    assert send(site, once=number).status_code == send(site, once=number).status_code == 302
    assert titles(site) == ["x", "x"]
    with site.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Submission)) == 0


def test_the_number_is_long_and_new_each_time() -> None:
    first, second = once_number(), once_number()
    assert first != second
    assert 20 < len(first) < 40


def test_the_same_text_sent_to_another_address_is_another_form(site: Flask) -> None:
    first = send(site)
    other = site.test_client().post("/probe/others", data={"title": "x", "once": NUMBER})
    assert first.location != other.location
    assert titles(site) == ["x", "x"]


def test_a_form_that_was_changed_after_it_was_sent_is_another_form(site: Flask) -> None:
    first, changed = send(site, "first"), send(site, "second, by way of the back button")
    assert send(site, "first").location == first.location != changed.location
    assert titles(site) == ["first", "second, by way of the back button"]
