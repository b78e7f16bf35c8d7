"""Templates: who sees and changes which, copying, naming, versions, and the one that comes with the code."""

from __future__ import annotations

from typing import Any

import pytest

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.meetings.models import Meeting, ProgrammeTemplate, TemplateVersion
from benchplatform.meetings.templating import builtin
from tests.client import Client
from tests.factories import (
    make_administrator,
    make_cluster,
    make_lead,
    make_meeting,
    make_member,
    make_slot,
    make_template,
)

LIST = "/admin/programmes/round/templates/"


@pytest.fixture
def template(cluster) -> ProgrammeTemplate:
    return make_template(cluster.programme)


def own() -> list[ProgrammeTemplate]:
    db.session.rollback()
    kept = db.session.query(ProgrammeTemplate).filter(ProgrammeTemplate.programme_id.is_not(None))
    return list(kept.order_by(ProgrammeTemplate.id))


def change(template: ProgrammeTemplate, key: str, **says: Any) -> TemplateVersion:
    content = [{**one, **says} if one["key"] == key else one for one in template.newest.content]
    version = template.add_version(content)
    db.session.commit()
    return version


def test_a_lead_copies_the_built_in_template_and_the_original_stays(client: Client, cluster, lead) -> None:
    source = builtin.current()
    page = client.as_person(lead).get("/admin/programmes/round/").text
    assert f'href="{LIST}"' in page
    assert f'href="{LIST}new?source={source.id}"' in client.get(LIST).text
    assert f'<option selected value="{source.id}">' in client.get(f"{LIST}new?source={source.id}").text
    empty = client.post_form(f"{LIST}new", {"source": str(source.id)})
    assert (empty.status_code, "Write a name in at least one of the languages." in empty.text) == (422, True)
    answer = client.post_form(f"{LIST}new", {"source": str(source.id), "name_en": "Our way", "once": "o" * 20})
    again = client.post_form(f"{LIST}new", {"source": str(source.id), "name_en": "Our way", "once": "o" * 20})
    (copy,) = own()
    assert answer.location == again.location == f"/templates/{copy.id}/"
    assert (copy.newest.number, copy.newest.content, copy.newest.made_by) == (1, source.content, lead)
    change(copy, "bm1", title={"en": "New"})
    assert builtin.current().content == builtin.content()
    assert "Benchmarking meeting 1: Leading and steering" in client.get(f"/templates/{source.template_id}/").text


def test_a_copy_of_what_is_not_there_is_refused(client: Client, lead) -> None:
    foreign = make_template(make_cluster().programme)
    for source in (str(foreign.newest.id), "0", "x"):
        answer = client.as_person(lead).post_form(f"{LIST}new", {"source": source, "name_en": "Mine"})
        assert (answer.status_code, "Not a valid choice" in answer.text) == (422, True)
    assert len(own()) == 1


def test_leads_see_their_own_and_the_installation_s(client: Client, cluster, lead, template) -> None:
    foreign, installation = make_template(make_cluster().programme), builtin.current().template
    manager, stranger = make_member(cluster, role=Role.MANAGER), make_lead(make_cluster())
    seen = {
        lead: [200, 404, 200],
        manager: [404, 404, 404],
        stranger: [404, 404, 200],
        make_administrator(): [200, 200, 200],
    }
    below = ["", "meetings/bm1/", "versions/", "versions/1/", "versions/1/file"]
    for person, statuses in seen.items():
        client.as_person(person)
        for one, status in zip((template, foreign, installation), statuses, strict=True):
            assert [client.get(f"/templates/{one.id}/{path}").status_code for path in below] == [status] * len(below)
    assert [client.as_person(person).get(LIST).status_code for person in (lead, manager, stranger)] == [200, 403, 404]


