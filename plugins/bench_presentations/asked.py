"""Who has asked about a presentation, in words; and until when one asks before the meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence
from zoneinfo import ZoneInfo

from babel.lists import format_list
from flask_babel import gettext, ngettext

from benchplatform.database import utc_now
from benchplatform.languages import language
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster


def has_begun(meeting: Meeting, cluster: Cluster, at: dt.datetime | None = None) -> bool:
    """Is it, or was it at that moment, too late to ask before the meeting?"""
    starts = dt.datetime.combine(meeting.day, meeting.starts, ZoneInfo(cluster.time_zone))
    return (at or utc_now()) >= starts


def who_has_asked(others: Sequence[Organisation], asked: Container[int], is_over: bool) -> str:
    """ "Björkinge and Norrby have asked, nothing from Lövinge yet"; when it is over, who is missing is not said."""
    names = [one.name for one in others if one.id in asked]
    missing = [] if is_over else [one.name for one in others if one.id not in asked]
    if not names:
        return gettext("Nobody has asked yet") if missing else ""
    given = {"names": _listed(names, "standard"), "others": _listed(missing, "or")}
    if missing:
        return ngettext(
            "%(names)s has asked, nothing from %(others)s yet",
            "%(names)s have asked, nothing from %(others)s yet",
            len(names),
            **given,
        )
    return ngettext("%(names)s has asked", "%(names)s have asked", len(names), **given)


def _listed(names: Sequence[str], style: str) -> str:
    return str(format_list(names, style, language()))
