"""Closing with a conclusion, locking, pinning and renaming a thread: who may, twice, at once, and too late."""

from __future__ import annotations

import re
import threading
from html import unescape

import pytest

from benchplatform import markup
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.discussions.models import NotOpen, Post, Thread, ThreadEvent
from tests.client import Client
from tests.factories import make_lead, make_meeting, make_member, make_person, make_thread
from tests.queries import counted

ONCE = {"once": "o" * 20}


@pytest.fixture
def starter(cluster):
    return make_member(cluster, cluster.organisations[1], Role.MANAGER, make_person("Sara Nord"))


@pytest.fixture
def thread(cluster, starter):
    meeting = make_meeting(cluster, host_id=cluster.organisations[0].id)
    return make_thread(meeting, starter, "How do you measure?")


def kinds() -> list[str]:
    db.session.rollback()
    return [event.kind for event in db.session.query(ThreadEvent).order_by(ThreadEvent.id)]


def read(client: Client, thread: Thread) -> str:
    return client.get(f"/threads/{thread.id}/").text


def test_a_conclusion_stands_on_top_and_the_list_says_closed(client: Client, thread, starter) -> None:
    answer = client.as_person(starter).post_form(f"/threads/{thread.id}/closing", {"conclusion": "We **count** twice."})
    assert answer.location == f"/threads/{thread.id}/"
    page = read(client, thread)
    assert "<p>We <strong>count</strong> twice.</p>" in page
    assert page.index("Conclusion") < page.index('id="post-1"')
    assert re.search(r'<p class="meta">Sara Nord, \d+ \w+ \d{4}', page)
    assert "Sara Nord closed this thread on" in page
    assert "To go on, start a new thread about" in page
    assert "</textarea>" not in page
    assert "Closed</span>" in client.get("/clusters/north/discussions/").text
    assert "Closed</span>" in client.get("/clusters/north/meetings/3/").text
    assert kinds() == ["closed"]
    assert db.session.query(AuditEvent).filter_by(action="threads.closed", person_id=starter.id).count() == 1


def test_a_conclusion_is_previewed_needed_limited_and_harmless(client: Client, thread, starter) -> None:
    client.as_person(starter)
    address = f"/threads/{thread.id}/closing"
    preview = client.post_form(address, {"conclusion": "**So** <script>x</script>", "preview": "1"})
    assert (preview.status_code, "<strong>So</strong> &lt;script&gt;" in preview.text) == (200, True)
    for words, said in {
        "  ": "Write in a sentence or two",
        "å" * 5001: "5,001 characters, the limit is 5,000.",
    }.items():
        refused = client.post_form(address, {"conclusion": words})
        assert (refused.status_code, said in refused.text, words.strip() in refused.text) == (422, True, True)
    assert client.post_form(address, {"conclusion": "å" * 5000}).status_code == 302
    assert kinds() == ["closed"]


def test_a_conclusion_of_older_rules_is_rendered_anew(client: Client, thread, starter) -> None:
    thread.close(starter, "fresh *text*")
    thread.conclusion_html, thread.conclusion_renderer = "<p>stale</p>", markup.VERSION - 1
    db.session.commit()
    assert "<p>fresh <em>text</em></p>" in read(client.as_person(starter), thread)


def test_links_to_files_in_a_conclusion_lead_below_the_prefix_of_a_mount(client: Client, thread, starter) -> None:
    thread.close(starter, "See [it](/files/7/a.pdf) and [them](https://example.org/b).")
    db.session.commit()
    page = client.as_person(starter).get(f"/threads/{thread.id}/", environ_overrides={"SCRIPT_NAME": "/bench"}).text
    assert 'href="/bench/files/7/a.pdf"' in page
    assert 'href="https://example.org/b"' in page


def test_who_may_close_lock_pin_and_rename(client: Client, cluster, thread, starter, lead) -> None:
    alby, berga = cluster.organisations
    people = {
        "starter": starter,
        "key person of hers": make_member(cluster, berga),
        "manager of hers": make_member(cluster, berga, Role.MANAGER),
        "key person of the mentor": make_member(cluster, alby),
        "manager of the mentor": make_member(cluster, alby, Role.MANAGER),
        "lead": lead,
    }
    acts = {"closing": {"conclusion": ""}, "title": {"title": ""}, "pinning": {}, "locking": {}}
    may = {}
    for name, person in people.items():
        client.as_person(person)
        page = unescape(client.get(f"/threads/{thread.id}/about").text)
        offered = {act for act in acts if f'action="/threads/{thread.id}/{act}"' in page}
        for act, form in acts.items():
            status = client.post_form(f"/threads/{thread.id}/{act}", form).status_code
            assert (status != 403) == (act in offered), (name, act, status)
        client.as_person(lead).post_form(f"/threads/{thread.id}/unpinning")
        client.post_form(f"/threads/{thread.id}/unlocking")
        may[name] = offered
    assert may == {
        "starter": {"closing", "title"},
        "key person of hers": {"closing"},
        "manager of hers": set(),
        "key person of the mentor": {"pinning"},
        "manager of the mentor": set(),
        "lead": set(acts),
    }


