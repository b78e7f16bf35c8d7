"""What was written is never lost: an expired sign-in or form, too much text, a locked database, a full disk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, request
from markupsafe import escape
from sqlalchemy import event
from sqlalchemy.pool import NullPool
from werkzeug.exceptions import NotFound

from benchplatform.accounts.models import Person, SignIn
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Post, Thread
from benchplatform.permissions import public
from benchplatform.plugin import Plugin
from benchplatform.programmes.models import Membership
from benchplatform.requests import accepts_files

from ..client import Client
from ..factories import make_cluster, make_meeting, make_member, make_organisation, make_thread
from ..pages import fields_of
from .conftest import MakeApp

PASSWORD = "four words and a bridge"
TEXT = """How often do you *measure*?

We ask after every decision, and write "why" beside it: <b>not</b> only when & where.

    An indented line, åäö, and the last one."""
ENDED = "Your sign-in has ended, so nothing was saved. Your text is kept: sign in, and it comes back."
CANNOT_SAVE = "The site cannot save anything just now. Nothing was changed; try again in a minute."
TOO_LONG_OPEN = "The page had been open for too long, so nothing was saved. Your text is here."


@pytest.fixture
def miriam(app: Flask) -> Person:
    cluster = make_cluster(organisations=[make_organisation("Lövinge")])
    person = make_member(cluster)
    person.email = "miriam@example.org"
    person.set_password(PASSWORD)
    make_thread(make_meeting(cluster), person, texts=["The first post"])
    return person


@pytest.fixture
def path(miriam: Person) -> str:
    """Where a post is sent."""
    return f"/threads/{db.session.scalars(sa.select(Thread.id)).one()}/posts/"


def test_a_text_comes_back_after_the_sign_in_had_ended(client: Client, miriam: Person, path: str) -> None:
    client.as_person(miriam)
    token = client.token()
    db.session.execute(sa.update(SignIn).values(ended_at=utc_now()))
    db.session.commit()
    page = client.post(path, data={"csrf_token": token, "text": TEXT})
    assert page.status_code == 401
    assert ENDED in page.text
    assert_sent_after_signing_in(client, page.text, path)


def test_a_text_comes_back_after_the_cookie_was_lost(client: Client, path: str) -> None:
    page = client.post(path, data={"csrf_token": "of an old session", "text": TEXT})
    assert page.status_code == 401
    assert ENDED in page.text
    assert "&lt;b&gt;not&lt;/b&gt; only when &amp; where." in page.text
    assert_sent_after_signing_in(client, page.text, path)


def test_a_wrong_password_in_between_loses_nothing(client: Client, path: str) -> None:
    page = client.post(path, data={"text": TEXT})
    fields = fields_of(page.text, "/sign-in")
    page = client.post("/sign-in", data={**fields, "email": "miriam@example.org", "password": "wrong"})
    assert page.status_code == 422
    assert ENDED in page.text
    assert_sent_after_signing_in(client, page.text, path)


def test_too_many_tries_in_between_lose_nothing(client: Client, path: str) -> None:
    page = client.post(path, data={"text": TEXT})
    fields = fields_of(page.text, "/sign-in")
    for _ in range(9):
        page = client.post("/sign-in", data={**fields, "email": "miriam@example.org", "password": "wrong"})
    assert page.status_code == 429
    assert fields_of(page.text, "/sign-in")["kept"] == fields["kept"]


def test_a_text_whose_seal_is_broken_is_not_taken(client: Client, miriam: Person, path: str) -> None:
    page = client.post(path, data={"text": TEXT})
    fields = fields_of(page.text, "/sign-in")
    given = {**fields, "kept": fields["kept"][:-2] + "xx", "email": "miriam@example.org", "password": PASSWORD}
    assert client.post("/sign-in", data=given).location == "/"


def test_a_text_comes_back_when_the_form_had_expired(
    app: Flask, client: Client, miriam: Person, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.as_person(miriam)
    with monkeypatch.context() as time_limit:
        time_limit.setitem(app.config, "WTF_CSRF_TIME_LIMIT", -1)
        page = client.post_form(path, {"text": TEXT})
    assert page.status_code == 400
    assert TOO_LONG_OPEN in page.text
    assert_sent(client, page.text, path)


def test_passwords_do_not_come_back(client: Client, miriam: Person) -> None:
    client.as_person(miriam)
    given = {"password": PASSWORD, "new_password": "another secret text", "repeat_password": "another secret text"}
    page = client.post("/profile/password", data=given)
    assert page.status_code == 400
    assert PASSWORD not in page.text
    assert "another secret text" not in page.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_what_another_site_sends_is_not_taken_for_one_s_own(
    client: Client, miriam: Person, path: str, headers: dict[str, str]
) -> None:
    answer = client.post(path, data={"text": TEXT}, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = client.as_person(miriam).post(path, data={"text": TEXT}, headers=headers)
    assert page.status_code == 400
    assert "measure" not in page.text
    assert f'action="{path}"' not in page.text


def test_an_expired_sign_in_form_is_shown_again(client: Client) -> None:
    client.get("/sign-in")
    page = client.post("/sign-in", data={"email": "miriam@example.org", "password": PASSWORD})
    assert page.status_code == 400
    assert "The page had been open for too long. Please try again." in page.text
    assert fields_of(page.text, "/sign-in")["email"] == "miriam@example.org"


def test_an_expired_form_of_a_visitor_can_be_sent_again(client: Client) -> None:
    page = client.post("/language", data={"locale": "sv", "next": "/sign-in"})
    assert page.status_code == 400
    assert client.post("/language", data=fields_of(page.text, "/language")).location == "/sign-in"


def test_a_form_with_too_much_text_comes_back_with_its_beginning(client: Client, miriam: Person, path: str) -> None:
    client.as_person(miriam)
    page = client.post_form(path := f"{path}1/edit", {"text": TEXT + "x" * 3_100_000})
    assert page.status_code == 413
    assert "That was too much text for one form, so nothing was saved. Below is only its beginning;" in page.text
    assert fields_of(page.text, path)["text"].startswith(TEXT)
    assert posts() == ["The first post"]


def test_the_text_beside_a_file_that_is_too_large_comes_back(make_app: MakeApp, miriam: Person) -> None:
    client: Any = make_app([taking_files()]).test_client()
    client.as_person(miriam)
    data = {"text": TEXT, "file": (b"x" * 6_000_000, "slides.pdf")}
    page = client.post("/taking-files", data={k: v if k == "text" else file_of(v) for k, v in data.items()})
    assert page.status_code == 413
    assert "Your file is 6 MB, the limit is 2 MB." in page.text
    assert fields_of(page.text, "/taking-files")["text"] == TEXT


def test_a_text_comes_back_when_the_database_is_locked(make_app: MakeApp, miriam: Person, path: str) -> None:
    app = make_app()
    client: Any = app.test_client()
    client.as_person(miriam)
    token = client.token()
    with impatient(app), locked():
        began = time.monotonic()
        page = client.post(path, data={"csrf_token": token, "text": TEXT})
        assert time.monotonic() - began < 5
    assert page.status_code == 503
    assert CANNOT_SAVE in page.text
    assert miriam.name in page.text
    assert_sent(client, page.text, path)


def test_reading_goes_on_while_the_database_is_locked(make_app: MakeApp, miriam: Person, path: str) -> None:
    app = make_app()
    client: Any = app.test_client()
    client.as_person(miriam)
    long_ago = utc_now().replace(year=2020)
    with impatient(app):
        app.config["BENCH"].values["SESSION_DAYS"] = 36_500
        db.session.execute(sa.update(SignIn).values(seen_at=long_ago))
        db.session.commit()
        with locked():
            page = client.get(path.removesuffix("posts/"))
            page.close()
            assert page.status_code == 200
            assert "The first post" in page.text
        assert db.session.scalars(sa.select(SignIn.seen_at)).one() == long_ago


def test_a_full_disk_says_so_and_keeps_the_text(make_app: MakeApp, miriam: Person) -> None:
    client: Any = make_app([taking_files()]).test_client()
    client.as_person(miriam)
    page = client.post_form("/taking-files", {"text": TEXT, "what": "disk"})
    assert page.status_code == 503
    assert CANNOT_SAVE in page.text
    assert fields_of(page.text, "/taking-files")["text"] == TEXT


def test_a_database_that_is_away_leaves_a_page(make_app: MakeApp, miriam: Person) -> None:
    client: Any = make_app([taking_files()]).test_client()
    client.as_person(miriam)
    page = client.post_form("/taking-files", {"text": TEXT, "what": "database"})
    assert page.status_code == 503
    assert CANNOT_SAVE in page.text


def test_an_error_of_ours_shows_a_number_to_tell(make_app: MakeApp, miriam: Person) -> None:
    app = make_app([taking_files()])
    app.testing = False
    client: Any = app.test_client()
    page = client.as_person(miriam).post_form("/taking-files", {"text": TEXT, "what": "fault"})
    assert page.status_code == 500
    assert "Something went wrong with us" in page.text
    assert page.headers["X-Request-ID"] in page.text


def test_pages_that_are_not_there_say_the_same_to_everybody(client: Client, miriam: Person) -> None:
    for path in ("/nowhere", "/threads/0/", "/threads/99999999999999999999/", "/threads/-1/", "/%00"):
        page = client.get(path)
        assert page.status_code == 404
        assert "There is nothing here for you" in page.text


def test_a_wrong_method_says_which_are_right(client: Client) -> None:
    page = client.get("/sign-out")
    assert page.status_code == 405
    assert set(page.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def assert_sent_after_signing_in(client: Client, page: str, path: str) -> None:
    fields = fields_of(page, "/sign-in")
    answer = client.post("/sign-in", data={**fields, "email": "miriam@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "You are signed in again. Nothing was saved yet" in answer.text
    assert_sent(client, answer.text, path)


def assert_sent(client: Client, page: str, path: str) -> None:
    """The form on the page holds the text whole, and sending it saves it, once."""
    fields = fields_of(page, path)
    assert fields["text"] == TEXT
    answer = client.post(path, data=fields)
    assert answer.status_code == 302
    assert client.post(path, data=fields).location == answer.location
    assert posts() == ["The first post", TEXT]


def posts() -> list[str]:
    found = list(db.session.scalars(sa.select(Post.text).order_by(Post.number)))
    db.session.rollback()
    return found


def file_of(value: tuple[bytes, str]) -> Any:
    from io import BytesIO

    return BytesIO(value[0]), value[1]


def taking_files() -> Plugin:
    """A plugin with a view that takes files, and that fails on request."""
    bp = Blueprint("taking", __name__)

    @bp.post("/taking-files")
    @accepts_files
    @public
    def take() -> str:
        what = request.form.get("what")
        if what == "disk":
            raise OSError(28, "No space left on device")
        if what == "database":
            raise sa.exc.OperationalError("SELECT 1", {}, Exception("connection refused"))
        if what == "fault":
            raise LookupError("a fault")
        return "taken"

    return Plugin(name="taking", blueprint=bp)


@contextmanager
def impatient(app: Flask) -> Iterator[None]:
    """Connections of the application that wait a twentieth of a second for a lock, not ten seconds."""
    with app.app_context():
        patience = "PRAGMA busy_timeout = 50" if db.engine.dialect.name == "sqlite" else "SET lock_timeout = 50"
        db.session.remove()
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda connection, _: connection.execute(patience) and connection.commit())
        yield


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    engine = sa.create_engine(db.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
        if not is_sqlite:
            connection.exec_driver_sql("LOCK TABLE bench_post, bench_sign_in IN EXCLUSIVE MODE")
        yield
        connection.exec_driver_sql("ROLLBACK")


@pytest.mark.parametrize("text", [TEXT, "https://example.org/report"])
def test_a_text_that_may_no_longer_be_sent_is_still_shown(client: Client, miriam: Person, path: str, text: str) -> None:
    client.as_person(miriam)
    fields = {"csrf_token": client.token(), "text": text, "audience": "role-elected_official"}
    db.session.execute(sa.update(Membership).values(until=utc_now()))
    db.session.commit()
    page = client.post(path, data=fields)
    assert page.status_code == 404
    assert f'<pre class="kept">{escape(text)}</pre>' in page.text
    foreign = client.post(path, data=fields, headers={"Origin": "https://evil.example"})
    assert str(escape(text)) not in foreign.text


def test_a_fault_in_the_handling_of_errors_has_a_page_too(
    client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise LookupError("a fault")

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.error_handler_spec[None][404], NotFound, fail)
    page = client.get("/nowhere")
    assert page.status_code == 500
    assert "Something went wrong with us" in page.text
    assert page.headers["X-Request-ID"] in page.text


@pytest.mark.parametrize("origin", ["http://[", "null", "", "x", "http://localhost.evil.example", "http://localhost:1"])
def test_a_form_that_says_to_come_from_elsewhere_gets_no_text_back(
    client: Client, miriam: Person, path: str, origin: str
) -> None:
    page = client.as_person(miriam).post(path, data={"text": TEXT}, headers={"Origin": origin})
    assert page.status_code == 400
    assert "every decision" not in page.text
    assert "every decision" in client.post(path, data={"text": TEXT}, headers={"Origin": "http://localhost"}).text
