"""Where the platform is mounted: its own addresses are its own, and every other address is the host's."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from benchplatform.config import ConfigError

from .embedded import Browser, mounted, plain_host


@pytest.mark.parametrize("prefix", ["/bench", "/work/shared-bench"])
def test_pages_are_below_the_prefix_and_link_below_it(
    app: Flask, database_url: str, tmp_path: Path, prefix: str
) -> None:
    browser = Browser(plain_host(database_url, tmp_path, prefix))
    browser.get("/be/miriam")
    page = browser.get(f"{prefix}/notes")
    assert page.status_code == 200
    assert "<h1>Notes of Miriam</h1>" in page.text
    assert f'action="{prefix}/notes"' in page.text
    assert f'href="{prefix}/static/css/base.css?v=' in page.text


def test_the_prefix_without_its_slash_leads_to_the_first_page(app: Flask, database_url: str, tmp_path: Path) -> None:
    answer = Browser(plain_host(database_url, tmp_path)).get("/bench?a=b c")
    assert (answer.status_code, answer.location) == (308, "/bench/?a=b%20c")


def test_addresses_that_only_begin_alike_are_the_hosts(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(plain_host(database_url, tmp_path))
    assert browser.get("/benchmark").text == "The host's own benchmark."
    assert browser.get("/notes").status_code == 404
    assert "Plain site" not in browser.get("/notes").text


def test_an_address_that_is_not_there_is_our_page_in_the_hosts_frame(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    browser = Browser(plain_host(database_url, tmp_path))
    browser.get("/be/miriam")
    page = browser.get("/bench/nowhere")
    assert page.status_code == 404
    assert "There is nothing here for you" in page.text
    assert "Plain site" in page.text


def test_a_host_that_is_itself_below_a_path(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = plain_host(database_url, tmp_path, sign_in_url="/be/miriam")
    browser = Browser(DispatcherMiddleware(Response("outside"), {"/site": host}))
    assert browser.get("/site/bench/notes").location == "/site/be/miriam?next=/site/bench/notes"
    browser.get("/site/be/miriam")
    assert browser.get("/site/bench").location == "/site/bench/"
    page = browser.get("/site/bench/notes")
    assert 'action="/site/bench/notes"' in page.text
    assert browser.send("/site/bench/notes", "/site/bench/notes", text="Hello").location == "/site/bench/notes"
    cookie = browser.get_cookie("bench", path="/site/bench")
    assert cookie
    assert (cookie.path, cookie.http_only) == ("/site/bench", True)


def test_a_proxy_fix_from_before_the_mounting_sees_our_requests(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = Flask("proxied", static_folder=None)
    host.secret_key = "proxied"
    host.wsgi_app = ProxyFix(host.wsgi_app, x_host=1, x_prefix=1)  # type: ignore[method-assign]
    mounted(host, database_url, tmp_path, "/bench", identity=lambda: None, sign_in_url="/in")
    answer = Browser(host).get(
        "/bench/notes", headers={"X-Forwarded-Prefix": "/outer", "X-Forwarded-Host": "x.example"}
    )
    assert answer.location == "/outer/in?next=/outer/bench/notes"


def test_two_platforms_in_one_host_do_not_meet(app: Flask, database_url: str, fresh_url: str, tmp_path: Path) -> None:
    host = plain_host(database_url, tmp_path)
    other = mounted(
        host, fresh_url, tmp_path, "/bench/other", identity=lambda: None, name="other", config={"SITE_NAME": "Other"}
    )
    browser = Browser(host)
    browser.get("/be/miriam")
    assert "Notes of Miriam" in browser.get("/bench/notes").text
    assert "Notes of nobody" in browser.get("/bench/other/open").text
    assert "Other" in browser.get("/bench/other/open").text
    assert sorted(name for name in host.cli.commands if name in ("bench", "other")) == ["bench", "other"]
    with host.test_request_context():
        assert host.url_for("other") == "/bench/other/"
        assert host.url_for("bench", page="notes") == "/bench/notes"
    assert other.app.config["BENCH"]["SITE_URL"] == "http://127.0.0.1:8000/bench/other"


@pytest.mark.parametrize("prefix", ["", "/", "bench", "/bench/", "/a//b", "/a b"])
def test_a_prefix_that_is_none_is_refused(database_url: str, tmp_path: Path, prefix: str) -> None:
    with pytest.raises(ConfigError, match="url_prefix must look like"):
        plain_host(database_url, tmp_path, prefix)


def test_a_prefix_that_is_taken_is_refused(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = plain_host(database_url, tmp_path)
    with pytest.raises(ConfigError, match="Something is mounted at /bench already"):
        mounted(host, database_url, tmp_path, "/bench", identity=lambda: None, name="other")


def test_static_files_ask_the_host_nothing(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = plain_host(database_url, tmp_path)
    asked = []
    host.before_request(lambda: asked.append(1))
    answer = Browser(host).get("/bench/static/icon.svg")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert asked == []


def test_the_address_for_mail_follows_from_the_host(app: Flask, database_url: str, tmp_path: Path) -> None:
    host = Flask("named", static_folder=None)
    host.config.update(SECRET_KEY="named", SERVER_NAME="intranet.example", PREFERRED_URL_SCHEME="https")
    bench = mounted(host, database_url, tmp_path, "/a/b", identity=lambda: None)
    assert bench.app.config["BENCH"]["SITE_URL"] == "https://intranet.example/a/b"
    assert bench.app.config["SESSION_COOKIE_NAME"] == "__Secure-bench"
    assert bench.app.config["SESSION_COOKIE_SECURE"] is True
