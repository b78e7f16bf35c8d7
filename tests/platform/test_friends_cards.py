"""Feedback cards: written in a fixed order, changed until they are answered, and answered last by those who present."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
import sqlalchemy as sa

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.friends.kinds import Kind
from benchplatform.friends.models import Answer, Card
from benchplatform.ideas.models import Idea
from benchplatform.meetings.models import SlotKind
from tests.client import Client
from tests.factories import (
    make_card,
    make_cluster,
    make_lead,
    make_member,
    make_organisation,
    make_person,
    make_round,
    make_slot,
)
from tests.queries import counted

KINDS = ["What makes me curious", "What seems strong", "What I would ask", "What I do not see"]


@pytest.fixture
def presenter(cluster):
    """Of Alby, which presents."""
    return make_member(cluster, role=Role.MANAGER, person=make_person("Petra Present"))


@pytest.fixture
def friend(cluster):
    """Of Berga."""
    return make_member(cluster, cluster.organisations[1], person=make_person("Frida Friend"))


@pytest.fixture
def round(cluster, meeting, presenter):
    slot = make_slot(meeting, "The mentor presents", dt.time(10), 30, SlotKind.PRESENTATION)
    return make_round(slot, cluster.organisations[0], presenter)


@pytest.fixture
def card(round, friend):
    """A question of Frida's, in a round that is handed over."""
    card = make_card(round, friend, Kind.ASKED, "Who asks in **two** years? And then?")
    round.hand_over(friend)
    db.session.commit()
    return card


def write(client: Client, round, **texts: str):
    return client.post_form(f"/critical-friends/{round.id}/feedback", texts)


def answer(client: Client, card: Card, verdict: str, why: str = "", version: int = 1, **more: str):
    form = {"answer": verdict, "why": why, "version": str(version)} | more
    return client.post_form(f"/feedback-cards/{card.id}/answer", form)


def fresh(card: Card) -> Card:
    db.session.expire_all()
    return db.session.get_one(Card, card.id)


def page_of(client: Client, round) -> str:
    return client.get(f"/critical-friends/{round.id}/").text


def test_the_form_has_the_kinds_in_their_fixed_order(client: Client, round, friend) -> None:
    page = client.as_person(friend).get(f"/critical-friends/{round.id}/feedback").text
    labels = re.findall(r'<label for="(?:curious|strong|asked|missing)">(.*?)\s*<span', page, re.S)
    assert [label.strip() for label in labels] == KINDS
    assert "An open question without a built-in answer." in page


def test_a_friend_writes_what_they_have_to_say_and_more_later(client: Client, round, friend, presenter) -> None:
    client.as_person(friend)
    assert write(client, round, strong="The map. ", missing="Those\non wheels").location.endswith("#feedback")
    assert write(client, round, curious="How come?").status_code == 302
    cards = db.session.scalars(sa.select(Card).order_by(Card.id)).all()
    assert [(card.kind, card.text) for card in cards] == [
        ("strong", "The map."), ("missing", "Those\non wheels"), ("curious", "How come?"),
    ]  # fmt: skip
    page = page_of(client.as_person(presenter), round)
    listed = page[page.index('class="sums"') :]
    assert [re.sub(r"\s+", " ", one) for one in re.findall(r"<strong>(\d)</strong>", listed)] == ["1", "1", "0", "1"]
    assert re.findall(r"<h3>(.*?)</h3>", listed)[:3] == [KINDS[0], KINDS[1], KINDS[3]]
    assert listed.count("Frida Friend, Berga") == 3


@pytest.mark.parametrize("texts", [{}, {"curious": " \n "}, {"strong": "x" * 601}, {"asked": "x" * 1_000_000}])
def test_a_card_that_says_nothing_or_too_much_is_refused_and_kept(client: Client, round, friend, texts) -> None:
    reply = write(client.as_person(friend), round, missing="", **texts)
    assert reply.status_code == 422
    assert max((text.strip() for text in texts.values()), default="")[:601] in reply.text
    assert db.session.query(Card).count() == 0
    assert ("Write at least one of the four." in reply.text) is not bool("".join(texts.values()).strip())


def test_a_second_click_writes_no_second_card(client: Client, round, friend) -> None:
    for _ in range(2):
        assert write(client.as_person(friend), round, curious="Why?", once="a-number-of-a-form").status_code == 302
    assert db.session.query(Card).count() == 1


