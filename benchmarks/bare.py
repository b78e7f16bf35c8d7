"""The yardstick: a bare Flask view on the same server, with the same sign-in, that returns as many bytes.

python -m benchmarks.bare INSTANCE BYTES
"""

from __future__ import annotations

import sys

from flask import Flask, Response
from flask_login import login_required

from benchplatform.app import create_app
from benchplatform.database import db, prepare_sqlite, writes
from benchplatform.extensions import login_manager
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
    app.extensions["bench_identify"] = platform.extensions["bench_identify"]
    db.init_app(app)
    login_manager.init_app(app)
    with app.app_context():
        prepare_sqlite(db.engine)

    @app.route("/")
    @login_required
    def view() -> Response:
        return Response(page, mimetype="text/html")

    @app.before_request
    def reads() -> None:
        writes.set(False)

    return app


if __name__ == "__main__":
    application = bare(create_app({"JOBS": "worker"}, sys.argv[1]), int(sys.argv[2]))
    with application.app_context():
        serve(application, "127.0.0.1", 0, lambda port: print(f"Serving at http://127.0.0.1:{port}/", flush=True))