def test_the_installation_s_own_is_changed_by_site_administrators_alone(client: Client, lead) -> None:
    installation = builtin.current().template
    forms = ["name", "meetings/bm1/about", "meetings/bm1/agenda/pasted"]
    for path in forms:
        assert client.as_person(lead).get(f"/templates/{installation.id}/{path}").status_code == 403
        assert client.post_form(f"/templates/{installation.id}/{path}").status_code == 403
    assert client.post_form(f"/templates/{installation.id}/versions/1/restoration").status_code == 403
    assert "Change title and objectives" not in client.get(f"/templates/{installation.id}/meetings/bm1/").text
    client.as_person(make_administrator())
    assert f'href="/templates/{installation.id}/"' in client.get("/admin/").text
    for path in forms:
        assert client.get(f"/templates/{installation.id}/{path}").status_code == 200
    answer = client.post_form(f"/templates/{installation.id}/name", {"name_sv": "Vårt", "version": "1"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "path", ["meetings/bm9/", "meetings/bm1/words", "versions/2/", "versions/99999999999/", "meetings/bm1/agenda/other"]
)
def test_what_is_not_there_is_not_found(client: Client, lead, template, path: str) -> None:
    assert client.as_person(lead).get(f"/templates/{template.id}/{path}").status_code == 404


def test_a_template_gets_another_name_once(client: Client, lead, template) -> None:
    path = f"/templates/{template.id}/name"
    client.as_person(lead).post_form(path, {"name_en": "Theirs", "version": "1"})
    clash = client.post_form(path, {"name_en": "Mine", "version": "1"})
    assert clash.status_code == 409
    assert "<strong>Theirs</strong>" in clash.text
    assert 'value="Mine"' in clash.text
    assert client.post_form(path, {"name_en": "Mine", "version": "2"}).status_code == 302
    assert client.post_form(path, {"name_sv": "", "name_en": "", "version": "3"}).status_code == 422
    assert own()[0].name == {"sv": "Our way", "en": "Mine"}


def test_the_page_of_versions_says_who_changed_what(client: Client, lead, template) -> None:
    change(template, "bm1", title={"en": "Leading"}, agenda=template.newest.content[1]["agenda"][:3])
    template.add_version(template.newest.content, lead)
    db.session.commit()
    page = client.as_person(lead).get(f"/templates/{template.id}/versions/").text
    assert "Changed: Meeting 1: Title and objectives; Meeting 1: The day" in page
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert lead.name in page


def test_old_versions_are_reached_page_by_page(client: Client, lead, template) -> None:
    for number in range(2, 24):
        change(template, "bm1", title={"en": f"Title {number}"})
    page = client.as_person(lead).get(f"/templates/{template.id}/versions/").text
    assert (page.count("/versions/2"), "Version 4<" in page, "Version 3<" in page) == (4, True, False)
    older = client.get(f"/templates/{template.id}/versions/?before=4").text
    assert ("Version 3<" in older, "Version 1<" in older, "Version 4<" in older) == (True, True, False)
    for strange in ("0", "x", "9" * 30):
        assert "Version 23" in client.get(f"/templates/{template.id}/versions/?before={strange}").text


def test_an_old_version_is_looked_at_and_taken_up_again(client: Client, lead, template) -> None:
    first = template.newest.content
    change(template, "bm1", title={"en": "Leading"})
    path = f"/templates/{template.id}/versions"
    assert "Take this version up again" not in client.as_person(lead).get(f"{path}/2/").text
    page = client.get(f"{path}/1/").text
    assert "Benchmarking meeting 1: Leading and steering" in page
    assert "Take this version up again" in page
    assert client.post_form(f"{path}/1/restoration").location == f"/templates/{template.id}/"
    db.session.rollback()
    assert (template.newest.number, template.newest.content, template.newest.made_by_id) == (3, first, lead.id)
    assert client.post_form(f"{path}/1/restoration").status_code == 302
    assert template.newest.number == 3


def test_the_built_in_template_is_made_once_and_followed_and_never_overwritten(app, monkeypatch) -> None:
    version = builtin.keep_current()
    assert (version.number, version.template.programme_id, version.made_by_id) == (1, None, None)
    assert builtin.keep_current() is version
    adapted = version.template.add_version(version.content[:2], make_administrator())
    assert builtin.keep_current() is adapted
    newer = [{**one, "title": {"en": one["key"]}} for one in builtin.content()]
    with monkeypatch.context() as patch:
        patch.setattr(builtin, "content", lambda: newer)
        builtin._digest.cache_clear()
        followed = builtin.keep_current()
        assert builtin.keep_current() is followed
    builtin._digest.cache_clear()
    assert (followed.number, followed.content[0]["title"]) == (3, {"en": "startup"})
    assert (version.content, len(adapted.content)) == (list(builtin.content()), 2)
    assert builtin.keep_current().number == 4


def test_the_day_of_a_meeting_is_kept_in_an_own_template(client: Client, cluster, lead, template) -> None:
    meeting = make_meeting(cluster, 1, template_version_id=template.newest.id)
    make_slot(meeting, "Coffee", meeting.starts, 45)
    client.as_person(lead)
    assert 'href="/clusters/north/meetings/1/agenda/keeping"' in client.get("/clusters/north/meetings/1/agenda").text
    path = "/clusters/north/meetings/1/agenda/keeping"
    assert f'<option selected value="{template.newest.id}-bm1">' in client.get(path).text
    answer = client.post_form(path, {"target": f"{template.newest.id}-bm1"})
    assert answer.location == f"/templates/{template.id}/meetings/bm1/#agenda"
    db.session.rollback()
    assert template.newest.number == 2
    coffee = {"start": "09:30", "minutes": 45, "title": {"en": "Coffee", "sv": "Coffee"}, "kind": "plenary"}
    assert template.newest.content[1]["agenda"] == [coffee]
    assert db.session.get_one(Meeting, meeting.id).template_version_id == template.newest.id - 1


def test_a_day_is_kept_in_a_new_template_with_a_name(client: Client, cluster, lead) -> None:
    meeting = make_meeting(cluster, 3)
    make_slot(meeting, "Coffee", meeting.starts, 45)
    path = "/clusters/north/meetings/3/agenda/keeping"
    page = client.as_person(lead).get(path).text
    assert '<option selected value="new-bm3">' in page
    assert client.post_form(path, {"target": "new-bm3"}).status_code == 422
    assert client.post_form(path, {"target": "new-bm9", "name_en": "Mine"}).status_code == 422
    assert client.post_form(path, {"target": "new-bm3", "name_en": "Mine"}).status_code == 302
    (kept,) = own()
    assert kept.name == {"en": "Mine"}
    assert [len(meeting["agenda"]) for meeting in kept.newest.content] == [11, 13, 13, 1, 9]
    assert builtin.current().number == 1


def test_a_day_without_parts_is_not_kept_and_others_than_leads_keep_none(client: Client, cluster, lead, writer) -> None:
    meeting = make_meeting(cluster, 3, host_id=cluster.organisations[0].id)
    path = "/clusters/north/meetings/3/agenda/keeping"
    assert "cannot be kept" in client.as_person(lead).get(path).text
    assert client.post_form(path, {"target": "new-bm3", "name_en": "Mine"}).status_code == 422
    make_slot(meeting, "Coffee", meeting.starts, 45)
    assert client.as_person(writer).post_form(path, {"target": "new-bm3", "name_en": "Mine"}).status_code == 403
    assert path not in client.get("/clusters/north/meetings/3/agenda").text
    assert own() == []
