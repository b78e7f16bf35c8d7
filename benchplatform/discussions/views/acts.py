"""Everything that may be done with a thread, for the page about it: one `Act` each, with its form or its link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm

from ...permissions import can
from ..forms import ClosingForm, RenamingForm, SplittingForm
from ..models import Thread
from .frame import thread_frame

_LINK = "discussions/_act_link.html"


@dataclass(frozen=True)
class Act:
    """What it is called, who may, while what holds, and the template of the form that goes to `endpoint`."""

    endpoint: str
    title: Any
    rule: str
    fits: Callable[[Thread], bool] = lambda thread: True
    part: str = "discussions/_act_button.html"
    make_form: Callable[[Thread], FlaskForm | None] = lambda thread: None
    note: Any = ""
    own_part: str = ""
    """The form on a page of its own, where the page about the thread only has a link to it."""


def _is_closed(thread: Thread) -> bool:
    return thread.closed_at is not None


def _is_not_closed(thread: Thread) -> bool:
    return thread.closed_at is None


CLOSE = Act(
    "discussions.close",
    lazy_gettext("Close with a conclusion"),
    "discussions.close",
    _is_not_closed,
    "discussions/_act_close.html",
    lambda thread: ClosingForm(formdata=None),
    lazy_gettext("The conclusion stands on top of the thread. Nobody writes in it until it is opened again."),
)
REOPEN = Act(
    "discussions.reopen",
    lazy_gettext("Open again"),
    "discussions.close",
    _is_closed,
    note=lazy_gettext("The conclusion is taken away, and everybody may write again."),
)
RENAME = Act(
    "discussions.rename",
    lazy_gettext("Rename"),
    "discussions.rename",
    part="discussions/_act_rename.html",
    make_form=lambda thread: RenamingForm(formdata=None, title=thread.title, before=thread.title),
)
PIN = Act(
    "discussions.pin",
    lazy_gettext("Pin"),
    "discussions.pin",
    lambda thread: thread.pinned_at is None,
    note=lazy_gettext("It stands first in the lists, for everybody who sees it."),
)
UNPIN = Act("discussions.unpin", lazy_gettext("Unpin"), "discussions.pin", lambda thread: thread.pinned_at is not None)
LOCK = Act(
    "discussions.lock",
    lazy_gettext("Lock"),
    "discussions.lock",
    lambda thread: thread.locked_at is None,
    note=lazy_gettext("Nobody can write in it until a programme lead unlocks it."),
)
UNLOCK = Act(
    "discussions.unlock", lazy_gettext("Unlock"), "discussions.lock", lambda thread: thread.locked_at is not None
)
MOVE = Act(
    "discussions.move",
    lazy_gettext("Move"),
    "discussions.arrange",
    part=_LINK,
    own_part="discussions/_act_move.html",
    note=lazy_gettext("To another meeting, or to something else that is talked about. Its address stays."),
)
MERGE = Act(
    "discussions.merge",
    lazy_gettext("Merge"),
    "discussions.arrange",
    _is_not_closed,
    part=_LINK,
    own_part="discussions/_act_merge.html",
    note=lazy_gettext(
        "Its posts go to the end of another thread, seen by those who see that one. Links to them lead there."
    ),
)
SPLIT = Act(
    "discussions.split",
    lazy_gettext("Split"),
    "discussions.arrange",
    lambda thread: thread.post_count > 1,
    "discussions/_act_split.html",
    lambda thread: SplittingForm(formdata=None),
    lazy_gettext("The posts from a number on become a thread of their own. Links to them lead there from then on."),
)
AUDIENCE = Act(
    "discussions.change_audience",
    lazy_gettext("Change who sees it"),
    "discussions.change_audience",
    part=_LINK,
    own_part="discussions/_act_audience.html",
    note=lazy_gettext("Fewer at once. More when those who have written here agree."),
)
ACTS = (CLOSE, REOPEN, RENAME, PIN, UNPIN, LOCK, UNLOCK, AUDIENCE, MOVE, MERGE, SPLIT)
"""In the order of the page."""


def acts_on(thread: Thread) -> list[tuple[Act, FlaskForm | None]]:
    """What the person who looks may do with it now, each with its empty form."""
    found = [act for act in ACTS if act.fits(thread) and can(act.rule, thread)]
    return [(act, act.make_form(thread)) for act in found]


def act_page(act: Act, thread: Thread, form: FlaskForm | None, status: int, **given: Any) -> tuple[str, int]:
    """One act on a page of its own: a preview, or what was refused with all that was written."""
    return thread_frame("discussions/act.html", thread, act=act, form=form, **given), status
