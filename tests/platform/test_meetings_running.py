"""The live page through a day: what it says, who may run it, and two who do it at once."""

from __future__ import annotations

import datetime as dt
import re
import threading
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import AgendaSlot, DayAct, Meeting, SlotKind
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_organisation, make_slot
from tests.queries import counted

DAY = dt.date(2026, 12, 10)
MEETING = "/clusters/north/meetings/3/"
LIVE = f"{MEETING}live"
GONE_ON = "The day went on meanwhile, or somebody else was faster."


def at(clock: str, day: int = 10) -> AbstractContextManager[object]:
    """The time of day in December, an hour ahead of UTC."""
    now = dt.datetime.combine(dt.date(2026, 12, day), dt.time.fromisoformat(clock))
    return time_machine.travel(now.replace(tzinfo=dt.UTC) - dt.timedelta(hours=1), tick=False)


@pytest.fixture
def meeting(cluster):
    """Coffee, talk, a gap of ten minutes, lunch: 09.30–10.00, 10.00–11.00, 11.10–12.00."""
    found = make_meeting(cluster, day=DAY, host_id=cluster.organisations[1].id)
    make_slot(found, "Coffee", dt.time(9, 30), 30, SlotKind.BREAK)
    make_slot(found, "Talk", dt.time(10, 0), 60)
    make_slot(found, "Lunch", dt.time(11, 10), 50, SlotKind.BREAK)
    return found


@pytest.fixture
def runner(client: Client, cluster, meeting) -> Client:
    """A key person of the host, who has signed in some days before."""
    with at("08:00", 8):
        return client.as_person(make_member(cluster, cluster.organisations[1]))


def words(client: Client, path: str = LIVE) -> str:
    """The page as it is read: no tags, single spaces."""
    page = client.get(path)
    assert page.status_code == 200
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text.split("<main", 1)[-1]).split())
    return text.replace(" :", ":")


def values(client: Client, button: str) -> dict[str, str]:
    """What the form with this button sends, as the page shows it now."""
    page = client.get(LIVE).text
    form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if f'id="run-{button}"' in form)
    names = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    minutes = re.search(rf'id="run-{button}" name="minutes" value="(\d+)"', form)
    path = re.search(r'action="([^"]+)"', form)
    assert path
    return names | {"path": path[1]} | ({"minutes": minutes[1]} if minutes else {})


def send(client: Client, form: dict[str, str]) -> str:
    """Send it, and read the page that follows."""
    answer = client.post(form["path"], data={name: value for name, value in form.items() if name != "path"})
    assert (answer.status_code, answer.location) == (302, LIVE)
    return words(client)


def press(client: Client, button: str) -> str:
    return send(client, values(client, button))


def acts() -> list[tuple[int, str, int]]:
    rows = db.session.execute(sa.select(DayAct.number, DayAct.kind, DayAct.minutes).order_by(DayAct.number))
    return [(number, kind.value, minutes) for number, kind, minutes in rows]


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        (8, "12:00", "Thursday 10 December 2026, in 2 days The day begins at 09:30 Look at the agenda"),
        (10, "09:05", "Thursday 10 December 2026, today The day begins at 09:30 in 25 min Look at the agenda"),
        (10, "09:30", "Just now, 09:30 Coffee 30 min left until 10:00 Next: 10:00 Talk"),
        (10, "10:50:01", "Just now, 10:50 Talk 10 min left until 11:00 Next: 11:10 Lunch"),
        (10, "11:02", "Just now, 11:02: nothing. Next: Lunch in 8 min at 11:10"),
        (10, "11:59", "Just now, 11:59 Lunch 1 min left until 12:00 This is the last thing today."),
        (10, "12:00", "The day is over Go on to the page of the meeting"),
        (20, "12:00", "The day is over Go on to the page of the meeting"),
    ],
)
def test_the_page_says_where_in_the_day_we_are(runner: Client, day: int, clock: str, said: str) -> None:
    with at(clock, day):
        for path in (LIVE, f"{LIVE}/now"):
            assert said in words(runner, path)


