"""Making a presentation and changing its text: with bad input, twice, and two at once."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from bench_presentations.models import Presentation
from benchplatform.database import db
from benchplatform.files.models import StoredFile
from benchplatform.submissions import Submission

from ... import documents, factories
from ...client import Client
from .making import Scene, make_presentation

FORM = {"title": "Our follow-up", "summary": "Look at page **two**."}


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def with_file(content: bytes, name: str, **fields: str) -> dict[str, object]:
    upload = documents.upload(content, name)
    return {**FORM, "file": (upload.stream, name), **fields}


def test_the_form_says_what_may_be_chosen_before_anybody_chooses(scene: Scene, client: Client) -> None:
    page = client.get(scene.new_address).text
    assert "PDF, PPTX, PPT, ODP, PNG, JPEG, WebP, at most 2 MB." in page
    assert 'accept=".pdf,.pptx,.ppsx,.ppt,.pps,.odp,.png,.jpg,.jpeg,.webp"' in page
    assert "A draft: your organisation alone sees it until you publish it." in page


def test_a_draft_is_made_with_its_file(scene: Scene, client: Client) -> None:
    answer = client.post_form(scene.new_address, with_file(documents.pptx(), "../Träff\u202e 3.pptx"))
    draft = db.session.scalars(sa.select(Presentation)).one()
    assert answer.location == f"/presentations/{draft.id}/"
    assert (draft.owner_id, draft.organisation_id, draft.cluster_id) == (scene.ours.id, scene.ours.id, scene.cluster.id)
    assert draft.summary_html == "<p>Look at page <strong>two</strong>.</p>"
    assert [(v.number, v.added_by_id) for v in draft.versions] == [(1, scene.miriam.id)]
    file = draft.versions[0].file
    assert (file.name, file.size, file.organisation_id) == ("Träff 3.pptx", len(documents.pptx()), scene.ours.id)
    page = client.get(answer.location).text
    assert "Your draft is saved." in page
    assert "Version 1" in page
    assert client.get(f"/files/{file.id}/Träff 3.pptx").data == documents.pptx()


def test_an_empty_title_is_refused_and_the_text_kept(scene: Scene, client: Client) -> None:
    answer = client.post_form(scene.new_address, with_file(documents.pdf(), "a.pdf", title="  "))
    assert answer.status_code == 422
    assert '<a href="#title">Title: Give the presentation a title.</a>' in answer.text
    assert "Look at page **two**." in answer.text
    assert "The file was not kept: choose it again." in answer.text
    assert (count(Presentation), count(StoredFile)) == (0, 0)


def test_a_title_of_a_megabyte_is_refused_in_numbers(scene: Scene, client: Client) -> None:
    answer = client.post_form(scene.new_address, FORM | {"title": "å" * 500_000})
    assert answer.status_code == 422
    assert "500,000 characters, the limit is 160." in answer.text
    assert "Look at page **two**." in answer.text
    assert count(Presentation) == 0


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ" + b"\0" * 99, "slides.pdf", "The name says PDF, but the content is that of a .exe file."),
        (documents.pptx()[:3000], "slides.pptx", "The file cannot be opened as PPTX: it is damaged."),
        (documents.pdf() + b" " * 2_100_000, "a.pdf", "Your file is 2.1 MB, the limit is 2 MB."),
        (b"", "a.pdf", "The file is empty."),
    ],
    ids=["program", "broken", "large", "empty"],
)
def test_a_file_that_is_not_taken(scene: Scene, client: Client, content: bytes, name: str, sentence: str) -> None:
    answer = client.post_form(scene.new_address, with_file(content, name))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Our follow-up"' in answer.text
    assert (count(Presentation), count(StoredFile)) == (0, 0)


def test_a_file_far_over_the_limit_keeps_the_text(scene: Scene, client: Client) -> None:
    answer = client.post_form(scene.new_address, with_file(b"\0" * 6_000_000, "a.pdf"))
    assert answer.status_code == 413
    assert "Your file is 6 MB, the limit is 2 MB." in answer.text
    assert "Look at page **two**." in answer.text


def test_the_same_form_twice_makes_one(scene: Scene, client: Client) -> None:
    number = re.findall(r'name="once" value="([^"]+)"', client.get(scene.new_address).text)[-1]
    answers = [client.post_form(scene.new_address, FORM | {"once": number}) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert (count(Presentation), count(Submission)) == (1, 1)


def test_an_expired_form_keeps_its_text(scene: Scene, client: Client) -> None:
    answer = client.post(scene.new_address, data=FORM | {"csrf_token": "of yesterday"})
    assert answer.status_code == 400
    assert "Your text is still here" in answer.text
    assert "Look at page **two**." in answer.text
    assert count(Presentation) == 0


def test_a_second_form_leads_to_the_one_that_there_is(scene: Scene, client: Client) -> None:
    existing = make_presentation(scene, title="The first")
    answer = client.get(scene.new_address)
    assert answer.location == f"/presentations/{existing.id}/"
    assert "Your organisation already has a presentation for this meeting." in client.get(answer.location).text


def test_one_who_was_slower_sees_both_texts(scene: Scene, client: Client) -> None:
    existing = make_presentation(scene, title="The first", summary="Their words")
    answer = client.post_form(scene.new_address, with_file(documents.pdf(), "a.pdf"))
    assert answer.status_code == 409
    for words in ("The first", "Their words", "Our follow-up", "Look at page **two**.", "Your file was not kept"):
        assert words in answer.text
    assert (count(Presentation), count(StoredFile)) == (1, 0)
    again = {**FORM, "version": re.findall(r'name="version"[^>]* value="(\d+)"', answer.text)[0]}
    assert client.post_form(f"/presentations/{existing.id}/edit", again).status_code == 302
    db.session.refresh(existing)
    assert (existing.title, existing.version) == ("Our follow-up", 2)


def test_two_who_edit_at_the_same_time_are_told(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene, summary="As it was")
    address = f"/presentations/{presentation.id}/edit"
    assert 'value="1"' in client.get(address).text
    assert client.post_form(address, {"title": "First", "summary": "One", "version": "1"}).status_code == 302
    answer = client.post_form(address, {"title": "Second", "summary": "Two", "version": "1"})
    assert answer.status_code == 409
    for words in ("First", "One", "Second", "Two", "Both are here"):
        assert words in answer.text
    db.session.refresh(presentation)
    assert (presentation.title, presentation.summary, presentation.version) == ("First", "One", 2)


def test_a_forged_version_is_a_clash_and_no_error(scene: Scene, client: Client) -> None:
    presentation = make_presentation(scene)
    address = f"/presentations/{presentation.id}/edit"
    for version in ("", "x", "-1", "9" * 400):
        assert client.post_form(address, FORM | {"version": version}).status_code == 409


def test_html_and_script_links_are_harmless(scene: Scene, client: Client) -> None:
    summary = "<script>alert(1)</script> [press](javascript:alert(1))"
    answer = client.post_form(scene.new_address, {"title": "<b>bold</b>", "summary": summary})
    page = client.get(answer.location).text
    assert "<script>alert" not in page
    assert "javascript:" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_one_who_speaks_for_two_organisations_has_two_places(scene: Scene, client: Client) -> None:
    factories.make_member(scene.cluster, scene.theirs, person=scene.miriam)
    for organisation in (scene.theirs, scene.ours):
        client.post_form(f"{scene.new_address}?organisation={organisation.id}", FORM)
    assert set(db.session.scalars(sa.select(Presentation.owner_id))) == {scene.ours.id, scene.theirs.id}


def test_at_a_joint_meeting_each_cluster_has_its_own_and_sees_no_draft_of_another(scene: Scene, client: Client) -> None:
    factories.make_meeting(scene.cluster, 9, cluster_id=None)
    other = factories.make_cluster("Other", scene.cluster.programme, [scene.theirs, scene.ours])
    colleague = factories.make_member(other, scene.ours)
    client.post_form("/clusters/demo/meetings/9/presentations/new", FORM)
    answer = client.as_person(colleague).post_form("/clusters/other/meetings/9/presentations/new", {"title": "Another"})
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "Another" in page
    assert FORM["title"] not in page
    found = db.session.execute(sa.select(Presentation.title, Presentation.cluster_id).order_by(Presentation.id)).all()
    assert found == [(FORM["title"], scene.cluster.id), ("Another", other.id)]
