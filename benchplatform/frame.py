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
        settings, person, language = current_app.config["BENCH"], who_asks(), languages.language()
        cluster = g.get("cluster")
        return {
            "cluster": cluster,
            "tabs": _tabs(cluster, person, language) if cluster else (),
            "bar": _bar(cluster, person),
            "language": language,
            "other_language": "en" if language == "sv" else "sv",
            "is_demo": settings["DEMO"],
            "is_framed": "bench.frame" in request.environ,
            "is_hosted": is_hosted(),
            "panels": registry().panels,
            "contents": registry().contents,
            "site_name": settings["SITE_NAME"],
            "person": person,
        }


def _bar(cluster: Any, person: Any) -> dict[str, Any]:
    """All that the bar on top of the page depends on; on the answer to a form, another language would lose its text."""
    rule, signed_in = request.url_rule, person.is_authenticated
    return {
        "site_name": current_app.config["BENCH"]["SITE_NAME"],
        "cluster_slug": cluster.slug if cluster else "",
        "cluster_name": str(cluster.name) if cluster else "",
        "endpoint": request.endpoint if request.endpoint in _IN_BAR else "",
        "name": person.name if signed_in else "",
        "is_signed_in": signed_in,
        "administers": signed_in
        and (can("site.administer", None, person) or can("programmes.administer_any", None, person)),
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


def _tabs(cluster: Any, person: Any, language: str) -> tuple[Tab, ...]:
    root, nav = request.script_root, registry().nav
    path = root + request.path
    allowed = {name: can(name, cluster, person) for name in {item.permission for item in nav}}
    shown = [_words_and_url(item, cluster.slug, root, language) for item in nav if allowed[item.permission]]
    nearest = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return tuple(Tab(words, url, url == nearest, url == path) for words, url in shown)


@lru_cache(4096)
def _words_and_url(item: NavItem, slug: str, root: str, language: str) -> tuple[str, str]:
    """Kept for each cluster below each mount (`root`): every page has them all."""
    return str(item.label), url_for(item.endpoint, slug=slug)