def test_a_writer_changes_a_card_and_takes_it_away_until_it_is_answered(
    client: Client, card, friend, presenter
) -> None:
    path = f"/feedback-cards/{card.id}"
    client.as_person(friend)
    assert client.post_form(f"{path}/edit", {"text": "", "version": "1"}).status_code == 422
    assert client.post_form(f"{path}/edit", {"text": "Who asks?", "version": "1"}).location.endswith(f"#card-{card.id}")
    reply = client.post_form(f"{path}/edit", {"text": "My other", "version": "1"})
    assert (reply.status_code, "Who asks?" in reply.text, "My other" in reply.text) == (409, True, True)
    answer(client.as_person(presenter), card, "not_now", "Later", 2)
    client.as_person(friend)
    reply = client.post_form(f"{path}/edit", {"text": "Third", "version": "3"})
    assert (reply.status_code, "Third" in reply.text) == (409, True)
    assert "The card is answered, so it stays as it is." in reply.text
    client.post_form(f"{path}/removal")
    assert fresh(card).text == "Who asks?"
    other = make_card(card.round, friend)
    client.post_form(f"/feedback-cards/{other.id}/removal")
    assert db.session.scalars(sa.select(Card.id)).all() == [card.id]


def test_those_who_present_answer_when_the_round_is_handed_over(client: Client, round, friend, presenter) -> None:
    card, sentence = make_card(round, friend), "You answer when the round is handed over to you"
    client.as_person(presenter)
    assert sentence in page_of(client, round)
    assert sentence in client.get(f"/feedback-cards/{card.id}/answer").text
    reply = answer(client, card, "not_now", "Too early for us")
    assert (reply.status_code, "Too early for us" in reply.text) == (422, True)
    round.hand_over(friend)
    db.session.commit()
    page = page_of(client, round)
    assert (sentence in page, "Waits for an answer" in page) == (False, True)
    assert answer(client, card, "not_now", "Too early for us").status_code == 302
    page = page_of(client.as_person(friend), round)
    assert ("Not now" in page, "Too early for us" in page, "Petra Present" in page) == (True, True, True)


def test_what_is_taken_home_becomes_an_idea_that_says_where_it_comes_from(
    client: Client, card, friend, presenter, meeting
) -> None:
    assert answer(client.as_person(presenter), card, "taken").location.endswith(f"#card-{card.id}")
    idea = db.session.scalars(sa.select(Idea)).one()
    assert (idea.title, idea.text, idea.meeting_id) == ("Who asks in two years?", card.text, meeting.id)
    assert (idea.owner_id, idea.written_by_id) == (card.round.presenting_id, presenter.id)
    assert (idea.programme_id, idea.cluster_id, idea.role) == (card.programme_id, card.cluster_id, None)
    assert f'<a href="/ideas/{idea.id}/">Who asks in two years?</a>' in page_of(client.as_person(friend), card.round)
    page = client.get(f"/ideas/{idea.id}/").text
    assert f'<a href="/critical-friends/{card.round_id}/#card-{card.id}">From a critical friend: Frida Friend' in page
    assert [row.action for row in db.session.query(AuditEvent)] == ["friends.answer"]


def test_an_answer_can_change_and_its_idea_goes_along(client: Client, card, presenter) -> None:
    client.as_person(presenter)
    answer(client, card, "taken")
    assert answer(client, card, "not_now", "", 2).status_code == 422
    answer(client, card, "not_now", "No money", 2)
    idea = db.session.scalars(sa.select(Idea)).one()
    assert (fresh(card).answer, idea.dropped_at is None, idea.why) == (Answer.NOT_NOW, False, "No money")
    answer(client, card, "taken", "After all", 3)
    idea = db.session.scalars(sa.select(Idea)).one()
    assert (fresh(card).idea_id, idea.is_open, fresh(card).why) == (idea.id, True, "After all")


@pytest.mark.parametrize("form", [{"answer": "x"}, {"answer": "not_now"}, {"answer": "taken", "why": "x" * 301}])
def test_an_answer_without_sense_is_refused(client: Client, card, presenter, form) -> None:
    path = f"/feedback-cards/{card.id}/answer"
    assert client.as_person(presenter).post_form(path, form | {"version": "1"}).status_code == 422
    assert (fresh(card).answer, db.session.query(Idea).count()) == (None, 0)


def test_what_is_strong_asks_for_no_answer(client: Client, card, friend, presenter) -> None:
    strong = make_card(card.round, friend, Kind.STRONG)
    assert f"/feedback-cards/{strong.id}/answer" not in page_of(client.as_person(presenter), card.round)
    assert answer(client, strong, "taken").status_code == 422
    assert fresh(strong).answer is None


