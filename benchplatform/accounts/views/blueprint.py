"""The blueprint that the pages of accounts hang on."""

from __future__ import annotations

from flask import Blueprint, abort, request

from ...extensions import visitor_network
from ...fields import clean_line
from ...pages import is_hosted
from .. import identity

bp = Blueprint("accounts", __name__)
bp.record_once(identity.prepare)
bp.after_app_request(identity.note_visit)


def not_in_a_host() -> None:
    """Pages about passwords and sign-ins do not exist where a host site has its own."""
    if is_hosted():
        abort(404)


def address_and_account() -> str:
    """What tries are counted by: one visitor's address and the account that is tried, however it is typed."""
    return f"{visitor_network()} {clean_line(request.form.get('email')).lower()[:254]}"
