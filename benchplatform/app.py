"""The application, put together: settings, ground, the platform's features, then the plugins that are on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from . import (
    accounts,
    athome,
    calendars,
    config,
    database,
    discussions,
    errors,
    files,
    frame,
    friends,
    home,
    ideas,
    jobs,
    kept,
    languages,
    logs,
    look,
    mail,
    meetings,
    organisations,
    pages,
    programmes,
    security,
)
from .extensions import csrf, limiter, login_manager
from .files.store import open_store
from .permissions import check_routes
from .plugin import Plugin, Registry, chosen
from .requests import Request, set_limits
from .sessions import Sessions

FEATURES: tuple[Plugin, ...] = (
    accounts.plugin,
    organisations.plugin,
    programmes.plugin,
    files.plugin,
    discussions.plugin,
    meetings.plugin,
    ideas.plugin,
    athome.plugin,
    friends.plugin,
    calendars.plugin,
    home.plugin,
    jobs.plugin,
    mail.plugin,
    look.plugin,
)


class Application(Flask):
    request_class = Request

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: no view and no hook of ours is asynchronous, and each would be examined at every request."""
        return func


def create_app(
    config_values: Mapping[str, Any] | None = None,
    instance: Path | str | None = None,
    plugins: list[Plugin] | None = None,
) -> Flask:
    """The platform as a WSGI application.

    `config_values` overrides environment and file; `instance` is the folder of this installation; `plugins`
    replaces what the setting PLUGINS chooses. Raises ConfigError or UndeclaredView before the first request.
    """
    settings = config.load(instance, config_values)
    app = Application("benchplatform", instance_path=str(settings.instance), static_folder="static")
    registry = Registry((*_features(settings), *(chosen(settings["PLUGINS"]) if plugins is None else plugins)))
    _configure(app, settings)
    app.extensions["benchplatform"] = registry
    app.extensions["bench_files"] = open_store(settings["FILES_URL"], settings.instance)
    for first in (logs, security):  # what the extensions refuse is logged, and no foreign Host reaches them
        first.init_app(app)
    _start_extensions(app, registry)
    for ground in (languages, errors, pages, frame, kept):
        ground.init_app(app)
    _register(app, registry)
    check_routes(app)
    return app


def _features(settings: config.Settings) -> tuple[Plugin, ...]:
    if not settings["DEMO"]:
        return FEATURES
    from . import demo  # noqa: PLC0415 invented content, of no use to a real installation

    return (*FEATURES, demo.plugin)


def _configure(app: Flask, settings: config.Settings) -> None:
    url = settings["DATABASE_URL"]
    app.config.update(
        BENCH=settings,
        SECRET_KEY=settings["SECRET_KEY"],
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(url, settings["THREADS"]),
        SESSION_COOKIE_NAME="__Host-bench" if settings.is_https else "bench",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,  # the same-origin referrer policy sends no Referer from some pages
        RATELIMIT_STORAGE_URI=settings["REDIS_URL"] or "memory://",
        BABEL_DEFAULT_LOCALE=settings["LOCALE"],
        MAX_FORM_PARTS=1000,
    )
    app.session_interface = Sessions()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings["PROXIES"]:
        count = settings["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count, count)  # type: ignore[method-assign]


def _start_extensions(app: Flask, registry: Registry) -> None:
    database.db.init_app(app)
    with app.app_context():
        if database.db.engine.dialect.name == "sqlite":
            database.prepare_sqlite(database.db.engine)
    set_limits(app)
    folders = [Path(app.root_path), *(Path(p.blueprint.root_path) for p in registry.plugins if p.blueprint)]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(
        dict.fromkeys(str(folder / "translations") for folder in folders if (folder / "translations").is_dir())
    )
    Babel(app, locale_selector=languages.choose_language)  # one for each application: it keeps the catalogues read
    csrf.init_app(app)
    limiter.init_app(app)
    login_manager.init_app(app)


def _register(app: Flask, registry: Registry) -> None:
    for plugin in registry.plugins:
        if plugin.blueprint:
            app.register_blueprint(plugin.blueprint)
        for signal, listener in plugin.listens.items():
            signal.connect(pages.while_on(app, listener), weak=False)
