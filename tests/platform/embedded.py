"""Sites to mount the platform in, a browser for them, and a plugin whose pages show what arrives."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, flash, has_app_context, jsonify, redirect, request, session, url_for
from flask import render_template_string as render
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from jinja2 import DictLoader
from sqlalchemy import orm
from werkzeug.test import Client, TestResponse

from benchplatform import Benchplatform, Identity
from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.permissions import public, requires, rule
from benchplatform.plugin import Plugin
from benchplatform.requests import accepts_files

from ..client import check_page

PLAIN_BASE = """<!doctype html><html lang="en"><head><title>{% block title %}{% endblock %} | Plain</title>
{% block head %}<link rel="stylesheet" href="/host.css">{% endblock %}</head><body><header>Plain site</header>
{% for words in get_flashed_messages() %}<p>Host says: {{ words }}</p>{% endfor %}
<main>{% block content %}{% endblock %}</main></body></html>"""
STRICT_BASE = """<!doctype html><html lang="sv"><head><title>{% block page_title %}{% endblock %}</title></head>
<body><p>Strict site of {{ current_user.full_name }}</p>{% block main %}{% endblock %}</body></html>"""
STRICT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'"


class Browser(Client):
    """A browser at a host site: keeps cookies, looks at each page, takes form tokens from the page itself."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():  # a test's own transaction would keep the request waiting
            db.session.rollback()
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not response.is_streamed and response.data:
            check_page(response.text)
        return response

    def send(self, page: str, path: str, **data: Any) -> TestResponse:
        """Open a page and send a form from it to a path."""
        return self.post(path, data={"csrf_token": token_in(self.get(page)), **data})


