"""A page of posts as ready HTML: columns are read, not objects, and the line above each post is kept."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from flask import request, url_for
from flask_babel import gettext
from markupsafe import Markup

from .. import dates, markup
from ..accounts.models import Person
from ..database import db
from ..languages import language
from ..organisations.models import Organisation
from .models import Mention, Post, Thread

_posts, _people, _organisations = (cast(sa.Table, model.__table__) for model in (Post, Person, Organisation))
_post, _person, _organisation = _posts.c, _people.c, _organisations.c

_STALE_TEXT = sa.case((_post.renderer != markup.VERSION, _post.text))
"""The text of a post that was rendered under older rules; of the others the HTML alone is read."""

_POSTS = (
    sa.select(
        _post.number,
        sa.type_coerce(_post.written_at, sa.DateTime),
        _post.locale,
        _person.id,
        _person.name,
        _organisation.name,
        _post.html,
        _STALE_TEXT,
    )
    .select_from(_posts)
    .join(_organisations, _post.organisation_id == _organisation.id)
    .outerjoin(_people, _post.author_id == _person.id)
    .where(_post.thread_id == sa.bindparam("thread_id"))
    .where(_post.number.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(_post.number)
)
"""Of tables and not of models: fifty posts of a page are read for what stands on it, and nothing is done with them."""


def page_of_posts(thread: Thread, page: int) -> Markup:
    """The posts of one page, oldest first; one query."""
    root, locale, zone = request.script_root, language(), str(dates.zone())
    first, last = Thread.numbers_on(page)
    fragments = []
    rows = db.session.connection().execute(_POSTS, {"thread_id": thread.id, "first": first, "last": last}).all()
    for *signature, html, stale in rows:
        head = _head(root, locale, zone, thread.id, tuple(signature))
        words = markup.below(root, html if stale is None else _anew(thread.id, signature[0], stale))
        fragments.append(f"{head}{words}</div>{_foot(root, locale, thread.id, signature[0])}</article>\n")
    return Markup("".join(fragments))  # noqa: S704 escaped in _head and _foot, sanitised by markup.render


def _anew(thread_id: int, number: int, text: str) -> str:
    """A text of older rules by those of today, with the same people called in it; until it is kept that way."""
    here = Mention.post.has(sa.and_(Post.thread_id == thread_id, Post.number == number))
    called = db.session.scalars(sa.select(Mention).where(here)) if "@" in text else ()
    return markup.render(text, {mention.handle: mention.link for mention in called})


@lru_cache(8192)
def _head(root: str, locale: str, zone: str, thread_id: int, signature: tuple[Any, ...]) -> Markup:
    """Everything of a post before its text, from nothing but the arguments (`root` is the mount's prefix)."""
    number, written_at, post_locale, person_id, name, organisation = signature
    at = written_at.replace(tzinfo=dt.UTC)
    return _HEAD.format(
        number=number,
        initials=_initials(name),
        author=_author(person_id, name),
        organisation=organisation,
        iso=at.isoformat(timespec="seconds"),
        moment=dates.moment(at),
        link=url_for("discussions.post", id=thread_id, number=number),
        link_words=gettext("Link to post %(number)s", number=number),
        lang=Markup(' lang="{}"').format(post_locale) if post_locale else "",
    )


_HEAD = Markup(
    '<article class="post" id="post-{number}" aria-labelledby="author-{number}">'
    '<div class="meta">{initials}<h2 id="author-{number}">{author}</h2> '
    '<p class="from"><span>{organisation}</span> <time datetime="{iso}">{moment}</time></p> '
    '<a class="number" href="{link}" aria-label="{link_words}">#{number}</a></div>'
    '<div class="prose"{lang}>'
)


@lru_cache(8192)
def _foot(root: str, locale: str, thread_id: int, number: int) -> Markup:
    """What one can do with a post, below its text."""
    page = Thread.page_of(number)
    place: dict[str, Any] = {"id": thread_id, "page": page if page > 1 else None, "quote": number, "_anchor": "reply"}
    words = {"quote": gettext("Quote"), "quote_words": gettext("Quote post %(number)s", number=number)}
    return _FOOT.format(quote_link=url_for("discussions.thread_page", **place), **words)


_FOOT = Markup('<p class="acts"><a class="quote" href="{quote_link}" aria-label="{quote_words}">{quote}</a></p>')


def _initials(name: str | None) -> Any:
    """Two letters that the eye finds again down the page; the name stands beside them."""
    words = (name or "–").split()
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return Markup('<span class="initials" aria-hidden="true">{}</span> ').format(letters.upper())


def _author(person_id: int | None, name: str | None) -> Any:
    if person_id is None:
        return gettext("Former participant")
    return Markup('<a href="{}">{}</a>').format(url_for("programmes.person_page", id=person_id), name)
