"""Programmes and their clusters: who takes part, who is a member of what, and how one joins."""

from flask_babel import lazy_gettext

from ..plugin import NavItem, Plugin, Slot
from . import commands, rules  # noqa: F401 the command hangs itself on `person`
from .panels import organisation_panel
from .views import bp

plugin = Plugin(
    name="programmes",
    blueprint=bp,
    nav=[
        NavItem(lazy_gettext("Overview"), "programmes.cluster_page", order=10),
        NavItem(lazy_gettext("People"), "programmes.people", order=80),
        NavItem(lazy_gettext("Administration"), "programmes.cluster_administration", "programmes.administer", order=90),
    ],
    slots=[Slot("organisation.main", organisation_panel, order=10)],
    rules=rules,
)
