"""One line for each request and job, with an id that also stands on the error page.

A view that pages ask again and again says `g.is_quiet` when it had nothing to tell: else the log is nothing but that.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, reset_contextvars

from .permissions import is_static

log = structlog.get_logger()

_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def set_up(style: str) -> None:
    """Log to standard error, as text for people or as JSON for machines; libraries' warnings too."""
    text = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
    renderer = structlog.processors.JSONRenderer() if style == "json" else text
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


def follow_host() -> None:
    """In a host: hand our lines to Python's logging as `benchplatform`, unless the host has set up structlog."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            structlog.stdlib.render_to_log_kwargs,
        ],
        logger_factory=lambda *_: logging.getLogger("benchplatform"),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def init_app(app: Flask) -> None:
    @app.before_request
    def _begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()
        g.log_tokens = bind_contextvars(request=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        if "began" in g and not is_static(request.endpoint) and not g.get("is_quiet"):
            took = round((time.perf_counter() - g.began) * 1000, 1)
            log.info("request", method=request.method, path=_path(), status=response.status_code, ms=took)
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response

    @app.teardown_request
    def _clear(error: BaseException | None) -> None:
        reset_contextvars(**g.pop("log_tokens", {}))


def _path() -> str:
    """What was asked for, without the secret that a link from a mail carries."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(token, "…") if token else request.path
