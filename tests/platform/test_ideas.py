"""Ideas: written down, changed by their organisation, taken up or dropped once, and seen by their audience alone."""

from __future__ import annotations

import re

import pytest

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.discussions.models import Thread
from benchplatform.ideas.hooks import opening_words
from benchplatform.ideas.models import Idea
from tests.client import Client
from tests.factories import make_cluster, make_idea, make_lead, make_meeting, make_member, make_person

LIST = "/clusters/north/ideas/"


@pytest.fixture
def writer(cluster):
    return make_member(cluster, cluster.organisations[1], person=make_person("Amina Osman"))


@pytest.fixture
def idea(cluster, writer):
    return make_idea(cluster, writer, "Read together")


def write(client: Client, **given):
    form = {"title": " Read\ntogether ", "text": "Half an **hour**.", "audience": "all", "meeting": ""} | given
    return client.post_form("/clusters/north/ideas/new", form)


def fresh(idea: Idea) -> Idea:
    db.session.expire_all()
    return db.session.get(Idea, idea.id)


def test_an_idea_is_written_down_and_found_from_cluster_and_meeting(client: Client, cluster, writer) -> None:
    meeting = make_meeting(cluster)
    page = client.as_person(writer).get("/clusters/north/meetings/3/").text
    assert f'href="/clusters/north/ideas/new?meeting={meeting.id}"' in page
    assert (
        f'<option selected value="{meeting.id}">' in client.get(f"/clusters/north/ideas/new?meeting={meeting.id}").text
    )
    answer = write(client, meeting=meeting.id, once="w" * 20)
    assert write(client, meeting=meeting.id, once="w" * 20).location == answer.location
    idea = db.session.query(Idea).one()
    assert (idea.title, idea.owner.name, idea.meeting_id, idea.is_open) == ("Read together", "Berga", meeting.id, True)
    page = client.as_person(make_member(cluster)).get(answer.location).text
    assert "<p>Half an <strong>hour</strong>.</p>" in page
    assert "Everybody in North" in page
    assert '<a href="/clusters/north/meetings/3/">Meeting 3</a>' in page
    assert "Change the idea" not in page
    for path in ("/clusters/north/", "/clusters/north/meetings/3/", LIST):
        page = client.get(path).text
        assert f'<a href="/ideas/{idea.id}/">Read together</a>' in page
        assert ("Ideas (1)" in page) == (path != LIST)
        assert "Open idea" in page


def test_bad_input_comes_back_with_a_sentence(client: Client, cluster, writer) -> None:
    yonder = make_meeting(make_cluster())
    client.as_person(writer)
    for given, sentence in (
        ({"title": " "}, "Give the idea a title."),
        ({"title": "x" * 161}, "161 characters, the limit is 160."),
        ({"text": ""}, "Write in a few words what the idea is."),
        ({"text": "å" * 20_001}, "20,001 characters, the limit is 20,000."),
        ({"meeting": yonder.id}, "Not a valid choice."),
        ({"audience": "role-manager"}, "Not a valid choice."),
    ):
        answer = write(client, **given)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert given.get("text", "Half an **hour**.") + "</textarea>" in answer.text
    assert db.session.query(Idea).count() == 0


def test_leads_and_outsiders_write_none(client: Client, cluster, writer) -> None:
    for person, status in ((make_lead(cluster), 403), (make_member(make_cluster()), 404)):
        client.as_person(person)
        assert client.get("/clusters/north/ideas/new").status_code == status
        assert write(client).status_code == status
    assert "Write down an idea" not in client.as_person(make_lead(cluster)).get(LIST).text
    assert db.session.query(Idea).count() == 0


def test_a_narrowed_idea_is_hinted_to_nobody_else(client: Client, cluster, writer) -> None:
    alby, berga = cluster.organisations
    client.as_person(writer)
    write(client, title="Secret", audience=f"organisation-{berga.id}")
    idea = db.session.query(Idea).one()
    seen = {}
    for name, person in {"own": make_member(cluster, berga, Role.MANAGER), "other": make_member(cluster, alby),
                         "lead": make_lead(cluster)}.items():  # fmt: skip
        client.as_person(person)
        pages = [client.get(path).text for path in ("/clusters/north/", LIST)]
        seen[name] = (client.get(f"/ideas/{idea.id}/").status_code, ["Secret" in page for page in pages])
        assert ("Ideas (1)" in pages[0]) == (name == "own")
        assert client.get(f"/threads/new?on=idea&id={idea.id}").status_code == (200 if name == "own" else 404)
    assert seen == {"own": (200, [True, True]), "other": (404, [False, False]), "lead": (404, [False, False])}


