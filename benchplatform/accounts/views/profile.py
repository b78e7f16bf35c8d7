"""One's profile, and the browsers one is signed in with."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, g, redirect, render_template, session, url_for
from flask_babel import gettext
from flask_login import current_user

from ...database import db
from ...pages import is_hosted
from ...permissions import requires
from ..forms import ProfileForm
from ..models import SignIn
from .blueprint import bp, not_in_a_host

MOST_SHOWN = 50


@bp.get("/profile")
@requires("accounts.edit_self")
def profile() -> Any:
    return _page(ProfileForm(obj=current_user))


@bp.post("/profile")
@requires("accounts.edit_self")
def edit_profile() -> Any:
    """Save the profile, unless it was changed elsewhere meanwhile: then both texts are shown."""
    form = ProfileForm()
    if not form.validate():
        return _page(form, 422)
    if not current_user.edit(form.version.data, **form.edited()):
        saved = {name: getattr(current_user, name) or "" for name in form.edited()}
        form.version.start_from(current_user.version)
        return _page(form, 409, saved)
    db.session.commit()
    session.pop("locale", None)
    flash(gettext("Your profile is saved."), "done")
    return redirect(url_for("accounts.profile"))


@bp.post("/profile/sign-ins/<id:id>/ending")
@requires("accounts.end_sign_in", SignIn)
def end_sign_in(sign_in: SignIn) -> Any:
    """Sign out one browser, for instance one that was left behind."""
    sign_in.end()
    db.session.commit()
    flash(gettext("That browser is signed out."), "done")
    return redirect(url_for("accounts.profile"))


@bp.post("/profile/sign-ins/ending")
@requires("accounts.edit_self")
def end_other_sign_ins() -> Any:
    """Sign out every browser but this one."""
    not_in_a_host()
    current_user.end_sign_ins(but=g.sign_in)
    db.session.commit()
    flash(gettext("All other browsers are signed out."), "done")
    return redirect(url_for("accounts.profile"))


def _page(form: ProfileForm, status: int = 200, saved: dict[str, str] | None = None) -> tuple[str, int]:
    """The profile; with `saved`, what somebody else saved meanwhile stands beside what was written."""
    changed = {name: text for name, text in (saved or {}).items() if text != (form[name].data or "")}
    own = sa.select(SignIn).where(SignIn.visible_to(current_user)).order_by(SignIn.seen_at.desc()).limit(MOST_SHOWN)
    given = {"sign_ins": []} if is_hosted() else {"sign_ins": db.session.scalars(own).all(), "current": g.sign_in}
    return render_template(
        "accounts/profile.html", form=form, is_clash=saved is not None, changed=changed, **given
    ), status
