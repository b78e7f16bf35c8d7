"""What pages share: addresses, safe redirects, icons, static files, and which cluster a page is about."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, has_app_context, render_template, request, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.routing import BaseConverter, IntegerConverter

from .database import LARGEST_ID
from .plugin import Registry


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


def about(cluster: Any) -> None:
    """Say which cluster this page is about: its menu, its time zone."""
    g.cluster = cluster
    g.time_zone = cluster.time_zone


@contextmanager
def as_on_page_about(cluster: Any) -> Iterator[None]:
    """For jobs and commands: addresses are built and days are counted as on a page about the cluster."""
    with current_app.test_request_context(base_url=current_app.config["BENCH"]["SITE_URL"]):
        about(cluster)
        yield


def form_page(template: str, form: FlaskForm, **given: Any) -> tuple[str, int]:
    """The page with the form: 200 when it is asked for, 422 when what was sent cannot be taken."""
    return render_template(template, form=form, **given), 422 if form.is_submitted() else 200


def init_app(app: Flask) -> None:
    app.url_map.converters.update(id=IdConverter, int=BoundedInteger, default=WordConverter)
