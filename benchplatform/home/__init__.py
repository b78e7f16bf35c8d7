"""Home: the first page, which tells each person what is asked of them, and the answer for those who watch the site."""

from ..plugin import Plugin
from .views import bp

plugin = Plugin(name="home", blueprint=bp)
