"""Files that come with a post: seen by the writer's organisation until it is written, then by its readers."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from flask import current_app
from werkzeug.datastructures import FileStorage

from .. import markup
from ..audience import Audience
from ..database import db
from ..files import actions as files
from ..files.kinds import SHOWN_INLINE
from ..files.models import StoredFile
from .audiences import grants_opening
from .models import Attachment, Post, Thread

_LINK = re.compile(r'(?:href|src)="/files/([1-9][0-9]{0,8})/')


def keep(upload: FileStorage, writer: Any, audience: Audience) -> StoredFile:
    """Store a file for a post that is being written; raises Refused with a sentence. The caller commits."""
    file = files.keep(upload, writer, audience)
    grant = grants_opening(writer, audience)[0]
    if grant.role.speaks_for_organisation:
        file.organisation_id = grant.organisation_id
    else:
        file.role = grant.role
    db.session.add(Attachment(file_id=file.id))
    db.session.flush()
    return file


def link_to(file: StoredFile) -> str:
    """The Markdown that shows an image, or links to any other file."""
    url = current_app.url_map.bind("").build("files.download", {"id": file.id, "name": file.name})
    words = markup.escaped(file.name)
    before = "!" if file.media_type in SHOWN_INLINE else ""
    return f"{before}[{words}]({url.replace('(', '%28').replace(')', '%29')})"


def open_with(post: Post, thread: Thread) -> None:
    """Let those who see the thread see the files that its new post links to, of those its author uploaded for it."""
    ids = {int(id) for id in _LINK.findall(post.html)}
    if not ids:
        return
    waiting = sa.select(Attachment).join(Attachment.file).options(sa.orm.contains_eager(Attachment.file))
    unposted = Attachment.file_id.in_(ids), Attachment.post_id.is_(None)
    own = StoredFile.uploaded_by_id == post.author_id, StoredFile.programme_id == thread.programme_id
    for attachment in db.session.scalars(waiting.where(*unposted, *own)):
        attachment.post_id = post.id
        attachment.file.share_audience_of(thread)
