"""A link to proof: an address on the web or a page of this site, checked when written and readable when shown."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from ..fields import clean_line
from ..pages import own_path, registry
from ..permissions import is_static

_WEB = re.compile(r'https?://\w(?:[\w.-]*\w)?(?::\d{1,5})?(?:[/?#][^\s\\<>"]*)?', re.IGNORECASE)
"""No user name before the host: `https://bank.example@evil.example` reads as another site than it opens."""
_LONGEST_PATH = 40


def kept_as(address: str) -> str:
    """What is kept of an address: its path alone when it is a page of this site.

    Raises ValueError, with a sentence for the one who wrote it.
    """
    path = _path_here(address)
    if path:
        if _found(path) is None:
            raise ValueError(gettext("There is no page at that address on this site."))
        return path
    if not _WEB.fullmatch(address):
        raise ValueError(gettext("Write an address that begins with https://, or copy that of a page on this site."))
    return address


def address_of(proof_url: str) -> str:
    """For a link on a page, also where the site is mounted under a prefix."""
    return request.script_root + proof_url if proof_url.startswith("/") else proof_url


def name_of(proof_url: str) -> str:
    """What the link says: "skr.example/rapport", the name of a file, or which of our pages it leads to."""
    if proof_url.startswith("/"):
        return _name_of_page(proof_url)
    parts = urlsplit(proof_url)
    path = clean_line(unquote(parts.path)).rstrip("/")
    if len(path) > _LONGEST_PATH:
        path = f"/…{path[-_LONGEST_PATH:]}"
    return parts.netloc.lower().removeprefix("www.") + path


def _path_here(address: str) -> str:
    """The path on this site, of a path or of a whole address; empty for another site's."""
    site = f"{current_app.config['BENCH']['SITE_URL']}/"
    if address.lower().startswith(site.lower()):
        return address[len(site) - 1 :]
    if request.script_root and address.startswith(f"{request.script_root}/"):
        return address.removeprefix(request.script_root)
    return address if address.startswith("/") else ""


def _name_of_page(path: str) -> str:
    """A title of its own is not shown to all who see the link: the page may be for fewer."""
    endpoint, values = _found(path) or ("", {})
    if "name" in values:
        return str(values["name"])
    feature = endpoint.partition(".")[0]
    tabs = (str(item.label) for item in registry().nav if item.endpoint.partition(".")[0] == feature)
    return next(tabs, gettext("A page on this site"))


def _found(path: str) -> tuple[str, dict[str, Any]] | None:
    """Which view answers at the path, and with what; None when there is none."""
    if not own_path(path, ""):
        return None
    pages = current_app.url_map.bind("localhost")
    only_path = unquote(urlsplit(path).path)
    try:
        endpoint, values = pages.match(only_path, method="GET")
    except RequestRedirect:  # the same page with a slash at its end
        endpoint, values = pages.match(f"{only_path}/", method="GET")
    except HTTPException:
        return None
    return None if is_static(endpoint) else (endpoint, dict(values))
