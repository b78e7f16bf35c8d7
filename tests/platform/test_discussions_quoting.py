"""Quoting a post: its words stand in the reply box, headed by who said them and where."""

from __future__ import annotations

import re
from html import unescape

import pytest

from benchplatform.database import db
from benchplatform.discussions.models import Post
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_person, make_thread


@pytest.fixture
def writer(cluster):
    return make_member(cluster, person=make_person("Sara [N]ord"))


def box(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1]).replace("\r\n", "\n")


def test_each_post_has_a_link_that_fills_the_reply_box(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["One\n\n> two <b>", "Three"])
    address = f"/threads/{thread.id}/?quote=1#reply"
    page = client.as_person(writer).get(f"/threads/{thread.id}/").text
    assert f'<a class="quote" href="{address}" aria-label="Quote post 1">Quote</a>' in page
    assert box(page) == ""
    quoted = client.get(address.partition("#")[0]).text
    assert box(quoted) == f"> **Sara \\[N\\]ord** [#1](/threads/{thread.id}/posts/1)\n>\n> One\n>\n> > two <b>\n\n"
    assert quoted.count('id="reply"') == 1
    assert box(client.get(f"/threads/{thread.id}/").text) == ""


def test_the_link_leads_to_the_page_of_the_post(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["x"] * 51)
    page = client.as_person(writer).get(f"/threads/{thread.id}/?page=2").text
    assert f'href="/threads/{thread.id}/?page=2&amp;quote=51#reply"' in page


def test_a_post_of_somebody_gone_is_quoted_without_a_name(client: Client, cluster, writer) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["One"])
    db.session.query(Post).one().author_id = None
    db.session.commit()
    page = client.as_person(writer).get(f"/threads/{thread.id}/?quote=1").text
    assert box(page).startswith("> **Former participant** [#1]")


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "99999999999999999999"])
def test_what_is_no_post_of_the_thread_is_not_quoted(client: Client, cluster, writer, number: str) -> None:
    thread = make_thread(make_meeting(cluster), writer, texts=["One"])
    make_thread(make_meeting(make_cluster(), 1), make_member(make_cluster()), texts=["a", "b"])
    answer = client.as_person(writer).get(f"/threads/{thread.id}/", query_string={"quote": number})
    assert answer.status_code == 200
    assert box(answer.text) == ""
