"""The yardstick: a bare Flask view on the same server, with the same sign-in, that returns as many bytes.

python -m benchmarks.bare INSTANCE BYTES
"""

from __future__ import annotations

import sys

from flask import Flask, Response, abort, session

from benchplatform.accounts.models import SignIn
from benchplatform.app import create_app
from benchplatform.database import db, writes
from benchplatform.serving import serve


def bare(platform: Flask, size: int) -> Flask:
    """One route; who is signed in is read from the database as the platform does it, and nothing else is."""
    app, page = Flask("bare"), b"x" * size
    app.config.update({name: platform.config[name] for name in ("SECRET_KEY", "SESSION_COOKIE_NAME", "BENCH")})
    app.config.update(
        SQLALCHEMY_DATABASE_URI=platform.config["SQLALCHEMY_DATABASE_URI"],
        SQLALCHEMY_ENGINE_OPTIONS=platform.config["SQLALCHEMY_ENGINE_OPTIONS"],
    )
    app.extensions["bench_files"] = platform.extensions["bench_files"]
    db.init_app(app)

    @app.route("/")
    def view() -> Response:
        writes.set(False)
        sign_in = SignIn.with_token(session["sign_in"])
        if sign_in is None:
            abort(403)
        return Response(page, mimetype="text/html")

    return app


if __name__ == "__main__":
    application = bare(create_app({"JOBS": "worker"}, sys.argv[1]), int(sys.argv[2]))
    with application.app_context():
        serve(application, "127.0.0.1", 0, lambda port: print(f"Serving at http://127.0.0.1:{port}/", flush=True))
