"""Who may do what with accounts, and who may administer the site."""

from __future__ import annotations

from typing import Any

from ..permissions import rule


@rule("site.administer")
def administer_site(person: Any, subject: object) -> bool:
    """A site administrator may."""
    return bool(person.is_administrator)


@rule("accounts.edit_self")
def edit_self(person: Any, subject: object) -> bool:
    """Anyone signed in may, their own profile and password only."""
    return bool(person.is_authenticated)


@rule("accounts.end_sign_in")
def end_sign_in(person: Any, sign_in: Any) -> bool:
    """The one whose sign-in it is may."""
    return bool(sign_in.person_id == person.id)
