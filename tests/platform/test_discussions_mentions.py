"""Calling people by name: what a handle means, whom it reaches, and what the writer is told before sending."""

from __future__ import annotations

import pytest

from benchplatform import markup
from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions import mentions
from benchplatform.discussions.models import Mention, Post
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_person, make_thread
from tests.queries import counted


@pytest.fixture
def writer(cluster):
    return make_member(cluster, cluster.organisations[1], person=make_person("Sara Nord"))


@pytest.fixture
def miriam(cluster):
    return make_member(cluster, person=make_person("Miriam Haile", title="Strategist"))


@pytest.fixture
def thread(cluster, writer):
    return make_thread(make_meeting(cluster), writer)


def last_html() -> str:
    db.session.rollback()
    return db.session.query(Post).order_by(Post.id.desc()).first().html


def test_a_person_a_role_and_an_organisation_become_links(client: Client, thread, writer, miriam) -> None:
    text = "Ask @Miriam-Haile, @managers and @chefer, or @alby."
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": text})
    link = '<a class="mention" href="{}" rel="nofollow noopener">{}</a>'
    assert last_html() == (
        f"<p>Ask {link.format(f'/people/{miriam.id}/', '@Miriam Haile')}, "
        f"{link.format('/clusters/north/people/', '@managers')} and "
        f"{link.format('/clusters/north/people/', '@chefer')}, or "
        f"{link.format('/organisations/alby/', '@Alby')}.</p>"
    )
    found = db.session.query(Mention).order_by(Mention.id)
    assert [(m.handle, m.person_id, m.role, m.organisation_id) for m in found] == [
        ("miriam-haile", miriam.id, None, None),
        ("managers", None, Role.MANAGER, None),
        ("chefer", None, Role.MANAGER, None),
        ("alby", None, None, thread.cluster.organisations[0].id),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`@miriam-haile`",
        "```\n@miriam-haile\n```",
        "me@miriam-haile",
        "me.@miriam-haile",
        "https://a.example/@miriam-haile",
        "[@miriam-haile](https://a.example)",
        "@nobody-here",
        "@",
        "@@miriam-haile",
        "@miriam-hailey",
    ],
)
def test_what_calls_nobody_stays_as_it_was_typed(client: Client, thread, writer, miriam, text: str) -> None:
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": text})
    assert last_html() == markup.render(text)
    assert db.session.query(Mention).count() == 0


def test_two_people_with_one_name_get_a_number_and_their_name_alone_means_neither(cluster, miriam) -> None:
    other = make_member(cluster, person=make_person("Miriam Haile", email="other@example.org"))
    assert mentions.found("@miriam-haile", cluster) == []
    found = mentions.found(f"@miriam-haile-{other.id} @miriam-haile-{miriam.id}", cluster)
    assert [mention.person for mention in found] == [other, miriam]


def test_a_person_named_as_a_role_or_an_organisation_gets_a_number(cluster) -> None:
    chefer, alby = (make_member(cluster, person=make_person(name)) for name in ("Chefer", "Alby"))
    found = mentions.found(f"@chefer @alby @chefer-{chefer.id} @alby-{alby.id}", cluster)
    assert [mention.person for mention in found] == [None, None, chefer, alby]


def test_people_of_another_cluster_cannot_be_called(client: Client, thread, writer) -> None:
    make_member(make_cluster("South", thread.cluster.programme), person=make_person("Nadja Stranger"))
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": "@nadja-stranger"})
    assert last_html() == "<p>@nadja-stranger</p>"


def test_it_reaches_those_who_see_the_thread_and_never_the_writer(cluster, writer, miriam) -> None:
    manager = make_member(cluster, role=Role.MANAGER, person=make_person("Bo Chef"))
    gone = make_member(cluster, role=Role.MANAGER, person=make_person("Cia Gone"))
    gone.disable()
    lead = make_lead(cluster)
    closed = make_thread(make_meeting(cluster), writer, role=Role.KEY_PERSON)
    found = mentions.found(f"@managers @key-persons @person-{lead.name.split()[1]} @berga", cluster)
    reach = mentions.people(found, closed, writer)
    assert [person.name for person in reach.people] == ["Miriam Haile"]
    assert [person.name for person in reach.left_out] == ["Bo Chef", lead.name]
    assert manager in reach.left_out


