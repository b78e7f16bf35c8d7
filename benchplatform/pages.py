"""What every page has: the frame's data, template functions, safe redirects, and addresses of static files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, has_app_context, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.routing import IntegerConverter

from . import dates, languages
from .database import LARGEST_ID
from .permissions import can
from .plugin import Registry


class IdConverter(IntegerConverter):
    """An id in an address: 1 and up, as large as the database's; anything else is no address at all (404)."""

    regex = "[1-9][0-9]{0,9}"

    def __init__(self, map: Any) -> None:
        super().__init__(map, max=LARGEST_ID)


def registry() -> Registry:
    found: Registry = current_app.extensions["benchplatform"]
    return found


def own_path(target: str | None, otherwise: str) -> str:
    """A path on this site to go on to; anything that could lead elsewhere becomes `otherwise`."""
    parts = urlsplit((target or "").replace("\\", "/"))
    safe = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return target if target and safe and target.isprintable() else otherwise


def site_url(endpoint: str, **values: Any) -> str:
    """A whole address for mail and feeds, built from SITE_URL and never from the request."""
    with current_app.test_request_context(base_url=current_app.config["BENCH"]["SITE_URL"] + "/"):
        return url_for(endpoint, _external=True, **values)


def while_on(app: Flask, listener: Callable[..., None]) -> Callable[..., None]:
    """A listener that hears its own application's events only: several may live in one process."""

    def hear(sender: Any, **given: Any) -> None:
        if has_app_context() and current_app._get_current_object() is app:  # type: ignore[attr-defined]
            listener(sender, **given)

    return hear


def icon(name: str) -> Markup:
    """An icon from the page's sprite, for the eye only: words always stand beside it."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>').format(name)


def static_url(filename: str, blueprint: str = "") -> str:
    """Address of a static file with a mark of its content, so that browsers may keep it for a year."""
    endpoint = f"{blueprint}.static" if blueprint else "static"
    folder = current_app.blueprints[blueprint].static_folder if blueprint else current_app.static_folder
    return url_for(endpoint, filename=filename, v=_mark(str(Path(folder or "") / filename)))


@cache
def _mark(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def about(cluster: Any) -> None:
    """Say which cluster this page is about: its menu, its time zone."""
    g.cluster = cluster
    g.time_zone = cluster.time_zone


def init_app(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.jinja_env.filters.update(
        short_date=dates.short_date, long_date=dates.long_date, moment=dates.moment, clock=dates.clock
    )
    app.jinja_env.globals.update(
        can=can, icon=icon, static_url=static_url, dates=dates, LANGUAGES=languages.LANGUAGES, span=dates.span
    )

    @app.context_processor
    def _frame() -> dict[str, Any]:
        settings = current_app.config["BENCH"]
        cluster = g.get("cluster")
        return {
            "cluster": cluster,
            "tabs": _tabs(cluster) if cluster else [],
            "language": languages.language(),
            "other_language": "en" if languages.language() == "sv" else "sv",
            "is_demo": settings["DEMO"],
            "is_framed": "bench.frame" in request.environ,
            "panels": registry().panels,
            "site_name": settings["SITE_NAME"],
            "person": current_user,
        }


def _tabs(cluster: Any) -> list[dict[str, Any]]:
    here = request.path
    found = []
    for item in registry().nav:
        if can(item.permission, cluster):
            url = url_for(item.endpoint, slug=cluster.slug)
            found.append({"label": item.label, "url": url, "is_here": here.startswith(url)})
    longest = max((len(tab["url"]) for tab in found if tab["is_here"]), default=0)
    return [tab | {"is_here": tab["is_here"] and len(tab["url"]) == longest} for tab in found]
