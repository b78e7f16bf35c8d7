"""What a browser says it is, in words that its owner knows it by."""

from __future__ import annotations

from flask_babel import gettext

_BROWSERS = {
    "Edg/": "Edge",
    "EdgA/": "Edge",
    "EdgiOS/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "HeadlessChrome/": "Chromium",
    "Chromium/": "Chromium",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
"""In the order in which they decide: most browsers also claim to be those further down."""


def recognise(user_agent: str) -> str:
    """`Chrome/Windows` from the User-Agent header; a part that is not known is empty."""
    return f"{_first(_BROWSERS, user_agent)}/{_first(_SYSTEMS, user_agent)}"


def words(device: str) -> str:
    """ "Chrome on Windows" """
    browser, _, system = device.partition("/")
    if browser and system:
        return gettext("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or gettext("A browser that we do not recognise")


def _first(known: dict[str, str], user_agent: str) -> str:
    return next((word for mark, word in known.items() if mark in user_agent), "")
