"""The host's checklist: read by all, kept by the host and the lead."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from ... import audit, pages
from ...database import db
from ...permissions import can, requires
from ...submissions import once
from .. import hosting
from ..blueprint import bp
from ..hosting_forms import HostingForm, OwnHostingForm
from ..journey import journey
from ..models import HostingItem, Meeting

_WEEK = 7


@bp.get("/clusters/<slug>/meetings/<int:number>/hosting")
@requires("meetings.read", Meeting)
def hosting_list(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    return render_template(
        "meetings/hosting.html",
        meeting=meeting,
        host_has_left=hosting.host_has_left(meeting),
        items=HostingItem.of(meeting),
        due_of=hosting.due_of,
        owners=hosting.possible_owners(meeting),
        expected=hosting.expected(meeting),
        needs=hosting.needs(meeting) if can("meetings.read_needs", meeting) else [],
        after=journey(meeting.seen_from, current_user).around(meeting)[1],
    )


@bp.route("/clusters/<slug>/meetings/<int:number>/hosting/new", methods=["GET", "POST"])
@requires("meetings.arrange", Meeting)
@once
def add_hosting_item(meeting: Meeting) -> Any:
    pages.about(meeting.seen_from)
    form = OwnHostingForm(data={"days": _WEEK})
    form.offer(hosting.possible_owners(meeting))
    if form.validate_on_submit():
        item = hosting.add(meeting, **form.values)
        db.session.commit()
        flash(gettext("“%(title)s” is on the list.", title=item.title), "done")
        return redirect(_address(meeting, item))
    return pages.form_page("meetings/edit_hosting_item.html", form, meeting=meeting, item=None, is_clash=False)


@bp.route("/clusters/<slug>/meetings/<int:number>/hosting/<id:id>/edit", methods=["GET", "POST"])
@requires("meetings.arrange", HostingItem)
@once
def edit_hosting_item(item: HostingItem) -> Any:
    meeting = item.meeting
    pages.about(meeting.seen_from)
    form, status = (HostingForm if item.kind else OwnHostingForm).of(item), 200
    owner = [item.owner] if item.owner else []
    form.offer(dict.fromkeys([*hosting.possible_owners(meeting), *owner]))
    if form.validate_on_submit():
        if item.edit(form.version.data, **form.values):
            db.session.commit()
            flash(gettext("“%(title)s” is changed.", title=item.title), "done")
            return redirect(_address(meeting, item))
        form.version.start_from(item.version)
        status = 409
    elif form.is_submitted():
        status = 422
    given = {"meeting": meeting, "item": item, "is_clash": status == 409}
    return render_template("meetings/edit_hosting_item.html", form=form, **given), status


@bp.post("/clusters/<slug>/meetings/<int:number>/hosting/<id:id>/completion")
@requires("meetings.settle", HostingItem)
@once
def settle_hosting_item(item: HostingItem) -> Any:
    """Tick, or take the tick away again; done already, the first who did it stays."""
    if request.form.get("done") == "no":
        item.reopen()
    else:
        item.complete(current_user)
    db.session.commit()
    return redirect(_address(item.meeting, item))


@bp.post("/clusters/<slug>/meetings/<int:number>/hosting/<id:id>/removal")
@requires("meetings.arrange", HostingItem)
@once
def remove_hosting_item(item: HostingItem) -> Any:
    """One that the host has added; what every host sees to stays on the list."""
    if item.kind:
        abort(403)
    meeting, title = item.meeting, item.title
    if not item.remove():
        return redirect(_address(meeting))
    audit.record("meetings.hosting", meeting, removed=title)
    db.session.commit()
    flash(gettext("“%(title)s” is off the list.", title=title), "done")
    return redirect(_address(meeting))


def _address(meeting: Meeting, item: HostingItem | None = None) -> str:
    anchor = f"item-{item.id}" if item else None
    return url_for("meetings.hosting_list", slug=meeting.seen_from.slug, number=meeting.number, _anchor=anchor)
