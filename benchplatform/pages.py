"""What every page has: the frame's data, template functions, safe redirects, and addresses of static files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Flask, current_app, g, has_app_context, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.routing import BaseConverter, IntegerConverter

from . import dates, fields, languages
from .database import LARGEST_ID
from .permissions import can
from .plugin import NavItem, Registry


class IdConverter(IntegerConverter):
    """An id in an address: 1 and up, as large as the database's; anything else is no address at all (404)."""

    regex = "[1-9][0-9]{0,9}"

    def __init__(self, map: Any) -> None:
        super().__init__(map, max=LARGEST_ID)


class BoundedInteger(IntegerConverter):
    """A number in an address that the database can hold too."""

    def __init__(self, map: Any, **given: Any) -> None:
        super().__init__(map, **{"max": LARGEST_ID} | given)


class WordConverter(BaseConverter):
    """Any other piece of an address: what can be printed, for PostgreSQL takes no NUL; else no address at all (404)."""

    regex = r"[^/\x00-\x1f\x7f]{1,255}"
    part_isolating = True


def registry() -> Registry:
    found: Registry = current_app.extensions["benchplatform"]
    return found


def here() -> str:
    """The address of this page on its site, with the prefix it is mounted under and what stands after the ?."""
    return request.script_root + request.full_path.rstrip("?")


def own_path(target: str | None, otherwise: str) -> str:
    """A path on this site to go on to; anything that could lead elsewhere becomes `otherwise`."""
    path = (target or "").replace("\\", "/")  # as browsers read it
    is_own = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return target if target and is_own else otherwise


def is_hosted() -> bool:
    """Are we mounted in a host site, which then signs people in? Our own sign-in and passwords do not exist there."""
    return "bench_host" in current_app.extensions


def site_url(endpoint: str, **values: Any) -> str:
    """A whole address for mail and feeds, built from SITE_URL and never from the request."""
    parts = urlsplit(current_app.config["BENCH"]["SITE_URL"])
    adapter = current_app.url_map.bind(parts.netloc, parts.path or "/", url_scheme=parts.scheme)
    return adapter.build(endpoint, values, force_external=True)


def while_on(app: Flask, listener: Callable[..., None]) -> Callable[..., None]:
    """A listener that hears its own application's events only: several may live in one process."""

    def hear(sender: Any, **given: Any) -> None:
        if has_app_context() and current_app._get_current_object() is app:  # type: ignore[attr-defined]
            listener(sender, **given)

    return hear


@cache
def icon(name: str) -> Markup:
    """An icon from the page's sprite, for the eye only: words always stand beside it."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="#icon-{}"/></svg>').format(name)


def static_url(filename: str, blueprint: str = "") -> str:
    """Address of a static file with a mark of its content, so that browsers may keep it for a year."""
    return _static_url(filename, blueprint, request.script_root)


@cache
def _static_url(filename: str, blueprint: str, root: str) -> str:
    """Kept for each file below each mount: a page has a dozen of them."""
    endpoint = f"{blueprint}.static" if blueprint else "static"
    folder = current_app.blueprints[blueprint].static_folder if blueprint else current_app.static_folder
    mark = hashlib.sha256((Path(folder or "") / filename).read_bytes()).hexdigest()[:10]
    return url_for(endpoint, filename=filename, v=mark)


_IN_BAR = {"home.first_page", "programmes.administration", "accounts.profile", "accounts.sign_in"}
"""Pages that the bar on top leads to, and marks as the current one."""


def about(cluster: Any) -> None:
    """Say which cluster this page is about: its menu, its time zone."""
    g.cluster = cluster
    g.time_zone = cluster.time_zone


def init_app(app: Flask) -> None:
    app.url_map.converters.update(id=IdConverter, int=BoundedInteger, default=WordConverter)
    app.jinja_env.filters.update(
        short_date=dates.short_date,
        long_date=dates.long_date,
        moment=dates.moment,
        lately=dates.lately,
        clock=dates.clock,
    )
    app.jinja_env.globals.update(
        can=can, icon=icon, static_url=static_url, dates=dates, LANGUAGES=languages.LANGUAGES, span=dates.span
    )
    app.jinja_env.globals["field_attributes"] = fields.attributes

    @app.context_processor
    def _frame() -> dict[str, Any]:
        settings = current_app.config["BENCH"]
        cluster = g.get("cluster")
        return {
            "cluster": cluster,
            "tabs": _tabs(cluster) if cluster else (),
            "bar": _bar(cluster),
            "language": languages.language(),
            "other_language": "en" if languages.language() == "sv" else "sv",
            "is_demo": settings["DEMO"],
            "is_framed": "bench.frame" in request.environ,
            "is_hosted": is_hosted(),
            "panels": registry().panels,
            "contents": registry().contents,
            "site_name": settings["SITE_NAME"],
            "person": current_user._get_current_object(),
        }


def _bar(cluster: Any) -> dict[str, Any]:
    """All that the bar on top of the page depends on; on the answer to a form, another language would lose its text."""
    rule, signed_in = request.url_rule, current_user.is_authenticated
    return {
        "site_name": current_app.config["BENCH"]["SITE_NAME"],
        "cluster_slug": cluster.slug if cluster else "",
        "cluster_name": str(cluster.name) if cluster else "",
        "endpoint": request.endpoint if request.endpoint in _IN_BAR else "",
        "name": current_user.name if signed_in else "",
        "is_signed_in": signed_in,
        "administers": signed_in and (can("site.administer") or can("programmes.administer_any")),
        "is_hosted": is_hosted(),
        "may_choose_language": request.method == "GET" and not g.get("host_locale"),
        "may_return": bool(rule and "GET" in (rule.methods or ())),
    }


class Tab(NamedTuple):
    """A tab of the cluster's menu; `is_page` when it is this very page, `is_here` also for a page below it."""

    label: str
    url: str
    is_here: bool
    is_page: bool


def _tabs(cluster: Any) -> tuple[Tab, ...]:
    path = request.script_root + request.path
    allowed = {name: can(name, cluster) for name in {item.permission for item in registry().nav}}
    items = [item for item in registry().nav if allowed[item.permission]]
    shown = [_words_and_url(item, cluster.slug, request.script_root, languages.language()) for item in items]
    nearest = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return tuple(Tab(words, url, url == nearest, url == path) for words, url in shown)


@lru_cache(4096)
def _words_and_url(item: NavItem, slug: str, root: str, language: str) -> tuple[str, str]:
    """Kept for each cluster below each mount (`root`): every page has them all."""
    return str(item.label), url_for(item.endpoint, slug=slug)
