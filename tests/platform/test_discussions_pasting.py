"""What is pasted from Word or a web page becomes Markdown, quickly or not at all."""

from __future__ import annotations

from contextlib import suppress

import pytest

from benchplatform.discussions.pasting import LARGEST, MOST_TAGS, TooMuch, markdown_of
from tests.client import Client
from tests.effort import effort
from tests.factories import make_member, make_person

BULLET = "<![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp; </span></span><![endif]>"
ITEM = "<p class=MsoListParagraph style='margin-left:36pt;mso-list:l{} level{} lfo1'>" + BULLET + "{}<o:p></o:p></p>"
WORD = (
    "<html><head><style>p {color: red}</style></head><body><!--StartFragment--><h1>Plan<o:p></o:p></h1>"
    "<p class=MsoNormal>We count <b>before</b> and <i>after</i>, <a href='https://a.example/x'>here</a>.</p>"
    + ITEM.format(0, 1, "·", "One") + ITEM.format(0, 2, "o", "Below") + ITEM.format(0, 1, "·", "Two")
    + "<p class=MsoNormal>Then:</p>" + ITEM.format(1, 1, "1.", "First") + ITEM.format(1, 1, "2.", "Last")
    + "<table><tr><td><p><b>Place</b></p></td><td><p>Share</p></td></tr>"
    "<tr><td><p>Alby</p></td><td><p>1 | 2</p></td></tr></table><!--EndFragment--></body></html>"
)  # fmt: skip


def test_a_page_from_word_keeps_its_form() -> None:
    assert markdown_of(WORD) == (
        "# Plan\n\nWe count **before** and *after*, [here](https://a.example/x).\n\n"
        "- One\n    - Below\n- Two\n\nThen:\n\n1. First\n2. Last\n\n"
        "| **Place** | Share |\n| --- | --- |\n| Alby | 1 \\| 2 |"
    )


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ul><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ul>", "- a\n    - b\n- c\n    d"),
        ("<ol><li>a</li><li>b</li></ol><ul><li>c</li></ul>", "1. a\n2. b\n\n- c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        ("<pre>a *b*\n  c</pre>", "```\na *b*\n  c\n```"),
        ("<p>x <code>a_*b</code></p>", "x `a_*b`"),
        ('<b style="font-weight:normal"><p><span style="font-weight:700">a</span> b</p></b>', "**a** b"),
        ("<p>a<b> b </b>c <b>d</b><b>e</b></p>", "a **b** c **de**"),
        ("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"),
        ("<p>*a* [b] snake_case _c_</p>", "\\*a\\* \\[b\\] snake_case \\_c\\_"),
        ("<p># a</p><p>1. b</p><p>- c</p><p>&gt; d</p>", "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d"),
        ('<a href="javascript:alert(1)">a</a> <a href="/threads/3/">b</a>', "a [b](/threads/3/)"),
        ("<script>a</script><style>b</style><title>c</title>d<img src=x onerror=e>", "d"),
        ("<h2>a<br>b</h2><hr>c", "## a b\n\n---\n\nc"),
        ("<table><tr><td>a</td></tr></table>", "a"),
        ("<table><tr><td>a<table><tr><td>b</table><td>c</table>", "| a b | c |\n| --- | --- |"),
        ("</p></li></ul>a</table>", "a"),
        ("", ""),
        ("&lt;b&gt;", "<b>"),
    ],
)  # fmt: skip
def test_each_form_has_its_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@pytest.mark.parametrize(
    "piece",
    ["<p>x</p>", "<p>some words that go on for as long as a paragraph does <b>and</b> on and on</p>", "<div>", "<b>",
     "<!--", "<a ", "<![if x]>", "</", "<", "&", "&amp;", "<style>", "<table>", "<tr><td>a", "<ul><li>", "x ", "* ",
     "<a href='http://a'>x", "<span style='font-weight:700'>x", "<blockquote>", "<li>x", "<pre>", "`", "\n"],
)  # fmt: skip
@pytest.mark.parametrize("times", [LARGEST, MOST_TAGS - 10, 199])
def test_a_megabyte_takes_a_moment_or_is_refused(app, piece: str, times: int) -> None:
    html = (piece * times)[:LARGEST]

    def paste() -> None:
        with suppress(TooMuch):
            markdown_of(html)

    assert effort(paste) < 150


def test_any_member_may_ask_for_it(client: Client, cluster) -> None:
    client.as_person(make_member(cluster))
    answer = client.post_form("/markdown", {"html": "<b>å</b>"}, content_type="multipart/form-data")
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", "**å**")
    refused = client.post_form("/markdown", {"html": "x" * (LARGEST + 1)}, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert refused.text == (
        "That was too much formatted text (the limit is 1,000,000 characters), so it was pasted as plain text."
    )
    assert client.as_person(make_person()).post_form("/markdown", {"html": "x"}).status_code == 404
