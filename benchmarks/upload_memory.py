"""How far the server's memory grows while a file of 500 MB comes in: `python -m benchmarks.upload_memory [MB]`."""

from __future__ import annotations

import sys
import tempfile
import threading
from pathlib import Path

from tests import factories, servers, wire

MEGABYTES = 500
MOST = 30
MB = 1_000_000


def main(size: int = MEGABYTES) -> list[str]:
    """Lines for the report."""
    settings = {"UPLOAD_LIMIT_MB": size * 6 // 5, "LOCALE": "en", "SITE_URL": "http://127.0.0.1"}
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        app = servers.prepare(instance, **settings)
        with app.app_context():
            cluster = factories.make_cluster("Demo", organisations=[factories.make_organisation("Lövinge")])
            person, meeting = factories.make_member(cluster), factories.make_meeting(cluster)
            cookie, token = servers.browser_of(app, person)
            path = f"/clusters/{cluster.slug}/meetings/{meeting.number}/presentations/new"
        with servers.running_server(instance, **settings) as server:
            grown = _upload(server, path, cookie, token, size)
    return [f"a file of {size} MB: the server's memory grew by {grown:.1f} MB at most (it may: {MOST})"]


def _upload(server: servers.Server, path: str, cookie: str, token: str, size: int) -> float:
    wire.get(server.port, path, cookie)
    before, most, done = server.memory, [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], server.memory - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    headers, body = wire.form({"csrf_token": token, "title": "A large one"}, size * MB)
    answer = wire.exchange(server.port, wire.head("POST", path, cookie, **headers), body)
    done.set()
    watcher.join()
    assert answer.status == 302, answer.text
    return max(most[0], server.memory - before) / MB


if __name__ == "__main__":
    print("\n".join(main(*map(int, sys.argv[1:]))))
