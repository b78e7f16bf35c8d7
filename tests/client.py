"""A test client that signs people in, reads pages, and looks at each page it gets."""

from __future__ import annotations

import re
import threading
from html.parser import HTMLParser
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from benchplatform.accounts.models import Person, SignIn
from benchplatform.afterwards import BESIDE
from benchplatform.database import db

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Client(FlaskClient):
    """`as_person(person)` signs in; `post_form` sends a form with its token, as a browser would."""

    def as_person(self, person: Person | None) -> Client:
        with self.session_transaction() as cookie:
            cookie.clear()
            if person is not None:
                _sign_in, token = SignIn.begin(person, "test")
                db.session.commit()
                cookie["sign_in"] = token
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = self._send(*args, **kwargs)
        if response.mimetype == "text/html" and response.location is None:
            check_page(response.text)
            response.close()  # as a server does when all is sent: what is noted afterwards is noted
        for thread in threading.enumerate():
            if thread.name == BESIDE:
                thread.join()
        return response

    def _send(self, *args: Any, **kwargs: Any) -> TestResponse:
        """A request with a context of its own, as on a server: a test's own would lend it `g` and the session."""
        if has_app_context():
            db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)

    def token(self) -> str:
        """A form token for this client's session."""
        page = self._send("/sign-in" if not self._signed_in() else "/profile")
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found, f"no form on {page.request.path}"
        return found.group(1)

    def post_form(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        return self.post(path, data={"csrf_token": self.token(), **(data or {})}, **kwargs)

    def _signed_in(self) -> bool:
        with self.session_transaction() as cookie:
            return "sign_in" in cookie


def check_page(html: str) -> None:
    """What every page must hold: closed tags, unique ids, labels that lead somewhere, one h1, no inline code."""
    page = _Page()
    page.feed(html)
    page.close()
    if not html.lstrip().startswith("<!doctype"):
        return
    assert page.stack == [], f"never closed: {page.stack}"
    assert len(page.ids) == len(set(page.ids)), f"an id twice: {sorted(i for i in page.ids if page.ids.count(i) > 1)}"
    assert page.labels <= set(page.ids), f"labels without a field: {page.labels - set(page.ids)}"
    assert page.headings == 1, f"{page.headings} h1 on the page"
    assert not page.inline, f"inline style or script: {page.inline}"
    assert "None" not in page.text.split(), "None is on the page"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.inline: list[str] = []
        self.headings = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.stack.append(tag)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if given.get("for"):
            self.labels.add(str(given["for"]))
        self.headings += tag == "h1"
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.inline += ["script"] if tag == "script" and "src" not in given else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>` of an icon: it is not left open, and no end of it comes."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack[-1] == tag, f"</{tag}> closes <{self.stack[-1]}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not {"textarea", "pre", "script"} & set(self.stack):
            self.text += data
