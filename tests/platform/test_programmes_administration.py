"""The administration of programmes, clusters, participations and memberships in the browser."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from benchplatform.audience import Role
from benchplatform.audit import AuditEvent
from benchplatform.database import db, utc_now
from benchplatform.events import member_joined, member_left
from benchplatform.mail.models import Mail
from benchplatform.programmes.models import Cluster, Invitation, Membership, Participation, Programme
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_invitation,
    make_lead,
    make_member,
    make_organisation,
    make_participation,
    make_person,
    make_programme,
)


def actions() -> list[str]:
    return list(db.session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_lead_sees_her_programmes_and_an_administrator_all(cluster: Cluster, client: Client) -> None:
    make_cluster("Elsewhere", make_programme("Other round"))
    mine = client.as_person(make_lead(cluster)).get("/admin/").text
    assert "Round" in mine
    assert "North" in mine
    assert not [word for word in ("Elsewhere", "Other round", "New programme", "/admin/organisations/") if word in mine]
    everything = client.as_person(make_administrator()).get("/admin/").text
    for word in ("North", "Elsewhere", "New programme", "/admin/organisations/"):
        assert word in everything


def test_from_nothing_to_a_cluster_with_an_invited_lead(app: Flask, client: Client) -> None:
    client.as_person(make_administrator())
    assert "There are no programmes yet" in client.get("/admin/").text
    client.post_form("/admin/organisations/new", {"name": "Björkinge kommun", "kind": "municipality"})
    answer = client.post_form("/admin/programmes/new", {"name_sv": "Hållbar jämställdhet", "name_en": "Equality"})
    assert answer.location == "/admin/programmes/hallbar-jamstalldhet/"
    answer = client.post_form("/admin/programmes/hallbar-jamstalldhet/clusters/new", {"name_en": "North"})
    assert answer.location == "/clusters/north/administration"
    organisation = db.session.scalars(sa.select(Participation)).all()
    assert organisation == []
    given = {"name": "Lena Lead", "email": "LENA@Example.org", "organisation": first_choice(client, "leads")}
    answer = client.post_form("/admin/programmes/hallbar-jamstalldhet/leads/new", given)
    assert answer.location == "/admin/programmes/hallbar-jamstalldhet/"
    invitation = db.session.scalars(sa.select(Invitation)).one()
    assert (invitation.email, invitation.role, invitation.cluster_id) == ("lena@example.org", "programme_lead", None)
    assert "Lena Lead" in client.get(answer.location).text
    assert actions() == ["organisations.add", "programmes.add", "clusters.add", "invitations.send"]


def first_choice(client: Client, what: str) -> str:
    page = client.get(f"/admin/programmes/hallbar-jamstalldhet/{what}/new").text
    return page.split('<option value="')[2].split('"')[0]


def test_a_programme_needs_a_name_in_one_language(app: Flask, client: Client) -> None:
    client.as_person(make_administrator())
    answer = client.post_form("/admin/programmes/new", {"name_sv": "  ", "name_en": ""})
    assert answer.status_code == 422
    assert "Write a name in at least one of the languages." in answer.text
    answer = client.post_form("/admin/programmes/new", {"name_sv": "x" * 1_000_000})
    assert answer.status_code == 422
    assert "1,000,000 characters, the limit is 120." in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Programme.id))) == 0


def test_taken_slugs_are_numbered_and_new_is_no_slug(app: Flask, client: Client) -> None:
    client.as_person(make_administrator())
    for name in ("Åre", "Are", "ÅRE!", "New", "日本", "\N{RIGHT-TO-LEFT OVERRIDE}x\0y"):
        client.post_form("/admin/programmes/new", {"name_sv": name})
    programmes = db.session.execute(sa.select(Programme.slug, Programme.name).order_by(Programme.id)).all()
    assert [slug for slug, _ in programmes] == ["are", "are-2", "are-3", "new-2", "programme", "xy"]
    assert programmes[-1].name == {"sv": "xy"}


def test_adding_changing_and_removing_an_organisation(cluster: Cluster, client: Client) -> None:
    gamma = make_organisation("Gamma")
    client.as_person(make_lead(cluster))
    form = client.get("/clusters/north/administration/participations/new").text
    assert ">Gamma</option>" in form
    assert ">Alby</option>" not in form
    data = {"organisation": str(gamma.id), "part": "supporting"}
    answer = client.post_form("/clusters/north/administration/participations/new", data, follow_redirects=True)
    assert "Gamma takes part from now on." in answer.text
    part = db.session.scalars(sa.select(Participation).where(Participation.organisation_id == gamma.id)).one()
    assert part.part == "supporting"
    client.post_form(f"/participations/{part.id}/part", {"part": "mentor"})
    db.session.expire_all()
    assert part.part == "mentor"
    answer = client.post_form(f"/participations/{part.id}/removal", follow_redirects=True)
    assert "Gamma no longer takes part." in answer.text
    assert [p.organisation.name for p in db.session.scalars(sa.select(Participation))] == ["Alby", "Berga"]
    assert actions() == ["participations.add", "participations.change", "participations.remove"]


def test_an_organisation_that_takes_part_already_is_not_added_again(cluster: Cluster, client: Client) -> None:
    alby = cluster.organisations[0]
    client.as_person(make_lead(cluster))
    data = {"organisation": str(alby.id), "part": "mentor"}
    answer = client.post_form("/clusters/north/administration/participations/new", data)
    assert answer.status_code == 422
    assert "Not a valid choice." in answer.text
    answer = client.post_form("/clusters/north/administration/participations/new", {"part": "leader"})
    assert answer.status_code == 422
    assert "Choose an organisation." in answer.text
    assert client.post_form(f"/participations/{cluster.participations[0].id}/part").status_code == 400


def test_an_organisation_with_people_stays(cluster: Cluster, client: Client) -> None:
    part = cluster.participations[0]
    make_member(cluster, part.organisation)
    make_member(cluster, part.organisation, until=utc_now())
    make_invitation(cluster, organisation=part.organisation)
    client.as_person(make_lead(cluster, part.organisation))
    answer = client.post_form(f"/participations/{part.id}/removal", follow_redirects=True)
    assert (
        "Alby still has people here: 1 current memberships and 1 open invitations. End and withdraw them first."
        in answer.text
    )
    assert db.session.scalar(sa.select(sa.func.count(Participation.id))) == 2


def test_the_method_recommends_and_does_not_forbid(cluster: Cluster, client: Client) -> None:
    client.as_person(make_lead(cluster))
    words = "The method works best with 1–2 mentors and 1–4 benchmarking organisations."
    assert words not in client.get("/clusters/north/administration").text
    for _ in range(4):
        make_participation(cluster)
    assert f"{words} Now there are 1 and 5." in client.get("/clusters/north/administration").text


def test_adding_somebody_one_has_met(cluster: Cluster, client: Client) -> None:
    lead, berga = make_lead(cluster), cluster.organisations[1]
    sister = make_cluster("Sister", cluster.programme, [berga])
    known = make_member(sister, berga, person=make_person("Known", email="known@example.org"))
    make_person("Stranger", email="stranger@example.org")
    heard: list[Membership] = []
    client.as_person(lead)
    address, data = "/clusters/north/administration/memberships/new", {"organisation": str(berga.id), "role": "manager"}
    with member_joined.connected_to(heard.append):
        answer = client.post_form(address, data | {"email": " KNOWN@example.org "}, follow_redirects=True)
    assert "known@example.org is a member from now on." in answer.text
    assert [(m.person_id, m.cluster_id, m.role) for m in known_memberships(known)] == [
        (known.id, sister.id, "key_person"),
        (known.id, cluster.id, "manager"),
    ]
    assert len(heard) == 1
    again = client.post_form(address, data | {"email": "known@example.org"})
    assert "Known is a member in this role already." in again.text
    for email in ("stranger@example.org", "nobody@example.org"):
        answer = client.post_form(address, data | {"email": email})
        assert answer.status_code == 422
        assert "Nobody you have met here has this address." in answer.text


def known_memberships(person) -> list[Membership]:
    statement = sa.select(Membership).where(Membership.person_id == person.id).order_by(Membership.id)
    return list(db.session.scalars(statement))


def test_a_role_of_another_kind_is_refused(cluster: Cluster, client: Client) -> None:
    """A lead makes no other lead: that is the site administrators' matter."""
    lead = make_lead(cluster)
    client.as_person(lead)
    data = {"organisation": str(cluster.organisations[0].id), "role": "programme_lead", "email": lead.email}
    for what in ("memberships", "invitations"):
        answer = client.post_form(f"/clusters/north/administration/{what}/new", data | {"name": "X"})
        assert answer.status_code == 422
        assert "Not a valid choice." in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 0


