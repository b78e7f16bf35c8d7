"""One line for each request and job, with an id that also stands on the error page."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

log = structlog.get_logger()

_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def set_up(style: str) -> None:
    """Log to standard error, as text for people or as JSON for machines; libraries' warnings too."""
    renderer = structlog.processors.JSONRenderer() if style == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


def init_app(app: Flask) -> None:
    @app.before_request
    def _begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()
        bind_contextvars(request=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        if "began" in g and request.endpoint != "static":
            took = round((time.perf_counter() - g.began) * 1000, 1)
            log.info("request", method=request.method, path=request.path, status=response.status_code, ms=took)
        response.headers["X-Request-ID"] = g.get("request_id", "")
        return response

    @app.teardown_request
    def _clear(error: BaseException | None) -> None:
        clear_contextvars()
