"""Pages in the host's frame: its base template, its session, its headers, and our words in the middle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort, redirect, request, session

from benchplatform.config import ConfigError

from .embedded import STRICT_POLICY, Browser, enter, plain_host, strict_host


@pytest.fixture
def host(app: Flask, database_url: str, tmp_path: Path) -> Flask:
    return plain_host(database_url, tmp_path)


@pytest.fixture
def browser(host: Flask) -> Browser:
    browser = Browser(host)
    browser.get("/be/miriam")
    return browser


def test_title_head_and_body_stand_in_the_hosts_blocks(browser: Browser) -> None:
    html = browser.get("/bench/notes").text
    assert "<title>Notes & <b>more</b> | Plain</title>" in html
    head, body = html.split("</head>")
    assert '<link rel="stylesheet" href="/host.css">' in head
    assert 'href="/bench/static/css/base.css' in head
    assert "<header>Plain site</header>" in body
    assert body.index("<main>") < body.index('<div class="bench" lang="en">') < body.index("</main>")
    assert html.count("<!doctype html>") == html.count("<html") == html.count("<main>") == 1


def test_our_own_top_bar_and_footer_are_not_in_the_frame(browser: Browser) -> None:
    html = browser.get("/bench/notes").text
    assert 'class="topbar"' not in html
    assert 'class="foot"' not in html
    assert 'href="/bench/profile"' in html


def test_messages_of_the_host_are_shown_once_and_by_the_host(browser: Browser) -> None:
    browser.get("/say/hello")
    assert "Host says: hello" in browser.get("/bench/notes").text
    assert "Host says" not in browser.get("/bench/notes").text


def test_our_own_messages_are_shown_once_and_by_us(browser: Browser) -> None:
    browser.send("/bench/notes", "/bench/notes", text="Remember")
    page = browser.get("/bench/notes").text
    assert page.count("Written down.") == 1
    assert "Host says" not in page
    assert "<p>Remember</p>" in page


def test_a_framed_page_follows_the_hosts_policy_and_keeps_our_other_headers(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    browser = Browser(strict_host(database_url, tmp_path))
    enter(browser, 1)
    page = browser.get("/inside/bench/notes")
    assert page.headers.getlist("Content-Security-Policy") == [STRICT_POLICY]
    assert "X-Frame-Options" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers.getlist("Content-Type") == ["text/html; charset=utf-8"]
    assert int(page.headers["Content-Length"]) == len(page.data)


def test_a_base_without_a_head_block_gets_our_style_in_the_body(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(strict_host(database_url, tmp_path))
    enter(browser, 2)
    html = browser.get("/inside/bench/notes").text
    assert "Strict site of Bo Alm" in html
    assert "<title>Notes & <b>more</b></title>" in html
    assert html.count("/inside/bench/static/css/base.css") == 1
    assert html.index("</head>") < html.index("/inside/bench/static/css/base.css")


def test_a_page_without_a_policy_of_the_hosts_has_none(browser: Browser) -> None:
    page = browser.get("/bench/notes")
    assert page.headers["X-Host"] == "plain"
    assert "Content-Security-Policy" not in page.headers


def test_without_a_frame_pages_and_policy_are_ours(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(plain_host(database_url, tmp_path, base_template=None))
    browser.get("/be/miriam")
    page = browser.get("/bench/notes")
    assert "Plain site" not in page.text
    assert 'class="topbar"' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "X-Host" not in page.headers


def test_streams_fragments_and_redirects_pass_through_as_they_are(browser: Browser) -> None:
    stream = browser.get("/bench/stream")
    assert stream.text == "line 0\nline 1\nline 2\n"
    assert stream.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "X-Host" not in stream.headers
    assert browser.get("/bench/fragment").text == "<p>A piece of a page</p>"
    answer = browser.send("/bench/notes", "/bench/notes", text="x")
    assert (answer.status_code, answer.location) == (302, "/bench/notes")


def test_a_large_stream_is_not_gathered_before_it_is_sent(host: Flask, browser: Browser) -> None:
    answer = browser.get("/bench/stream", buffered=False)
    assert next(iter(answer.iter_encoded())) == b"line 0\n"


def test_head_is_answered_like_get_without_the_body(browser: Browser) -> None:
    page, head = browser.get("/bench/notes"), browser.head("/bench/notes")
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["X-Host"] == "plain"
    assert abs(int(head.headers["Content-Length"]) - len(page.data)) < 50


def test_the_host_prepares_its_request_once_for_each_page(host: Flask) -> None:
    prepared: list[str] = []
    ended: list[BaseException | None] = []
    host.before_request(lambda: prepared.append(f"{request.method} {request.path} {request.endpoint}"))
    host.teardown_request(ended.append)  # type: ignore[arg-type]
    browser = Browser(host)
    browser.get("/bench/notes")
    browser.post("/bench/notes", data={"text": "x" * 5000})
    browser.get("/bench/static/icon.svg")
    assert prepared == ["GET /bench/notes bench", "GET /bench/notes bench"]
    assert ended == [None, None]


@pytest.mark.parametrize(
    ("prepare", "status"),
    [(lambda: redirect("/maintenance"), 302), (lambda: abort(503), 503), (lambda: ("Closed", 418), 418)],
)
def test_an_answer_of_the_hosts_own_is_the_answer(host: Flask, prepare: Callable[[], Any], status: int) -> None:
    host.before_request(prepare)
    answer = Browser(host).get("/bench/notes")
    assert answer.status_code == status
    assert answer.headers["X-Host"] == "plain"
    assert "Notes of" not in answer.text


def test_a_host_that_fails_answers_with_its_own_page(host: Flask) -> None:
    def fail() -> None:
        raise RuntimeError("the host's database is away")

    host.testing, host.config["PROPAGATE_EXCEPTIONS"] = False, False
    host.register_error_handler(500, lambda error: ("The host is sorry", 500))
    host.before_request(fail)
    assert Browser(host).get("/bench/notes").text == "The host is sorry"


def test_a_base_template_without_the_block_is_named(app: Flask, database_url: str, tmp_path: Path) -> None:
    browser = Browser(plain_host(database_url, tmp_path, blocks={"body": "contents"}))
    browser.get("/be/miriam")
    with pytest.raises(ConfigError, match=r"site\.html has no block 'contents'"):
        browser.get("/bench/notes")


def test_a_part_that_does_not_exist_is_refused(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="blocks may name title, head and body"):
        plain_host(database_url, tmp_path, blocks={"footer": "foot"})


def test_the_host_decides_under_which_names_it_answers(browser: Browser) -> None:
    assert browser.get("/bench/notes", base_url="http://another.example").status_code == 401
    assert browser.get("/bench/open", base_url="http://another.example").status_code == 200


def test_what_people_write_cannot_leave_its_place_in_the_frame(browser: Browser) -> None:
    browser.get("/be/miriam?name={% block head %}{{ 7*7 }}</main><script>")
    html = browser.get("/bench/notes").text
    assert "Notes of {% block head %}{{ 7*7 }}&lt;/main&gt;&lt;script&gt;" in html


def test_session_changes_of_the_host_are_kept_on_unframed_answers(host: Flask) -> None:
    host.before_request(lambda: session.update(visits=session.get("visits", 0) + 1))
    host.add_url_rule("/visits", view_func=lambda: str(session["visits"]), endpoint="visits")
    browser = Browser(host)
    browser.get("/be/miriam")
    browser.get("/bench/stream")
    browser.get("/bench/stream")
    assert browser.get("/visits").text == "4"
