"""The link of an invitation: a new person makes an account, one who has an account joins with it."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from ...accounts.actions import let_in
from ...accounts.models import Person
from ...database import db
from ...extensions import limiter
from ...pages import is_hosted
from ...permissions import public
from ...submissions import once
from ..actions import join, join_as_new
from ..blueprint import bp
from ..forms import JoinForm
from ..models import Invitation

_few_wrong_links = limiter.limit("10 per 10 minutes", deduct_when=lambda response: response.status_code == 410)


@bp.get("/invitations/<token>")
@public
@_few_wrong_links
def invitation_page(token: str) -> Any:
    invitation = Invitation.with_token(token)
    if invitation is None or not invitation.is_open:
        return _gone()
    if is_hosted() and not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    form = JoinForm(invitation.email, formdata=None, name=invitation.name)
    return _page(invitation, token, form)


@bp.post("/invitations/<token>/account")
@public
@_few_wrong_links
def create_account(token: str) -> Any:
    """Not `@once`: the answer to a second click must sign in too, for the browser drops the first one's cookie."""
    invitation = Invitation.with_token(token)
    if invitation is None or invitation.withdrawn_at or is_hosted():
        return _gone()
    if not invitation.is_open:
        return _second_click(invitation)
    if current_user.is_authenticated or Person.by_email(invitation.email):
        return redirect(url_for(".invitation_page", token=token))
    form = JoinForm(invitation.email)
    if not form.validate():
        return _page(invitation, token, form), 422
    person = join_as_new(invitation, form.name.data, form.title.data, form.new_password.data)
    if person is None:
        db.session.rollback()
        return _second_click(invitation)
    return _welcome(invitation, person)


@bp.post("/invitations/<token>/membership")
@public
@_few_wrong_links
@once
def join_with_account(token: str) -> Any:
    invitation = Invitation.with_token(token)
    if invitation is None or not invitation.is_open:
        return _gone()
    if not _is_for(invitation):
        return redirect(url_for(".invitation_page", token=token))
    if not join(invitation, current_user):
        return _gone()
    db.session.commit()
    return _on(invitation)


def _page(invitation: Invitation, token: str, form: JoinForm) -> str:
    known = Person.by_email(invitation.email) is not None
    return render_template(
        "programmes/invitation.html",
        invitation=invitation,
        token=token,
        form=form,
        is_for_me=_is_for(invitation),
        is_known=known,
    )


def _is_for(invitation: Invitation) -> bool:
    return bool(current_user.is_authenticated and current_user.email == invitation.email)


def _second_click(invitation: Invitation) -> Any:
    """The account was made a moment ago, by the same form: whoever knows its password is let in."""
    joined_by, email = invitation.accepted_by_id, invitation.email
    person = Person.with_password(email, request.form.get("new_password", ""))
    if person is None or person.id != joined_by:
        return _gone()
    return _welcome(invitation, person)


def _welcome(invitation: Invitation, person: Person) -> Response:
    let_in(person)
    return _on(invitation)


def _on(invitation: Invitation) -> Response:
    flash(gettext("Welcome! You are a member now."), "done")
    if invitation.cluster is not None:
        return redirect(url_for(".cluster_page", slug=invitation.cluster.slug))
    return redirect(url_for(".programme_page", slug=invitation.programme.slug))


def _gone() -> tuple[str, int]:
    """Unknown, used, withdrawn and expired links look alike."""
    return render_template("programmes/invitation_gone.html"), 410
