"""Accounts: signing in and out, passwords, one's profile and the browsers one is signed in with."""

from ..plugin import Plugin
from . import commands, rules
from .actions import send_reset
from .views import bp

plugin = Plugin(
    name="accounts",
    blueprint=bp,
    rules=rules,
    jobs={"accounts.send_reset": send_reset},
    commands=(commands.person,),
)
