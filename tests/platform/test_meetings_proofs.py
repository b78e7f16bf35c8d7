"""A link to proof: an address on the web or a page of this site, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask

from benchplatform.meetings import proofs

HERE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.alby.example/plan.pdf", "https://www.alby.example/plan.pdf"),
        ("HTTP://alby.example:8080?year=1#top", "HTTP://alby.example:8080?year=1#top"),
        ("http://insidan/plan", "http://insidan/plan"),
        ("https://å-kommun.example/mål", "https://å-kommun.example/mål"),
        ("/threads/7/", "/threads/7/"),
        ("/threads/7/?page=2#post-4", "/threads/7/?page=2#post-4"),
        ("/presentations/7", "/presentations/7"),
        (f"{HERE}/presentations/7/", "/presentations/7/"),
        (f"{HERE.upper()}/presentations/7/", "/presentations/7/"),
        ("/bench/presentations/7/", "/presentations/7/"),
    ],
)
def test_an_address_is_kept_as_a_path_where_it_is_ours(app: Flask, address: str, kept: str) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/bench"}):
        assert proofs.kept_as(address) == kept


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd",
        "ftp://alby.example/", "mailto:a@alby.example", "https:/alby.example", "https://", "https:///alby.example",
        "https:alby.example", "https://alby.example@evil.example/", "https://a:b@evil.example/",
        "https://alby.example\\@evil.example", "https://alby.example/a b", 'https://alby.example/"><script>',
        "https://alby.example:99999999/", "https://-/", "https://[::1", "alby.example", "threads/7/", "?x", "#x",
        "http://127.0.0.1:8000.evil.example/", "https://alby.example\n",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(app: Flask, address: str) -> None:
    with app.test_request_context("/"), pytest.raises(ValueError, match=r"^Write an address that begins with https://"):
        proofs.kept_as(address)


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "/%2F/evil.example", "/nowhere", "/threads/x/",
     "/..//evil", "/threads/7/closing", f"{HERE}//evil.example", f"{HERE}/nowhere", "/static/../../etc"],
)  # fmt: skip
def test_a_path_has_to_lead_to_a_page_of_this_site(app: Flask, address: str) -> None:
    with app.test_request_context("/"), pytest.raises(ValueError, match=r"^There is no page at that address"):
        proofs.kept_as(address)


@pytest.mark.parametrize(
    ("proof", "name"),
    [
        ("https://www.alby.example/plan%20a/?q=1#top", "alby.example/plan a"),
        ("https://ALBY.example", "alby.example"),
        ("https://alby.example/" + "x" * 50 + "/the-end", "alby.example/…" + "x" * 32 + "/the-end"),
        ("https://alby.example/%E2%80%AEgpj.exe", "alby.example/gpj.exe"),
        ("/presentations/7/", "Presentations"),
        ("/threads/7", "Discussions"),
        ("/clusters/north/meetings/3/", "Meetings"),
        ("/files/7/plan%20b.pdf", "plan b.pdf"),
        ("/ideas/7/", "A page on this site"),
        ("/once/there/was/a/plugin/", "A page on this site"),
    ],
)
def test_a_link_says_in_readable_words_where_it_leads(app: Flask, proof: str, name: str) -> None:
    with app.test_request_context("/"):
        assert proofs.name_of(proof) == name


def test_below_a_prefix_a_link_to_ours_leads_there(app: Flask) -> None:
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/bench"}):
        assert proofs.address_of("/threads/7/") == "/bench/threads/7/"
        assert proofs.address_of("https://alby.example/") == "https://alby.example/"
