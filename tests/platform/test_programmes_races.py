"""Two people do the same thing at the same moment: one of them is told, and nothing is there twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.meetings.models import Meeting
from benchplatform.organisations.models import Organisation
from benchplatform.programmes.models import Cluster, Invitation, Membership, Part, Participation, Programme
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_invitation,
    make_lead,
    make_member,
    make_organisation,
    make_person,
)

PASSWORD = "seven-quiet-otters-swim"
JOIN = {"name": "Nina New", "new_password": PASSWORD, "repeat_password": PASSWORD}
AT_ONCE = 4


@pytest.fixture
def cluster(app: Flask) -> Cluster:
    return make_cluster("North", organisations=[make_organisation("Alpha")])


def at_once(app: Flask, person: Callable[[], Person] | None, path: str, data: dict[str, str]) -> list[TestResponse]:
    """The form sent by several browsers at the same moment; each has its own person, when there is one."""
    browsers = [browser(app, person() if person else None) for _ in range(AT_ONCE)]
    answers = together([(client, path, {"csrf_token": token, **data}) for client, token in browsers])
    return sorted(answers, key=lambda answer: answer.status_code)


def browser(app: Flask, person: Person | None) -> tuple[Client, str]:
    """A client, and the token for its forms."""
    client = app.test_client()
    assert isinstance(client, Client)
    if person is not None:
        client.as_person(person)
    return client, client.token()


def together(forms: list[tuple[Client, str, dict[str, str]]]) -> list[TestResponse]:
    """Several forms at the same moment; the answers as they come."""
    db.session.rollback()
    start, answers = threading.Barrier(len(forms)), []

    def send(client: Client, path: str, form: dict[str, str]) -> None:
        start.wait()
        answers.append(client.post(path, data=form))

    threads = [threading.Thread(target=send, args=form) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(forms)
    return answers


def statuses(answers: list[TestResponse]) -> list[int]:
    return [answer.status_code for answer in answers]


def count(model: type, *conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(model.id)).where(*conditions)) or 0


def test_several_leads_add_the_same_organisation(app: Flask, cluster: Cluster) -> None:
    data = {"organisation": str(make_organisation("Beta").id), "part": "benchmarking"}
    path = "/clusters/north/administration/participations/new"
    answers = at_once(app, lambda: make_lead(cluster), path, data)
    assert statuses(answers) == [302, 422, 422, 422]
    for answer in answers[1:]:
        assert "Beta takes part already." in answer.text or "Not a valid choice." in answer.text
    assert count(Participation) == 2


def test_several_leads_invite_the_same_person(app: Flask, cluster: Cluster) -> None:
    alpha = str(cluster.organisations[0].id)
    data = {"name": "Nina", "email": "nina@example.org", "organisation": alpha, "role": "manager"}
    answers = at_once(app, lambda: make_lead(cluster), "/clusters/north/administration/invitations/new", data)
    assert statuses(answers) == [302, 422, 422, 422]
    assert "An invitation waits for this address already." in answers[-1].text
    assert count(Invitation) == 1


def test_several_administrators_invite_the_same_lead(app: Flask, cluster: Cluster) -> None:
    data = {"name": "Nina", "email": "nina@example.org", "organisation": str(cluster.organisations[0].id)}
    path = f"/admin/programmes/{cluster.programme.slug}/leads/new"
    answers = at_once(app, lambda: make_administrator(f"Admin {count(Person)}"), path, data)
    assert statuses(answers) == [302, 422, 422, 422]
    assert count(Invitation) == 1


def test_several_leads_add_the_same_member(app: Flask, cluster: Cluster) -> None:
    sister = make_cluster("Sister", cluster.programme, [cluster.organisations[0]])
    make_member(sister, person=make_person("Mia", email="mia@example.org"))
    data = {"email": "mia@example.org", "organisation": str(cluster.organisations[0].id), "role": "manager"}
    answers = at_once(app, lambda: make_lead(cluster), "/clusters/north/administration/memberships/new", data)
    assert statuses(answers) == [302, 422, 422, 422]
    assert count(Membership, Membership.cluster_id == cluster.id) == 1


def test_several_clicks_on_join_make_one_account(app: Flask, cluster: Cluster) -> None:
    _invitation, token = make_invitation(cluster)
    answers = at_once(app, None, f"/invitations/{token}/account", JOIN)
    assert [answer.location for answer in answers] == ["/clusters/north/"] * AT_ONCE
    assert count(Person) == 1
    assert count(Membership) == 1


def test_several_clicks_on_join_with_an_account_make_one_membership(app: Flask, cluster: Cluster) -> None:
    person = make_person("Eva", email="new@example.org")
    _invitation, token = make_invitation(cluster)
    answers = at_once(app, lambda: person, f"/invitations/{token}/membership", {"once": "abcdefghijklmnopqrst"})
    assert [answer.location for answer in answers] == ["/clusters/north/"] * AT_ONCE
    assert count(Membership) == 1


def test_several_tabs_of_join_with_an_account_make_one_membership(app: Flask, cluster: Cluster) -> None:
    person = make_person("Eva", email="new@example.org")
    _invitation, token = make_invitation(cluster)
    answers = at_once(app, lambda: person, f"/invitations/{token}/membership", {})
    assert statuses(answers) == [302, 410, 410, 410]
    assert count(Membership) == 1


def test_two_invitations_of_one_new_address_make_one_account(app: Flask, cluster: Cluster, client: Client) -> None:
    sister = make_cluster("Sister", cluster.programme, [cluster.organisations[0]])
    tokens = [make_invitation(place)[1] for place in (cluster, sister)]
    client.post_form(f"/invitations/{tokens[0]}/account", JOIN)
    answer = client.post_form(f"/invitations/{tokens[1]}/account", JOIN, follow_redirects=True)
    assert "You are invited, New Person" in answer.text
    assert client.post_form(f"/invitations/{tokens[1]}/membership").location == "/clusters/sister/"
    assert (count(Person), count(Membership)) == (1, 2)


def test_several_programmes_of_one_name_get_slugs_of_their_own(app: Flask) -> None:
    administrators = (make_administrator(f"Admin {number}") for number in range(AT_ONCE))
    answers = at_once(app, lambda: next(administrators), "/admin/programmes/new", {"name_sv": "Årets"})
    assert statuses(answers) == [302] * AT_ONCE
    assert sorted(db.session.scalars(sa.select(Programme.slug))) == ["arets", "arets-2", "arets-3", "arets-4"]


def test_several_organisations_of_one_name_become_one(app: Flask) -> None:
    administrators = (make_administrator(f"Admin {number}") for number in range(AT_ONCE))
    data = {"name": "Ny kommun", "kind": "municipality"}
    answers = at_once(app, lambda: next(administrators), "/admin/organisations/new", data)
    assert statuses(answers) == [302, 422, 422, 422]
    assert "There is an organisation with this name already." in answers[-1].text
    assert count(Organisation) == 1


def test_of_several_edits_from_one_version_one_is_saved(app: Flask, cluster: Cluster) -> None:
    data = {"version": "1", "about_en": "Mine"}
    answers = at_once(app, lambda: make_member(cluster), "/organisations/alpha/edit", data)
    assert statuses(answers) == [302, 409, 409, 409]
    assert db.session.scalar(sa.select(Organisation.version)) == 2


def test_several_leads_plan_the_same_meeting(app: Flask, cluster: Cluster) -> None:
    data = {"template": "bm1", "day": "2027-03-04", "starts": "09:00", "place": "", "host": "", "contact": ""}
    answers = at_once(app, lambda: make_lead(cluster), "/clusters/north/meetings/new", data)
    assert statuses(answers) == [302, 422, 422, 422]
    assert count(Meeting) == 1


def _taking_part(cluster: Cluster, number: int) -> tuple[int, int]:
    """Ids of a new organisation in the cluster, and of its participation."""
    beta = make_organisation(f"Beta {number}")
    part = Participation(cluster_id=cluster.id, organisation_id=beta.id, part=Part.BENCHMARKING)
    db.session.add(part)
    db.session.commit()
    return beta.id, part.id


@pytest.mark.parametrize("form", ["invitations", "memberships"])
def test_an_organisation_that_leaves_leaves_nobody_behind(app: Flask, cluster: Cluster, form: str) -> None:
    leaver, inviter = (browser(app, make_lead(cluster)) for _ in range(2))
    path = f"/clusters/north/administration/{form}/new"
    for number in range(8):
        beta, part = _taking_part(cluster, number)
        lena = make_member(cluster, person=make_person("Lena", email=f"lena{number}@example.org"))
        email = lena.email if form == "memberships" else f"nina{number}@example.org"
        data = {"name": "Nina", "email": email, "organisation": str(beta), "role": "manager"}
        together(
            [
                (leaver[0], f"/participations/{part}/removal", {"csrf_token": leaver[1]}),
                (inviter[0], path, {"csrf_token": inviter[1], **data}),
            ]
        )
        people = count(Invitation, Invitation.organisation_id == beta)
        people += count(Membership, Membership.organisation_id == beta)
        assert count(Participation, Participation.organisation_id == beta) == people


def test_a_part_that_is_removed_and_changed_at_once_is_no_error(app: Flask, cluster: Cluster) -> None:
    one, other = (browser(app, make_lead(cluster)) for _ in range(2))
    for number in range(8):
        _beta, part = _taking_part(cluster, number)
        answers = together(
            [
                (one[0], f"/participations/{part}/removal", {"csrf_token": one[1]}),
                (other[0], f"/participations/{part}/part", {"csrf_token": other[1], "part": "mentor"}),
            ]
        )
        assert set(statuses(answers)) <= {302, 404}
        assert count(Participation, Participation.id == part) == 0