@pytest.mark.parametrize("act", ["closing", "reopening", "locking", "unlocking", "pinning", "unpinning", "title"])
def test_a_thread_that_one_does_not_see_does_not_exist_for_any_act(client: Client, cluster, thread, act: str) -> None:
    own = make_thread(
        db.session.get(type(make_meeting(cluster, 1)), 1) or make_meeting(cluster, 2), make_member(cluster)
    )
    own.organisation_id = cluster.organisations[0].id
    db.session.commit()
    client.as_person(make_lead(cluster))
    form = {"conclusion": "x", "title": "x"}
    assert client.post_form(f"/threads/{own.id}/{act}", form).status_code == 404
    assert client.get(f"/threads/{own.id}/about").status_code == 404
    assert kinds() == []


def test_nobody_writes_in_a_closed_or_locked_thread_not_even_leads(client: Client, thread, lead) -> None:
    client.as_person(lead)
    for act, undo, said in (
        ("closing", "reopening", "closed this thread"),
        ("locking", "unlocking", "locked this thread"),
    ):
        client.post_form(f"/threads/{thread.id}/{act}", {"conclusion": "Done"})
        assert said in read(client, thread)
        answer = client.post_form(f"/threads/{thread.id}/posts/", {"text": "My long words"})
        assert answer.status_code == 409
        assert "So your post was not taken." in answer.text
        assert "My long words</textarea>" in answer.text
        client.post_form(f"/threads/{thread.id}/{undo}")
        assert client.post_form(f"/threads/{thread.id}/posts/", {"text": "Again"}).status_code == 302
    assert db.session.query(Post).count() == 3
    assert kinds() == ["closed", "reopened", "locked", "unlocked"]


def test_who_wrote_while_it_closed_starts_a_new_thread_with_the_text(client: Client, cluster, thread, starter) -> None:
    thread.role = Role.MANAGER
    thread.close(starter, "Done")
    db.session.commit()
    page = client.as_person(starter).post_form(f"/threads/{thread.id}/posts/", {"text": "But **wait**"}).text
    action = unescape(re.findall(r'action="(/threads/new[^"]+)"', page)[0])
    fields = dict(re.findall(r'<input type="hidden" name="(title|audience|preview)" value="([^"]*)"', page))
    assert fields == {"title": "How do you measure?", "audience": "role-manager", "preview": "1"}
    again = client.post_form(action, fields | {"text": "But **wait**"})
    assert again.status_code == 200
    assert "<strong>wait</strong>" in again.text
    assert (
        'checked id="audience-1"' in again.text
        or 'value="role-manager" checked' in again.text
        or re.search(r'<input[^>]*checked[^>]*value="role-manager"', again.text)
    )
    del fields["preview"]
    assert client.post_form(action, fields | {"text": "But **wait**"}).status_code == 302
    assert db.session.query(Thread).order_by(Thread.id.desc()).first().role is Role.MANAGER


def test_a_post_that_waits_for_its_turn_is_refused_when_the_thread_closes(app, client: Client, thread, starter) -> None:
    """The row decides, not what was read before."""
    stale = db.session.get(Thread, thread.id)
    thread.close(starter, "Done")
    with pytest.raises(NotOpen):
        stale.add_post(starter, starter.memberships[0].organisation_id, "late")
    assert stale.post_count == 1


