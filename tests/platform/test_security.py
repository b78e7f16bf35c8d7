"""What every answer says to the browser, which names the site answers to, and where it may lead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from benchplatform.pages import own_path
from benchplatform.plugin import chosen

from ..client import Client
from ..factories import make_cluster, make_member, make_organisation
from .conftest import MakeApp

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": None,
}
YEAR = "public, max-age=31536000, immutable"


def said(client: Client, path: str, method: str = "GET", **given: object) -> dict[str, str | None]:
    answer = client.open(path, method=method, **given)
    return {name: answer.headers.get(name) for name in HEADERS}


def test_every_answer_to_a_visitor_has_every_header(client: Client) -> None:
    for path in ("/", "/sign-in", "/nowhere", "/healthz", "/profile", "/clusters/x/"):
        assert said(client, path) == HEADERS, path
    for method in ("POST", "PUT", "OPTIONS", "HEAD", "TRACE"):
        assert said(client, "/sign-in", method) == HEADERS, method
    assert said(client, "/", headers={"Host": "evil.example"}) == HEADERS
    assert said(client, "/sign-in", "POST", data={"x": "y" * 4_000_000}) == HEADERS


def test_every_answer_to_a_member_has_every_header(client: Client) -> None:
    cluster = make_cluster(organisations=[make_organisation()])
    client.as_person(make_member(cluster))
    for path in ("/", f"/clusters/{cluster.slug}/", "/profile", "/nowhere", "/admin/", "/sign-out"):
        assert said(client, path) == HEADERS, path


def test_static_files_are_kept_for_a_year_and_missing_ones_are_not(client: Client) -> None:
    assert said(client, "/static/css/base.css") == HEADERS | {"Cache-Control": YEAR}
    assert said(client, "/static/css/never.css") == HEADERS


def test_an_error_of_ours_has_every_header_and_tells_nothing(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_app()
    site.testing = False
    monkeypatch.setitem(site.view_functions, "home.health", lambda: 1 / 0)
    client = site.test_client()
    assert said(client, "/healthz") == HEADERS
    answer = client.get("/healthz")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_behind_tls_the_browser_is_told_to_stay_there(make_app: MakeApp) -> None:
    client = make_app(SITE_URL="https://bench.example.org").test_client()
    answer = client.get("/sign-in", base_url="https://bench.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert re.fullmatch(r"__Host-bench=[^;]+; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_without_tls_the_cookie_is_still_closed_to_scripts(client: Client) -> None:
    (cookie,) = client.get("/sign-in").headers.getlist("Set-Cookie")
    assert re.fullmatch(r"bench=[^;]+; HttpOnly; Path=/; SameSite=Lax", cookie)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "[::1", "", "a b", "127.0.0.1@evil.example"]
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/sign-in"), ("POST", "/sign-in"), ("GET", "/static/icon.svg"), ("GET", "/x")]
)
def test_a_foreign_name_is_refused(client: Client, host: str, method: str, path: str) -> None:
    answer = client.open(path, method=method, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "This site has another name.\n")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:5000", "LOCALHOST", "[::1]:8000"])
def test_this_machine_has_several_names(client: Client, host: str) -> None:
    assert client.get("/sign-in", headers={"Host": host}).status_code == 200


def test_a_public_site_has_its_own_name_alone(make_app: MakeApp) -> None:
    client = make_app(SITE_URL="https://bench.example.org").test_client()
    found = [
        client.get("/sign-in", headers={"Host": host}).status_code
        for host in (
            "bench.example.org",
            "BENCH.example.org:443",
            "localhost",
            "example.org",
            "bench.example.org.evil.example",
        )
    ]
    assert found == [200, 200, 400, 400, 400]


@pytest.mark.parametrize("path", ["/", "/clusters/x/?a=b#c", "/search?q=//evil", "/%09/evil", "/a//b", "/å", "/a:b"])
def test_a_path_of_ours_is_gone_on_to(path: str) -> None:
    assert own_path(path, "/first") == path


@pytest.mark.parametrize(
    "trick",
    [
        None, "", "evil.example", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example",
        "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "https://evil.example", "https:evil.example",
        "https:/evil.example", "http:\\\\evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example",
        "/\t/evil.example", "/\n/evil.example", "\t//evil.example", "/\r\nSet-Cookie: a=b", "/\x00/evil.example",
        "//[::1", "?next=//evil.example", "@evil.example", "/\u2028x",
    ],
)  # fmt: skip
def test_no_trick_leads_elsewhere(trick: str | None) -> None:
    assert own_path(trick, "/first") == "/first"


@pytest.fixture
def open_app(app: Flask, make_app: MakeApp) -> Flask:
    """Everything that is installed, with forms that need no token: what is tried gets through to the views."""
    site = make_app(chosen("all"))
    site.config["WTF_CSRF_ENABLED"] = False
    return site


def test_what_is_no_id_is_no_address(open_app: Flask) -> None:
    client = open_app.test_client().as_person(make_member(make_cluster(organisations=[make_organisation()])))
    routes = [rule for rule in open_app.url_map.iter_rules() if "<id:" in rule.rule]
    assert len(routes) > 10
    for number in ("0", "-1", "x", "1.5", "1e3", "2147483648", "9" * 40, "%00", "٣", "1;", "+1", "01"):
        for rule in routes:
            for method in ("GET", "POST"):
                answer = client.open(address(rule, id=number), method=method)
                assert answer.status_code in (404, 405), f"{method} {rule.rule} {number}"


def test_what_is_too_large_a_number_is_no_address(open_app: Flask) -> None:
    client = open_app.test_client().as_person(make_member(make_cluster("Own", organisations=[make_organisation()])))
    routes = [rule for rule in open_app.url_map.iter_rules() if "<int:" in rule.rule]
    assert routes
    for number in ("2147483648", "9" * 40, "-1"):
        for rule in routes:
            assert client.get(address(rule, int=number, string="own")).status_code in (404, 405), rule.rule


def test_no_word_in_an_address_is_an_error_of_ours(open_app: Flask) -> None:
    person = make_member(make_cluster("Own", organisations=[make_organisation()]))
    for client in (open_app.test_client().as_person(person), open_app.test_client()):
        for word in ("a%00b", "x" * 5000, "%FF", "..%2f..%2fetc"):
            for rule in (rule for rule in open_app.url_map.iter_rules() if "<" in rule.rule):
                for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                    answer = client.open(address(rule, string=word, path=word), method=method)
                    assert answer.status_code < 500, f"{method} {rule.rule} {word}"


def test_no_value_after_the_question_mark_is_an_error_of_ours(open_app: Flask) -> None:
    cluster = make_cluster("Own", organisations=[make_organisation()])
    client = open_app.test_client().as_person(make_member(cluster))
    for value in ("%00", "-1", "9" * 40, "x", "%FF"):
        query = "&".join(f"{name}={value}" for name in ("page", "q", "id", "next", "token", "meeting", "organisation"))
        for rule in open_app.url_map.iter_rules():
            if "GET" in (rule.methods or set()) and "static" not in rule.endpoint:
                answer = client.get(f"{address(rule, string='own')}?on=meeting&{query}")
                assert answer.status_code < 500, f"{rule.rule}?{query}"


def address(rule: Rule, **values: str) -> str:
    """The rule's path with the given text for each kind of converter."""
    given = {"id": "1", "int": "1", "string": "x", "path": "x"} | values
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: given[found.group(1) or "string"], rule.rule)


def test_the_folder_of_static_files_cannot_be_left(client: Client) -> None:
    for trick in ("../app.py", "%2e%2e/app.py", "..%2fapp.py", "css/../../app.py", "%2e%2e%2f" * 8 + "etc/passwd"):
        answer = client.get(f"/static/{trick}")
        assert answer.status_code == 404
    assert Path(client.application.root_path, "app.py").exists()
