"""A forgotten password, a new one by the link in the mail, and changing the one that one knows."""

from __future__ import annotations

from typing import Any

from flask import flash, g, make_response, redirect, render_template, url_for
from flask_babel import gettext
from flask_limiter import RequestLimit
from flask_login import current_user

from ... import jobs
from ...database import db
from ...extensions import limiter
from ...pages import form_page
from ...permissions import public, requires
from ..actions import tell_changed_password
from ..forms import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from ..identity import begin_session
from ..models import RESET_LINK_HOURS, PasswordLink
from .blueprint import address_and_account, bp, not_in_a_host


@bp.route("/forgotten-password", methods=["GET", "POST"])
@limiter.limit("5 per hour", key_func=address_and_account, methods=["POST"])
@public
def forgotten_password() -> Any:
    """Ask for a link; the answer is the same whether anybody has the address, and so is the time it takes."""
    not_in_a_host()
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return form_page("accounts/forgotten_password.html", form)
    jobs.enqueue("accounts.send_reset", email=form.email.data)
    db.session.commit()
    return render_template("accounts/link_sent.html", email=form.email.data, hours=RESET_LINK_HOURS)


@bp.route("/passwords/<token>", methods=["GET", "POST"])
@limiter.limit("30 per 5 minutes", methods=["POST"])
@public
def choose_password(token: str) -> Any:
    """Where the link in the mail leads."""
    not_in_a_host()
    link = PasswordLink.valid(token)
    if link is None:
        return _link_gone()
    form = NewPasswordForm(link.person.email)
    if not form.validate_on_submit():
        return form_page("accounts/choose_password.html", form, link=link)
    if not link.use(form.new_password.data):
        return _link_gone()
    tell_changed_password(link.person)
    db.session.commit()
    begin_session(None)
    flash(gettext("Your password is changed. Sign in with the new one."), "done")
    return redirect(url_for("accounts.sign_in"))


def person_who_changes() -> str:
    return f"person {current_user.get_id()}"


def too_many_changes(limit: RequestLimit) -> Any:
    words = gettext("That was too many tries. Wait a few minutes and try again.")
    return make_response(_change_page(ChangePasswordForm(current_user.email), 429, words))


@bp.get("/profile/password")
@requires("accounts.edit_self")
def password() -> Any:
    not_in_a_host()
    return _change_page(ChangePasswordForm(current_user.email))


@bp.post("/profile/password")
@limiter.limit("8 per 5 minutes", key_func=person_who_changes, on_breach=too_many_changes)
@requires("accounts.edit_self")
def change_password() -> Any:
    """Replace one's password by showing that one knows it; all other browsers are signed out."""
    not_in_a_host()
    form = ChangePasswordForm(current_user.email)
    if not form.validate():
        return _change_page(form, 422)
    if not current_user.has_password(form.password.data):
        form.password.errors = [gettext("That is not your password.")]
        return _change_page(form, 422)
    current_user.set_password(form.new_password.data, kept=g.sign_in)
    tell_changed_password(current_user)
    db.session.commit()
    flash(gettext("Your password is changed, and you are signed out everywhere else."), "done")
    return redirect(url_for("accounts.profile"))


def _change_page(form: ChangePasswordForm, status: int = 200, words: str = "") -> tuple[str, int]:
    return render_template("accounts/change_password.html", form=form, words=words), status


def _link_gone() -> tuple[str, int]:
    return render_template("accounts/link_gone.html", hours=RESET_LINK_HOURS), 410
