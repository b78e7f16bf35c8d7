"""home"""

from ..plugin import Plugin

plugin = Plugin(name="home")
