"""The address of one's calendar: made, shown again, renewed and switched off; and a meeting as a file."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from benchplatform.audit import AuditEvent
from benchplatform.calendars.models import CalendarAddress
from benchplatform.database import db
from tests.calendars import path_of
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_person, make_preparation, save
from tests.queries import counted

from .conftest import MakeApp

PAGE = "/calendar"


def post(client: Client, end: str = "", **given: str) -> str:
    answer = client.post_form(f"/calendar/address{end}", given)
    assert answer.location == PAGE
    return client.get(PAGE).text


def shown(page: str) -> str:
    """The path of the address on the page."""
    found = re.search(r'type="url" value="http://127.0.0.1:8000(/calendars/[\w.-]+\.ics)" readonly', page)
    return found.group(1) if found else ""


def events() -> list[tuple[str, int | None]]:
    rows = db.session.execute(sa.select(AuditEvent.action, AuditEvent.subject_id).order_by(AuditEvent.id))
    return [(action, subject) for action, subject in rows if action.startswith("calendars.")]


def status(client: Client, path: str) -> int:
    return client.application.test_client().get(path).status_code


def test_an_address_is_made_shown_again_renewed_and_switched_off(client: Client, writer) -> None:
    page = client.as_person(writer).get(PAGE).text
    assert "Make my calendar address" in page
    assert shown(page) == ""
    page = post(client)
    first = shown(page)
    assert "This is your calendar address." in page
    assert f'href="webcal://127.0.0.1:8000{first}"' in page
    assert (status(client, first), shown(client.get(PAGE).text)) == (200, first)
    page = post(client, "/renewal")
    second = shown(page)
    assert "You have a new address." in page
    assert [status(client, path) for path in (first, second)] == [404, 200]
    page = post(client, "/removal")
    assert "Your calendar address is switched off." in page
    assert shown(page) == ""
    assert [status(client, path) for path in (first, second)] == [404, 404]
    assert status(client, shown(post(client))) == 200
    assert events() == [
        ("calendars.make", writer.id), ("calendars.renew", writer.id), ("calendars.switch_off", writer.id),
        ("calendars.make", writer.id),
    ]  # fmt: skip


def test_two_windows_do_not_cross_each_other(client: Client, writer) -> None:
    client.as_person(writer)
    first = shown(post(client))
    assert shown(post(client)) == first
    renewed = shown(post(client, "/renewal", once="n" * 20))
    assert shown(post(client, "/renewal", once="n" * 20)) == renewed != first
    post(client, "/removal")
    assert "Your calendar address is switched off." in post(client, "/removal")
    assert "so there is none to renew" in post(client, "/renewal")
    assert [action for action, _ in events()] == ["calendars.make", "calendars.renew", "calendars.switch_off"]


def test_one_changes_only_one_s_own(client: Client, writer) -> None:
    other = path_of(make_person())
    client.as_person(writer)
    for end in ("", "/renewal", "/removal"):
        assert shown(post(client, end)) != other
    assert status(client, other) == 200
    visitor = client.as_person(None)
    assert visitor.get(PAGE).location == "/sign-in?next=/calendar"
    assert visitor.post_form("/calendar/address").status_code == 401


def test_a_disabled_person_s_address_is_not_there(client: Client, writer) -> None:
    path = path_of(writer)
    writer.disable()
    save(writer)
    assert status(client, path) == 404
    writer.enable()
    save(writer)
    assert status(client, path) == 200


def test_a_program_that_has_it_is_told_so_and_nobody_else_keeps_it(client: Client, cluster, writer) -> None:
    path = path_of(writer)
    answer, head = client.get(path), client.head(path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(path, headers=again).status_code == 304
    make_meeting(cluster)
    assert client.get(path, headers=again).status_code == 200
    assert client.post(path).status_code == 405


def test_guesses_are_few_and_stop_nobody_else(client: Client, writer) -> None:
    gone, path = path_of(writer), ""
    CalendarAddress.switch_off(writer)
    path, number = path_of(writer), gone.removeprefix("/calendars/").partition(".")[0]
    guesses = [
        f"/calendars/{guess}.ics"
        for guess in (number, f"{number}.", f"{number}.{'A' * 43}", ".", "..", "å.ö", "%00", "%ff.%ff", "x" * 300, "-1")
    ]
    with counted() as statements:
        assert {client.get(guess).status_code for guess in guesses} == {404}
    assert statements == []
    assert [client.get(gone).status_code for _ in range(12)] == [404] * 12
    for guess in range(10):
        client.get(f"/calendars/{guess}.ics")
    answer = client.get("/calendars/another.ics")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert (client.get(path).status_code, client.get(gone).status_code) == (200, 404)


def test_reading_the_database_opens_no_calendar(client: Client, writer, make_app: MakeApp) -> None:
    path, number = path_of(writer), CalendarAddress.of(writer).number
    assert number in path
    assert f"{number}.ics" not in path
    stranger = make_app(SECRET_KEY="another key, as long as it has to be").test_client().as_person(writer)
    other = shown(stranger.get(PAGE).text)
    assert number in other
    assert [stranger.get(one).status_code for one in (other, path)] == [200, 404]
    assert [status(client, one) for one in (other, path)] == [404, 200]


@pytest.mark.parametrize("case", [("sv", "en", "Inte klart än."), (None, "sv", "Inte klart än."),
                                  (None, "en", "Not done yet."), ("en", "sv", "Not done yet.")])  # fmt: skip
def test_it_speaks_the_person_s_language(client: Client, cluster, case: tuple[str | None, str, str]) -> None:
    chosen, page, words = case
    person = make_member(cluster, person=make_person(locale=chosen))
    make_preparation(make_meeting(cluster))
    text = client.get(path_of(person, page), headers={"Accept-Language": "de"}).text
    assert words in text.replace("\r\n ", "")


def test_the_language_of_the_page_is_kept_for_who_has_chosen_none(client: Client, writer) -> None:
    client.as_person(writer).post_form("/calendar/address", headers={"Accept-Language": "sv"})
    assert CalendarAddress.of(writer).locale == "sv"
    client.post_form("/calendar/address/renewal", headers={"Accept-Language": "en"})
    db.session.rollback()
    assert CalendarAddress.of(writer).locale == "en"


def test_a_meeting_is_a_file_for_those_who_read_it(client: Client, cluster, meeting, writer) -> None:
    path = "/clusters/north/meetings/3/calendar.ics"
    assert f'<a href="{path}">' in client.as_person(writer).get("/clusters/north/meetings/3/").text
    answer = client.get(path)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=meeting-3-{meeting.day}.ics"
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = Calendar.from_ical(answer.data).events
    (fed,) = Calendar.from_ical(client.get(path_of(writer)).data).events
    assert event.to_ical() == fed.to_ical()
    swedish = client.get(path, headers={"Accept-Language": "sv"}).headers["Content-Disposition"]
    assert swedish == f"attachment; filename=traff-3-{meeting.day}.ics"
    assert client.get("/clusters/north/meetings/4/calendar.ics").status_code == 404
    assert client.as_person(make_member(make_cluster())).get(path).status_code == 404
    assert client.as_person(None).get(path).location == f"/sign-in?next={path}"


def test_one_finds_it_from_the_profile_and_the_meetings(client: Client, meeting, writer) -> None:
    client.as_person(writer)
    for path in ("/profile", "/clusters/north/meetings/"):
        assert f'href="{PAGE}"' in client.get(path).text
