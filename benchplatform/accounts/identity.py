"""Who is here: the person behind a request.

Alone, the cookie's token finds a sign-in. In a host the embedding replaces `app.extensions["bench_identify"]` with a
function that asks the host; then there are no passwords and no sign-ins of ours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Request, Response, current_app, g, session
from flask.blueprints import BlueprintSetupState
from flask_login import AnonymousUserMixin

from ..afterwards import note_afterwards
from ..audience import Grant
from ..database import utc_now
from ..extensions import login_manager
from .models import Person, SignIn

SEEN_EVERY = dt.timedelta(minutes=5)


class Visitor(AnonymousUserMixin):
    """Nobody who is known: no rights, no language of their own."""

    id: int | None = None
    name = ""
    locale: str | None = None
    grants: tuple[Grant, ...] = ()
    is_administrator = False


login_manager.anonymous_user = Visitor
login_manager.session_protection = None  # the sign-in's row decides; the cookie holds nothing but its token


def prepare(state: BlueprintSetupState) -> None:
    """Tell an application how its visitors are known, and how long a browser keeps its cookie."""
    app: Any = state.app
    app.extensions.setdefault("bench_identify", from_cookie)
    app.config.update(
        PERMANENT_SESSION_LIFETIME=dt.timedelta(days=app.config["BENCH"]["SESSION_DAYS"]),
        SESSION_REFRESH_EACH_REQUEST=False,
        REMEMBER_COOKIE_NAME="bench_never_set",  # else a host's own cookie of Flask-Login would be taken for ours
    )


@login_manager.request_loader
def identify(request: Request) -> Person | None:
    """The person behind a request; on the page that says that the database is away, nobody."""
    identified: Callable[[Request], Person | None] = current_app.extensions["bench_identify"]
    try:
        return identified(request)
    except sa.exc.SQLAlchemyError:
        if g.get("is_apology"):
            return None
        raise


def from_cookie(request: Request) -> Person | None:
    token = session.get("sign_in")
    g.sign_in = SignIn.with_token(token) if token else None
    if g.sign_in is None:
        return None
    if utc_now() - g.sign_in.seen_at > SEEN_EVERY:
        g.visit = g.sign_in.id
    person: Person = g.sign_in.person
    return person


def begin_session(token: str | None) -> None:
    """Start the browser's session over, signed in by a token or not at all; only the language chosen stays."""
    locale = session.get("locale")
    session.clear()
    for remembered in ("csrf_token", "_login_user"):  # what Flask-WTF and Flask-Login keep for this request
        g.pop(remembered, None)
    if token:
        session["sign_in"] = token
        session.permanent = True
    if locale:
        session["locale"] = locale


def note_visit(response: Response) -> Response:
    """Write down, at most every five minutes and after the answer, that a sign-in is in use; renew its cookie."""
    sign_in_id = g.pop("visit", None)
    if sign_in_id is not None:
        session.modified = True
        note_afterwards(response, sa.update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=utc_now()))
    return response
