"""Reporting a post, the list of open reports, and settling them."""

from __future__ import annotations

import threading

import pytest

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db
from benchplatform.discussions.models import Post, PostReport
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_person, make_thread, save
from tests.queries import counted

LIST = "/clusters/north/discussions/reports"


@pytest.fixture
def reader(cluster):
    return make_member(cluster, person=make_person("Tom West"))


@pytest.fixture
def thread(cluster, writer):
    return make_thread(make_meeting(cluster), writer, "Small numbers", ["Hello", "Anna"])


def report(client: Client, thread, concern: str = "Names a <pupil>", number: int = 2, **more: str):
    return client.post_form(f"/threads/{thread.id}/posts/{number}/reports", {"concern": concern, **more})


def settle(client: Client, thread):
    return client.post_form(f"/threads/{thread.id}/posts/2/reports/settlement")


def reports() -> list[PostReport]:
    db.session.rollback()
    return list(db.session.query(PostReport).order_by(PostReport.id))


def test_a_report_reaches_the_lead_with_its_reason(client: Client, thread, reader, lead) -> None:
    answer = report(client.as_person(reader), thread)
    page = client.get(answer.location).text
    assert "Thank you. The programme lead will look at it." in page
    assert "You reported this post on" in page
    assert "Say more about it" in page
    client.as_person(lead)
    assert f'<a href="{LIST}">Reported posts (1)</a>' in client.get("/clusters/north/discussions/").text
    listed = client.get(LIST).text
    assert f'<a href="/threads/{thread.id}/posts/2/about">Post 2: Small numbers</a>' in listed
    assert "Names a &lt;pupil&gt;" in listed
    assert "Written by Sara Nord, reported by Tom West today" in listed
    about = client.get(f"/threads/{thread.id}/posts/2/about").text
    assert "1 report</h3>" in about
    assert "Names a &lt;pupil&gt;" in about


def test_one_says_more_in_a_report_of_one_s_own_and_opens_it_again(client: Client, thread, reader, lead) -> None:
    report(client.as_person(reader), thread)
    settle(client.as_person(lead), thread)
    assert "Say more about it" in client.as_person(reader).get(f"/threads/{thread.id}/posts/2/about").text
    assert report(client, thread, "Now the school too").status_code == 302
    (found,) = reports()
    assert (found.why, found.settled_at) == ("Names a <pupil>\n\nNow the school too", None)
    for _ in range(4):
        report(client, thread, "x" * 1000)
    late = report(client, thread, "y" * 1000)
    assert late.status_code == 409
    assert "You have said much about this post already: write to the programme lead." in late.text
    assert "y" * 1000 in late.text
    assert len(reports()[0].why) == 4043


def test_each_reports_for_themselves(client: Client, cluster, thread, reader) -> None:
    report(client.as_person(reader), thread)
    report(client.as_person(make_member(cluster)), thread, "I think so too")
    report(client, thread, "And this one", number=1)
    assert [found.why for found in reports()] == ["Names a <pupil>", "I think so too", "And this one"]


