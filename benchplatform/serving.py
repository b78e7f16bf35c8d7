"""The web server that `serve` starts: waitress, set up for slow clients and for bodies over the limit."""

from __future__ import annotations

import gc
import resource
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from flask import Flask
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import create_server
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from .jobs.worker import Worker
from .requests import largest_body
from .security import headers

MANY_CONNECTIONS = 1000
"""A client that trickles its request keeps a connection, not a thread; this many can, before anybody waits."""

_FILES_OPEN = 8 * MANY_CONNECTIONS
"""Each connection may have its body and its answer in a file."""

_AT_A_TIME = 128 * 1024
"""Bytes taken from a connection before the next one has its turn."""

_KEPT = 1_000_000


class PortTaken(Exception):
    """Somebody else listens there."""


class BeginningOnly(FixedStreamReceiver):
    """Takes in a body that is too large and keeps its first megabyte, where the text fields are.

    The whole body has to be received before a browser reads an answer; kept whole it would fill the disk.
    """

    def received(self, data: bytes) -> int:
        taken = min(len(data), self.remain)
        room = max(0, _KEPT - len(self.buf))
        self.buf.append(data[: min(taken, room)])
        self.remain -= taken
        self.completed = self.remain == 0
        return taken


class Parser(HTTPRequestParser):
    """Reads a request; one whose Content-Length is over the limit reaches the application as its beginning."""

    body_rcv: Any

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None and self.content_length > self.adj.bench_largest_body:
            self.body_rcv = BeginningOnly(self.content_length, OverflowableBuffer(self.adj.inbuf_overflow))

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.chunked and self.body_bytes_received > self.adj.bench_largest_body:
            self.error, self.completed = RequestEntityTooLarge("the body is too large"), True
        return consumed


class Refusal(ErrorTask):
    """What is refused before the application sees it tells the browser what every answer does."""

    def execute(self) -> None:
        told = {**self.channel.server.adj.bench_headers, "Cache-Control": "no-store"}
        self.response_headers.extend(told.items())
        super().execute()


class Channel(HTTPChannel):
    parser_class = Parser
    error_task_class = Refusal


def serve(app: Flask, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready(port)` is called when the first visitor can come.

    Port 0 takes a free one. Raises PortTaken. Jobs run in a thread of this process unless JOBS is `worker`.
    """
    settings = app.config["BENCH"]
    _allow_open_files()
    tempfile.tempdir = str(app.extensions["bench_files"].incoming)
    server = create_server(
        app,
        sockets=[_listen(host, port)],
        threads=settings["THREADS"],
        connection_limit=MANY_CONNECTIONS,
        channel_timeout=60,
        recv_bytes=_AT_A_TIME,
        outbuf_high_watermark=largest_body(app),
        asyncore_use_poll=True,
        max_request_body_size=2**50,
        ident=None,
        clear_untrusted_proxy_headers=not settings["PROXIES"],
        trusted_proxy=None,
    )
    server.channel_class = Channel
    server.adj.bench_largest_body, server.adj.bench_headers = largest_body(app), headers(app)
    worker = Worker(app).start() if settings["JOBS"] == "inside" else None
    signal.signal(signal.SIGTERM, _stop)
    _settle_memory()
    with suppress(SystemExit, KeyboardInterrupt):
        ready(server.effective_port)
        server.run()
    server.close()
    if worker:
        worker.stop()


def _settle_memory() -> None:
    """Leave what the application is made of out of garbage collections, and collect less often: pages make many
    short-lived objects, and looking through everything each time took a sixth of the time of a discussion page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _allow_open_files() -> None:
    """Up to what the system lets this process have; the default of 1,024 is less than our connections need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES_OPEN if hard == resource.RLIM_INFINITY else min(_FILES_OPEN, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise PortTaken(f"{host}:{port} cannot be used: {error.strerror}.") from error
    return listener


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
