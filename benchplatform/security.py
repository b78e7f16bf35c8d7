"""What every answer says to the browser, and which names the site answers to."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from .config import LOOPBACK
from .permissions import is_static

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ONE_YEAR = 365 * 24 * 3600
_STAY_ON_TLS = {"Strict-Transport-Security": f"max-age={2 * _ONE_YEAR}; includeSubDomains"}


def headers(app: Flask) -> dict[str, str]:
    """What every answer of the site says, whatever it is; in a host, TLS of the whole domain is the host's matter."""
    is_ours = app.config["BENCH"].is_https and "bench_host" not in app.extensions
    return _HEADERS | _STAY_ON_TLS if is_ours else _HEADERS


def init_app(app: Flask) -> None:
    settings = app.config["BENCH"]

    @app.before_request
    def _own_name_only() -> None:
        """Refuse a foreign Host header: it could end up in a page, a cache or a redirect."""
        host = urlsplit(f"//{request.host}").hostname or ""
        known = host == settings.site_host or (settings.site_host in LOOPBACK and host in LOOPBACK)
        if not known and "bench.identity" not in request.environ:
            abort(400, "unknown-host")

    @app.after_request
    def _add_headers(response: Response) -> Response:
        said = {name.lower() for name, _ in response.headers}  # a download's policy is stricter
        response.headers.extend((name, value) for name, value in headers(app).items() if name.lower() not in said)
        if is_static(request.endpoint) and response.status_code < 400:
            response.headers["Cache-Control"] = f"public, max-age={_ONE_YEAR}, immutable"
        else:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