def test_the_preview_tells_whom_it_reaches_and_who_is_not_told(client: Client, cluster, writer, miriam) -> None:
    make_member(cluster, role=Role.MANAGER, person=make_person("Nadja Chef"))
    closed = make_thread(make_meeting(cluster), writer, role=Role.KEY_PERSON)
    form = {"text": "@miriam-haile @nadja-chef", "preview": "1"}
    page = client.as_person(writer).post_form(f"/threads/{closed.id}/posts/", form).text
    assert "<summary>Reaches 1 person</summary>\n<ul><li>Miriam Haile</li></ul>" in page
    assert "<span>Nadja Chef cannot see this thread and will not be told.</span>" in page
    assert 'class="mention"' in page
    assert db.session.query(Mention).count() == 0


def test_the_same_is_told_beside_the_editor(client: Client, cluster, thread, writer, miriam) -> None:
    client.as_person(writer)
    answer = client.get(f"/threads/{thread.id}/reach", query_string={"text": "@key-persons @sara-nord"})
    assert "Reaches 1 person" in answer.text
    assert client.get(f"/threads/{thread.id}/reach").text.strip() == ""
    asked = {"on": "meeting", "id": thread.subject_id, "text": "@miriam-haile"}
    assert "Reaches 1 person" in client.get("/threads/new/reach", query_string=asked).text
    own = {"audience": f"organisation-{cluster.organisations[1].id}"}
    narrow = client.get("/threads/new/reach", query_string=asked | own).text
    assert "Miriam Haile cannot see this thread and will not be told." in narrow


def test_matches_are_those_of_the_cluster_by_any_word(client: Client, cluster, thread, writer, miriam) -> None:
    make_member(make_cluster("South", cluster.programme), person=make_person("Miriam Stranger"))
    client.as_person(writer)
    assert client.get("/clusters/north/handles?q=mir").json == [
        {"handle": "miriam-haile", "name": "Miriam Haile", "about": "Strategist"}
    ]
    assert [offer["handle"] for offer in client.get("/clusters/north/handles?q=HAI").json] == ["miriam-haile"]
    assert [offer["handle"] for offer in client.get("/clusters/north/handles").json] == [
        "miriam-haile", "sara-nord", "alby", "berga", "elected-officials", "key-persons", "managers",
    ]  # fmt: skip
    assert client.get("/clusters/south/handles").status_code == 404


@pytest.mark.parametrize("path", ["/threads/{}/reach", "/clusters/north/handles"])
def test_outsiders_are_told_nothing(client: Client, thread, path: str) -> None:
    outsider = make_member(make_cluster())
    assert client.as_person(outsider).get(path.format(thread.id)).status_code == 404


def test_a_text_is_rendered_anew_with_the_people_it_called(client: Client, thread, writer, miriam) -> None:
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": "@miriam-haile and @managers"})
    html = last_html()
    post = db.session.query(Post).order_by(Post.id.desc()).first()
    post.html, post.renderer = "<p>old</p>", 0
    make_member(thread.cluster, person=make_person("Miriam Haile", email="m2@example.org"))
    db.session.commit()
    assert html in client.get(f"/threads/{thread.id}/").text
    post.say(post.text, post.mentions)
    db.session.commit()
    assert last_html() == html


def test_to_say_something_else_calls_others(cluster, thread, writer, miriam) -> None:
    post = thread.add_post(writer, cluster.organisations[1].id, "x", mentions=mentions.found("@alby @berga", cluster))
    post.say("@berga @miriam-haile", mentions.found("@berga @miriam-haile", cluster))
    db.session.commit()
    assert sorted(mention.handle for mention in db.session.query(Mention)) == ["berga", "miriam-haile"]


def test_mentions_cost_the_page_of_posts_nothing(client: Client, thread, writer, miriam) -> None:
    client.as_person(writer)
    for _ in range(3):
        client.post_form(f"/threads/{thread.id}/posts/", {"text": "@miriam-haile @alby"})
    address = f"/threads/{thread.id}/"
    client.get(address)
    with counted() as statements:
        client.get(address)
    assert len(statements) == 4
