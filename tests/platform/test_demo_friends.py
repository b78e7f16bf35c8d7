"""The demo's critical friends: a finished round at meeting 2 about the mentor, and none yet at meeting 3."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.friends.models import Card, Round

from ..client import Client

pytestmark = pytest.mark.usefixtures("demo")


def test_the_round_about_the_mentor_is_finished_and_one_card_became_an_idea() -> None:
    round = db.session.scalars(sa.select(Round)).one()
    assert (round.presenting.name, round.slot.meeting.number, round.handed_over_at is None) == (
        "Björkinge kommun", 2, False
    )  # fmt: skip
    for group in round.groups():
        assert 3 <= len(group.seats) <= 5
        assert len({seat.organisation_id for seat in group.seats}) > 2
        assert group.room
    cards = db.session.scalars(sa.select(Card)).all()
    assert Counter(card.kind.value for card in cards) == {"curious": 2, "strong": 4, "asked": 2, "missing": 2}
    assert [card.idea.title for card in cards if card.idea] == ["De som använder rullstol eller rollator"]
    assert not any(card.is_waiting for card in cards)


def test_no_round_is_begun_at_meeting_3_and_its_host_is_offered_one(demo: Flask) -> None:
    client = demo.test_client()
    assert isinstance(client, Client)
    client.as_person(db.session.scalars(sa.select(Person).where(Person.name == "Amina Osman")).one())
    page = client.get("/clusters/demo/meetings/3/agenda").text
    slot = page[: page.index("The mentor organisation presents")].rpartition('href="')[2].partition('"')[0]
    assert "Begin a round" in client.get(slot).text
    assert "Feedback to" not in client.get(slot).text
