"""The server as people meet it: huge and endless uploads, slow clients, and a process that is killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.discussions.models import Post
from benchplatform.files.models import StoredFile
from benchplatform.meetings.models import Meeting

from .. import documents, factories, servers, wire
from .test_security import HEADERS

LIMIT = 70
MB = 1_000_000


@dataclass
class Site:
    """An installation with one member, who has signed in: the cookie, and a form token that goes with it."""

    instance: Path
    app: Flask
    settings: dict[str, Any]
    cookie: str
    token: str
    upload_path: str
    thread_path: str

    def serve(self) -> Any:
        return servers.running_server(self.instance, **self.settings)

    @property
    def size_on_disk(self) -> int:
        return sum(path.stat().st_size for path in (self.instance / "files").rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    instance = tmp_path_factory.mktemp("site")
    settings = {"UPLOAD_LIMIT_MB": LIMIT, "LOCALE": "en", "SITE_URL": "http://127.0.0.1"}
    app = servers.prepare(instance, **settings)
    with app.app_context():
        person, meeting = _people()
        thread = factories.make_thread(meeting, person)
        cookie, token = servers.browser_of(app, person)
        path = f"/clusters/{meeting.seen_from.slug}/meetings/{meeting.number}/presentations/new"
        return Site(instance, app, settings, cookie, token, path, f"/threads/{thread.id}/")


def _people() -> tuple[Person, Meeting]:
    cluster = factories.make_cluster("Demo", organisations=[factories.make_organisation("Lövinge")])
    return factories.make_member(cluster), factories.make_meeting(cluster)


@pytest.fixture(scope="module")
def server(site: Site) -> Iterator[servers.Server]:
    with site.serve() as server:
        wire.get(server.port, site.upload_path, site.cookie)
        yield server


def upload(server: servers.Server, site: Site, size: int, path: str = "") -> wire.Answer:
    """A presentation with a file of that size, or a new version for the one at `path`."""
    fields = {"csrf_token": site.token, "title": "Our follow-up", "summary": "Look at page two."}
    headers, body = wire.form(fields, size)
    return wire.exchange(server.port, wire.head("POST", path or site.upload_path, site.cookie, **headers), body)


def test_three_gigabytes_against_the_limit(site: Site, server: servers.Server) -> None:
    memory, disk = server.memory, site.size_on_disk
    most = 0

    def watch() -> None:
        nonlocal most
        while not done.wait(0.1):
            most = max(most, site.size_on_disk - disk, server.memory - memory)

    done, watcher = threading.Event(), threading.Thread(target=watch)
    watcher.start()
    answer = upload(server, site, 3_000 * MB)
    done.set()
    watcher.join()
    assert answer.status == 413
    assert "Your file is 3000 MB, the limit is 70 MB." in answer.text
    assert "Look at page two." in answer.text
    assert 'value="Our follow-up"' in answer.text
    assert most < 30 * MB


def test_an_endless_body_is_cut_off(site: Site, server: servers.Server) -> None:
    header = wire.head("POST", site.upload_path, site.cookie, Transfer_Encoding="chunked")
    piece = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    sent = 0
    with wire.connect(server.port) as client:
        client.sendall(header)
        try:
            while sent < 3_000 * MB:
                client.sendall(piece)
                sent += len(piece)
            answer = wire.read(client)
        except OSError:
            answer = None
    assert answer is None or answer.status == 413
    assert sent < (LIMIT + 60) * MB
    assert wire.get(server.port, "/healthz").status == 200
    assert site.size_on_disk < 200 * MB


def test_the_memory_of_an_upload_does_not_follow_its_size(site: Site, server: servers.Server) -> None:
    page = upload(server, site, 1 * MB).headers["Location"]
    before = server.memory
    answer = upload(server, site, 60 * MB, f"{page}versions")
    assert (answer.status, answer.headers["Location"]) == (302, page)
    assert "Version 2" in wire.get(server.port, page, site.cookie).text
    assert server.memory - before < 30 * MB


HEADER_LIMIT = 262_144
"""Of the web server; no more than what it reads is sent, since what lies unread when it hangs up costs the answer."""


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nBad\xff header\r\n\r\n", 400),
        (b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n", 400),
        (b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * HEADER_LIMIT, 431),
        (b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ],
    ids=["no header", "a length below nothing", "too long", "packed"],
)
def test_what_is_no_request_is_answered_with_every_header(
    server: servers.Server, request_line: bytes, status: int
) -> None:
    answer = wire.exchange(server.port, request_line, ())
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_form_without_files_has_a_small_limit(site: Site, server: servers.Server) -> None:
    headers, body = wire.form({"title": "x"}, 4 * MB)
    answer = wire.exchange(server.port, wire.head("POST", "/sign-in", site.cookie, **headers), body)
    assert answer.status == 413
    assert "That was too much text for one form, so nothing was saved." in answer.text


@pytest.mark.parametrize(
    "begun", [b"GET / HT", b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\na"]
)
def test_slow_clients_do_not_keep_a_visitor_waiting(site: Site, server: servers.Server, begun: bytes) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(wire.connect(server.port)) for _ in range(200)]
        for client in clients:
            client.sendall(begun)
        waits = []
        for _ in range(5):
            for client in clients:
                client.sendall(b"x")
            began = time.monotonic()
            assert wire.get(server.port, "/healthz").status == 200
            waits.append(time.monotonic() - began)
    assert max(waits) < 1


def test_slow_downloads_do_not_keep_a_visitor_waiting(site: Site, server: servers.Server) -> None:
    """More of them than the server has threads, each of a file far larger than what a socket holds."""
    content = documents.pdf() + b"\n" * 1000
    path = _stored(site, content[:-1000] + b"%" * (40 * MB) + b"\nstartxref\n0\n%%EOF")
    with ExitStack() as stack:
        for _ in range(20):
            client = stack.enter_context(wire.connect(server.port))
            client.sendall(wire.head("GET", path, site.cookie))
            assert client.recv(100).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        assert wire.get(server.port, "/healthz").status == 200
        assert time.monotonic() - began < 1


def test_a_killed_server_has_lost_nothing_it_acknowledged(site: Site) -> None:
    """Killed while uploads are under way and posts are written: what was answered is there, whole, and no more."""
    acknowledged: list[str] = []
    with site.serve() as server:
        writers = [
            threading.Thread(target=_write_posts, args=(server, site, number, acknowledged)) for number in range(3)
        ]
        half = _half_an_upload(server, site)
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + 30
        while len(acknowledged) < 20 and time.monotonic() < deadline:
            time.sleep(0.01)
        server.kill()
        half.close()
        for writer in writers:
            writer.join()
    assert len(acknowledged) >= 20
    with site.app.app_context():
        posts = {post.text: post for post in db.session.scalars(sa.select(Post))}
        assert set(acknowledged) <= set(posts)
        assert all(post.html for post in posts.values())
        store = site.app.extensions["bench_files"]
        for file in db.session.scalars(sa.select(StoredFile)):
            assert len(b"".join(store.read(file.digest))) == file.size
    with site.serve() as server:
        page = wire.get(server.port, site.thread_path, site.cookie)
        assert page.status == 200
        assert "half an upload" not in page.text


def _write_posts(server: servers.Server, site: Site, writer: int, acknowledged: list[str]) -> None:
    for number in range(1000):
        text = f"post {number} of writer {writer}"
        body = f"csrf_token={site.token}&text={text.replace(' ', '+')}".encode()
        headers = {"Content_Type": "application/x-www-form-urlencoded", "Content_Length": len(body)}
        try:
            answer = wire.exchange(
                server.port, wire.head("POST", f"{site.thread_path}posts/", site.cookie, **headers), [body]
            )
        except (OSError, ValueError, IndexError):  # the server is gone
            return
        if answer.status == 302:
            acknowledged.append(text)


def _half_an_upload(server: servers.Server, site: Site) -> Any:
    headers, body = wire.form({"csrf_token": site.token, "title": "half an upload"}, 50 * MB)
    client = wire.connect(server.port)
    client.sendall(wire.head("POST", site.upload_path, site.cookie, **headers))
    for _ in range(25):
        client.sendall(next(body))
    return client


def _stored(site: Site, content: bytes) -> str:
    """The address of a file in the installation."""
    from benchplatform.files.actions import keep

    with site.app.app_context():
        person = db.session.scalars(sa.select(Person)).first()
        meeting = db.session.scalars(sa.select(Meeting)).one()
        file = keep(documents.upload(content, "large.pdf"), person, meeting)
        db.session.commit()
        return f"/files/{file.id}/{file.name}"
