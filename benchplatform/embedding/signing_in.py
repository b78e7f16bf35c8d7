"""Signing in is the host's: its word instead of our cookie, its sign-in page instead of ours."""

from __future__ import annotations

from copy import copy
from typing import Any
from urllib.parse import quote

from flask import Flask, g, redirect, render_template, request, session
from flask_babel import gettext
from markupsafe import Markup

from ..accounts.models import Person
from ..errors import rescue
from ..extensions import login_manager
from ..pages import here
from ..sessions import Sessions
from .identity import Identity, person_of

IDENTITY = "bench.identity"
SIGN_IN_URL = "bench.sign_in_url"


class SessionBelowPrefix(Sessions):
    """Our own cookie, sent to our own addresses alone, wherever the host itself is mounted."""

    def get_cookie_path(self, app: Flask) -> str:
        return request.script_root or "/"


def take_over(app: Flask) -> None:
    """Let the host say who is there, in an application that has just been made."""
    app.session_interface = SessionBelowPrefix()
    app.extensions["bench_identify"] = lambda _request: identify()
    own_manager = copy(login_manager)  # the extension is one for all applications of the process
    own_manager.unauthorized_handler(ask_to_sign_in)
    app.login_manager = own_manager  # type: ignore[attr-defined]
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)


def identify() -> Person | None:
    """The person whom the host says is there."""
    identity: Identity | None = request.environ.get(IDENTITY)
    return person_of(identity) if identity else None


def ask_to_sign_in() -> Any:
    """The host's sign-in, and back here; what was written in a form stays on a page until that is done."""
    url = request.environ.get(SIGN_IN_URL)
    if request.method not in ("GET", "HEAD"):
        return rescue(_nothing_saved(url), 401)
    if not url:
        return render_template("embedding/sign_in.html"), 401
    return redirect(f"{url}{'&' if '?' in url else '?'}next={quote(here(), safe='/')}")


def _begin() -> None:
    """Before anything else: the host's language, and nothing left in our cookie from who was here before."""
    identity: Identity | None = request.environ.get(IDENTITY)
    g.host_locale = identity.language if identity else None
    subject = identity.subject if identity else None
    if subject and session.get("host_subject", subject) != subject:
        session.clear()
    if subject and session.get("host_subject") != subject:
        session["host_subject"] = subject


def _nothing_saved(url: str | None) -> str:
    if not url:
        return gettext("You are signed out of this site, so nothing was saved. Sign in again, then send your text.")
    link = Markup('<a href="{}" target="_blank">{}</a>').format(url, gettext("Sign in on a page of its own"))
    said = gettext(
        "You are signed out of this site, so nothing was saved. Your text is here. %(link)s, then try again."
    )
    return Markup(said) % {"link": link}  # noqa: S704 our own words
