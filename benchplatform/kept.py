"""Parts of a page that are alike from visit to visit, rendered once: the bar on top, the menu, an empty form.

`kept("components/top.html", name=person.name, …)` renders a template from nothing but what it is given, the page's
language and the prefix of the mount, and keeps the HTML. What is new on each page is filled in afterwards: the form
token, the number of `@once`, the address to come back to.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from .languages import language
from .pages import here
from .submissions import once_number

_keeping: ContextVar[bool] = ContextVar("keeping", default=False)


class _Blank:
    """Something new on each page: in a part that is kept it leaves a mark, to be filled in for each visit."""

    def __init__(self, fresh: Callable[[], str]) -> None:
        self.fresh, self.mark = fresh, secrets.token_hex(16)

    def __call__(self) -> str:
        return self.mark if _keeping.get() else self.fresh()


def csrf_token() -> str:
    """The form token of this page."""
    if "csrf_token" not in g and "csrf_token" in session:
        minute = int(time.time() // 60)
        g.csrf_token = _signed(current_app.config["SECRET_KEY"], session["csrf_token"], minute)
    token: str = generate_csrf()
    return token


@lru_cache(4096)
def _signed(key: str, raw: str, minute: int) -> str:
    """The browser's token with a stamp of this minute: to sign it takes longer than the rest of a form."""
    token: str = generate_csrf()
    return token


_BLANKS = {"csrf_token": _Blank(csrf_token), "once_number": _Blank(once_number), "here": _Blank(here)}


def kept(name: str, /, **given: Any) -> Markup:
    """The template's HTML for these values, which must be hashable and are all that it may depend on."""
    html, blanks = _rendered(*_page(), name, tuple(given.items()))
    for blank in blanks:
        html = html.replace(blank.mark, str(escape(blank.fresh())))
    return Markup(html)  # noqa: S704 rendered with escaping, filled with escaped values


def _page() -> tuple[Flask, str, str]:
    """What every part of this page depends on, looked up once for all of them."""
    if "kept_page" not in g:
        g.kept_page = current_app._get_current_object(), language(), request.script_root  # type: ignore[attr-defined]
    found: tuple[Flask, str, str] = g.kept_page
    return found


@lru_cache(2048)
def _rendered(
    app: Flask, language: str, root: str, name: str, given: tuple[tuple[str, Any], ...]
) -> tuple[str, tuple[_Blank, ...]]:
    """The HTML, and the blanks in it."""
    token = _keeping.set(True)
    try:
        html = app.jinja_env.get_template(name).render(dict(given))
    finally:
        _keeping.reset(token)
    return html, tuple(blank for blank in _BLANKS.values() if blank.mark in html)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(_BLANKS, kept=kept, page_language=language)
