"""An invitation from the form to the membership, sent again, withdrawn, and refused."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from benchplatform.accounts.models import Person
from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.events import member_joined
from benchplatform.mail.models import Mail
from benchplatform.programmes.models import Cluster, Invitation, Membership
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_invitation,
    make_lead,
    make_member,
    make_organisation,
    make_person,
    make_programme,
)

PASSWORD = "seven-quiet-otters-swim"
JOIN = {"name": "Nina New", "title": "Strategist", "new_password": PASSWORD, "repeat_password": PASSWORD}


def invite(client: Client, cluster: Cluster, **given: str):
    data = {"name": "Nina", "email": "nina@example.org", "organisation": str(cluster.organisations[1].id)}
    return client.post_form(
        "/clusters/north/administration/invitations/new", data | {"role": "manager"} | given, follow_redirects=True
    )


def link_in_newest_mail() -> str:
    mail = db.session.scalars(sa.select(Mail).order_by(Mail.id.desc())).first()
    found = re.search(r"http://127\.0\.0\.1:8000(/invitations/\S+)", mail.body)
    assert found
    return found.group(1)


def test_one_invitation_fixes_organisation_role_and_cluster(cluster: Cluster, client: Client) -> None:
    client.as_person(make_lead(cluster))
    page = invite(client, cluster)
    assert "The invitation is on its way to nina@example.org." in page.text
    assert "Not yet joined" in page.text
    mail = db.session.scalars(sa.select(Mail)).one()
    assert mail.subject == "Invitation to North"
    assert "Organisation: Berga\nRole: Manager\n" in mail.body
    heard: list[int] = []
    visitor = client.application.test_client()
    link = link_in_newest_mail()
    assert "You are invited, Nina" in visitor.get(link).text
    with member_joined.connected_to(lambda membership: heard.append(membership.id)):
        answer = visitor.post_form(f"{link}/account", JOIN)
    assert answer.location == "/clusters/north/"
    welcome = visitor.get("/clusters/north/").text
    assert "Welcome! You are a member now." in welcome
    person = Person.by_email("nina@example.org")
    assert (person.name, person.title, person.has_password(PASSWORD)) == ("Nina New", "Strategist", True)
    membership = db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()
    assert (membership.cluster_id, membership.organisation.name, membership.role) == (cluster.id, "Berga", Role.MANAGER)
    assert heard == [membership.id]
    assert "Everybody who was invited has joined." in client.get("/clusters/north/administration").text
    logged = db.session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert logged == ["invitations.send", "invitations.accept", "memberships.begin"]


def test_an_expired_invitation_is_said_so_and_sent_again(cluster: Cluster, client: Client) -> None:
    invitation, token = make_invitation(cluster)
    invitation.sent_at = utc_now() - dt.timedelta(days=31)
    db.session.commit()
    client.as_person(make_lead(cluster))
    assert "Expired" in client.get("/clusters/north/administration").text
    answer = client.post_form(f"/invitations/{invitation.id}/renewal", follow_redirects=True)
    assert "A new link is on its way to new@example.org; the one before stops working." in answer.text
    visitor = client.application.test_client()
    assert visitor.get(f"/invitations/{token}").status_code == 410
    assert visitor.get(link_in_newest_mail()).status_code == 200


def test_withdrawing(cluster: Cluster, client: Client) -> None:
    invitation, token = make_invitation(cluster)
    client.as_person(make_lead(cluster))
    answer = client.post_form(f"/invitations/{invitation.id}/withdrawal", follow_redirects=True)
    assert "its link no longer works" in answer.text
    assert "new@example.org" not in client.get("/clusters/north/administration").text
    for what in ("withdrawal", "renewal"):
        answer = client.post_form(f"/invitations/{invitation.id}/{what}", follow_redirects=True)
        assert "New Person has joined already, or the invitation was withdrawn." in answer.text
    assert client.application.test_client().get(f"/invitations/{token}").status_code == 410


def test_inviting_twice_is_said_and_makes_one(cluster: Cluster, client: Client) -> None:
    client.as_person(make_lead(cluster))
    invite(client, cluster)
    answer = invite(client, cluster, email="NINA@example.org", role="key_person")
    assert answer.status_code == 422
    assert "An invitation waits for this address already." in answer.text
    assert 'value="nina@example.org"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 1


def test_inviting_a_member_for_what_she_is_already(cluster: Cluster, client: Client) -> None:
    make_member(cluster, cluster.organisations[1], Role.MANAGER, make_person("Nina", email="nina@example.org"))
    client.as_person(make_lead(cluster))
    assert "Nina is a member in this role already." in invite(client, cluster).text
    assert "is on its way" in invite(client, cluster, role="key_person").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "Write an e-mail address."),
        ("email", "nina", "That is not an e-mail address."),
        ("email", "a@b.se\nBcc: c@d.se", "That is not an e-mail address."),
        ("email", "x" * 300 + "@example.org", "312 characters, the limit is 254."),
        ("name", " \u200b ", "Write a name."),
        ("name", "x" * 121, "121 characters, the limit is 120."),
        ("organisation", "", "Choose an organisation."),
        ("organisation", "999", "Not a valid choice."),
        ("role", "king", "Not a valid choice."),
    ],
)
def test_an_invitation_that_cannot_be_sent(
    cluster: Cluster, client: Client, field: str, value: str, words: str
) -> None:
    client.as_person(make_lead(cluster))
    answer = invite(client, cluster, **{field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0


def test_an_organisation_outside_the_cluster_is_no_choice(cluster: Cluster, client: Client) -> None:
    gamma = make_organisation("Gamma")
    client.as_person(make_lead(cluster))
    assert invite(client, cluster, organisation=str(gamma.id)).status_code == 422


def test_a_name_with_a_line_break_stays_in_its_line(cluster: Cluster, client: Client) -> None:
    client.as_person(make_lead(cluster))
    invite(client, cluster, name="Nina\r\nBcc: x@example.org\N{RIGHT-TO-LEFT OVERRIDE}")
    assert db.session.scalars(sa.select(Invitation.name)).one() == "Nina Bcc: x@example.org"
    assert db.session.scalars(sa.select(Mail.subject)).one() == "Invitation to North"


def test_only_site_administrators_manage_invitations_of_leads(cluster: Cluster, client: Client) -> None:
    invitation, _token = make_invitation(cluster, role=Role.PROGRAMME_LEAD)
    other = make_cluster("Other", make_programme("Other round"), [make_organisation()])
    client.as_person(make_lead(other))
    assert client.post_form(f"/invitations/{invitation.id}/withdrawal").status_code == 404
    client.as_person(make_lead(cluster))
    assert client.post_form(f"/invitations/{invitation.id}/withdrawal").status_code == 403
    client.as_person(make_administrator())
    answer = client.post_form(f"/invitations/{invitation.id}/withdrawal")
    assert answer.location == "/admin/programmes/round/"
    db.session.expire_all()
    assert invitation.withdrawn_at is not None


def test_an_address_that_mail_cannot_reach_is_refused(cluster: Cluster, client: Client) -> None:
    form = {"name": "Åsa", "email": "åsa@example.org", "organisation": str(cluster.organisations[0].id)}
    client.as_person(make_lead(cluster))
    path = f"/clusters/{cluster.slug}/administration/invitations/new"
    answer = client.post_form(path, {**form, "role": "key_person"})
    assert answer.status_code == 422
    assert "That is not an e-mail address." in answer.text
