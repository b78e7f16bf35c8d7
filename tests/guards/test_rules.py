"""Every route says who may, every rule is asked for somewhere, and each says in a sentence who."""

from __future__ import annotations

import re
from inspect import getdoc

from flask import Flask

from .sources import python_files, templates

ASKED = re.compile(
    r"""\bcan\(\s*["']([\w.]+)["']|@?requires\(\s*["']([\w.]+)["']|NavItem\([^)]*["']([a-z_]+\.[a-z_]+)["']\)"""
)
PUBLIC = {
    "accounts.begin_sign_in", "accounts.choose_password", "accounts.forgotten_password", "accounts.set_language",
    "accounts.sign_in", "accounts.sign_out", "calendars.feed", "home.first_page", "home.health", "look.style_guide",
    "programmes.create_account", "programmes.invitation_page", "programmes.join_with_account",
}  # fmt: skip
"""Open to everybody; a name is added here on purpose."""


def asked_for() -> set[str]:
    texts = [path.read_text("utf-8") for path in (*python_files(), *templates())]
    return {name for text in texts for found in ASKED.findall(text) for name in found if name}


def test_every_route_has_a_rule_or_is_open_on_purpose(app: Flask) -> None:
    rules = app.extensions["benchplatform"].rules
    views = {name: view for name, view in app.view_functions.items() if not name.endswith("static")}
    assert all(view.rule_name is None or view.rule_name in rules for view in views.values())
    assert {name for name, view in views.items() if view.rule_name is None} == PUBLIC


def test_every_rule_that_is_asked_for_exists_and_every_one_that_exists_is_asked_for(app: Flask) -> None:
    rules = set(app.extensions["benchplatform"].rules)
    registry = app.extensions["benchplatform"]
    declared = {item.permission for item in (*registry.nav, *registry.becomings.values())}
    assert asked_for() - rules == set()
    assert rules - asked_for() - declared == set()


def test_every_rule_says_in_one_sentence_who_may(app: Flask) -> None:
    for name, predicate in app.extensions["benchplatform"].rules.items():
        sentence = getdoc(predicate) or ""
        assert re.fullmatch(r"[A-Z][^\n]*\.", sentence), name


def test_a_form_that_changes_something_is_acted_on_once(app: Flask) -> None:
    """Or it may be sent twice without harm, and is listed here."""
    harmless = {
        "accounts.begin_sign_in", "accounts.change_password", "accounts.choose_password", "accounts.edit_profile",
        "accounts.end_other_sign_ins", "accounts.end_sign_in", "accounts.forgotten_password",
        "accounts.set_language", "accounts.sign_out", "discussions.discard_beginning", "discussions.discard_reply",
        "discussions.keep_beginning", "discussions.keep_file", "discussions.keep_file_for_new",
        "discussions.keep_reply", "discussions.mark_all_read", "discussions.markdown", "meetings.complete",
            "meetings.discard_notes", "meetings.keep_notes",
        "programmes.create_account",
    }  # fmt: skip
    views = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    unguarded = {name for name in views if not _is_once(app.view_functions[name])}
    assert unguarded - harmless == set()


def _is_once(view: object) -> bool:
    """Is `once` among the functions that wrap the view?"""
    while view is not None:
        if getattr(view, "__code__", None) and "submissions.py" in view.__code__.co_filename:  # type: ignore[attr-defined]
            return True
        view = getattr(view, "__wrapped__", None)
    return False
