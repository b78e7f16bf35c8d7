"""The platform in a Flask site: one call mounts it, and each request is first shown to the host."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from flask import Flask, Response, abort, request, session
from werkzeug.exceptions import HTTPException

from ..app import create_app
from ..logs import follow_host
from ..permissions import is_static
from ..plugin import Plugin
from .commands import group
from .dispatching import below, dispatcher_of, without_body
from .framing import Answer, Frame
from .identity import Identity
from .settings import adapt, settings_below
from .signing_in import IDENTITY, SIGN_IN_URL, take_over
from .working import WorkerOfProcess

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SAFE = {"GET", "HEAD", "OPTIONS"}
_FOR_PROGRAMS = {"home.health", "calendars.feed"}


class Benchplatform:
    """The platform below `url_prefix` of `host_app`: an application of its own, with the host's people and looks.

    `identity` is called in the host's request and says who is there, or None. `base_template` is a template of the
    host's that our pages extend, filling its `blocks` (`{"title": "title", "head": "head", "body": "content"}`);
    without it pages have our own frame. `sign_in_url` is a path at the host, or is called in the host's request for
    one; `?next=` is added. `config` holds our settings and `instance` is the folder for our files, `bench` in the
    host's instance folder if not given. `name` is what the commands (`flask bench …`) and the host's
    `url_for("bench")` go by: a second platform in the same host needs a second one.
    Raises ConfigError for what cannot be used.
    """

    def __init__(
        self,
        host_app: Flask,
        url_prefix: str = "/bench",
        *,
        identity: Callable[[], Identity | None],
        base_template: str | None = None,
        config: Mapping[str, Any] | None = None,
        instance: Path | str | None = None,
        blocks: Mapping[str, str | None] | None = None,
        sign_in_url: str | Callable[[], str] | None = None,
        name: str = "bench",
        plugins: list[Plugin] | None = None,
    ) -> None:
        self.host_app, self.url_prefix = host_app, url_prefix
        self.identity, self.sign_in_url = identity, sign_in_url
        self.frame = Frame(host_app, base_template, blocks) if base_template else None
        dispatcher_of(host_app).mount(url_prefix, self)
        folder = instance or Path(host_app.instance_path) / name
        self.app = create_app(settings_below(host_app, config), folder, plugins)
        self.app.extensions["bench_host"] = self
        self.worker = WorkerOfProcess(self.app)
        adapt(self.app, host_app, url_prefix)
        take_over(self.app)
        follow_host()
        for rule in (f"{url_prefix}/", f"{url_prefix}/<path:page>"):
            host_app.add_url_rule(rule, endpoint=name, view_func=_answered_before_the_host_looks, methods=["GET"])
        host_app.cli.add_command(group(name, self.app))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request below the prefix; `environ` is as the host sees it."""
        ours = below(environ, self.url_prefix)
        self.worker.start()
        if self._is_open_at_host(ours):
            return self.app({**ours, IDENTITY: None}, start_response)
        with self.host_app.request_context(without_body(environ)):
            return self._in_host(environ, ours, start_response)

    def _in_host(
        self, environ: WSGIEnvironment, ours: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        refusal = self._ask_host(ours)
        if refusal is not None:
            return refusal(environ, start_response)
        if self.frame is None:
            return self._unframed(Answer.of(self.app, ours), start_response)
        mark = self.frame.new_mark()
        method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        answer = Answer.of(self.app, {**ours, "REQUEST_METHOD": method, "bench.frame": mark})
        page = answer.parts(mark)
        if page is None:
            return self._unframed(answer, start_response)
        try:
            response = self.frame.around(answer, *page)
        except Exception as error:  # whatever a host's template may raise: its own page for that
            response = self.host_app.handle_exception(error)
        return response(environ, start_response)

    def _ask_host(self, ours: WSGIEnvironment) -> Response | None:
        """Let the host prepare its request and say who is there; its own answer, if it does not let us."""
        host = self.host_app
        try:
            try:
                answer = host.preprocess_request()
                if answer is None:
                    ours[IDENTITY], ours[SIGN_IN_URL] = self._who_is_there()
                    return None
            except Exception as error:  # the host may have a handler for it, as for any request
                answer = host.handle_user_exception(error)
            response = host.make_response(answer)
            if ours["REQUEST_METHOD"] in SAFE or not response.location:
                return host.finalize_request(response)
        except Exception as error:
            return host.handle_exception(error)
        # A form was sent and the host wants a sign-in first: our own answer to that keeps what was written.
        ours[IDENTITY], ours[SIGN_IN_URL] = None, response.location
        return None

    def _who_is_there(self) -> tuple[Identity | None, str | None]:
        found = self.identity()
        if found is not None and not isinstance(found, Identity):
            raise TypeError(f"identity() must return an Identity or None, not {type(found).__name__}.")
        return found, self._sign_in_url() if found is None else None

    def _sign_in_url(self) -> str | None:
        if callable(self.sign_in_url):
            return self.sign_in_url()
        if self.sign_in_url and self.sign_in_url.startswith("/"):
            return request.script_root + self.sign_in_url
        return self.sign_in_url

    def _unframed(self, answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
        """Pass an answer on as it is, with what the host has changed in its own session."""
        response = self.host_app.response_class()
        found = session._get_current_object()  # type: ignore[attr-defined]
        if not self.host_app.session_interface.is_null_session(found):
            self.host_app.session_interface.save_session(self.host_app, found, response)
        cookies = [("Set-Cookie", cookie) for cookie in response.headers.getlist("Set-Cookie")]
        start_response(answer.status, [*answer.headers, *cookies])
        return answer.chunks

    def _is_open_at_host(self, ours: WSGIEnvironment) -> bool:
        """Nobody needs to be somebody for a stylesheet, and programs that fetch something cannot sign in."""
        try:
            endpoint, _ = self.app.url_map.bind_to_environ(ours).match()
        except HTTPException:
            return False
        return is_static(endpoint) or endpoint in _FOR_PROGRAMS


def _answered_before_the_host_looks(page: str = "") -> NoReturn:
    """For the host's `url_for` and for checks of its own that look at the endpoint; never called."""
    abort(404)
