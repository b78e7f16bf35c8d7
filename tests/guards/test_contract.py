"""The promises of the contract: slots, signals, settings and what refers to a person."""

from __future__ import annotations

import re
from dataclasses import fields

from flask import Flask

from benchplatform import checking, events
from benchplatform.database import db
from benchplatform.plugin import SLOTS, Plugin, Tick

from .sources import ROOT, python_files, templates

DOCS = ROOT / "docs"
AT_ERASURE = {
    "bench_attendance.answered_by_id": "the answer stays; the name goes",
    "bench_attendance.person_id": "deleted",
    "bench_audit_event.person_id": "the row stays, without a name",
    "bench_becoming_request.answered_by_id": "the answer stays; the name goes",
    "bench_becoming_request.asked_by_id": "the request stays; the name goes",
    "bench_calendar_address.person_id": "deleted",
    "bench_completion.person_id": "the organisation's; the name goes",
    "bench_feedback_card.answered_by_id": "the answer stays; the name goes",
    "bench_feedback_card.written_by_id": "the organisation's; signed 'former participant'",
    "bench_friend_round.begun_by_id": "the round stays; the name goes",
    "bench_friend_round.handed_over_by_id": "the round stays; the name goes",
    "bench_friend_seat.person_id": "the seat stays as 'former participant'",
    "bench_file.uploaded_by_id": "the organisation's; the name goes",
    "bench_hosting_item.done_by_id": "the host's; the name goes",
    "bench_hosting_item.owner_id": "the host's; nobody sees to it yet",
    "bench_idea.dropped_by_id": "the organisation's; the name goes",
    "bench_idea.taken_up_by_id": "the organisation's; the name goes",
    "bench_idea.written_by_id": "the organisation's; the name goes",
    "bench_invitation.accepted_by_id": "deleted with the person",
    "bench_day_act.by_id": "the act stays; the name goes",
    "bench_draft.person_id": "deleted",
    "bench_invitation.invited_by_id": "the invitation stays; the name goes",
    "bench_invited_person.person_id": "deleted",
    "bench_meeting_invitation.sent_by_id": "it stays sent; the name goes",
    "bench_mention.person_id": "deleted; the words of the post are the organisation's",
    "bench_meeting.contact_id": "the meeting stays without a contact",
    "bench_meeting.closed_by_id": "the meeting stays closed",
    "bench_membership.person_id": "ends, and stays as 'former participant'",
    "bench_objective_assessment.by_id": "the organisation's; the name goes",
    "bench_occasion.written_by_id": "the organisation's; the name goes",
    "bench_origin.made_by_id": "the link stays; the name goes",
    "bench_password_link.person_id": "deleted",
    "bench_post.author_id": "the organisation's; signed 'former participant'",
    "bench_post.removed_by_id": "the trace stays; the name goes",
    "bench_post_report.by_id": "the report stays; the name goes",
    "bench_post_report.settled_by_id": "the report stays; the name goes",
    "bench_post_version.written_by_id": "the organisation's; the name goes",
    "bench_presentation.published_by_id": "the organisation's; the name goes",
    "bench_presentation_reading.person_id": "deleted",
    "bench_presentation_readings_off.by_id": "it stays turned off; the name goes",
    "bench_presentation_version.added_by_id": "the organisation's; the name goes",
    "bench_presentation_withdrawal.by_id": "the organisation's; the name goes",
    "bench_notes.written_by_id": "the notes stay; the name goes",
    "bench_reading.person_id": "deleted",
    "bench_question.answered_by_id": "the question stays; the name goes",
    "bench_question.asked_by_id": "the organisation's; the name goes",
    "bench_question.handed_on_by_id": "the question stays; the name goes",
    "bench_question.in_faq_by_id": "the question stays; the name goes",
    "bench_reminder.person_id": "deleted",
    "bench_room.note_taker_id": "nobody takes the notes",
    "bench_sign_in.person_id": "deleted",
    "bench_starting_point.published_by_id": "the organisation's; the name goes",
    "bench_template_version.made_by_id": "the version stays; the name goes",
    "bench_thread.closed_by_id": "the conclusion stays; signed 'former participant'",
    "bench_thread.locked_by_id": "the lock stays; the name goes",
    "bench_thread.pinned_by_id": "the pin stays; the name goes",
    "bench_thread.started_by_id": "the organisation's; signed 'former participant'",
    "bench_thread_event.by_id": "the event stays; signed 'former participant'",
    "bench_widening.asked_by_id": "the request ends; the name goes",
    "bench_widening.declined_by_id": "the row stays; the name goes",
    "bench_widening_agreement.person_id": "the row stays; the name goes",
}
"""Foreign key to a person -> what becomes of it when the person is erased. A new one is decided here first."""


def test_every_slot_is_rendered_with_what_it_promises() -> None:
    pages = "\n".join(path.read_text("utf-8") for path in templates())
    rendered = {
        name: set(re.findall(r"(\w+)=", given)) for name, given in re.findall(r'panels\("([\w.]+)"([^)]*)\)', pages)
    }
    promised = {
        name: set(re.findall(r"\w+", text.split("Gets ")[1])) - {"and", "nothing"} for name, text in SLOTS.items()
    }
    assert rendered == promised


def test_every_slot_signal_and_field_is_described_for_plugin_authors() -> None:
    page = (DOCS / "plugins.md").read_text("utf-8")
    for name, text in SLOTS.items():
        assert f"| `{name}` | {text} |" in page
    for found in (*fields(Plugin), *fields(Tick)):
        assert f"`{found.name}`" in page, found.name
    for name, value in vars(events).items():
        if value in events.ALL:
            assert f"`{name}`" in page, name


def test_the_table_of_settings_is_current() -> None:
    assert (DOCS / "settings.md").read_text("utf-8") == checking.settings_page()


def test_every_reference_to_a_person_says_what_becomes_of_it(app: Flask) -> None:
    found = {
        f"{table.name}.{key.parent.name}"
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "bench_person"
    }
    assert found == set(AT_ERASURE)


def test_every_signal_is_sent_by_somebody() -> None:
    code = "\n".join(path.read_text("utf-8") for path in python_files())
    sent = set(re.findall(r"\b(\w+)\.send\(", code))
    assert {name for name, value in vars(events).items() if value in events.ALL} - sent == set()


def test_every_table_has_our_prefix(app: Flask) -> None:
    assert [name for name in db.metadata.tables if not name.startswith("bench_")] == []
