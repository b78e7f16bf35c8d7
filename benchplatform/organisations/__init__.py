"""Organisations: their pages, facts and names."""

from ..plugin import Plugin
from . import rules
from .views import bp

plugin = Plugin(name="organisations", blueprint=bp, rules=rules)
