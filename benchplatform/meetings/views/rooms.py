"""Rooms of a slot and what is noted in them: made by those who arrange the day, written by the note-takers."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit
from ...database import db
from ...discussions.models import Draft
from ...discussions.views import drafts
from ...discussions.views.frame import rendered
from ...permissions import requires
from ...submissions import once
from .. import rooming
from ..blueprint import bp
from ..frame import meeting_of
from ..models import AgendaSlot, Notes, Room
from ..room_forms import NotesForm, RoomForm


@bp.post("/agenda-slots/<id:id>/rooms")
@requires("meetings.arrange", AgendaSlot)
@once
def make_rooms(slot: AgendaSlot) -> Any:
    rooming.make_for_roles(slot)
    audit.record("meetings.rooms", slot)
    db.session.commit()
    flash(gettext("There is a room for each role. What is noted in one stays with its people."), "done")
    return redirect(_address(slot))


@bp.route("/agenda-slots/<id:id>/rooms/new", methods=["GET", "POST"])
@requires("meetings.arrange", AgendaSlot)
@once
def add_room(slot: AgendaSlot) -> Any:
    return _room_page(slot, None)


@bp.route("/rooms/<id:id>/edit", methods=["GET", "POST"])
@requires("meetings.arrange", Room)
@once
def edit_room(room: Room) -> Any:
    return _room_page(room.slot, room)


@bp.post("/rooms/<id:id>/removal")
@requires("meetings.arrange", Room)
@once
def remove_room(room: Room) -> Any:
    rooming.hold_room(room)
    if rooming.is_noted_in([room]):
        flash(gettext("There are notes in the room, so it stays."), "late")
    else:
        db.session.delete(room)
        db.session.commit()
    return redirect(_address(room.slot))


@bp.post("/agenda-slots/<id:id>/note-taking")
@requires("meetings.volunteer", AgendaSlot)
@once
def note_slot(slot: AgendaSlot) -> Any:
    """Become the note-taker of the whole group, and begin."""
    return _volunteered(Room.of_all(slot))


@bp.post("/rooms/<id:id>/note-taking")
@requires("meetings.volunteer", Room)
@once
def note_room(room: Room) -> Any:
    return _volunteered(room)


@bp.route("/rooms/<id:id>/notes", methods=["GET", "POST"])
@requires("meetings.take_notes", Room)
@once
def take_notes(room: Room) -> Any:
    meeting = meeting_of(room.slot)
    if request.method == "POST":
        rooming.hold_room(room)
    notes, draft, preview = _notes_of(room), Draft.at(rooming.draft_of(room), current_user), None
    form, status = NotesForm.of(notes, draft.text if draft else None), 200
    if form.validate_on_submit():
        if "preview" in request.form:
            preview = rendered(form.text)
        elif notes.say(form.text.data, current_user, form.version.data or 0):
            Draft.discard(rooming.draft_of(room), current_user)
            db.session.commit()
            flash(gettext("The notes are saved."), "done")
            return redirect(_address(room.slot))
        else:
            notes, status = _notes_of(room), 409
            form.version.start_from(notes.version)
    elif form.is_submitted():
        status = 422
    given: dict[str, Any] = {"room": room, "meeting": meeting, "notes": notes, "draft": draft}
    given["preview"] = preview
    return render_template("meetings/notes.html", form=form, is_clash=status == 409, **given), status


@bp.post("/rooms/<id:id>/notes/draft")
@requires("meetings.take_notes", Room)
def keep_notes(room: Room) -> Any:
    return drafts.keep(rooming.draft_of(room))


@bp.post("/rooms/<id:id>/notes/draft/removal")
@requires("meetings.take_notes", Room)
def discard_notes(room: Room) -> Any:
    drafts.discard(rooming.draft_of(room))
    return redirect(url_for("meetings.take_notes", id=room.id))


@bp.post("/notes/<id:id>/opening")
@requires("meetings.open_notes", Notes)
@once
def open_notes(notes: Notes) -> Any:
    if notes.open():
        audit.record("meetings.open_notes", notes)
        db.session.commit()
        flash(gettext("What was noted here is open to the cluster now."), "done")
    return redirect(_address(notes.room.slot))


def _room_page(slot: AgendaSlot, room: Room | None) -> Any:
    cluster = meeting_of(slot).seen_from
    people = rooming.note_takers(cluster, room.for_role if room else None, room.note_taker if room else None)
    form, status = RoomForm.of(room, people), 200
    if form.validate_on_submit():
        if room is not None:
            rooming.hold_room(room)
        if room is None or room.edit(form.version.data):
            room = room or rooming.add(slot)
            form.fill(room)
            db.session.add(room)
            audit.record("meetings.rooms", slot)
            db.session.commit()
            return redirect(_address(slot))
        form.version.start_from(room.version)
        status = 409
    elif form.is_submitted():
        status = 422
    given = {"slot": slot, "meeting": slot.meeting, "room": room, "is_clash": status == 409}
    return render_template("meetings/edit_room.html", form=form, **given), status


def _volunteered(room: Room) -> Any:
    if not room.take_notes(current_user) and room.note_taker_id != current_user.id:
        db.session.rollback()
        flash(gettext("Somebody else takes the notes here."), "late")
        return redirect(_address(room.slot))
    db.session.commit()
    return redirect(url_for("meetings.take_notes", id=room.id))


def _notes_of(room: Room) -> Notes:
    return Notes.in_rooms([room], current_user).get(room.id) or Notes.begin(room)


def _address(slot: AgendaSlot) -> str:
    return url_for("meetings.slot", id=slot.id, _anchor="notes")
