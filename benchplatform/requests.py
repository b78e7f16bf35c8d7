"""A request: its size limits, its files on their way to the store, and what can be saved when it is too large."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, cast
from urllib.parse import parse_qsl

import flask
from flask import Flask, current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from .database import writes
from .files.incoming import IncomingFile

LARGEST_FORM = 3_000_000
"""Bytes of a form without files: room for a pasted book, so that the answer can be a sentence about its length."""

MOST_FILES = 10
"""In one form; of more than these, none is flushed to the disk."""

_PREFIX = 1_000_000
_CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


class Request(flask.Request):
    """Files of a form are written straight to the store's own disk while they are hashed."""

    max_form_memory_size = LARGEST_FORM

    @property
    def is_json(self) -> bool:
        """Never: Flask-WTF would fill forms from JSON, with numbers and lists where their fields expect text."""
        return False

    def _load_form_data(self) -> None:
        """Files count in fields named `file` alone: a form that found one in place of text would fail."""
        if "form" not in self.__dict__:
            super()._load_form_data()
            files = self.__dict__["files"].items(multi=True)
            self.__dict__["files"] = ImmutableMultiDict([(name, file) for name, file in files if name == "file"])

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        incoming = IncomingFile()
        self.incoming.append(incoming)
        return cast(IO[bytes], incoming)

    @property
    def incoming(self) -> list[IncomingFile]:
        found: list[IncomingFile] = self.__dict__.setdefault("_incoming", [])
        return found

    def kept_fields(self) -> MultiDict[str, str]:
        """The text of the form, as much as arrived; also when the body was too large, or the disk was full."""
        if "form" in self.__dict__:
            return self.form
        body = self.environ["wsgi.input"]
        if getattr(body, "seekable", bool)():
            body.seek(0)
        return _fields_in_prefix(body.read(_PREFIX), self.content_type or "")


def accepts_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view's form carry a file up to the setting UPLOAD_LIMIT_MB, in a field named `file`."""
    view.accepts_files = 1  # type: ignore[attr-defined]
    return view


def accepts_several_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same with up to MOST_FILES of them, together as large."""
    view.accepts_files = MOST_FILES  # type: ignore[attr-defined]
    return view


def largest_body(app: Flask) -> int:
    """Bytes that any form may have: the largest file, and room for the text around it."""
    return int(app.config["BENCH"]["UPLOAD_LIMIT_MB"]) * 1_000_000 + LARGEST_FORM


def set_limits(app: Flask) -> None:
    """Before anything else looks at a request: its size limit, its body on disk, and whether it may write."""

    @app.before_request
    def _receive() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        most_files = getattr(view, "accepts_files", 0)
        request.max_content_length = largest_body(app) if most_files else LARGEST_FORM
        changes = request.method in _CHANGES
        if changes:  # read, and flushed to the disk, before the database's write lock is taken
            # flushing takes long, and of a thousand others none is kept
            for file in request.files.getlist("file")[:most_files]:
                file.stream.finish()  # type: ignore[attr-defined]
        request.environ["bench.writes"] = writes.set(changes)

    @app.teardown_request
    def _leave(error: BaseException | None) -> None:
        for incoming in getattr(request, "incoming", ()):
            incoming.discard()
        token = request.environ.pop("bench.writes", None)
        if token is not None:
            writes.reset(token)


def _fields_in_prefix(prefix: bytes, content_type: str) -> MultiDict[str, str]:
    kind, options = parse_options_header(content_type)
    if kind == "application/x-www-form-urlencoded":
        return MultiDict(parse_qsl(prefix.decode("ascii", "replace"), keep_blank_values=True, errors="replace"))
    fields = MultiDict[str, str]()
    if kind == "multipart/form-data" and "boundary" in options:
        with suppress(ValueError):  # broken from here on; what came before it is kept
            _read_fields(MultipartDecoder(options["boundary"].encode()), prefix, fields)
    return fields


def _read_fields(decoder: MultipartDecoder, prefix: bytes, fields: MultiDict[str, str]) -> None:
    decoder.receive_data(prefix)
    name, content = None, b""
    while not isinstance(event := decoder.next_event(), NeedData | File | Epilogue):
        if isinstance(event, Field):
            name, content = event.name, b""
        elif isinstance(event, Data) and name is not None:
            content += event.data
            if not event.more_data:
                fields.add(name, content.decode("utf-8", "replace"))
                name = None
    if name is not None:
        fields.add(name, content.decode("utf-8", "replace"))
