"""Home: the first page, which tells each person what is asked of them, and the answer for those who watch the site."""

from flask_babel import lazy_gettext

from ..plugin import NavItem, Plugin
from .views import bp

plugin = Plugin(
    name="home",
    blueprint=bp,
    nav=[NavItem(lazy_gettext("Start"), "home.first_page", order=0)],
)
