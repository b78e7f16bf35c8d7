"""Which application answers: the platform below its prefix, the host for everything else."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask
from werkzeug.utils import redirect

from ..config import ConfigError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_BODY = ("CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_TRANSFER_ENCODING", "wsgi.input_terminated", "werkzeug.request")


class Dispatcher:
    """The host's WSGI application with others mounted in it, the longest prefix first."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app
        self.mounted: dict[str, WSGIApplication] = {}

    def mount(self, prefix: str, application: WSGIApplication) -> None:
        """Raises ConfigError for a prefix that is none, or that is taken."""
        if not _PREFIX.fullmatch(prefix):
            raise ConfigError(f"url_prefix must look like /bench or /a/b, not {prefix!r}.")
        if prefix in self.mounted:
            raise ConfigError(f"Something is mounted at {prefix} already.")
        longest_first = sorted({**self.mounted, prefix: application}.items(), key=lambda item: -len(item[0]))
        self.mounted = dict(longest_first)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        for prefix, application in self.mounted.items():
            if path == prefix:
                return _with_slash(environ)(environ, start_response)
            if path.startswith(f"{prefix}/"):
                return application(environ, start_response)
        return self.app(environ, start_response)


def dispatcher_of(host_app: Flask) -> Dispatcher:
    """The host's dispatcher, put innermost: a ProxyFix that is there already must see our requests too."""
    holder, name = _innermost(host_app)
    inner: Any = getattr(holder, name)
    if not isinstance(holder, Dispatcher):
        inner = Dispatcher(inner)
        setattr(holder, name, inner)
        return inner
    return holder


def _innermost(host_app: Flask) -> tuple[Any, str]:
    """What holds the host's own `wsgi_app`, and under which name: wrappers by custom call what they wrap `app`."""
    holder, name = host_app, "wsgi_app"
    while callable(getattr(getattr(holder, name), "app", None)):
        holder, name = getattr(holder, name), "app"
    return holder, name


def below(environ: WSGIEnvironment, prefix: str) -> WSGIEnvironment:
    """The request as an application mounted at the prefix sees it."""
    script = environ.get("SCRIPT_NAME", "") + prefix
    return {**environ, "SCRIPT_NAME": script, "PATH_INFO": environ["PATH_INFO"][len(prefix) :]}


def without_body(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The same request as a GET: the host may look who is there, and leaves what was sent to us alone."""
    kept = {name: value for name, value in environ.items() if name not in _BODY}
    return {**kept, "REQUEST_METHOD": "GET", "wsgi.input": io.BytesIO()}


def _with_slash(environ: WSGIEnvironment) -> WSGIApplication:
    path = quote(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"], safe="/~")
    query = environ.get("QUERY_STRING", "")
    return redirect(f"{path}/?{query}" if query else f"{path}/", 308)
