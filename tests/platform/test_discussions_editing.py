"""Editing one's own post: what it said before is kept, and what is typed is never lost."""

from __future__ import annotations

import re
import threading

import pytest
import time_machine

from benchplatform import markup
from benchplatform.database import db, utc_now
from benchplatform.discussions.models import Post, PostVersion
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_thread
from tests.queries import counted

MULTIPART = {"content_type": "multipart/form-data"}
NOVEMBER = "2026-11-03T09:00:00Z"


@pytest.fixture
def thread(cluster, writer):
    return make_thread(make_meeting(cluster), writer, "How do you measure?", ["We count **all**.", "And more."])


def only_post(number: int = 1) -> Post:
    db.session.rollback()
    return db.session.query(Post).filter_by(number=number).one()


def versions() -> list[PostVersion]:
    db.session.rollback()
    return list(db.session.query(PostVersion).order_by(PostVersion.number))


def edit(client: Client, thread, text: str, version: int = 1, **more: str):
    form = {"text": text, "version": version, **more}
    return client.post_form(f"/threads/{thread.id}/posts/1/edit", form, **MULTIPART)


@time_machine.travel(NOVEMBER, tick=False)
def test_an_edited_post_says_the_new_text_and_when_it_was_edited(client: Client, thread, writer) -> None:
    written_at = only_post().written_at
    page = client.as_person(writer).get(f"/threads/{thread.id}/").text
    assert f'<a href="/threads/{thread.id}/posts/1/edit" aria-label="Edit post 1">Edit</a>' in page
    answer = edit(client, thread, "We count *some*.")
    assert answer.location == f"/threads/{thread.id}/#post-1"
    post = only_post()
    assert (post.text, post.html, post.version) == ("We count *some*.", "<p>We count <em>some</em>.</p>", 2)
    kept = [(v.number, v.text, v.html, v.written_at, v.written_by_id) for v in versions()]
    assert kept == [(1, "We count **all**.", "<p>We count <strong>all</strong>.</p>", written_at, writer.id)]
    page = client.get(f"/threads/{thread.id}/").text
    assert f'<a href="/threads/{thread.id}/posts/1/versions">edited 3 Nov 2026</a>' in page
    assert "<p>We count <em>some</em>.</p>" in page
    assert page.count("edited 3 Nov 2026") == 1


def test_every_wording_is_shown_newest_first_with_what_changed(client: Client, cluster, thread, writer) -> None:
    client.as_person(writer)
    edit(client, thread, "We count <some>.")
    edit(client, thread, "We count <some>. Often.", version=2)
    page = client.as_person(make_member(cluster)).get(f"/threads/{thread.id}/posts/1/versions").text
    texts = re.findall(r'<div class="wording"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert texts == [
        'We count &lt;some&gt;.<ins><span class="unseen">Added: </span> Often.<span class="unseen">.</span></ins>',
        'We count<del><span class="unseen">Removed: </span> **all**.<span class="unseen">.</span></del>'
        '<ins><span class="unseen">Added: </span> &lt;some&gt;.<span class="unseen">.</span></ins>',
        "We count **all**.",
    ]
    assert [words in page for words in ("Now, since", "Edited ", "As first written,")] == [True] * 3


