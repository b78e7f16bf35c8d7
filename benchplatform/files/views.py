"""Sending files: streamed, safe to open, in parts for those who ask so, and not again to those who have them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext
from werkzeug.datastructures import Range
from werkzeug.wsgi import wrap_file

from ..events import file_opened
from ..logs import log
from ..permissions import requires
from .kinds import SHOWN_INLINE
from .local import CHUNK
from .models import StoredFile
from .store import file_store

bp = Blueprint("files", __name__)

_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


@bp.app_template_filter()
def file_size(size: int) -> str:
    """ "840 kB", "12.4 MB" """
    if size < 1_000_000:
        return gettext("%(size)s kB", size=max(1, round(size / 1000)))
    return gettext("%(size)s MB", size=format_decimal(round(size / 1e6, 1)))


@bp.get("/files/<id:id>/<name>")
@requires("files.read", StoredFile)
def download(file: StoredFile) -> ResponseReturnValue:
    if (request.view_args or {})["name"] != file.name:
        return redirect(url_for("files.download", id=file.id, name=file.name))
    if not file_store().has(file.digest):
        log.error("file missing in the store", file=file.id, digest=file.digest)
        abort(410)
    response = Response(mimetype=file.media_type, headers=_headers(file))
    response.set_etag(file.digest)
    if request.if_none_match.contains_weak(file.digest):
        response.status_code = 304
    else:
        _fill(response, file)
    if request.method == "GET" and response.status_code < 400:
        file_opened.send(file, response=response)
    return response


def _headers(file: StoredFile) -> dict[str, str]:
    how = "inline" if file.media_type in SHOWN_INLINE else "attachment"
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in file.name)
    return {
        "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": _POLICY,
        "Cache-Control": "private, no-cache",
        "Accept-Ranges": "bytes",
    }


def _fill(response: Response, file: StoredFile) -> None:
    start, end = 0, file.size
    if (asked := _part_asked_for(file)) is not None:
        part = asked.range_for_length(file.size)
        if part is None:
            response.status_code, response.headers["Content-Range"] = 416, f"bytes */{file.size}"
            return
        start, end = part
        response.status_code, response.headers["Content-Range"] = 206, f"bytes {start}-{end - 1}/{file.size}"
    response.content_length = end - start
    if request.method != "HEAD":
        response.response, response.direct_passthrough = _content(file, start, end), True


def _part_asked_for(file: StoredFile) -> Range | None:
    """One range of bytes of the very content we have; several at once are answered with the whole."""
    asked, condition = request.range, request.if_range
    is_same = condition is None or (condition.etag in (None, file.digest) and condition.date is None)
    return asked if asked and asked.units == "bytes" and len(asked.ranges) == 1 and is_same else None


def _content(file: StoredFile, start: int, end: int) -> Iterable[bytes]:
    """To its end, and from this machine's disk, it is handed to the server, which then keeps no thread busy."""
    store = file_store()
    place = store.place(file.digest)
    if place is None or end < file.size:
        return store.read(file.digest, start, end)
    content = place.open("rb")
    content.seek(start)
    return wrap_file(request.environ, content, CHUNK)