def test_of_two_who_close_the_second_sees_the_first_s_conclusion(app, thread, starter, lead) -> None:
    clients = [app.test_client().as_person(person) for person in (starter, lead)]
    tokens, thread_id, answers = [client.token() for client in clients], thread.id, {}
    db.session.rollback()
    ready = threading.Barrier(2)

    def close(number: int) -> None:
        with app.app_context():
            ready.wait()
            form = {"csrf_token": tokens[number], "conclusion": f"Words of {number}"}
            answers[number] = clients[number].post(f"/threads/{thread_id}/closing", data=form)

    both = [threading.Thread(target=close, args=(number,)) for number in (0, 1)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    statuses = {number: answer.status_code for number, answer in answers.items()}
    assert sorted(statuses.values()) == [302, 409]
    second = next(number for number, status in statuses.items() if status == 409)
    assert f"<p>Words of {1 - second}</p>" in answers[second].text
    assert f"Words of {second}</textarea>" in answers[second].text
    assert kinds() == ["closed"]
    assert db.session.get(Thread, thread_id).conclusion == f"Words of {1 - second}"


def test_a_second_click_and_a_wrong_order_change_nothing(client: Client, thread, lead) -> None:
    client.as_person(lead)
    for act in ("reopening", "unlocking", "unpinning"):
        assert client.post_form(f"/threads/{thread.id}/{act}").status_code == 302
        assert "Nothing was changed" in read(client, thread)
    for act in ("locking", "pinning"):
        for once in ("a" * 20, "a" * 20, "b" * 20):
            client.post_form(f"/threads/{thread.id}/{act}", {"once": once})
    for _ in range(2):
        client.post_form(f"/threads/{thread.id}/closing", {"conclusion": "x"} | ONCE)
    assert kinds() == ["locked", "pinned", "closed"]


def test_a_title_is_changed_and_two_at_once_are_told(client: Client, thread, starter, lead) -> None:
    address, before = f"/threads/{thread.id}/title", {"before": "How do you measure?"}
    assert client.as_person(starter).post_form(address, before | {"title": "What do you measure?"}).status_code == 302
    late = client.as_person(lead).post_form(address, before | {"title": "Mine"})
    assert late.status_code == 409
    assert "Now it is: “What do you measure?”." in late.text
    assert 'value="Mine"' in late.text
    assert 'name="before" value="What do you measure?"' in late.text
    assert client.post_form(address, {"title": ""}).status_code == 422
    client.post_form(address, {"title": "What do you measure?", "before": "x"})
    assert kinds() == ["renamed"]
    about = client.get(f"/threads/{thread.id}/about").text
    assert 'Renamed. Before: “How do you measure?”.<p class="meta">Sara Nord,' in about


def test_a_title_that_never_was_is_told_as_a_clash(client: Client, thread, starter) -> None:
    form = {"title": "Another", "before": "a\0b"}
    answer = client.as_person(starter).post_form(f"/threads/{thread.id}/title", form)
    assert answer.status_code == 409
    assert 'value="Another"' in answer.text


def test_pinned_threads_stand_first_on_the_first_page_and_on_no_other(client: Client, cluster, thread, lead) -> None:
    meeting = make_meeting(cluster, 1)
    author = make_member(cluster)
    for number in range(35):
        make_thread(meeting, author, f"Later {number}")
    client.as_person(lead).post_form(f"/threads/{thread.id}/pinning")
    first = client.get("/clusters/north/discussions/").text
    titles = re.findall(r'<a href="/threads/\d+/">([^<]+)</a>', first)
    assert titles[:2] == ["How do you measure?", "Later 34"]
    assert "Pinned</span>" in first
    older = unescape(re.search(r'rel="next" href="([^"]+)"', first).group(1))  # type: ignore[union-attr]
    second = re.findall(r'<a href="/threads/\d+/">([^<]+)</a>', client.get(older).text)
    assert titles[1:] + second == [f"Later {number}" for number in reversed(range(35))]
    newer = make_thread(make_meeting(cluster, 2), author, "Newer")
    pinned = make_thread(db.session.get(type(meeting), newer.subject_id), author, "Older pinned")
    newer.add_post(author, author.memberships[0].organisation_id, "again")
    pinned.pin(lead)
    db.session.commit()
    page = client.get("/clusters/north/meetings/2/").text
    assert page.index("Older pinned") < page.index(">Newer<")


def test_the_page_of_a_closed_thread_costs_one_query_more_for_who_closed_it(client: Client, thread, starter) -> None:
    address, found = f"/threads/{thread.id}/", []
    client.as_person(starter)
    for _ in range(2):
        client.get(address)
        with counted() as statements:
            client.get(address)
        found.append(len(statements))
        thread.close(starter, "Done")
        db.session.commit()
    assert found == [4, 5]


def test_the_page_about_a_thread_says_who_what_and_for_whom(client: Client, cluster, thread, starter) -> None:
    page = client.as_person(make_member(cluster)).get(f"/threads/{thread.id}/").text
    assert f'<a href="/threads/{thread.id}/about">About this thread</a>' in page
    about = client.get(f"/threads/{thread.id}/about").text
    for words in ("Sara Nord, Berga,", "Everybody in North", "Meeting 3", "Nothing but posts."):
        assert words in about
    thread.started_by_id = None
    db.session.commit()
    assert "Former participant, Berga," in client.get(f"/threads/{thread.id}/about").text
