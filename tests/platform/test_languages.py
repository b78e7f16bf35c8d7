"""Which language a page is in, and texts that are kept in two."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask, g, session
from flask_babel import force_locale
from flask_login import login_user

from benchplatform.database import db
from benchplatform.languages import Bilingual, choose_language, language
from benchplatform.programmes.models import Programme

from ..factories import make_person, save


@pytest.mark.parametrize(
    ("texts", "locale", "shown", "shown_language"),
    [
        ({"sv": "Träff", "en": "Meeting"}, "sv", "Träff", "sv"),
        ({"sv": "Träff", "en": "Meeting"}, "en", "Meeting", "en"),
        ({"sv": "Träff"}, "en", "Träff", "sv"),
        ({"sv": "Träff", "en": ""}, "en", "Träff", "sv"),
        ({}, "en", "", "en"),
    ],
)
def test_a_missing_language_falls_back_to_the_other(
    app: Flask, texts: dict[str, str], locale: str, shown: str, shown_language: str
) -> None:
    with force_locale(locale):
        assert str(Bilingual(texts)) == shown
        assert Bilingual(texts).shown_language == shown_language


def test_a_text_is_escaped_in_a_page(app: Flask) -> None:
    with force_locale("sv"), app.test_request_context("/"):
        page = app.jinja_env.from_string("{{ text }}").render(text=Bilingual(sv="<b>å & ä</b>"))
        assert page == "&lt;b&gt;å &amp; ä&lt;/b&gt;"


def test_both_languages_come_back_from_the_database(app: Flask) -> None:
    save(Programme(slug="p", name={"sv": "Jämställdhet", "en": "Equality"}))
    name = db.session.scalar(sa.select(Programme.name))
    assert type(name) is Bilingual
    assert name == {"sv": "Jämställdhet", "en": "Equality"}


@pytest.mark.parametrize(
    "said",
    [
        dict(zip(("host", "person", "cookie", "browser", "chosen"), row, strict=True))
        for row in [
            ("en", "sv", "sv", "sv", "en"),
            (None, "sv", "en", "en", "sv"),
            (None, None, "sv", "en", "sv"),
            (None, None, None, "sv-SE, en;q=0.5", "sv"),
            (None, None, None, "en;q=0.5, sv-SE", "sv"),
            (None, None, None, "de, fi", "en"),
            (None, None, None, "de, sv;q=0.1", "sv"),
            (None, None, None, "", "en"),
            (None, None, "de", "sv", "sv"),
            ("xx", None, "../sv", "", "en"),
        ]
    ],
)
def test_the_first_that_says_a_known_language_decides(app: Flask, said: dict[str, str | None]) -> None:
    somebody = make_person(locale=said["person"])
    with app.app_context(), app.test_request_context("/", headers={"Accept-Language": said["browser"] or ""}):
        login_user(db.session.merge(somebody))
        session["locale"], g.host_locale = said["cookie"], said["host"]
        assert choose_language() == said["chosen"]


def test_outside_a_page_it_is_the_installation_s_language(app: Flask) -> None:
    assert choose_language() == "en"
    assert language() == "en"
