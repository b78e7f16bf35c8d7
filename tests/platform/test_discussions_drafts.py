"""What one writes is kept as one types, offered on every device, and gone when it is sent."""

from __future__ import annotations

import pytest

from benchplatform import markup
from benchplatform.database import db
from benchplatform.discussions.models import Draft
from tests.client import Client
from tests.factories import make_cluster, make_member, make_thread


@pytest.fixture
def thread(meeting, writer):
    return make_thread(meeting, writer)


def kept() -> list[tuple[str, str, str, int]]:
    db.session.rollback()
    return [(draft.place, draft.title, draft.text, draft.version) for draft in db.session.query(Draft)]


def keep(client: Client, address: str, version: int, **words: str):
    return client.post_form(f"{address}", {"version": str(version), **words})


def test_a_reply_is_kept_and_offered_again(client: Client, thread, writer) -> None:
    answer = keep(client.as_person(writer), f"/threads/{thread.id}/draft", 0, text="Half a\r\nthought")
    assert answer.json == {"version": 1, "words": "Draft kept today."}
    assert kept() == [(f"thread:{thread.id}", "", "Half a\nthought", 1)]
    page = client.get(f"/threads/{thread.id}/").text
    assert ">\r\nHalf a\nthought</textarea>" in page
    assert 'data-version="1"' in page
    assert "Draft kept today." in page
    assert keep(client, f"/threads/{thread.id}/draft", 1, text="Half a thought more").json["version"] == 2
    assert kept() == [(f"thread:{thread.id}", "", "Half a thought more", 2)]


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_device_that_has_not_seen_the_newest_overwrites_nothing(client: Client, thread, writer, version) -> None:
    address = f"/threads/{thread.id}/draft"
    keep(client.as_person(writer), address, 0, text="first")
    keep(client, address, 1, text="second")
    answer = keep(client, address, version, text="from an old window")
    assert answer.status_code == 409
    assert answer.json == {
        "words": "You have written something else here, in another window or on another device. "
        "This text is not kept as a draft."
    }
    assert kept() == [(f"thread:{thread.id}", "", "second", 2)]


def test_what_is_sent_leaves_no_draft_and_a_late_copy_of_it_makes_none(client: Client, thread, writer) -> None:
    keep(client.as_person(writer), f"/threads/{thread.id}/draft", 0, text="Ready")
    client.post_form(f"/threads/{thread.id}/posts/", {"text": "Ready now"})
    assert kept() == []
    assert keep(client, f"/threads/{thread.id}/draft", 1, text="Ready").status_code == 409
    assert kept() == []


def test_a_refused_reply_keeps_its_draft_and_goes_on_from_it(client: Client, thread, writer) -> None:
    keep(client.as_person(writer), f"/threads/{thread.id}/draft", 0, text="Long")
    answer = client.post_form(f"/threads/{thread.id}/posts/", {"text": "x" * (markup.LONGEST_TEXT + 1)})
    assert answer.status_code == 422
    assert 'data-version="1"' in answer.text
    assert len(kept()) == 1


def test_a_thread_that_is_begun_is_kept_with_its_title(client: Client, cluster, meeting, writer) -> None:
    address = f"/threads/new/draft?on=meeting&id={meeting.id}"
    keep(client.as_person(writer), address, 0, title="A title", text="A text")
    assert kept() == [(f"meeting:{meeting.id}", "A title", "A text", 1)]
    page = client.get(f"/threads/new?on=meeting&id={meeting.id}").text
    assert 'value="A title"' in page
    assert ">\r\nA text</textarea>" in page
    given = {"title": "A title", "text": "A text", "audience": "all"}
    assert client.post_form(f"/threads/new?on=meeting&id={meeting.id}", given).status_code == 302
    assert kept() == []


def test_nothing_typed_is_no_draft(client: Client, thread, writer) -> None:
    address = f"/threads/{thread.id}/draft"
    assert keep(client.as_person(writer), address, 0, text="  \n ").json == {"version": 0, "words": ""}
    keep(client, address, 0, text="something")
    assert keep(client, address, 1, text="").json == {"version": 0, "words": ""}
    assert kept() == []


def test_a_draft_is_thrown_away(client: Client, thread, meeting, writer) -> None:
    keep(client.as_person(writer), f"/threads/{thread.id}/draft", 0, text="something")
    answer = client.post_form(f"/threads/{thread.id}/draft/removal", {"text": "something"})
    assert answer.location == f"/threads/{thread.id}/#reply"
    keep(client, f"/threads/new/draft?on=meeting&id={meeting.id}", 0, text="something")
    answer = client.post_form(f"/threads/new/draft/removal?on=meeting&id={meeting.id}")
    assert answer.location == f"/threads/new?on=meeting&id={meeting.id}"
    assert kept() == []


@pytest.mark.parametrize(("title", "text"), [("", "x" * (markup.LONGEST_TEXT + 1)), ("x" * 161, "")])
def test_what_is_too_long_is_not_kept_and_says_so(client: Client, meeting, writer, title, text) -> None:
    address = f"/threads/new/draft?on=meeting&id={meeting.id}"
    answer = keep(client.as_person(writer), address, 0, title=title, text=text)
    assert (answer.status_code, answer.json) == (422, {"words": "The text is too long to be kept as a draft."})
    assert kept() == []


def test_a_draft_is_one_s_own(client: Client, cluster, thread, writer) -> None:
    keep(client.as_person(writer), f"/threads/{thread.id}/draft", 0, text="Sara's secret")
    other = make_member(cluster)
    assert "secret" not in client.as_person(other).get(f"/threads/{thread.id}/").text
    assert keep(client, f"/threads/{thread.id}/draft", 0, text="other").json["version"] == 1
    outsider = client.as_person(make_member(make_cluster()))
    assert keep(outsider, f"/threads/{thread.id}/draft", 0, text="x").status_code == 404
    assert sorted(text for _, _, text, _ in kept()) == ["Sara's secret", "other"]


@pytest.mark.parametrize("version", ["1" + "0" * 30, "9" * 5000, str(2**31 - 1), "-1"])
def test_a_version_that_never_was_is_told_and_overwrites_nothing(client: Client, thread, writer, version: str) -> None:
    client.as_person(writer).post_form(f"/threads/{thread.id}/draft", {"text": "Kept", "version": "0"})
    answer = client.post_form(f"/threads/{thread.id}/draft", {"text": "Other", "version": version})
    assert answer.status_code == 409
    assert "Kept</textarea>" in client.get(f"/threads/{thread.id}/").text


def test_invisible_characters_are_left_out_of_a_draft(client: Client, thread, writer) -> None:
    client.as_person(writer).post_form(f"/threads/{thread.id}/draft", {"text": "Ke\0pt\x07", "version": "0"})
    assert "Kept</textarea>" in client.get(f"/threads/{thread.id}/").text
