"""Files: uploads checked and kept by their content, downloads safe to open, and a clean-up for what is left over."""

from ..plugin import Plugin
from . import rules
from .cleaning import clean_up
from .views import bp

plugin = Plugin(name="files", blueprint=bp, rules=rules, jobs={"files.clean_up": clean_up})