def test_one_who_sends_two_at_once_makes_one_report(app, thread, reader) -> None:
    thread_id, answers = thread.id, []
    clients = [app.test_client().as_person(reader) for _ in range(2)]
    tokens = [client.token() for client in clients]
    db.session.rollback()
    ready = threading.Barrier(2)

    def send(client: Client, token: str) -> None:
        with app.app_context():
            ready.wait()
            form = {"csrf_token": token, "concern": "Twice"}
            answers.append(client.post(f"/threads/{thread_id}/posts/2/reports", data=form).status_code)

    senders = [threading.Thread(target=send, args=both) for both in zip(clients, tokens, strict=True)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert answers == [302, 302]
    assert len(reports()) == 1


@pytest.mark.parametrize(
    ("concern", "words"),
    [("", "Say what is wrong with it."), (" \u200b", "Say what is wrong with it."), ("x" * 1001, "1,001 characters")],
)
def test_a_report_says_what_is_wrong(client: Client, thread, reader, concern: str, words: str) -> None:
    answer = report(client.as_person(reader), thread, concern)
    assert answer.status_code == 422
    assert words in answer.text
    assert concern.strip() in answer.text
    assert "<details open>" in answer.text
    assert reports() == []


def test_a_report_is_settled_by_leaving_the_post(client: Client, thread, reader, lead) -> None:
    report(client.as_person(reader), thread)
    answer = settle(client.as_person(lead), thread)
    assert "The post stays as it is, and the reports are settled." in client.get(answer.location).text
    found = reports()[0]
    assert (found.settled_by_id, found.settled_at is not None) == (lead.id, True)
    assert "There are no open reports." in client.get(LIST).text
    assert "Reported posts (0)" in client.get("/clusters/north/discussions/").text
    again = client.get(settle(client, thread).location).text
    assert "There are no open reports on this post any more." in again
    actions = [event.action for event in db.session.query(AuditEvent) if event.action.startswith("discussions")]
    assert actions == ["discussions.settle_reports"]
    assert "The programme lead has looked at it." in (
        client.as_person(reader).get(f"/threads/{thread.id}/posts/2/about").text
    )


def test_hiding_the_post_settles_what_was_reported(client: Client, cluster, thread, reader, lead) -> None:
    for person in (reader, make_member(cluster)):
        report(client.as_person(person), thread)
    report(client, thread, number=1)
    client.as_person(lead).post_form(f"/threads/{thread.id}/posts/2/removal", {"why": "Names a pupil"})
    assert [found.settled_by_id for found in reports()] == [lead.id, lead.id, None]


def test_a_post_removed_by_its_author_stays_reported_until_a_lead_has_looked(
    client: Client, thread, writer, reader, lead
) -> None:
    report(client.as_person(reader), thread)
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/2/removal", {"why": ""})
    assert "Post 2: Small numbers" in client.as_person(lead).get(LIST).text
    late = report(client.as_person(reader), thread, "And the school")
    assert late.status_code == 409
    assert "nothing left to report" in late.text
    assert "And the school</textarea>" in late.text


def test_the_wrong_people_report_settle_and_list_nothing(client: Client, cluster, thread, writer, lead) -> None:
    statuses = {}
    for name, person in {
        "author": writer,
        "lead": lead,
        "outsider": make_member(make_cluster("South")),
    }.items():
        statuses[name] = report(client.as_person(person), thread).status_code
    assert statuses == {"author": 403, "lead": 403, "outsider": 404}
    client.as_person(make_member(cluster))
    assert settle(client, thread).status_code == 403
    assert client.get(LIST).status_code == 403
    assert "Reported posts" not in client.get("/clusters/north/discussions/").text
    foreign = client.as_person(make_lead(make_cluster("West")))
    assert foreign.get(LIST).status_code == 404
    assert settle(foreign, thread).status_code == 404
    assert reports() == []


def test_in_a_thread_that_no_lead_sees_there_is_nobody_to_report_to(client: Client, cluster, lead) -> None:
    managers = [make_member(cluster, role=Role.MANAGER) for _ in range(2)]
    closed = make_thread(make_meeting(cluster), managers[0], "Ours", ["One", "Two"], role=Role.MANAGER)
    assert report(client.as_person(managers[1]), closed).status_code == 403
    assert "Report the post" not in client.get(f"/threads/{closed.id}/posts/2/about").text
    save(PostReport(post_id=second_post(closed).id, by_id=managers[1].id, why="Of old"))
    assert "There are no open reports." in client.as_person(lead).get(LIST).text
    assert "Reported posts (0)" in client.get("/clusters/north/discussions/").text


def test_reports_of_another_cluster_are_in_another_list(client: Client, cluster, thread, reader, lead) -> None:
    other = make_cluster("South", programme=cluster.programme)
    report(client.as_person(reader), thread)
    assert "There are no open reports." in client.as_person(lead).get("/clusters/south/discussions/reports").text
    assert other.id != cluster.id


def test_the_lists_cost_the_same_for_one_report_and_many(client: Client, cluster, thread, lead) -> None:
    client.as_person(lead)
    asked = []
    for _ in range(2):
        for _ in range(3):
            save(PostReport(post_id=second_post(thread).id, by_id=make_member(cluster).id, why="x"))
        for address in (LIST, "/clusters/north/discussions/"):
            client.get(address)
            with counted() as statements:
                client.get(address)
            asked.append(len(statements))
    assert asked[:2] == asked[2:] == [3, 7]


def second_post(thread) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread.id, number=2).one()