def test_its_organisation_changes_it_and_two_at_once_see_both_texts(client: Client, cluster, idea, writer) -> None:
    address, berga = f"/ideas/{idea.id}/edit", cluster.organisations[1]
    assert client.as_person(make_member(cluster)).get(address).status_code == 403
    client.as_person(make_member(cluster, berga, Role.MANAGER))
    form = {"title": "First", "text": "Theirs", "version": 1}
    assert client.post_form(address, form).location == f"/ideas/{idea.id}/"
    answer = client.as_person(writer).post_form(address, form | {"title": "Second", "text": "Mine"})
    assert answer.status_code == 409
    assert "<pre>Theirs</pre>" in answer.text
    assert "Mine</textarea>" in answer.text
    assert client.post_form(address, form | {"title": "", "version": 2}).status_code == 422
    assert fresh(idea).title == "First"
    assert client.post_form(address, form | {"title": "Second", "text": "Mine", "version": 2}).status_code == 302
    assert (fresh(idea).title, fresh(idea).html) == ("Second", "<p>Mine</p>")


@pytest.mark.parametrize("decision", [("taken_up", "Taken up"), ("dropped", "Dropped")])
def test_it_is_taken_up_or_dropped_once_with_a_reason(client: Client, cluster, idea, writer, decision) -> None:
    (verdict, words), address = decision, f"/ideas/{idea.id}/decision"
    form = {"verdict": verdict, "why": "It stands in our plan."}
    assert client.as_person(make_member(cluster)).post_form(address, form).status_code == 403
    client.as_person(writer)
    refused = client.post_form(address, form | {"why": ""})
    assert refused.status_code == 422
    assert "Say in a sentence why." in refused.text
    assert client.post_form(address, form | {"verdict": "moon"}).status_code == 422
    assert client.post_form(address, form).location == f"/ideas/{idea.id}/"
    page = client.get(f"/ideas/{idea.id}/").text
    assert f'<h2 id="decision">{words}</h2>\n<p>It stands in our plan.</p>' in page
    late = client.post_form(address, {"verdict": "dropped", "why": "Not now."})
    assert late.status_code == 409
    assert "Somebody else has decided meanwhile. Open the idea again to decide otherwise." in late.text
    assert 'value="Not now."' in late.text
    assert "<p>It stands in our plan.</p>" in late.text
    assert fresh(idea).why == "It stands in our plan."
    client.post_form(f"/ideas/{idea.id}/reopening")
    assert (fresh(idea).is_open, fresh(idea).why, fresh(idea).decided_by) == (True, "", None)
    client.post_form(f"/ideas/{idea.id}/reopening")
    logged = [(event.action, event.detail) for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert logged == [("ideas.decide", {"verdict": verdict, "why": "It stands in our plan."}), ("ideas.reopen", {})]


def test_threads_hang_on_an_idea(client: Client, cluster, idea, writer) -> None:
    client.as_person(make_member(cluster))
    assert f'href="/threads/new?on=idea&amp;id={idea.id}"' in client.get(f"/ideas/{idea.id}/").text
    form = {"title": "How long?", "text": "An hour?", "audience": "all"}
    assert client.post_form(f"/threads/new?on=idea&id={idea.id}", form).status_code == 302
    thread = db.session.query(Thread).one()
    assert f'<a href="/ideas/{idea.id}/">Read together</a>' in client.get(f"/threads/{thread.id}/").text
    assert "How long?" in client.get(f"/ideas/{idea.id}/").text


def test_older_ideas_are_on_further_pages_each_once(client: Client, cluster, writer) -> None:
    for number in range(65):
        make_idea(cluster, writer, f"Idea {number}")
    client.as_person(writer)
    address, found = LIST, []
    while address:
        page = client.get(address).text
        found.append(re.findall(r'<a href="/ideas/\d+/">([^<]+)</a>', page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older and older.group(1)
    assert [len(page) for page in found] == [30, 30, 5]
    assert [title for page in found for title in page] == [f"Idea {number}" for number in reversed(range(65))]
    for odd in ("x", "0", "-1", "99999999999999999999"):
        assert client.get(f"{LIST}?before={odd}").status_code == 200


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# **Same** questions to all. And more.", "Same questions to all"),
        ("\n\n- first point\n- second", "first point"),
        ("What then? We wonder.", "What then?"),
        ("word " * 40, "word " * 19 + "word…"),
        ("x" * 300, "x" * 100 + "…"),
        ("> \n***\n", ""),
    ],
)
def test_a_title_is_the_first_sentence_of_a_post(text: str, title: str) -> None:
    assert opening_words(text) == title