def test_older_wordings_are_on_further_pages_each_once(client: Client, thread, writer) -> None:
    post = only_post()
    for number in range(1, 46):
        assert post.reword(number, f"Wording {number}")
    db.session.commit()
    address, found = f"/threads/{thread.id}/posts/1/versions", []
    client.as_person(writer)
    while address:
        page = client.get(address).text
        found.append(re.findall(r"(?:Now|Edited|As first written)[^<]*\d\d:\d\d</h2>", page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older and older.group(1)
    assert [len(page) for page in found] == [21, 20, 5]
    assert (found[0][0][:3], found[2][-1][:16]) == ("Now", "As first written")
    assert [headings[0][:6] for headings in found[1:]] == ["Edited", "Edited"]


@pytest.mark.parametrize("before", ["x", "-1", "0", "1", "99", "99999999999999999999"])
def test_a_page_of_wordings_that_nobody_linked_to_is_the_first(client: Client, thread, writer, before: str) -> None:
    answer = client.as_person(writer).get(f"/threads/{thread.id}/posts/1/versions?before={before}")
    assert answer.status_code == 200
    assert "As first written" in answer.text


def test_the_same_text_makes_no_version(client: Client, thread, writer) -> None:
    answer = edit(client.as_person(writer), thread, " We count **all**.\r\n")
    assert answer.location == f"/threads/{thread.id}/#post-1"
    assert "Your post says what it said before." in client.get(answer.location).text
    assert (only_post().version, only_post().edited_at, versions()) == (1, None, [])


def test_a_second_click_makes_one_version(client: Client, thread, writer) -> None:
    client.as_person(writer)
    first, second = (edit(client, thread, "New", once="a-number-of-this-form") for _ in range(2))
    assert first.location == second.location == f"/threads/{thread.id}/#post-1"
    assert [version.number for version in versions()] == [1]


def test_a_preview_shows_the_text_and_saves_nothing(client: Client, thread, writer) -> None:
    answer = edit(client.as_person(writer), thread, "**fine** <script>alert(1)</script>", preview="1")
    assert answer.status_code == 200
    assert "Nothing is saved yet." in answer.text
    assert "<strong>fine</strong>" in answer.text
    assert "<script>alert" not in answer.text
    assert 'name="version" type="hidden" value="1"' in answer.text
    assert (only_post().text, versions()) == ("We count **all**.", [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write something first."),
        (" \n\u200b", "Write something first."),
        ("å" * 20_001, "20,001 characters, the limit is 20,000."),
    ],
    ids=["empty", "invisible", "long"],
)
def test_a_text_that_cannot_be_taken_comes_back_whole(client: Client, thread, writer, text: str, words: str) -> None:
    answer = edit(client.as_person(writer), thread, text)
    assert answer.status_code == 422
    assert f'<a href="#text">Your post: {words}</a>' in answer.text
    assert text.strip() in answer.text
    assert (only_post().text, versions()) == ("We count **all**.", [])


def test_a_clash_shows_both_texts_and_saving_again_is_a_choice(client: Client, thread, writer) -> None:
    client.as_person(writer)
    edit(client, thread, "From the <phone>")
    answer = edit(client, thread, "From the desk")
    assert answer.status_code == 409
    assert '<pre lang="en">From the &lt;phone&gt;</pre>' in answer.text
    assert "From the desk</textarea>" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert only_post().text == "From the <phone>"
    assert edit(client, thread, "From the desk", version=2).status_code == 302
    assert [version.text for version in versions()] == ["We count **all**.", "From the <phone>"]
    assert only_post().text == "From the desk"


@pytest.mark.parametrize("version", ["", "0", "x", "-1", "9" * 30])
def test_a_form_that_began_with_no_version_is_a_clash(client: Client, thread, writer, version: str) -> None:
    answer = edit(client.as_person(writer), thread, "New", version=version)  # type: ignore[arg-type]
    assert answer.status_code == 409
    assert "New</textarea>" in answer.text
    assert versions() == []


def test_of_two_who_save_at_once_one_is_told(app, thread, writer) -> None:
    thread_id, answers = thread.id, {}
    clients = {text: app.test_client().as_person(writer) for text in ("one", "two")}
    tokens = {text: client.token() for text, client in clients.items()}
    db.session.rollback()
    ready = threading.Barrier(2)

    def save(text: str) -> None:
        with app.app_context():
            ready.wait()
            form = {"csrf_token": tokens[text], "text": text, "version": 1}
            answers[text] = clients[text].post(f"/threads/{thread_id}/posts/1/edit", data=form).status_code

    writers = [threading.Thread(target=save, args=(text,)) for text in clients]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert sorted(answers.values()) == [302, 409]
    assert answers[only_post().text] == 302
    assert [version.text for version in versions()] == ["We count **all**."]


def test_a_post_that_was_removed_meanwhile_keeps_the_typed_text_on_the_page(
    client: Client, cluster, thread, writer
) -> None:
    only_post().remove(make_lead(cluster), "Names a pupil")
    db.session.commit()
    for version in (1, 2):
        answer = edit(client.as_person(writer), thread, "My long text", version=version)
        assert answer.status_code == 409
        assert "The post has been removed while you were writing" in answer.text
        assert "My long text</textarea>" in answer.text
    assert (only_post().text, versions()) == ("We count **all**.", [])
    assert client.get(f"/threads/{thread.id}/posts/1/edit").location == f"/threads/{thread.id}/posts/1/about"


def test_nobody_edits_what_others_wrote(client: Client, cluster, thread, writer) -> None:
    statuses = {}
    for name, person in {
        "member": make_member(cluster), "lead": make_lead(cluster), "outsider": make_member(make_cluster()),
    }.items():  # fmt: skip
        client.as_person(person)
        page = client.get(f"/threads/{thread.id}/posts/1/edit").status_code
        statuses[name] = page, edit(client, thread, "Mine").status_code
        assert "/posts/1/edit" not in client.get(f"/threads/{thread.id}/").text
    assert statuses == {"member": (403, 403), "lead": (403, 403), "outsider": (404, 404)}
    assert client.as_person(None).get(f"/threads/{thread.id}/posts/1/edit").location.startswith("/sign-in")
    assert only_post().text == "We count **all**."


def test_an_author_whose_membership_has_ended_edits_no_more(client: Client, thread, writer) -> None:
    writer.memberships[0].until = utc_now()
    db.session.commit()
    client.as_person(writer)
    for address in ("edit", "versions", "about"):
        assert client.get(f"/threads/{thread.id}/posts/1/{address}").status_code == 404
    assert edit(client, thread, "Mine").status_code == 404
    assert only_post().text == "We count **all**."


def test_edited_posts_cost_the_thread_page_no_query(client: Client, thread, writer) -> None:
    first, second = only_post(), only_post(2)
    assert first.reword(1, "New")
    assert second.remove(writer, "")
    db.session.commit()
    address = f"/threads/{thread.id}/"
    client.as_person(writer).get(address)
    with counted() as statements:
        client.get(address)
    assert len(statements) == 4


def test_an_edited_text_of_older_rules_is_rendered_anew_on_its_page(client: Client, thread, writer) -> None:
    post = only_post()
    post.html, post.renderer = "<p>stale</p>", markup.VERSION - 1
    db.session.commit()
    assert "<p>We count <strong>all</strong>.</p>" in (
        client.as_person(writer).get(f"/threads/{thread.id}/posts/1/about").text
    )
