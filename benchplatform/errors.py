"""When something goes wrong: our own page, a clear sentence, and everything that was written still there."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from jinja2 import TemplateNotFound
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from .database import db, is_unavailable, reading
from .logs import log
from .pages import here
from .requests import LARGEST_FORM

_NEVER_KEPT = {"csrf_token", "once", "kept", "password", "new_password", "repeat_password"}
_CHOICE = re.compile(r"[a-z0-9_.:-]{0,24}")
"""What a choice, number or date looks like in a form; all else was written by somebody, a single word or a link too."""

_KEPT_SECONDS = 4 * 3600
_CODES = (400, 403, 404, 405, 410, 429, 500)

Answer = tuple[str, int]


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(sa.exc.OperationalError, _database_unavailable)
    app.register_error_handler(OSError, _disk_trouble)
    app.register_error_handler(Exception, _unexpected)


def is_foreign() -> bool:
    """True for a form that a page of another site sent: it must not come back as if the person had written it."""
    sent_from = request.headers.get("Origin", request.host_url).partition("://")[2].rstrip("/")
    return sent_from != request.host or request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")


def kept_text() -> list[tuple[str, str]]:
    """What the person wrote in the form that could not be taken, field by field; never a password."""
    if request.method != "POST" or is_foreign():
        return []
    fields: MultiDict[str, str] = request.kept_fields()  # type: ignore[attr-defined]
    return [(name, value) for name, value in fields.items(multi=True) if name not in _NEVER_KEPT]


def written(fields: list[tuple[str, str]]) -> list[str]:
    """What somebody wrote, of all that the form held: no choice, number or date."""
    return [value for _name, value in fields if not _CHOICE.fullmatch(value)]


def seal(path: str, fields: list[tuple[str, str]]) -> str:
    """Text and where it was going, signed, to travel through the sign-in form."""
    return _sealer().dumps([path, fields])


def unseal(sealed: str) -> tuple[str, list[tuple[str, str]]] | None:
    try:
        path, fields = _sealer().loads(sealed, max_age=_KEPT_SECONDS)
    except BadData:
        return None
    return path, [(name, value) for name, value in fields]


def rescue(reason: str, status: int, action: str | None = None, fields: list[tuple[str, str]] | None = None) -> Answer:
    """A page that says what happened and holds the whole form, ready to be sent again."""
    fields = kept_text() if fields is None else fields
    if action is None and request.method == "POST" and not is_foreign():
        action = here()
    return render_template("rescue.html", reason=reason, action=action, fields=fields), status


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="kept-text")


def _http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if code == 500:  # one of the handlers here has failed
        return _unexpected(getattr(error, "original_exception", None) or error)
    if code < 400 or error.response is not None:
        return error
    if code == 400 and error.description == "unknown-host":
        return "This site has another name.\n", 400, {"Content-Type": "text/plain"}
    headers = [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]
    return _page(code if code in _CODES else 400), code, headers


def _form_expired(error: CSRFError) -> Any:
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return rescue(gettext("The page had been open for too long, so nothing was saved. Your text is here."), 400)


def _too_large(error: RequestEntityTooLarge) -> Answer:
    size, allowed = request.content_length or 0, request.max_content_length or 0
    if size <= allowed or allowed <= LARGEST_FORM:
        reason = gettext(
            "That was too much text for one form, so nothing was saved. Below is only its beginning; go back in the "
            "browser to find the whole."
        )
        return rescue(reason, 413)
    reason = gettext(
        "Your file is %(size)s MB, the limit is %(limit)d MB. Save it as PDF or with smaller images, and try again.",
        size=f"{size / 1e6:.0f}",
        limit=(allowed - LARGEST_FORM) / 1e6,
    )
    return rescue(reason, 413)


def _database_unavailable(error: sa.exc.OperationalError) -> Any:
    if not is_unavailable(error):
        return _unexpected(error)
    log.error("database unavailable", error=str(error.orig))
    return _cannot_save()


def _disk_trouble(error: OSError) -> Any:
    is_store_gone = str(error.filename).startswith(str(current_app.extensions["bench_files"].incoming))
    if isinstance(error, TemplateNotFound | FileNotFoundError) and not is_store_gone:  # a fault of ours
        return _unexpected(error)
    log.error("disk", error=str(error))
    return _cannot_save()


def _cannot_save() -> Answer:
    """The apology is made while only reading: it must not wait for the lock that nobody could get."""
    db.session.rollback()
    g.is_apology = True
    g.pop("cluster", None)
    with reading():
        reason = gettext("The site cannot save anything just now. Nothing was changed; try again in a minute.")
        return rescue(reason, 503)


def _unexpected(error: Exception) -> Any:
    db.session.rollback()
    log.error("unexpected error", exc_info=error)
    if current_app.testing:
        raise error
    g.is_apology = True
    with reading():
        return _page(500), 500


def _page(code: int) -> str:
    """With what was written and cannot be sent again, since it may be wanted elsewhere."""
    return render_template("error.html", code=code, texts=written(kept_text()), request_id=g.get("request_id", ""))
