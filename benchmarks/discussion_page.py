"""A discussion page of 50 posts, signed in, against a bare Flask view with as many bytes; and as the thread grows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.discussions.models import Post, Thread
from tests import factories

from .load import Visitor, taking_turns
from .site import cookie_of, installation, platform, served

LENGTHS = (50, 5_000, 100_000)
TEXT = "We marked each link **green, yellow or red**.\n\n- the red ones were templates\n- not people"


def main() -> list[str]:
    """Lines for the report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = installation(folder)
        with app.app_context():
            person, threads = _fill()
            cookie = cookie_of(app, person)
        return _measure(app, folder, cookie, threads)


def _measure(app: Flask, folder: Path, cookie: str, threads: dict[int, int]) -> list[str]:
    with served(platform(folder)) as (address, _):
        ours = Visitor(address, cookie)
        size = len(ours.get(f"/threads/{threads[50]}/"))
        with served(["benchmarks.bare", str(folder), str(size)]) as (bare_address, _):
            last = {n: f"/threads/{thread}/?page={-(-n // 50)}" for n, thread in threads.items()}
            pairs = {"bare": (Visitor(bare_address, cookie), "/")}
            pairs |= {str(n): (ours, path) for n, path in last.items()}
            found = taking_turns(pairs)
    bare, page = found["bare"], found["50"]
    lines = [
        f"bare Flask view, {bare.size} bytes, same sign-in: {bare.per_second:.0f} per second",
        f"discussion page of 50 posts, {page.size} bytes: {page.per_second:.0f} per second, "
        f"{page.per_second / bare.per_second:.2f} of the bare view",
    ]
    return lines + [
        f"last page of a thread of {n} posts: {found[str(n)].milliseconds:.2f} ms, "
        f"{page.per_second / found[str(n)].per_second:.2f} times that of 50"
        for n in LENGTHS[1:]
    ]


def _fill() -> tuple[Person, dict[int, int]]:
    """Ten people who have talked; a thread of each length."""
    organisations = [factories.make_organisation() for _ in range(4)]
    cluster = factories.make_cluster("Benchmark", organisations=organisations)
    meeting = factories.make_meeting(cluster)
    people = [factories.make_member(cluster, organisations[index % 4]) for index in range(10)]
    threads = {}
    for length in LENGTHS:
        thread = factories.make_thread(meeting, people[0], f"{length} posts", [TEXT])
        _repeat(thread, people, length)
        threads[length] = thread.id
    return people[0], threads


def _repeat(thread: Thread, people: list[Person], length: int) -> None:
    first = db.session.scalars(sa.select(Post).where(Post.thread_id == thread.id)).one()
    columns = {name: getattr(first, name) for name in ("thread_id", "text", "html", "renderer", "locale", "written_at")}
    rows = [
        columns
        | {
            "number": n,
            "author_id": people[n % 10].id,
            "organisation_id": people[n % 10].memberships[0].organisation_id,
        }
        for n in range(2, length + 1)
    ]
    db.session.execute(sa.insert(Post), rows)
    thread.post_count = length
    db.session.commit()


if __name__ == "__main__":
    print("\n".join(main()))
