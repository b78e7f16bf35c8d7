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
from ..pages import icon
from ..permissions import who_asks
from .models import Mention, Post, Thread
from .models.mentions import links

_posts, _people, _organisations = (cast(sa.Table, model.__table__) for model in (Post, Person, Organisation))
_post, _person, _organisation = _posts.c, _people.c, _organisations.c

_is_there = _post.removed_at.is_(None)
_HTML = sa.case((_is_there, _post.html))
"""Nothing of what a removed post says is even read."""

_STALE_TEXT = sa.case((sa.and_(_is_there, _post.renderer != markup.VERSION), _post.text))
"""The text of a post that was rendered under older rules; of the others the HTML alone is read."""

_AUTHOR = 3
"""Where the author's id stands in what is read of a post."""

_POSTS = (
    sa.select(
        _post.number,
        sa.type_coerce(_post.written_at, sa.DateTime),
        _post.locale,
        _person.id,
        _person.name,
        _organisation.name,
        sa.type_coerce(_post.edited_at, sa.DateTime),
        sa.type_coerce(_post.removed_at, sa.DateTime),
        _post.removed_by_id.is_distinct_from(_post.author_id),
        _HTML,
        _STALE_TEXT,
        _post.moved_to_id,
        _post.became_count,
    )
    .select_from(_posts)
    .join(_organisations, _post.organisation_id == _organisation.id)
    .outerjoin(_people, _post.author_id == _person.id)
    .where(_post.thread_id == sa.bindparam("thread_id"))
    .where(_post.number.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(_post.number)
)
"""Of tables and not of models: fifty posts of a page are read for what stands on it, and nothing is done with them."""


def page_of_posts(thread: Thread, page: int, *, may_write: bool, read_to: int = 0) -> Markup:
    """The posts of one page, oldest first, with a line above the first that is new to who has read to a number."""
    writer = who_asks().id if may_write and thread.is_open else 0
    new_from = read_to + 1 if read_to else 0
    return posts_between(thread.id, *Thread.numbers_on(page), new_from=new_from, writer=writer)


def posts_between(thread_id: int, first: int, last: int, *, new_from: int = 0, writer: int = 0) -> Markup:
    """The posts with these numbers, a way to edit those of the writer on them; one query."""
    root, locale, zone = request.script_root, language(), str(dates.zone())
    fragments: list[str] = []
    rows = db.session.connection().execute(_POSTS, {"thread_id": thread_id, "first": first, "last": last}).all()
    for *signature, html, stale, moved_to, became_count in rows:
        if signature[0] == new_from:
            fragments.append(_NEW.format(words=gettext("New since you were last here")))
        if moved_to is not None:
            fragments.append(_trace(root, locale, thread_id, signature[0]))
            continue
        head, foot = _around(root, locale, zone, thread_id, (writer and 1 + (signature[_AUTHOR] == writer), *signature))
        text = markup.below(root, html if stale is None else _anew(thread_id, signature[0], stale)) if html else ""
        became = _became(root, locale, thread_id, signature[0]) if became_count and text else ""
        fragments.append(f"{head}{text}{became}{foot}")
    return Markup("".join(fragments))  # noqa: S704 escaped in _around, sanitised by markup.render


@lru_cache(1024)
def _trace(root: str, locale: str, thread_id: int, number: int) -> Markup:
    """In the place of a post that was moved: its permanent link, which leads to where it is now."""
    link = Markup('<a href="{}">#{}</a>').format(url_for("discussions.post", id=thread_id, number=number), number)
    words = gettext("Post %(number)s is in another thread now.", number=link)
    return Markup('<p class="soft trace" id="post-{}">{}</p>\n').format(number, Markup(words))  # noqa: S704 escaped above


def _anew(thread_id: int, number: int, text: str) -> str:
    """A text of older rules by those of today, with the same people called in it; until it is kept that way."""
    here = Mention.post.has(sa.and_(Post.thread_id == thread_id, Post.number == number))
    called = db.session.scalars(sa.select(Mention).where(here)) if "@" in text else ()
    return markup.render(text, links(called))


@lru_cache(8192)
def _around(root: str, locale: str, zone: str, thread_id: int, signature: tuple[Any, ...]) -> tuple[Markup, Markup]:
    """All of a post before and after its text, from nothing but the arguments (`root` is the mount's prefix).

    The signature begins with what the reader may do: 0 read, 1 write in the thread, 2 also edit this post.
    """
    may, number, written_at, post_locale, person_id, name, organisation, *since = signature
    edited_at, removed_at, is_hidden = since
    at = written_at.replace(tzinfo=dt.UTC)
    where = {"id": thread_id, "number": number}
    head = _HEAD.format(
        number=number,
        initials=initials(name),
        author=_author(person_id, name),
        organisation=organisation,
        iso=at.isoformat(timespec="seconds"),
        moment=dates.moment(at),
        edited=_edited(edited_at, where) if edited_at and not removed_at else "",
        link=url_for("discussions.post", **where),
        link_words=gettext("Link to post %(number)s", number=number),
        lang=Markup(' lang="{}"').format(post_locale) if post_locale and not removed_at else "",
    )
    trace = Markup('<p class="trace">{}</p>').format(removal_words(removed_at, is_hidden)) if removed_at else ""
    return head + trace, _foot(where, may, is_removed=removed_at is not None, is_hidden=is_hidden)


@lru_cache(4096)
def _became(root: str, locale: str, thread_id: int, number: int) -> Markup:
    """Below the text of a post that became something: what, stands on the post's page."""
    link = url_for("discussions.post_page", id=thread_id, number=number)
    return _BECAME.format(icon=icon("check"), link=link, words=gettext("Became more than a post"))


_BECAME = Markup('<p class="became">{icon} <a href="{link}">{words}</a></p>')

_HEAD = Markup(
    '<article class="post" id="post-{number}" aria-labelledby="author-{number}">'
    '<div class="meta">{initials}<h2 id="author-{number}">{author}</h2> '
    '<p class="from"><span>{organisation}</span> <time datetime="{iso}">{moment}</time>{edited}</p> '
    '<a class="number" href="{link}" aria-label="{link_words}">#{number}</a></div>'
    '<div class="prose"{lang}>'
)
_EDITED = Markup(' <a href="{}">{}</a>')
_FOOT = Markup('</div><p class="acts">{}</p></article>\n')
_EDIT = 2
_QUOTE = Markup('<a class="quote" href="{}" aria-label="{}">{}</a>')
_ACT = Markup('<a href="{}" aria-label="{}">{}</a>')

_NEW = Markup('<p class="new-from" id="new"><span>{words}</span></p>\n')


def initials(name: str | None) -> Any:
    """Two letters that the eye finds again down the page; the name stands beside them."""
    words = (name or "–").split()
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return Markup('<span class="initials" aria-hidden="true">{}</span> ').format(letters.upper())


def _author(person_id: int | None, name: str | None) -> Any:
    if person_id is None:
        return gettext("Former participant")
    return Markup('<a href="{}">{}</a>').format(url_for("programmes.person_page", id=person_id), name)


def _edited(at: dt.datetime, where: dict[str, Any]) -> Markup:
    words = gettext("edited %(day)s", day=dates.day_of(at.replace(tzinfo=dt.UTC)))
    return _EDITED.format(url_for("discussions.post_versions", **where), words)


def removal_words(at: dt.datetime, is_hidden: bool) -> str:
    """The trace that stands instead of the text."""
    day = dates.day_of(at.replace(tzinfo=dt.UTC))
    if is_hidden:
        return gettext("Hidden by the programme lead, %(day)s", day=day)
    return gettext("Removed by its author, %(day)s", day=day)


def _foot(where: dict[str, Any], may: int, *, is_removed: bool, is_hidden: bool) -> Markup:
    """The ways on from a post: to quote it, to change one's own, and to all that can be done with it."""
    number, about = where["number"], url_for("discussions.post_page", **where)
    if may == _EDIT and is_hidden and is_removed:
        return _FOOT.format(_ACT.format(about, gettext("Why post %(number)s is hidden", number=number), gettext("Why")))
    acts = []
    if may and not is_removed:
        acts.append(_quote(where))
    if may == _EDIT and not is_removed:
        edit = url_for("discussions.edit_post", **where)
        acts.append(_ACT.format(edit, gettext("Edit post %(number)s", number=number), gettext("Edit")))
    acts.append(_ACT.format(about, gettext("More about post %(number)s", number=number), gettext("More")))
    return _FOOT.format(Markup(" ").join(acts))


def _quote(where: dict[str, Any]) -> Markup:
    page = Thread.page_of(where["number"])
    link = url_for(
        "discussions.thread_page",
        id=where["id"],
        page=page if page > 1 else None,
        quote=where["number"],
        _anchor="reply",
    )
    return _QUOTE.format(link, gettext("Quote post %(number)s", number=where["number"]), gettext("Quote"))