def test_one_goes_on_to_the_next_card_in_the_fixed_order(client: Client, card, friend, presenter) -> None:
    first = make_card(card.round, friend, Kind.CURIOUS)
    make_card(card.round, friend, Kind.STRONG)
    client.as_person(presenter)
    assert answer(client, first, "taken", next="yes").location == f"/feedback-cards/{card.id}/answer"
    assert answer(client, card, "taken", next="yes").location == f"/critical-friends/{card.round_id}/#feedback"


def test_of_two_who_answer_at_once_one_is_told(app, client: Client, card, presenter, cluster) -> None:
    """Their requests are in flight at the same time, and one idea is made."""
    ready, replies = threading.Barrier(2), []
    path, given = f"/feedback-cards/{card.id}/answer", []
    for person, why in ((presenter, "Yes, at once"), (make_member(cluster), "Yes, in spring")):
        sender = app.test_client().as_person(person)
        form = {"csrf_token": sender.token(), "answer": "taken", "why": why, "version": "1"}
        given.append((sender, form))

    def send(sender: Client, form: dict[str, str]) -> None:
        ready.wait()
        replies.append(sender.post(path, data=form))

    threads = [threading.Thread(target=send, args=each) for each in given]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status_code for reply in replies) == [302, 409]
    told = next(reply for reply in replies if reply.status_code == 409)
    assert "The card was changed or answered meanwhile." in told.text
    assert ("Yes, at once" in told.text, "Yes, in spring" in told.text) == (True, True)
    assert (db.session.query(Idea).count(), fresh(card).version) == (1, 2)


def test_others_neither_answer_nor_change_what_is_not_theirs(client: Client, card, friend, presenter, cluster) -> None:
    edit, answering = f"/feedback-cards/{card.id}/edit", f"/feedback-cards/{card.id}/answer"
    lead, stranger = make_lead(cluster), make_member(make_cluster("South", organisations=[make_organisation()]))
    for person, for_edit, for_answer in (
        (friend, 200, 403), (presenter, 403, 200), (lead, 403, 403), (stranger, 404, 404),
    ):  # fmt: skip
        client.as_person(person)
        assert (client.get(edit).status_code, client.get(answering).status_code) == (for_edit, for_answer)
    assert client.get(f"/critical-friends/{card.round_id}/").status_code == 404
    assert client.post_form(f"/feedback-cards/{card.id}/removal").status_code == 404


def test_when_the_meeting_is_closed_all_is_only_read_and_nothing_written_is_lost(
    client: Client, card, friend, presenter, meeting
) -> None:
    meeting.closed_at = utc_now()
    db.session.commit()
    path, closed = f"/feedback-cards/{card.id}", "The meeting is closed, so this is only there to be read."
    client.as_person(friend)
    replies = [
        write(client, card.round, curious="Kept text"),
        client.post_form(f"{path}/edit", {"text": "Kept text", "version": "1"}),
        answer(client.as_person(presenter), card, "not_now", "Kept text"),
    ]
    for reply in replies:
        assert (reply.status_code, closed in reply.text, "Kept text" in reply.text) == (422, True, True)
    client.as_person(friend).post_form(f"{path}/removal")
    assert closed in page_of(client, card.round)
    assert (fresh(card).version, db.session.query(Card).count(), db.session.query(Idea).count()) == (1, 1, 0)


def test_a_writer_who_is_erased_stays_as_a_former_participant(client: Client, card, presenter) -> None:
    answer(client.as_person(presenter), card, "taken")
    db.session.execute(sa.update(Card).values(written_by_id=None, answered_by_id=None))
    db.session.commit()
    assert "Former participant, Berga" in page_of(client, card.round)
    assert client.get(f"/feedback-cards/{card.id}/answer").status_code == 200
    idea = fresh(card).idea_id
    assert "From a critical friend: a former participant, Berga" in client.get(f"/ideas/{idea}/").text


def test_the_pages_ask_as_often_with_many_cards_as_with_one(client: Client, card, friend, presenter) -> None:
    client.as_person(presenter)
    answer(client, card, "taken")
    paths = [f"/critical-friends/{card.round_id}/", f"/feedback-cards/{card.id}/answer"]
    paths += [f"/ideas/{fresh(card).idea_id}/", f"/critical-friends/{card.round_id}/feedback"]
    few = [asked(client, path) for path in paths]
    for number in range(8):
        more = make_card(card.round, make_member(card.round.slot.meeting.cluster), list(Kind)[number % 4])
        answer(client, more, "taken")
    assert [asked(client, path) for path in paths] == few
    assert max(few) <= 12, few


def asked(client: Client, path: str) -> int:
    client.get(path)
    with counted() as statements:
        assert client.get(path).status_code == 200
    return len(statements)
