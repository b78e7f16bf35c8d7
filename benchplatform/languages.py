"""Two languages: which one a page is in, and content that is kept in both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import get_locale, get_translations
from flask_login import current_user
from markupsafe import escape

LANGUAGES = {"sv": "Svenska", "en": "English"}


class Bilingual(dict[str, str]):
    """One text in several languages; as a string it is the page's language, or another where that is missing."""

    @classmethod
    def of(cls, **texts: str | None) -> Bilingual:
        """Language code -> text, without the languages in which nothing is said."""
        return cls({code: text for code, text in texts.items() if text})

    def __str__(self) -> str:
        return self.get(language()) or next(filter(None, self.values()), "")

    def __html__(self) -> str:
        return escape(str(self))

    @property
    def shown_language(self) -> str:
        """The language that `str()` gives, for the `lang` attribute."""
        if self.get(language()):
            return language()
        return next((code for code, text in self.items() if text), language())


class BilingualText(sa.types.TypeDecorator[Bilingual]):
    """Column for content in two languages, kept as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: sa.Dialect) -> dict[str, str] | None:
        return None if value is None else dict(value)

    def process_result_value(self, value: dict[str, str] | None, dialect: sa.Dialect) -> Bilingual | None:
        return None if value is None else Bilingual(value)


def language() -> str:
    """Code of the language of this page, or the installation's own outside a page."""
    locale = get_locale()
    return locale.language if locale else "sv"


def choose_language() -> str:
    """For Flask-Babel: the host page's, else the person's choice, the visitor's, the browser's, the installation's."""
    default: str = current_app.config["BENCH"]["LOCALE"]
    if not has_request_context():
        return default
    chosen: Any = g.get("host_locale") or getattr(current_user, "locale", None) or session.get("locale")
    if chosen in LANGUAGES:
        return str(chosen)
    wanted = (code.split("-")[0].lower() for code in request.accept_languages.values())
    return next((code for code in wanted if code in LANGUAGES), default)


def init_app(app: Flask) -> None:
    """Give templates a quick `_()`: a page has half a hundred, and Flask-Babel looks up the request for each."""
    catalogues: dict[str, Any] = {}

    def words() -> Any:
        code = language()
        if code not in catalogues:
            catalogues[code] = get_translations()
        return catalogues[code]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: words().ugettext(message),
        lambda one, many, number: words().ungettext(one, many, number),
        newstyle=True,
    )