def test_ending_a_membership_shuts_out_at_once_and_keeps_history(cluster: Cluster, client: Client) -> None:
    lead, member = make_lead(cluster), make_member(cluster, person=make_person("Mia"))
    outside = client.application.test_client().as_person(member)
    assert outside.get("/clusters/north/").status_code == 200
    client.as_person(lead)
    address = f"/memberships/{member.memberships[0].id}/end"
    assert "End the membership of Mia?" in client.get(address).text
    heard: list[Membership] = []
    with member_left.connected_to(heard.append):
        answer = client.post_form(address, follow_redirects=True)
        again = client.post_form(address, follow_redirects=True)
    assert "The membership of Mia has ended. What they wrote stays." in answer.text
    assert "Former members" in answer.text
    assert "The membership of Mia had ended already." in again.text
    assert len(heard) == 1
    assert actions() == ["memberships.end"]
    assert outside.get("/clusters/north/").status_code == 404
    assert outside.get("/profile").status_code == 200


def test_the_last_lead_ends_herself_only_with_a_word(cluster: Cluster, client: Client) -> None:
    lead, membership_id = make_lead(cluster), db.session.scalar(sa.select(Membership.id))
    client.as_person(lead)
    address = f"/memberships/{membership_id}/end"
    assert "last lead" in client.get(address).text
    answer = client.post_form(address)
    assert answer.status_code == 422
    assert "Tick this to go on." in answer.text
    assert db.session.get(Membership, membership_id).is_current
    answer = client.post_form(address, {"is_sure": "y"})
    assert answer.location == "/"
    db.session.expire_all()
    assert not db.session.get(Membership, membership_id).is_current
    assert client.get("/admin/").status_code == 404


