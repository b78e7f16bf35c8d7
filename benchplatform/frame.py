"""The frame around every page: the bar on top, the cluster's tabs, and what templates can ask for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request, url_for

from . import dates, fields, languages
from .pages import icon, is_hosted, registry, static_url
from .permissions import can, who_asks
from .plugin import NavItem

_IN_BAR = {"home.first_page", "programmes.administration", "accounts.profile", "accounts.sign_in"}
"""Pages that the bar on top leads to, and marks as the current one."""


def init_app(app: Flask) -> None:
    settings = app.config["BENCH"]
    app.jinja_env.filters.update(
        short_date=dates.short_date,
        long_date=dates.long_date,
        moment=dates.moment,
        lately=dates.lately,
        since=dates.since,
        clock=dates.clock,
    )
    app.jinja_env.globals.update(
        can=can,
        icon=icon,
        static_url=static_url,
        dates=dates,
        span=dates.span,
        field_attributes=fields.attributes,
        LANGUAGES=languages.LANGUAGES,
        site_name=settings["SITE_NAME"],
        is_demo=settings["DEMO"],
        is_hosted=is_hosted,
        tabs=tabs,
        bar=bar,
    )

    @app.context_processor
    def _page() -> dict[str, Any]:
        return {
            "cluster": g.get("cluster"),
            "language": languages.language(),
            "is_framed": "bench.frame" in request.environ,
            "panels": registry().panels,
            "contents": registry().contents,
            "person": who_asks(),
        }


def bar() -> dict[str, Any]:
    """All that the bar on top of the page depends on; on the answer to a form, another language would lose its text."""
    cluster, rule, person = g.get("cluster"), request.url_rule, who_asks()
    signed_in = person.is_authenticated
    return {
        "cluster_slug": cluster.slug if cluster else "",
        "cluster_name": str(cluster.name) if cluster else "",
        "endpoint": request.endpoint if request.endpoint in _IN_BAR else "",
        "name": person.name if signed_in else "",
        "is_signed_in": signed_in,
        "administers": signed_in and (can("site.administer") or can("programmes.administer_any")),
        "may_choose_language": request.method == "GET" and not g.get("host_locale"),
        "may_return": bool(rule and "GET" in (rule.methods or ())),
    }


class Tab(NamedTuple):
    """A tab of the cluster's menu; `is_page` when it is this very page, `is_here` also for a page below it."""

    label: str
    url: str
    is_here: bool
    is_page: bool


def tabs() -> tuple[Tab, ...]:
    """Those of the cluster that the page is about which the person may open; none on other pages."""
    cluster = g.get("cluster")
    if cluster is None:
        return ()
    nav, person = registry().nav, who_asks()
    allowed = tuple(item for item in nav if can(item.permission, cluster, person))
    here = request.script_root, request.path, request.blueprint or ""
    return _tabs(allowed, cluster.slug, languages.language(), *here)


@lru_cache(4096)
def _tabs(nav: tuple[NavItem, ...], slug: str, language: str, *here: str) -> tuple[Tab, ...]:
    """Those on the page `here`: the mount's prefix, the path below it and the feature that it is of."""
    root, path, feature = here
    shown = [(item, *_words_and_url(item, slug, root, language)) for item in nav]
    above = _url_above(root + path, feature, [(item, url) for item, _, url in shown])
    return tuple(Tab(words, url, url == above, url == root + path) for _, words, url in shown)


def _url_above(path: str, feature: str, shown: list[tuple[NavItem, str]]) -> str:
    """The tab that a page belongs to: its feature's only one, as a thread to Discussions, or the nearest address."""
    own = [url for item, url in shown if item.endpoint.partition(".")[0] == feature]
    if len(own) == 1:
        return own[0]
    above = [url for item, url in shown if path.startswith(url) and item.endpoint != "home.first_page"]
    return max(above, key=len, default="")


@lru_cache(4096)
def _words_and_url(item: NavItem, slug: str, root: str, language: str) -> tuple[str, str]:
    """Kept for each cluster below each mount (`root`): every page has them all."""
    is_of_cluster = current_app.url_map.is_endpoint_expecting(item.endpoint, "slug")
    return str(item.label), url_for(item.endpoint, slug=slug) if is_of_cluster else url_for(item.endpoint)
