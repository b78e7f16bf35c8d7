"""The product's face: the page that shows every component in every state, for those who build pages and judge them."""

from ..plugin import Plugin
from .views import bp

plugin = Plugin(name="look", blueprint=bp)
