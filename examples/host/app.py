"""A small site with people, a database and looks of its own, and Benchplatform below /bench.

`python examples/host/app.py` makes what is missing and serves it; PORT and INSTANCE say where.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import sys
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

from flask import Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from waitress import create_server

from benchplatform import Benchplatform, Identity

INSTANCE = Path(__file__).resolve().parents[2] / "instance" / "host"
SCHEMA = "CREATE TABLE IF NOT EXISTS staff (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE, unit TEXT)"


def create_app(instance: Path = INSTANCE, url_prefix: str = "/bench", **config: Any) -> Flask:
    """The whole site; `config` goes to Benchplatform."""
    instance.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(instance.resolve()))
    app.config["SECRET_KEY"] = _secret(instance / "site_key")
    app.config["DATABASE"] = instance / "site.sqlite3"
    _make_staff(app.config["DATABASE"])
    app.before_request(_look_who_is_there)
    app.add_url_rule("/", "start", start)
    app.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    app.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    Benchplatform(
        app,
        url_prefix,
        identity=current_identity,
        base_template="site.html",
        sign_in_url="/sign-in",
        instance=instance / "bench",
        config={"DATABASE_URL": f"sqlite:///{app.config['DATABASE']}", "DEMO": True, **config},
    )
    return app


def current_identity() -> Identity | None:
    """All that Benchplatform wants to know of this site."""
    return g.staff and Identity(subject=str(g.staff["id"]), email=g.staff["email"], name=g.staff["name"])


def start() -> str:
    return render_template("start.html")


def sign_in() -> Any:
    """Choose who to be: a real site would ask for a password here."""
    if request.method == "POST":
        person = _staff(request.form.get("staff", type=int))
        if person is None:
            abort(404)
        session["staff"] = person["id"]
        flash(f"Welcome, {person['name']}.")
        return redirect(_own_path(request.form.get("next", "")) or url_for("start"))
    with _database() as database:
        everybody = database.execute("SELECT * FROM staff ORDER BY unit, name").fetchall()
    return render_template("sign_in.html", everybody=everybody, onwards=request.args.get("next", ""))


def sign_out() -> Any:
    session.clear()
    return redirect(url_for("start"))


def _own_path(path: str) -> str:
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_own else ""


def _look_who_is_there() -> None:
    g.staff = _staff(session.get("staff"))


def _staff(number: int | None) -> sqlite3.Row | None:
    with _database() as database:
        found: sqlite3.Row | None = database.execute("SELECT * FROM staff WHERE id = ?", (number,)).fetchone()
    return found


def _database(path: Path | None = None) -> Any:
    database = sqlite3.connect(path or current_app.config["DATABASE"], timeout=10)
    database.row_factory = sqlite3.Row
    return closing(database)


def _make_staff(path: Path) -> None:
    """The people of the demo, whom Benchplatform knows by their addresses, and one whom it does not know yet."""
    demo = json.loads((files("benchplatform") / "content" / "demo_programme.json").read_text("utf-8"))
    people = [(person["name"], person["email"], person["org"]) for person in demo["people"]]
    people.append(("Nadja Novak", "nadja.novak@newcomer.example", "newcomer"))
    with _database(path) as database, database:
        database.execute(SCHEMA)
        database.executemany("INSERT OR IGNORE INTO staff (name, email, unit) VALUES (?, ?, ?)", people)


def _secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()


def main() -> None:
    port = int(os.environ.get("PORT", "8100"))
    address = f"http://127.0.0.1:{port}"
    app = create_app(Path(os.environ.get("INSTANCE") or INSTANCE), SITE_URL=address)
    try:
        server = create_server(app, host="127.0.0.1", port=port, threads=8)
    except OSError as error:
        sys.exit(f"Port {port} cannot be used: {error.strerror}. Choose another: PORT={port + 1}")
    app.cli.commands["bench"].main(["init"], standalone_mode=False)
    print(f"The site is at {address}/ and Benchplatform in it at {address}/bench/. Stop with Ctrl+C.", flush=True)
    server.run()


if __name__ == "__main__":
    main()
