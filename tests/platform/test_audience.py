"""Who sees what, line by line: threads of every audience, read by people of every kind, from real rows."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.identity import Visitor
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Post, Thread
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_programme,
    make_thread,
)

KEY, MANAGER, ELECTED, LEAD = Role.KEY_PERSON, Role.MANAGER, Role.ELECTED_OFFICIAL, Role.PROGRAMME_LEAD

THREADS = {
    # title: (cluster, role, organisation); the cluster "second" belongs to another programme
    "whole programme": ("programme", None, None),
    "key persons of the programme": ("programme", KEY, None),
    "alpha in the programme": ("programme", None, "alpha"),
    "cluster": ("first", None, None),
    "key persons": ("first", KEY, None),
    "managers": ("first", MANAGER, None),
    "elected officials": ("first", ELECTED, None),
    "leads": ("first", LEAD, None),
    "alpha's draft": ("first", None, "alpha"),
    "beta's draft": ("first", None, "beta"),
    "alpha's key persons": ("first", KEY, "alpha"),
    "beta's managers": ("first", MANAGER, "beta"),
    "sister cluster": ("sister", None, None),
    "alpha's draft in the sister cluster": ("sister", None, "alpha"),
    "managers of the sister cluster": ("sister", MANAGER, None),
    "other programme": ("other programme", None, None),
    "cluster of the other programme": ("second", None, None),
    "alpha's draft in the other programme": ("second", None, "alpha"),
}

OPEN_TO_ALL_OF_FIRST = {"whole programme", "cluster"}

SEEN = {
    "key person of alpha": OPEN_TO_ALL_OF_FIRST
    | {
        "key persons of the programme",
        "alpha in the programme",
        "key persons",
        "alpha's draft",
        "alpha's key persons",
    },
    "manager of alpha": OPEN_TO_ALL_OF_FIRST | {"alpha in the programme", "managers", "alpha's draft"},
    "elected official of alpha": OPEN_TO_ALL_OF_FIRST
    | {"alpha in the programme", "elected officials", "alpha's draft"},
    "key person of beta": OPEN_TO_ALL_OF_FIRST | {"key persons of the programme", "key persons", "beta's draft"},
    "manager of beta": OPEN_TO_ALL_OF_FIRST | {"managers", "beta's draft", "beta's managers"},
    "lead": OPEN_TO_ALL_OF_FIRST | {"leads", "sister cluster"},
    "manager of alpha in the sister cluster": {
        "whole programme",
        "alpha in the programme",
        "sister cluster",
        "alpha's draft in the sister cluster",
        "managers of the sister cluster",
    },
    "key person of alpha in the other programme": {
        "other programme",
        "cluster of the other programme",
        "alpha's draft in the other programme",
    },
    "lead of the other programme": {"other programme", "cluster of the other programme"},
    "key person of alpha and manager of beta": OPEN_TO_ALL_OF_FIRST
    | {
        "key persons of the programme",
        "alpha in the programme",
        "key persons",
        "managers",
        "alpha's draft",
        "beta's draft",
        "alpha's key persons",
        "beta's managers",
    },
    "former key person of alpha": set(),
    "former lead": set(),
    "member until tomorrow": OPEN_TO_ALL_OF_FIRST | {"alpha in the programme", "managers", "alpha's draft"},
    "outsider": set(),
    "site administrator": set(),
    "visitor": set(),
}


@pytest.fixture
def people(app: Flask) -> dict[str, object]:
    """Everybody in SEEN, and every thread in THREADS."""
    alpha, beta = make_organisation("alpha"), make_organisation("beta")
    first = make_cluster("first", organisations=[alpha, beta])
    sister = make_cluster("sister", first.programme, [alpha])
    second = make_cluster("second", make_programme("other"), [alpha])
    _write_threads(first, sister, second, {"alpha": alpha, "beta": beta, None: None})
    both = make_member(first, beta, MANAGER, make_member(first, alpha, KEY))
    return {
        "key person of alpha": make_member(first, alpha, KEY),
        "manager of alpha": make_member(first, alpha, MANAGER),
        "elected official of alpha": make_member(first, alpha, ELECTED),
        "key person of beta": make_member(first, beta, KEY),
        "manager of beta": make_member(first, beta, MANAGER),
        "lead": make_lead(first, alpha),
        "manager of alpha in the sister cluster": make_member(sister, alpha, MANAGER),
        "key person of alpha in the other programme": make_member(second, alpha, KEY),
        "lead of the other programme": make_lead(second, beta),
        "key person of alpha and manager of beta": both,
        "former key person of alpha": make_member(first, alpha, KEY, until=utc_now()),
        "former lead": make_member(first, alpha, LEAD, until=utc_now()),
        "member until tomorrow": make_member(first, alpha, MANAGER, until=utc_now().replace(year=2999)),
        "outsider": make_person(),
        "site administrator": make_administrator(),
        "visitor": Visitor(),
    }


def _write_threads(first, sister, second, organisations) -> None:
    author = make_person("Author")
    make_member(first, organisations["alpha"], KEY, author)
    meeting = make_meeting(first)
    places = {
        "programme": (first.programme_id, None),
        "first": (first.programme_id, first.id),
        "sister": (first.programme_id, sister.id),
        "other programme": (second.programme_id, None),
        "second": (second.programme_id, second.id),
    }
    for title, (place, role, name) in THREADS.items():
        programme_id, cluster_id = places[place]
        audience = {"programme_id": programme_id, "cluster_id": cluster_id, "role": role}
        organisation = organisations[name]
        make_thread(meeting, author, title, **audience, organisation_id=organisation and organisation.id)


@pytest.mark.parametrize("name", SEEN)
def test_each_sees_exactly_their_threads_and_posts(people: dict[str, object], name: str) -> None:
    """In a list, and loaded one by one."""
    person = people[name]
    titles = db.session.scalars(sa.select(Thread.title).where(Thread.visible_to(person)))
    assert set(titles) == SEEN[name]
    threads = db.session.scalars(sa.select(Thread)).all()
    assert len(threads) == len(THREADS)
    assert {thread.title for thread in threads if Thread.load(person, thread.id)} == SEEN[name]
    posts = db.session.scalars(sa.select(Post).where(Post.visible_to(person)))
    assert {post.thread.title for post in posts} == SEEN[name]


def test_a_membership_that_ends_opens_nothing_any_more(app: Flask) -> None:
    alpha = make_organisation()
    cluster = make_cluster(organisations=[alpha])
    person = make_member(cluster, alpha)
    make_thread(make_meeting(cluster), person, "talk")
    assert db.session.scalar(sa.select(sa.func.count(Thread.id)).where(Thread.visible_to(person))) == 1
    assert person.memberships[0].end()
    person.__dict__.pop("grants")
    assert db.session.scalar(sa.select(sa.func.count(Thread.id)).where(Thread.visible_to(person))) == 0
