"""What a post says and has said, each wording with what is new in it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from markupsafe import Markup

from .changes import marked
from .models import Post, PostVersion
from .models.versions import SHOWN


class Wording(NamedTuple):
    """One wording: since when, and the text with what changed from the one before."""

    at: dt.datetime
    text: Markup
    is_present: bool
    is_first: bool


def wordings(post: Post, before: int | None) -> tuple[list[Wording], int]:
    """One page of a post's wordings, newest first, and from where the older ones go on (0: there are none)."""
    earlier = PostVersion.of(post, before)
    present = [] if before else [PostVersion.as_it_stands(post, post.version)]
    chain, has_more = present + earlier, len(earlier) > SHOWN
    shown = chain[:-1] if has_more else chain
    found = [
        Wording(one.written_at, marked(was.text if was else one.text, one.text), one in present, was is None)
        for one, was in zip(shown, [*chain[1:], None], strict=False)
    ]
    return found, shown[-1].number if has_more else 0
