"""Settings that follow from where the platform is mounted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask


def settings_below(host_app: Flask, config: Mapping[str, Any] | None) -> dict[str, Any]:
    """The given settings; a relative SQLite address means the same file as it does to the host."""
    given = dict(config or {})
    if given.get("DATABASE_URL"):
        given["DATABASE_URL"] = _as_host_reads_it(given["DATABASE_URL"], Path(host_app.instance_path))
    return given


def adapt(app: Flask, host_app: Flask, prefix: str) -> None:
    """Set the address for mail, and a cookie that is not sent to the host and cannot be taken for one of its own."""
    settings = app.config["BENCH"]
    values, sources = settings.values, settings.sources
    if sources["SITE_URL"] == "default" and host_app.config["SERVER_NAME"]:
        values["SITE_URL"] = f"{host_app.config['PREFERRED_URL_SCHEME']}://{host_app.config['SERVER_NAME']}"
        sources["SITE_URL"] = "host"
    if not (urlsplit(values["SITE_URL"]).path + "/").endswith(prefix + "/"):
        values["SITE_URL"] += prefix
    secure = settings.is_https or bool(host_app.config["SESSION_COOKIE_SECURE"])
    app.config["SESSION_COOKIE_SECURE"] = secure
    app.config["SESSION_COOKIE_NAME"] = "__Secure-bench" if secure else "bench"


def _as_host_reads_it(address: Any, folder: Path) -> str:
    url = sa.make_url(address)
    name = url.database
    if url.get_backend_name() == "sqlite" and name and name != ":memory:" and not name.startswith("file:"):
        folder.mkdir(parents=True, exist_ok=True)
        url = url.set(database=str(folder / name))
    return url.render_as_string(hide_password=False)
