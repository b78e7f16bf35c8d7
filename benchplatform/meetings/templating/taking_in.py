"""A template from a file that somebody chose: looked at from end to end before anything of it is kept."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from flask_babel import gettext

from ...fields import clean_text
from .. import parts, pasted
from ..models import MINUTES_IN_A_DAY, Responsible, SlotKind, minute_of
from ..models.preparations import MOST_DAYS
from .content import LONGEST_FOCUS, LONGEST_OBJECTIVE, LONGEST_TASK, MOST_ASKED, MOST_OBJECTIVES
from .shapes import WrongShape, both, list_of, names_in, one_of, whole, word, wrong

LARGEST_FILE = 500_000
"""Bytes; the built-in template has a tenth of it."""
LONGEST_NAME = 120
MOST_MEETINGS = 12
_LARGEST_NUMBER = 99
_KEY, _KIND = re.compile(r"[a-z0-9][a-z0-9_]{0,19}"), re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def read_file(raw: bytes) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Name (empty when the file has none) and meetings, cleaned. Raises WrongShape."""
    said = names_in(_json(raw), "", needed=("meetings",), may=None)
    name = both(said["name"], "name", LONGEST_NAME) if said.get("name") else {}
    meetings = list_of(said["meetings"], "meetings", MOST_MEETINGS, _meeting, least=1)
    _refuse_twins(meetings, "key")
    _refuse_twins(meetings, "no")
    _refuse_joint_in_between(meetings)
    return name, meetings


def _json(raw: bytes) -> Any:
    if len(raw) > LARGEST_FILE:
        kilobytes = LARGEST_FILE // 1000
        raise WrongShape(gettext("The file is too large: a template has at most %(limit)d kB.", limit=kilobytes))
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise WrongShape(gettext("This is not a text file in UTF-8.")) from error
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise WrongShape(gettext("This is not JSON: line %(line)d, column %(column)d.", **where)) from error
    except (ValueError, RecursionError) as error:
        raise WrongShape(gettext("This is not JSON that a template could have.")) from error


def _meeting(said: Any, at: str) -> dict[str, Any]:
    names = ("key", "no", "title", "focus", "objectives", "preparations", "after", "agenda")
    given = names_in(said, at, needed=names)
    agenda = list_of(given["agenda"], f"{at}.agenda", pasted.MOST_SLOTS, _piece, least=1)
    _refuse_disorder(agenda, f"{at}.agenda")
    return {
        "key": word(given["key"], f"{at}.key", _KEY),
        "no": whole(given["no"], f"{at}.no", 0, _LARGEST_NUMBER),
        "title": both(given["title"], f"{at}.title", pasted.LONGEST_TITLE),
        "focus": both(given["focus"], f"{at}.focus", LONGEST_FOCUS, may_be_empty=True, clean=clean_text),
        "objectives": list_of(given["objectives"], f"{at}.objectives", MOST_OBJECTIVES, _objective),
        "preparations": list_of(given["preparations"], f"{at}.preparations", MOST_ASKED, _before),
        "after": list_of(given["after"], f"{at}.after", MOST_ASKED, _after),
        "agenda": agenda,
    }


def _objective(said: Any, at: str) -> dict[str, str]:
    return both(said, at, LONGEST_OBJECTIVE, clean=clean_text)


def _before(said: Any, at: str) -> dict[str, Any]:
    return _asked(said, at, -MOST_DAYS, 0)


def _after(said: Any, at: str) -> dict[str, Any]:
    return _asked(said, at, 1, MOST_DAYS)


def _asked(said: Any, at: str, first: int, last: int) -> dict[str, Any]:
    given = names_in(said, at, needed=("due_offset_days", "responsible", "text"), may=("kind",))
    asked = {
        "due_offset_days": whole(given["due_offset_days"], f"{at}.due_offset_days", first, last),
        "responsible": one_of(given["responsible"], f"{at}.responsible", list(Responsible)),
        "text": both(given["text"], f"{at}.text", LONGEST_TASK, clean=clean_text),
    }
    return asked if given.get("kind") is None else {**asked, "kind": word(given["kind"], f"{at}.kind", _KIND)}


def _piece(said: Any, at: str) -> dict[str, Any]:
    given = names_in(said, at, needed=("start", "minutes", "title", "kind"), may=("parts",))
    start = word(given["start"], f"{at}.start", _CLOCK)
    minutes = whole(given["minutes"], f"{at}.minutes", 1, MINUTES_IN_A_DAY - 1)
    if minute_of(dt.time.fromisoformat(start)) + minutes >= MINUTES_IN_A_DAY:
        raise wrong(at, gettext("the day would go on past midnight"))
    piece = {
        "start": start,
        "minutes": minutes,
        "title": both(given["title"], f"{at}.title", pasted.LONGEST_TITLE),
        "kind": one_of(given["kind"], f"{at}.kind", list(SlotKind)),
    }
    found = list_of(given.get("parts", []), f"{at}.parts", parts.MOST_PARTS, _part)
    if sum(part["minutes"] for part in found) > minutes:
        raise wrong(f"{at}.parts", gettext("together longer than what they are parts of"))
    return {**piece, "parts": found} if found else piece


def _part(said: Any, at: str) -> dict[str, Any]:
    given = names_in(said, at, needed=("minutes", "title"))
    minutes = whole(given["minutes"], f"{at}.minutes", 1, MINUTES_IN_A_DAY - 1)
    return {"minutes": minutes, "title": both(given["title"], f"{at}.title", parts.LONGEST_TITLE)}


def _refuse_disorder(agenda: Sequence[Mapping[str, Any]], at: str) -> None:
    for index, (one, after) in enumerate(pairwise(agenda), 1):
        if after["start"] < one["start"]:
            raise wrong(f"{at}[{index}].start", gettext("begins before the part above it"))


def _refuse_twins(meetings: Sequence[Mapping[str, Any]], name: str) -> None:
    seen = set[Any]()
    for index, meeting in enumerate(meetings):
        if meeting[name] in seen:
            raise wrong(f"meetings[{index}].{name}", gettext("another meeting has “%(said)s” too", said=meeting[name]))
        seen.add(meeting[name])


def _refuse_joint_in_between(meetings: Sequence[Mapping[str, Any]]) -> None:
    numbers = sorted(meeting["no"] for meeting in meetings)
    places = {"startup": numbers[0], "conf": numbers[-1]}
    for index, meeting in enumerate(meetings):
        if meeting["no"] != places.get(meeting["key"], meeting["no"]):
            raise wrong(f"meetings[{index}].no", gettext("the start-up comes first, and the conference last"))
