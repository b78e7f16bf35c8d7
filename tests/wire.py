"""Requests as they travel: written to a socket piece by piece, as slow, huge and broken clients do."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

BOUNDARY = "a-boundary-of-the-tests"
_PIECE = bytes(1024 * 1024)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def get(port: int, path: str, cookie: str = "") -> Answer:
    return exchange(port, head("GET", path, cookie), ())


def exchange(port: int, header: bytes, body: Iterable[bytes]) -> Answer:
    """Send a whole request and read the whole answer."""
    with connect(port) as client:
        client.sendall(header)
        for piece in body:
            client.sendall(piece)
        return read(client)


def head(method: str, path: str, cookie: str = "", **headers: object) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", "Accept-Language: en"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def form(fields: Mapping[str, str], size: int, name: str = "slides.pdf") -> tuple[dict[str, object], Iterator[bytes]]:
    """Headers and body of a form whose file looks like a PDF of that size; memory does not follow the size."""
    beginning, end = b"%PDF-1.7\n", b"\nstartxref\n0\n%%EOF"
    content = chain([beginning], zeros(size - len(beginning) - len(end)), [end])
    return envelope(fields, name, size, content)


def envelope(
    fields: Mapping[str, str], name: str, size: int, content: Iterable[bytes]
) -> tuple[dict[str, object], Iterator[bytes]]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
        for field, text in fields.items()
    ]
    opening = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    before, after = ("".join(parts) + opening).encode(), f"\r\n--{BOUNDARY}--\r\n".encode()
    headers: dict[str, object] = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}"}
    headers["Content_Length"] = len(before) + size + len(after)

    def body() -> Iterator[bytes]:
        yield before
        yield from content
        yield after

    return headers, body()


def zeros(size: int) -> Iterator[bytes]:
    while size > 0:
        yield _PIECE[: min(size, len(_PIECE))]
        size -= len(_PIECE)


def read(client: socket.socket) -> Answer:
    received = b"".join(iter(lambda: client.recv(65_536), b""))
    top, _, body = received.partition(b"\r\n\r\n")
    first, *lines = top.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return Answer(int(first.split()[1]), headers, body)
