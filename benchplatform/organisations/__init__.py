"""Organisations: their pages, facts and names."""

from flask_babel import lazy_gettext

from ..plugin import Plugin
from . import rules
from .views import bp

plugin = Plugin(name="organisations", label=lazy_gettext("Organisations"), blueprint=bp, rules=rules)