def test_a_lead_who_is_shut_out_is_no_other_lead(cluster: Cluster, client: Client) -> None:
    lead = make_lead(cluster)
    make_lead(cluster).disable()
    client.as_person(lead)
    assert "last lead" in client.get(f"/memberships/{lead.memberships[0].id}/end").text


def test_one_of_two_leads_ends_herself_without_one(cluster: Cluster, client: Client) -> None:
    first = make_lead(cluster)
    make_lead(cluster)
    client.as_person(first)
    answer = client.post_form(f"/memberships/{first.memberships[0].id}/end")
    assert answer.location == "/"
    assert actions() == ["memberships.end"]


def test_an_administrator_ends_the_last_lead(cluster: Cluster, client: Client) -> None:
    lead = make_lead(cluster)
    client.as_person(make_administrator())
    answer = client.post_form(f"/memberships/{lead.memberships[0].id}/end")
    assert answer.location == "/admin/programmes/round/"
    assert "The programme has no lead yet." in client.get(answer.location).text


def test_the_administration_writes_no_mail_but_invitations(cluster: Cluster, client: Client) -> None:
    client.as_person(make_lead(cluster))
    alby = str(cluster.organisations[0].id)
    data = {"name": "Eva", "email": "eva@example.org", "organisation": alby, "role": Role.MANAGER.value}
    client.post_form("/clusters/north/administration/invitations/new", data)
    assert [(mail.kind, mail.to) for mail in db.session.scalars(sa.select(Mail))] == [("invitation", "eva@example.org")]
