"""What is said of who is coming: "2 coming, 1 of them by link", "No elected official from Berga yet"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext, ngettext

from ..audience import Role
from ..programmes.names import CLUSTER_ROLES
from .coming import Delegation, Seat, Tally, everybody
from .models import Answer

ANSWER_NAMES = {
    Answer.ON_SITE: lazy_gettext("I am coming in person"),
    Answer.REMOTE: lazy_gettext("I take part by link"),
    Answer.NOT_COMING: lazy_gettext("I am not coming"),
}
"""As one answers for oneself."""


@dataclass(frozen=True)
class Said:
    """For the states component: "done", "2 coming, 1 of them by link"; and what stands quietly beside it."""

    kind: str
    words: str
    rest: str = ""


def own_words(answer: Answer | None) -> str:
    if answer is None:
        return gettext("Are you coming?")
    if answer is Answer.ON_SITE:
        return gettext("You are coming.")
    return gettext("You take part by link.") if answer is Answer.REMOTE else gettext("You are not coming.")


def state_of(seat: Seat) -> Said:
    """One person: "coming"."""
    if seat.answer is None:
        return Said("due", gettext("has not answered"))
    if seat.answer is Answer.ON_SITE:
        return Said("done", gettext("coming"))
    return Said("done", gettext("by link")) if seat.answer is Answer.REMOTE else Said("open", gettext("not coming"))


def in_role(delegation: Delegation, role: Role) -> Said:
    """Those of an organisation in one role."""
    count = delegation.in_role(role)
    if not count:
        return Said("open", gettext("nobody in this role"))
    if _are_coming(count):
        return Said("done", _coming(count), _rest(count))
    if not count[None]:
        return Said("late", gettext("nobody is coming"))
    nobody = gettext("nobody yet") if count[Answer.NOT_COMING] else gettext("nobody has answered yet")
    return Said("due", nobody, _rest(count) if count[Answer.NOT_COMING] else "")


def altogether(found: Iterable[Delegation]) -> Said:
    """The whole cluster, with its programme's leads."""
    count = everybody(found)
    return Said("done" if _are_coming(count) else "due", _coming(count) or gettext("nobody yet"), _rest(count))


def warnings(found: Iterable[Delegation]) -> list[Said]:
    """A sentence for each gap in the organisations' delegations."""
    return [said for delegation in found for said in _gaps(delegation)]


def _gaps(delegation: Delegation) -> Iterator[Said]:
    if delegation.organisation is None:
        return
    name = delegation.organisation.name
    if not delegation.seats:
        yield Said("open", gettext("%(organisation)s has nobody in the cluster", organisation=name))
    elif not delegation.answered:
        yield Said("due", gettext("Nobody from %(organisation)s has answered yet", organisation=name))
    else:
        for role in CLUSTER_ROLES:
            count = delegation.in_role(role)
            if not count:
                yield Said("open", _has_none(role, name))
            elif not _are_coming(count):
                yield Said("due", _not_yet(role, name)) if count[None] else Said("late", _is_not_coming(role, name))


def _not_yet(role: Role, name: str) -> str:
    if role is Role.KEY_PERSON:
        return gettext("No key person from %(organisation)s yet", organisation=name)
    if role is Role.MANAGER:
        return gettext("No manager from %(organisation)s yet", organisation=name)
    return gettext("No elected official from %(organisation)s yet", organisation=name)


def _is_not_coming(role: Role, name: str) -> str:
    if role is Role.KEY_PERSON:
        return gettext("No key person from %(organisation)s is coming", organisation=name)
    if role is Role.MANAGER:
        return gettext("No manager from %(organisation)s is coming", organisation=name)
    return gettext("No elected official from %(organisation)s is coming", organisation=name)


def _has_none(role: Role, name: str) -> str:
    if role is Role.KEY_PERSON:
        return gettext("%(organisation)s has no key person in the cluster", organisation=name)
    if role is Role.MANAGER:
        return gettext("%(organisation)s has no manager in the cluster", organisation=name)
    return gettext("%(organisation)s has no elected official in the cluster", organisation=name)


def _are_coming(count: Tally) -> int:
    return count[Answer.ON_SITE] + count[Answer.REMOTE]


def _coming(count: Tally) -> str:
    """ "2 coming, 1 of them by link"; nothing when nobody is."""
    total, remote = _are_coming(count), count[Answer.REMOTE]
    if remote and remote < total:
        return gettext("%(total)s coming, %(number)s of them by link", total=total, number=remote)
    if remote:
        return gettext("%(number)s by link", number=remote)
    return gettext("%(number)s coming", number=total) if total else ""


def _rest(count: Tally) -> str:
    """ "1 not coming, 2 have not answered" """
    absent = gettext("%(number)s not coming", number=count[Answer.NOT_COMING]) if count[Answer.NOT_COMING] else ""
    silent = ngettext("%(num)d has not answered", "%(num)d have not answered", count[None]) if count[None] else ""
    return ", ".join(filter(None, (absent, silent)))
