"""Presentations in people's own calendars: due a week before the meeting, with the way to where one is published."""

from __future__ import annotations

import datetime as dt

from ... import calendars, factories
from ...client import Client
from .making import Scene, make_presentation, publish

SITE = "http://127.0.0.1:8000"
MOMENT = dt.datetime(2099, 12, 1, 10, tzinfo=dt.UTC)
"""Two days before the presentations are due."""


def test_a_presentation_is_in_the_calendar_until_and_after_it_is_published(scene: Scene, client: Client) -> None:
    scene.meeting.day = dt.date(2099, 12, 10)
    factories.make_preparation(scene.meeting, "Publish your presentation", -7, kind="presentation")
    event = calendars.only(client, scene.miriam, "Publish your presentation – Meeting 3")
    assert event.start == dt.date(2099, 12, 3)
    assert event["URL"] == f"{SITE}{scene.new_address}?organisation={scene.ours.id}"
    assert "\nNot done yet.\n" in event["DESCRIPTION"]
    presentation = make_presentation(scene)
    address = f"{SITE}/presentations/{presentation.id}/"
    assert calendars.only(client, scene.miriam, "Publish")["URL"] == address
    publish(presentation, scene.miriam, MOMENT)
    done = calendars.only(client, scene.miriam, "✓ Publish your presentation – Meeting 3")
    assert done["DESCRIPTION"].split("\n")[-2:] == ["✓ published 2 days early", address]
    assert done.LAST_MODIFIED == MOMENT
    assert "Not done yet." in calendars.only(client, scene.sara, "Publish")["DESCRIPTION"]
