"""Signing in and out, the language, and text that was written while nobody was signed in any more."""

from __future__ import annotations

import time
from typing import Any

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext, ngettext
from flask_limiter import RequestLimit
from flask_login import current_user

from ... import errors
from ...database import db
from ...extensions import limiter, login_manager
from ...languages import LANGUAGES
from ...logs import log
from ...pages import here, own_path
from ...permissions import is_public, public
from ..actions import let_in
from ..forms import SignInForm
from ..identity import begin_session
from ..models import Person
from .blueprint import address_and_account, bp, not_in_a_host

KeptFields = list[tuple[str, str]]


@login_manager.unauthorized_handler
def ask_to_sign_in() -> Any:
    """Reading: the sign-in page, and on from there. Writing: the same page, and the text comes back afterwards."""
    if request.method != "POST":
        return redirect(url_for("accounts.sign_in", next=here() if request.path != "/" else None))
    if errors.is_foreign():
        return redirect(url_for("accounts.sign_in"), 303)
    if request.endpoint == "accounts.begin_sign_in":
        return sign_in_page(SignInForm(), 400, _why_again())
    if is_public(current_app.view_functions[request.endpoint or ""]):
        return errors.rescue(gettext("The page had been open for too long, so nothing was saved."), 400)
    kept = errors.seal(here(), errors.kept_text())
    return sign_in_page(SignInForm(formdata=None, kept=kept), 401)


def _why_again() -> str:
    """Without any cookie the form's token may be too old, or the browser keeps none and would come here for ever."""
    if request.cookies:
        return gettext("The page had been open for too long. Please try again.")
    return gettext("The page had been open for too long, or your browser keeps no cookies. Allow them, and try again.")


@bp.get("/sign-in")
@public
def sign_in() -> Any:
    """The form, or on to where one was going."""
    not_in_a_host()
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next"), url_for("home.first_page")))
    return sign_in_page(SignInForm(next=request.args.get("next", "")))


def too_many_tries(limit: RequestLimit) -> Response:
    """The sign-in page again, with kept text still in it, and when to come back."""
    seconds = max(1, int(limit.reset_at - time.time()) + 1)
    words = ngettext(
        "That was too many tries. Wait %(num)d minute and try again.",
        "That was too many tries. Wait %(num)d minutes and try again.",
        max(1, round(seconds / 60)),
    )
    response = make_response(sign_in_page(SignInForm(), 429, words))
    response.headers["Retry-After"] = str(seconds)
    return response


@bp.post("/sign-in")
@limiter.limit("8 per 5 minutes", key_func=address_and_account, on_breach=too_many_tries)
@limiter.limit("100 per 5 minutes", on_breach=too_many_tries)
@public
def begin_sign_in() -> Any:
    not_in_a_host()
    form = SignInForm()
    if not form.validate():
        return sign_in_page(form, 422)
    person = Person.with_password(form.email.data, form.password.data)
    if person is None:
        log.warning("sign-in refused", address=request.remote_addr)
        return sign_in_page(form, 422, gettext("The e-mail address and the password do not belong together."))
    let_in(person)
    kept = errors.unseal(form.kept.data or "")
    if kept:
        path, fields = kept
        words = gettext("You are signed in again. Nothing was saved yet: look through it and send it once more.")
        return errors.rescue(words, 200, action=path, fields=fields)
    return redirect(own_path(form.next.data, url_for("home.first_page")))


@bp.post("/sign-out")
@public
def sign_out() -> Any:
    """End the sign-in of this browser, at once."""
    not_in_a_host()
    if current_user.is_authenticated and g.get("sign_in"):
        g.sign_in.end()
        db.session.commit()
    begin_session(None)
    flash(gettext("You are signed out."), "done")
    return redirect(url_for("accounts.sign_in"))


@bp.post("/language")
@public
def set_language() -> Any:
    """Show the site in another language from now on, and this page first."""
    locale = request.form.get("locale", "")
    if locale in LANGUAGES:
        session["locale"] = locale
        if current_user.is_authenticated and current_user.locale != locale:
            current_user.edit(current_user.version, locale=locale)
            db.session.commit()
    return redirect(own_path(request.form.get("next"), url_for("home.first_page")))


def sign_in_page(form: SignInForm, status: int = 200, words: str = "") -> tuple[str, int]:
    """The form, with a sentence about what was wrong, and with the text that waits for the sign-in."""
    kept = errors.unseal(form.kept.data or "")
    texts = errors.written(kept[1]) if kept else []
    return render_template("accounts/sign_in.html", form=form, words=words, has_kept=bool(kept), texts=texts), status
