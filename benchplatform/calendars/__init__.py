"""Calendars: meetings and due days in people's own calendar programs, by an address of their own or as a file."""

from ..plugin import Plugin
from . import rules
from .views import bp

plugin = Plugin(name="calendars", blueprint=bp, rules=rules)
