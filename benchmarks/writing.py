"""A post from the moment it is sent until it is on the screen; and the question whether there is anything new."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from benchplatform.accounts.models import Person
from tests import factories

from .load import Visitor
from .site import cookie_of, installation, platform, served

TEXT = "We marked each link **green, yellow or red**.\n\n- the red ones were templates\n- not people"
BEFORE = 40
POSTS = 60
WARM_UP = 10
QUESTIONS = 300
ROUNDS = 8


def main() -> list[str]:
    """Lines for the report."""
    with tempfile.TemporaryDirectory() as name:
        app = installation(Path(name))
        with app.app_context():
            person, thread_id = _fill()
            cookie = cookie_of(app, person)
        with served(platform(Path(name))) as (address, _):
            visitor = Visitor(address, cookie)
            took = [_post(visitor, thread_id, number) for number in range(BEFORE + 1, BEFORE + POSTS)][WARM_UP:]
        asked = _ask(app, cookie, thread_id)
    return [
        f"a post sent, accepted and shown: {median(took) * 1000:.1f} ms (median), {max(took) * 1000:.1f} ms at most",
        f"is there anything new? {asked * 1000:.2f} ms of the application's time",
    ]


def _fill() -> tuple[Person, int]:
    organisation = factories.make_organisation()
    cluster = factories.make_cluster("Benchmark", organisations=[organisation])
    person = factories.make_member(cluster, organisation)
    thread = factories.make_thread(factories.make_meeting(cluster), person, "Talk", [TEXT] * BEFORE)
    return person, thread.id


def _post(visitor: Visitor, thread_id: int, number: int) -> float:
    """Seconds from sending the form to having read the page that the answer leads to."""
    page = visitor.get(f"/threads/{thread_id}/").decode()
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("csrf_token", "once")}
    fields = {name: found[1] for name, found in hidden.items() if found} | {"text": TEXT}
    began = perf_counter()
    shown = visitor.get(visitor.post(f"/threads/{thread_id}/posts/", fields))
    took = perf_counter() - began
    assert b'id="post-%d"' % number in shown
    return took


def _ask(app: Flask, cookie: str, thread_id: int) -> float:
    """Seconds of the application's time for one answer of "nothing"; the web server's own are the same for any page."""
    environ = create_environ(f"/threads/{thread_id}/posts/?after=1000", headers={"Cookie": cookie})
    best = 1.0
    for _ in range(ROUNDS):
        began = process_time()
        for _ in range(QUESTIONS):
            body, status, _ = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
            assert (status, b"".join(body)) == ("200 OK", b"")
        best = min(best, (process_time() - began) / QUESTIONS)
    return best


if __name__ == "__main__":
    print("\n".join(main()))
