"""Our page inside the host's: its title, head and body go into the blocks of the host's own base template."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import flask
from flask import Flask, Response
from jinja2 import Template
from markupsafe import Markup
from werkzeug.datastructures import Headers

from ..config import ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

BLOCKS = {"title": "title", "head": "head", "body": "content"}
_ABOUT_THE_PAGE = {
    "content-type",
    "content-length",
    "content-security-policy",
    "content-security-policy-report-only",
    "x-frame-options",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "etag",
}
"""Headers of ours that a framed page does not keep: the page is the host's, and so is the policy it follows."""


@dataclass
class Answer:
    """What the platform answered, caught before it is sent."""

    status: str
    headers: Headers
    chunks: Iterable[bytes]

    @classmethod
    def of(cls, application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def catch(status: str, headers: list[tuple[str, str]], error: object = None, /) -> object:
            told.append((status, headers))
            return None

        chunks = application(environ, catch)  # type: ignore[arg-type]
        status, headers = told[-1]
        return cls(status, Headers(headers), chunks)

    def read(self) -> str:
        """The whole text; what was read can still be sent."""
        try:
            body = b"".join(self.chunks)
        finally:
            if hasattr(self.chunks, "close"):
                self.chunks.close()
        self.chunks = [body]
        return body.decode()

    def parts(self, mark: str) -> tuple[str, str, str] | None:
        """Title, head and body of a page made for a frame; None for anything else."""
        if not self.headers.get("Content-Type", "").startswith("text/html"):
            return None
        found = self.read().split(mark)
        return (found[1].strip(), found[2], found[3]) if len(found) == 4 and not found[0] else None


class Frame:
    """The host's base template with our page in it, rendered in the host's own request."""

    def __init__(self, host_app: Flask, base_template: str, blocks: Mapping[str, str | None] | None) -> None:
        self.host_app, self.base_template = host_app, base_template
        self.blocks = {**BLOCKS, **(blocks or {})}
        if set(self.blocks) != set(BLOCKS) or not self.blocks["body"]:
            raise ConfigError("blocks may name title, head and body, and body must have a name.")
        self._in_base: Template | None = None

    @staticmethod
    def new_mark() -> str:
        """What `framed.html` puts between its parts in one request; nobody who writes a page can know it."""
        return secrets.token_hex(16)

    def around(self, answer: Answer, title: str, head: str, body: str) -> Response:
        """The host's page, with our status, cookies and other headers; call inside the host's request."""
        html = self._render(title, head, body)
        if head not in html:  # the base has no such block: links to stylesheets may stand in the body too
            self.blocks["head"], self._in_base = None, None
            html = self._render(title, head, body)
        if body not in html:
            raise ConfigError(
                f"{self.base_template} has no block {self.blocks['body']!r}: see Benchplatform(blocks=…)."
            )
        response = self.host_app.make_response(html)
        response.status = answer.status
        for name, value in answer.headers:
            if name.lower() not in _ABOUT_THE_PAGE:
                response.headers.add(name, value)
        return self.host_app.process_response(response)

    def _render(self, title: str, head: str, body: str) -> str:
        if self._in_base is None:
            self._in_base = self.host_app.jinja_env.from_string("{% extends bench_base %}" + "".join(self._filled()))
        if not self.blocks["head"]:
            head, body = "", head + body
        parts = {"title": Markup(title), "head": Markup(head), "body": Markup(body)}  # noqa: S704 our templates' output
        return flask.render_template(self._in_base, bench_base=self.base_template, bench=parts)

    def _filled(self) -> Iterable[str]:
        """The blocks of the host's template; what its own head holds stays there."""
        for part, block in self.blocks.items():
            own = "{{ super() }}" if part == "head" else ""
            if block:
                yield f"{{% block {block} %}}{own}{{{{ bench.{part} }}}}{{% endblock %}}"