def token_in(response: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
    assert found, f"no form on {response.request.path}: {response.status} {response.text[:300]}"
    return found.group(1)


def plain_host(database_url: str, folder: Path, prefix: str = "/bench", **options: Any) -> Flask:
    """A host with a session of its own: `/be/<subject>` signs in, `/leave` signs out."""
    app = Flask("plain_host", instance_path=str(folder), static_folder=None)
    app.config.update(SECRET_KEY="plain", TESTING=True)
    app.jinja_loader = DictLoader({"site.html": PLAIN_BASE})

    @app.get("/be/<subject>")
    def be(subject: str) -> str:
        usual = {"subject": subject, "email": f"{subject}@example.org", "name": subject.title()}
        session.update(usual | request.args.to_dict())
        return f"You are {subject}."

    @app.get("/leave")
    def leave() -> str:
        session.clear()
        return "Gone."

    @app.get("/say/<words>")
    def say(words: str) -> str:
        flash(words)
        return "Said."

    @app.get("/benchmark")
    def benchmark() -> str:
        return "The host's own benchmark."

    @app.after_request
    def sign(response: Response) -> Response:
        response.headers["X-Host"] = "plain"
        return response

    def who() -> Identity | None:
        if "subject" not in session:
            return None
        return Identity(session["subject"], session["email"], session["name"], session.get("locale"))

    mounted(app, database_url, folder, prefix, identity=who, **{"base_template": "site.html"} | options)
    return app


def strict_host(database_url: str, folder: Path, prefix: str = "/inside/bench") -> Flask:
    """A host that shares its database, guards every form and page, allows small bodies, and has a strict policy."""
    app = Flask("strict_host", instance_path=str(folder), static_folder=None)
    app.config.update(SECRET_KEY="strict", TESTING=True, SQLALCHEMY_DATABASE_URI=database_url, MAX_CONTENT_LENGTH=1000)
    app.jinja_loader = DictLoader({"base.html": STRICT_BASE})
    tables = SQLAlchemy(app)

    class Member(UserMixin, tables.Model):  # type: ignore[name-defined,misc]
        __tablename__ = "member"
        id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
        full_name: orm.Mapped[str] = orm.mapped_column(sa.String(80))

    CSRFProtect(app)
    login = LoginManager(app)
    login.user_loader(lambda number: tables.session.get(Member, int(number)))

    @app.before_request
    def wall() -> Any:
        if request.endpoint != "enter" and not current_user.is_authenticated:
            return redirect(url_for("enter", next=request.full_path.rstrip("?")))
        return None

    @app.route("/enter", methods=["GET", "POST"])
    def enter() -> Any:
        if request.method == "POST":
            login_user(tables.session.get(Member, request.form["member"]), remember=True)
            return redirect(request.args.get("next", "/"))
        return f'<form method="post"><input name="csrf_token" value="{generate_csrf()}"></form>'

    @app.get("/")
    def start() -> str:
        return f"Hello {current_user.full_name}"

    @app.after_request
    def police(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = STRICT_POLICY
        return response

    def who() -> Identity:
        return Identity(
            current_user.get_id(), f"{current_user.get_id()}@strict.example", current_user.full_name, "sv_SE"
        )

    with app.app_context():
        tables.drop_all()
        tables.create_all()
        tables.session.add_all([Member(id=1, full_name="Anna Ek"), Member(id=2, full_name="Bo Alm")])
        tables.session.commit()
    blocks = {"title": "page_title", "body": "main"}
    mounted(app, database_url, folder, prefix, identity=who, base_template="base.html", blocks=blocks)
    return app


def enter(browser: Browser, member: int) -> None:
    """Sign in at the strict host."""
    token = re.search(r'value="([^"]+)"', browser.get("/enter").text)
    assert token
    assert browser.post("/enter", data={"csrf_token": token.group(1), "member": str(member)}).status_code == 302


def mounted(app: Flask, database_url: str, folder: Path, prefix: str, **options: Any) -> Benchplatform:
    settings = {"DATABASE_URL": database_url, "LOCALE": "en", "JOBS": "worker", "UPLOAD_LIMIT_MB": 2}
    settings |= options.pop("config", {})
    name = options.get("name", "bench")
    bench = Benchplatform(
        app, prefix, config=settings, instance=folder / name, **{"plugins": [probe_plugin()]} | options
    )
    bench.app.testing = True
    app.extensions[name] = bench
    return bench


def example() -> ModuleType:
    """The module of the example host, which is no package."""
    path = Path(__file__).parents[2] / "examples" / "host" / "app.py"
    spec = importlib.util.spec_from_file_location("example_host", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # Flask finds a site's templates by its module
    spec.loader.exec_module(module)
    return module


PAGE = """{% extends "layout.html" %}{% import "components/forms.html" as forms with context %}
{% block title %}Notes & <b>more</b>{% endblock %}{% block main %}<h1>Notes of {{ person.name or "nobody" }}</h1>
<p>{{ person.about }}</p><form method="post" action="{{ url_for("probe.write") }}">{{ forms.hidden() }}
<button>{{ _("Cancel") }}</button></form>{% endblock %}"""


@rule("probe.use")
def anybody_signed_in(person: Any, subject: Any) -> bool:
    """Anybody who is signed in."""
    return True


def probe_plugin() -> Plugin:
    bp = Blueprint("probe", __name__)

    @bp.get("/notes")
    @requires("probe.use")
    def notes() -> str:
        return render(PAGE)

    @bp.get("/open")
    @public
    def open_to_all() -> str:
        return render(PAGE.replace("person.about", '"for all"'))

    @bp.post("/notes", endpoint="write")
    @requires("probe.use")
    def write() -> Response:
        db.session.merge(Person(id=current_user.id, about=request.form["text"]))
        db.session.commit()
        flash("Written down.")
        return redirect(url_for("probe.notes"))

    @bp.post("/files")
    @accepts_files
    @requires("probe.use")
    def files() -> Response:
        return jsonify(size=len(request.files["file"].read()), note=request.form.get("note"))

    @bp.get("/stream")
    @requires("probe.use")
    def stream() -> Response:
        return Response((f"line {number}\n" for number in range(3)), mimetype="text/plain")

    @bp.get("/fragment")
    @requires("probe.use")
    def fragment() -> str:
        return "<p>A piece of a page</p>"

    rules = ModuleType("probe_rules")
    rules.anybody_signed_in = anybody_signed_in  # type: ignore[attr-defined]
    return Plugin(name="probe", blueprint=bp, rules=rules)
