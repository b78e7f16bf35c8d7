"""The link of an invitation: who joins by it and how, and all the ways in which it does not work."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from benchplatform.accounts.models import Person, SignIn
from benchplatform.audience import Role
from benchplatform.database import db, utc_now
from benchplatform.programmes.models import Cluster, Membership
from tests.client import Client
from tests.factories import (
    make_invitation,
    make_person,
)

PASSWORD = "seven-quiet-otters-swim"
JOIN = {"name": "Nina New", "title": "Strategist", "new_password": PASSWORD, "repeat_password": PASSWORD}
GONE = "This invitation no longer works"


def test_a_lead_who_joins_arrives_at_her_programme(cluster: Cluster, client: Client) -> None:
    _invitation, token = make_invitation(cluster, role=Role.PROGRAMME_LEAD)
    answer = client.post_form(f"/invitations/{token}/account", JOIN)
    assert answer.location == "/admin/programmes/round/"
    assert client.get(answer.location).status_code == 200


def test_bad_input_keeps_what_was_written(cluster: Cluster, client: Client) -> None:
    _invitation, token = make_invitation(cluster)
    bad = JOIN | {"name": "", "title": "Strategist & more", "new_password": "short", "repeat_password": "other"}
    answer = client.post_form(f"/invitations/{token}/account", bad)
    assert answer.status_code == 422
    for words in ("Write your name.", "it needs at least 12", "The two passwords are not the same."):
        assert words in answer.text
    assert 'value="Strategist &amp; more"' in answer.text
    assert "short" not in answer.text
    assert Person.by_email("new@example.org") is None


def test_an_existing_address_signs_in_first(cluster: Cluster, client: Client) -> None:
    person = make_person("Eva", email="new@example.org", password=PASSWORD)
    invitation, token = make_invitation(cluster)
    page = client.get(f"/invitations/{token}")
    assert "There is an account for new@example.org already." in page.text
    assert 'name="new_password"' not in page.text
    assert client.post_form(f"/invitations/{token}/account", JOIN).location == f"/invitations/{token}"
    assert client.post_form(f"/invitations/{token}/membership").location == f"/invitations/{token}"
    sign_in = {"email": "new@example.org", "password": PASSWORD, "next": f"/invitations/{token}"}
    answer = client.post_form("/sign-in", sign_in)
    assert answer.location == f"/invitations/{token}"
    assert 'name="new_password"' not in client.get(answer.location).text
    answer = client.post_form(f"/invitations/{token}/membership")
    assert answer.location == "/clusters/north/"
    db.session.expire_all()
    assert invitation.accepted_by_id == person.id
    assert [m.organisation.name for m in person.memberships] == ["Alby"]


def test_somebody_else_is_told_and_can_sign_out(cluster: Cluster, client: Client) -> None:
    other = make_person("Olle", email="olle@example.org")
    _invitation, token = make_invitation(cluster)
    client.as_person(other)
    page = client.get(f"/invitations/{token}").text
    assert "You are signed in as Olle, and the invitation is for new@example.org." in page
    assert page.count('action="/sign-out"') == 2
    assert client.post_form(f"/invitations/{token}/membership").location == f"/invitations/{token}"
    assert client.post_form(f"/invitations/{token}/account", JOIN).location == f"/invitations/{token}"
    assert db.session.scalar(sa.select(sa.func.count(Membership.id))) == 0


@pytest.mark.parametrize("why", ["used", "withdrawn", "expired", "unknown", "renewed", "strange"])
def test_a_link_that_no_longer_works_says_so_and_nothing_else(cluster: Cluster, client: Client, why: str) -> None:
    invitation, token = make_invitation(cluster)
    if why == "used":
        invitation.accepted_at, invitation.accepted_by_id = utc_now(), make_person().id
    elif why == "withdrawn":
        assert invitation.withdraw()
    elif why == "expired":
        invitation.sent_at = utc_now() - dt.timedelta(days=30, seconds=1)
    elif why == "renewed":
        invitation.renew()
    else:
        token = {"unknown": "x" * 43, "strange": "%F0%9F%98%80-%22%3E%3Cb%3E"}[why]
    db.session.commit()
    answers = [
        client.get(f"/invitations/{token}"),
        client.post_form(f"/invitations/{token}/account", JOIN),
        client.post_form(f"/invitations/{token}/membership"),
    ]
    for answer in answers:
        assert answer.status_code == 410
        assert GONE in answer.text
        assert not [word for word in ("North", "Alby", "New Person", "new@example.org") if word in answer.text]
    assert Person.by_email("new@example.org") is None


def test_wrong_links_are_counted_and_good_ones_are_not(cluster: Cluster, client: Client) -> None:
    _invitation, token = make_invitation(cluster)
    assert [client.get(f"/invitations/{token}").status_code for _ in range(15)] == [200] * 15
    answers = [client.get(f"/invitations/{'x' * 40}{number}") for number in range(12)]
    assert [answer.status_code for answer in answers] == [410] * 10 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_second_click_lands_in_the_same_place(cluster: Cluster, client: Client) -> None:
    _invitation, token = make_invitation(cluster)
    first, second = client.application.test_client(), client.application.test_client()
    for visitor in (first, second):
        answer = visitor.post_form(f"/invitations/{token}/account", JOIN)
        assert answer.location == "/clusters/north/"
        assert visitor.get("/clusters/north/").status_code == 200
    wrong = JOIN | {"new_password": "somebody-elses-guess", "repeat_password": "somebody-elses-guess"}
    assert client.application.test_client().post_form(f"/invitations/{token}/account", wrong).status_code == 410
    assert db.session.scalar(sa.select(sa.func.count(Membership.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 2
