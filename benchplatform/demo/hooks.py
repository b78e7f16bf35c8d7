"""What the demo brings to the sign-in page."""

from __future__ import annotations

from flask import render_template

from .content import PASSWORD, people


def who_is_there() -> str:
    """Whom a newcomer can sign in as, and the one password of all; the plugin is only on where DEMO is."""
    return render_template("demo/people.html", people=people(), password=PASSWORD)
