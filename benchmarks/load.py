"""A plain load generator: one connection kept open, requests one after the other, every answer read whole."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Measured:
    """What one address answered: the same bytes each time, and how many times a second."""

    size: int
    per_second: float

    @property
    def milliseconds(self) -> float:
        return 1000 / self.per_second


class Visitor:
    """A browser that has signed in, as far as a server can tell."""

    def __init__(self, address: str, cookie: str = "") -> None:
        parts = urlsplit(address)
        self.host, self.cookie = parts.netloc, cookie
        self.connection = socket.create_connection((parts.hostname or "", parts.port or 80))
        self.reader = self.connection.makefile("rb")

    def get(self, path: str) -> bytes:
        """The body of the page; raises when it is not a 200."""
        status, _, body = self._ask(f"GET {path}")
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:200]!r}")
        return body

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form; the path that the answer leads to. Raises when it leads nowhere."""
        form = urlencode(fields).encode()
        status, headers, body = self._ask(f"POST {path}", form)
        if status != 302:
            raise RuntimeError(f"{path}: {status} {body[:200]!r}")
        return urlsplit(headers["location"])._replace(scheme="", netloc="", fragment="").geturl()

    def _ask(self, what: str, form: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        head = f"{what} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\n"
        if form:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n"
        self.connection.sendall(head.encode() + b"\r\n" + form)
        status = int(self.reader.readline().split()[1])
        headers = {}
        while (line := self.reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].partition(";")[0]
        return status, headers, self.reader.read(int(headers.get("content-length", 0)))


def measure(visitor: Visitor, path: str, seconds: float) -> Measured:
    """Requests per second over the time given, after a short warm-up."""
    for _ in range(20):
        body = visitor.get(path)
    count, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        visitor.get(path)
        count += 1
    return Measured(len(body), count / took)


def taking_turns(pairs: dict[str, tuple[Visitor, str]], rounds: int = 12, seconds: float = 0.5) -> dict[str, Measured]:
    """Measure several addresses in turns, and take the best round of each: what else a machine does only takes away."""
    found: dict[str, list[Measured]] = {name: [] for name in pairs}
    for _ in range(rounds):
        for name, (visitor, path) in pairs.items():
            found[name].append(measure(visitor, path, seconds))
    return {name: max(many, key=lambda one: one.per_second) for name, many in found.items()}