def test_the_role_groups_of_a_third_meeting_have_ten_minutes_left(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    day = db.session.scalars(sa.select(Meeting.day).where(Meeting.number == 3)).one()
    with time_machine.travel(dt.datetime.combine(day, dt.time(12, 50), dt.UTC), tick=False):
        client.as_person(db.session.scalars(sa.select(Person).where(Person.name == "Miriam Haile")).one())
        said = words(client, "/clusters/demo/meetings/3/live")
    assert "Just now, 13:50 Role groups: what have we learned" in said
    assert "10 min left until 14:00 Next: 14:00 Each organisation" in said


def test_it_is_reached_from_where_one_looks_and_on_the_day_by_a_button(runner: Client, meeting) -> None:
    link, button = f'<a href="{LIVE}">', f'<a class="button" href="{LIVE}">'
    for day, found in ((9, f"{link}Follow the day live"), (10, button), (11, f"{link}How the day went")):
        with at("10:00", day):
            for path in (MEETING, f"{MEETING}agenda"):
                page = runner.get(path).text
                assert found in page
                assert (button in page) is (day == 10)
            assert (button in runner.get("/").text) is (day == 10)


def test_more_minutes_move_the_day_and_not_its_plan(runner: Client, meeting) -> None:
    with at("10:50"):
        said = press(runner, "10")
        assert "Talk 20 min left until 11:10 Planned until 11:00, now until 11:10. Next: 11:10 Lunch" in said
        assert "It ends at 12:00, as planned." in said
        said = press(runner, "5")
        assert "25 min left until 11:15" in said
        assert "Next: 11:15 Lunch (planned 11:10, now 11:15)" in said
        assert "It ends at 12:05, 5 min later than planned." in said
        assert "11:15–12:05 Lunch planned 11:10–12:00" in said
    assert acts() == [(1, "extended", 10), (2, "extended", 5)]
    plan = [(slot.starts, slot.minutes) for slot in db.session.query(AgendaSlot).order_by(AgendaSlot.position)]
    assert plan == [(dt.time(9, 30), 30), (dt.time(10), 60), (dt.time(11, 10), 50)]
    with at("12:10"):
        assert "It ended at 12:05, 5 min later than planned." in words(runner)


def test_the_next_begins_when_it_is_told_to_and_that_is_taken_back(runner: Client, meeting) -> None:
    with at("10:40:30"):
        said = press(runner, "end")
        assert "Just now, 10:40 Lunch 50 min left until 11:30" in said
        assert "It ends at 11:30, 30 min earlier than planned." in said
        assert "“Talk” was ended." in said
        said = press(runner, "undo")
        assert "Just now, 10:40 Talk 20 min left" in said
        assert "run-undo" not in runner.get(LIVE).text
    with at("11:05"):
        assert "Just now, 11:05 Lunch 50 min left" in press(runner, "end")
    with at("11:30"):
        said = press(runner, "end")
        assert "The day is over" in said
        assert "It ended at 11:30, 30 min earlier than planned." in said
        assert "Lunch 25 min left" in press(runner, "undo")
    assert [kind for _, kind, _ in acts()] == ["ended", "undone", "ended", "ended", "undone"]


def test_what_the_clock_has_ended_goes_on_when_somebody_says_so(runner: Client, meeting) -> None:
    with at("10:06:40"):
        assert "Talk 54 min left" in words(runner)
        said = press(runner, "still")
        assert "Just now, 10:06 Coffee 5 min left until 10:11" in said
        assert "Next: 10:11 Talk (planned 10:00, now 10:11)" in said
        assert "11 min more for “Coffee”" in said


def test_a_press_in_the_last_second_counts_for_what_was_shown(runner: Client, meeting) -> None:
    with at("09:59:59"):
        form = values(runner, "10")
    with at("10:00:01"):
        assert "Coffee 10 min left until 10:10" in send(runner, form)


def test_what_was_shown_before_something_else_was_done_is_told_and_does_nothing(
    runner: Client, cluster, meeting
) -> None:
    with at("10:29"):
        shown = {button: values(runner, button) for button in ("10", "end", "still")}
        press(runner, "5")
        for form in shown.values():
            assert GONE_ON in send(runner, form)
    assert acts() == [(1, "extended", 5)]
    with at("10:31"):
        shown = {button: values(runner, button) for button in ("10", "undo")}
    meeting.version += 1
    db.session.commit()
    with at("10:31"):
        for form in shown.values():
            assert GONE_ON in send(runner, form)
    assert len(acts()) == 1


def test_the_same_press_sent_twice_counts_once(runner: Client, meeting) -> None:
    with at("10:30"):
        form = values(runner, "10")
        assert "until 11:10" in send(runner, form)
        said = send(runner, form)
    assert ("until 11:10" in said, GONE_ON in said) == (True, False)
    assert acts() == [(1, "extended", 10)]


def test_of_several_who_press_at_once_one_does(app: Flask, cluster, meeting) -> None:
    start, answers = threading.Barrier(4), []
    with at("10:30"):
        clients = [app.test_client().as_person(make_member(cluster, cluster.organisations[1])) for _ in range(4)]
        forms = [values(client, "10") for client in clients]
        db.session.rollback()

        def send_together(client: Client, form: dict[str, str]) -> None:
            start.wait()
            answers.append(client.post(form["path"], data=form).status_code)

        threads = [threading.Thread(target=send_together, args=pair) for pair in zip(clients, forms, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [302] * 4
        assert acts() == [(1, "extended", 10)]
        assert sum(GONE_ON in words(client) for client in clients) == 3


@pytest.mark.parametrize(
    ("change", "clock"),
    [
        ({"minutes": "7"}, "10:30"),
        ({"minutes": "9" * 5000}, "10:30"),
        ({"minutes": "-5"}, "10:30"),
        ({"slot": "999999999999"}, "10:30"),
        ({"slot": "nonsense"}, "10:30"),
        ({"shown": ""}, "10:30"),
        ({}, "11:02"),
        ({}, "12:30"),
    ],
)
def test_what_no_button_sends_or_comes_too_late_changes_nothing(
    runner: Client, meeting, change: dict[str, str], clock: str
) -> None:
    with at("10:30"):
        form = values(runner, "end" if clock == "11:02" else "10") | change
    with at(clock):
        if clock == "11:02":
            press(runner, "still")
        assert GONE_ON in send(runner, form)
    assert len(acts()) == (clock == "11:02")


def test_nobody_runs_a_day_that_has_not_begun_or_is_long_over(runner: Client, meeting) -> None:
    for clock, runs in (("09:29", False), ("09:30", True), ("12:29", True), ("12:30", False)):
        with at(clock):
            assert ('id="run"' in runner.get(LIVE).text) is runs, clock


def test_the_lead_and_the_host_run_the_day_and_the_others_follow_it(client: Client, cluster, meeting, lead) -> None:
    host, other = cluster.organisations[1], cluster.organisations[0]
    people: list[tuple[object, bool]] = [(lead, True), (make_member(cluster, host), True)]
    people += [(make_member(cluster, host, Role.MANAGER), False), (make_member(cluster, other), False)]
    with at("10:30"):
        for person, runs in people:
            client.as_person(person)
            assert ('id="run"' in client.get(LIVE).text) is runs
            for act in ("extension", "ending", "undoing"):
                assert client.post_form(f"{LIVE}/{act}").status_code == (302 if runs else 403)
        client.as_person(make_member(make_cluster("South", organisations=[make_organisation()])))
        for path in (LIVE, f"{LIVE}/now"):
            assert client.get(path).status_code == 404
        assert client.post_form(f"{LIVE}/extension").status_code == 404
    assert acts() == []


def test_a_screen_that_asks_gets_nothing_until_something_is_done(runner: Client, cluster, meeting) -> None:
    with at("10:30", 9):
        screen = runner.application.test_client().as_person(make_member(cluster))
        assert 'data-every="60000"' in screen.get(LIVE).text
    with at("10:30"):
        page = screen.get(LIVE).text
        found = re.search(r'data-ask="([^"]+)" data-shown="([^"]+)" data-every="(\d+)"', page)
        assert found
        ask, mark, every = found.groups()
        assert (ask, every) == (f"{LIVE}/now", "1500")
        assert screen.get(ask, query_string={"shown": mark}).text == ""
        with counted() as statements:
            screen.get(ask, query_string={"shown": mark})
        assert len(statements) == 2
        assert "Talk" in screen.get(f"{ask}?shown=").text
        press(runner, "10")
        drawn = screen.get(ask, query_string={"shown": mark}).text
        assert drawn.lstrip().startswith('<div class="live-day"')
        assert ('data-left="' in drawn, 'id="run"' in drawn, "<h1" in drawn) == (True, False, False)


def test_without_scripts_the_page_loads_itself_again_while_something_goes_on(runner: Client, meeting) -> None:
    refresh = '<noscript><meta http-equiv="refresh" content="15"></noscript>'
    for day, clock, does in ((9, "10:00", False), (10, "09:20", True), (10, "10:00", True), (10, "12:30", False)):
        with at(clock, day):
            assert (refresh in runner.get(LIVE).text) is does


@pytest.mark.parametrize("slots", [1, 12])
def test_the_page_asks_the_database_as_often_however_full_the_day_is(client: Client, cluster, lead, slots: int) -> None:
    meeting = make_meeting(cluster, day=DAY)
    for number in range(slots):
        make_slot(meeting, f"Part {number}", dt.time(9 + number // 2, 30 * (number % 2)), 30)
    with at("09:10"):
        client.as_person(lead)
        press(client, "10")
        with counted() as statements:
            assert client.get(LIVE).status_code == 200
    assert len(statements) == 5


def test_a_day_without_an_agenda_says_so(client: Client, cluster, lead) -> None:
    make_meeting(cluster, day=DAY)
    with at("10:00"):
        assert "There is no agenda yet." in words(client.as_person(lead))
        for act in ("extension", "ending", "undoing"):
            assert client.post_form(f"{LIVE}/{act}", {"shown": "1.0"}).location == LIVE


def test_a_meeting_that_is_moved_begins_its_new_day_as_planned(runner: Client, meeting) -> None:
    with at("10:30"):
        press(runner, "10")
    meeting.day = DAY + dt.timedelta(days=1)
    db.session.commit()
    with at("10:30", 11):
        assert "Talk 30 min left until 11:00" in words(runner)
        press(runner, "5")
    assert acts() == [(1, "extended", 10), (1, "extended", 5)]


def test_what_was_done_to_a_slot_goes_with_it(runner: Client, meeting, lead) -> None:
    with at("09:50"):
        press(runner, "10")
        press(runner, "5")
        press(runner, "undo")
        runner.as_person(lead)
        coffee = db.session.scalars(sa.select(AgendaSlot.id).order_by(AgendaSlot.position)).first()
        assert runner.post_form(f"/agenda-slots/{coffee}/removal", {"version": "1"}).status_code == 302
        assert "Just now, 09:50 Talk" in words(runner)
    assert acts() == []
