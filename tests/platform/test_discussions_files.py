"""Images and files that come with a post: seen by the writer's organisation first, then by its readers."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from benchplatform.audience import Role
from benchplatform.database import db
from benchplatform.discussions.models import Attachment, Post, Thread
from benchplatform.files.models import StoredFile
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_meeting, make_member, make_thread

PDF = b"%PDF-1.4\nstartxref\n%%EOF\n"


@pytest.fixture
def writer(cluster):
    return make_member(cluster, cluster.organisations[1])


@pytest.fixture
def thread(cluster, writer):
    return make_thread(make_meeting(cluster), writer)


def png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(content, "PNG")
    return content.getvalue()


def upload(client: Client, thread, content: bytes | None = None, name: str = "curve.png"):
    file = (io.BytesIO(png() if content is None else content), name)
    return client.post_form(f"/threads/{thread.id}/files", {"file": file}, content_type="multipart/form-data")


def audience(file: StoredFile) -> tuple[object, ...]:
    db.session.refresh(file)
    return file.cluster_id, file.role, file.organisation_id


def test_an_image_is_shown_and_any_other_file_is_a_link(client: Client, thread, writer) -> None:
    client.as_person(writer)
    assert re.fullmatch(
        r"!\[Kurva \\\[1\\\]\.png\]\(/files/\d+/Kurva%20%5B1%5D\.png\)",
        upload(client, thread, None, "Kurva [1].png").text,
    )
    assert re.fullmatch(r"\[a\(b\)\.pdf\]\(/files/\d+/a%28b%29\.pdf\)", upload(client, thread, PDF, "a(b).pdf").text)


def test_the_own_organisation_sees_it_first_and_the_readers_when_it_is_posted(
    client: Client, cluster, thread, writer
) -> None:
    colleague, other = make_member(cluster, cluster.organisations[1], Role.MANAGER), make_member(cluster)
    link = upload(client.as_person(writer), thread).text
    address = re.search(r"\((.*)\)", link)[1]
    file = db.session.query(StoredFile).one()
    assert audience(file) == (cluster.id, None, cluster.organisations[1].id)
    assert client.as_person(colleague).get(address).status_code == 200
    assert client.as_person(other).get(address).status_code == 404
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": f"Look: {link}"})
    assert audience(file) == (cluster.id, None, None)
    assert client.as_person(other).get(address).data[:4] == b"\x89PNG"
    assert f'src="{address}"' in client.get(f"/threads/{thread.id}/").text


def test_a_file_of_a_closed_thread_stays_there(client: Client, cluster, writer) -> None:
    closed = make_thread(make_meeting(cluster), writer, role=Role.KEY_PERSON)
    link = upload(client.as_person(writer), closed).text
    file = db.session.query(StoredFile).one()
    assert audience(file) == (cluster.id, Role.KEY_PERSON, cluster.organisations[1].id)
    client.post_form(f"/threads/{closed.id}/posts/", {"text": link})
    assert audience(file) == (cluster.id, Role.KEY_PERSON, None)
    wide = make_thread(make_meeting(cluster, 4), writer)
    client.post_form(f"/threads/{wide.id}/posts/", {"text": link})
    assert audience(file) == (cluster.id, Role.KEY_PERSON, None)


def test_a_lead_sees_her_file_before_it_is_posted(client: Client, cluster, thread) -> None:
    lead = make_lead(cluster)
    link = upload(client.as_person(lead), thread).text
    assert audience(db.session.query(StoredFile).one()) == (cluster.id, Role.PROGRAMME_LEAD, None)
    assert client.get(re.search(r"\((.*)\)", link)[1]).status_code == 200


def test_a_link_opens_no_file_of_somebody_else_and_none_from_elsewhere(client: Client, cluster, thread, writer) -> None:
    link = upload(client.as_person(writer), thread).text
    file = db.session.query(StoredFile).one()
    other = make_member(cluster, cluster.organisations[1])
    client.as_person(other).post_form(f"/threads/{thread.id}/posts/", {"text": link})
    assert audience(file) == (cluster.id, None, cluster.organisations[1].id)
    db.session.delete(db.session.query(Attachment).one())
    db.session.commit()
    client.as_person(writer).post_form(f"/threads/{thread.id}/posts/", {"text": link})
    assert audience(file) == (cluster.id, None, cluster.organisations[1].id)


def test_without_scripts_files_come_with_the_preview_and_the_post(client: Client, thread, writer) -> None:
    files = [(io.BytesIO(png()), "one.png"), (io.BytesIO(PDF), "two.pdf")]
    form = {"text": "Look", "preview": "1", "once": "n" * 20, "file": files}
    page = (
        client.as_person(writer)
        .post_form(f"/threads/{thread.id}/posts/", form, content_type="multipart/form-data")
        .text
    )
    ids = [file.id for file in db.session.query(StoredFile).order_by(StoredFile.id)]
    text = f"Look\n\n![one.png](/files/{ids[0]}/one.png)\n\n[two.pdf](/files/{ids[1]}/two.pdf)"
    assert f"{text}</textarea>" in page.replace("\r\n", "\n")
    assert f'<img alt="one.png" src="/files/{ids[0]}/one.png">' in page
    client.post_form(f"/threads/{thread.id}/posts/", {"text": text, "once": "n" * 20})
    assert [post.text for post in db.session.query(Post).order_by(Post.number)][1:] == [text]
    assert {file.organisation_id for file in db.session.query(StoredFile)} == {None}


def test_a_preview_with_a_file_may_be_asked_for_twice(client: Client, thread, writer) -> None:
    client.as_person(writer)
    for _ in range(2):
        form = {"text": "x", "preview": "1", "once": "n" * 20, "file": (io.BytesIO(png()), "one.png")}
        answer = client.post_form(f"/threads/{thread.id}/posts/", form, content_type="multipart/form-data")
        assert answer.status_code == 200


def test_a_file_alone_is_a_post_and_a_refused_one_keeps_the_text(client: Client, thread, writer) -> None:
    client.as_person(writer)
    address, multipart = f"/threads/{thread.id}/posts/", {"content_type": "multipart/form-data"}
    assert client.post_form(address, {"text": "", "file": (io.BytesIO(png()), "a.png")}, **multipart).status_code == 302
    bad = [(io.BytesIO(b""), "empty.png"), (io.BytesIO(PDF), "fine.pdf")]
    answer = client.post_form(address, {"text": "My words", "file": bad}, **multipart)
    assert answer.status_code == 422
    assert "empty.png: The file is empty. Choose another, or save it again." in answer.text
    assert re.search(r"My words\s+\[fine\.pdf\]\(/files/\d+/fine\.pdf\)</textarea>", answer.text)
    many = [(io.BytesIO(PDF), f"{number}.pdf") for number in range(11)]
    answer = client.post_form(address, {"text": "My words", "file": many}, **multipart)
    assert "11 files, the limit is 10." in answer.text
    assert "My words</textarea>" in answer.text


def test_a_new_thread_opens_its_files_to_those_it_is_for(client: Client, cluster, writer) -> None:
    query = f"?on=meeting&id={make_meeting(cluster).id}"
    form = {"file": (io.BytesIO(png()), "a.png")}
    client.as_person(writer)
    link = client.post_form(f"/threads/new/files{query}", form, content_type="multipart/form-data").text
    client.post_form(f"/threads/new{query}", {"title": "T", "text": link, "audience": "role-key_person"})
    assert db.session.query(Thread).one().role is Role.KEY_PERSON
    assert audience(db.session.query(StoredFile).one()) == (cluster.id, Role.KEY_PERSON, None)


def test_the_limits_are_said_before_one_chooses(client: Client, thread, writer) -> None:
    page = client.as_person(writer).get(f"/threads/{thread.id}/").text
    assert "PDF, PPTX, PPT, ODP, PNG, JPEG, WebP; at most 10 at a time, 2 MB together." in page
    assert 'data-limit-mb="2"' in page


def test_what_cannot_be_kept_is_answered_with_a_sentence(client: Client, cluster, thread, writer) -> None:
    answer = upload(client.as_person(writer), thread, b"x", "a.txt")
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert answer.text.startswith("This kind of file cannot be uploaded.")
    assert client.post_form(f"/threads/{thread.id}/files", {}).text == "Choose a file first."
    assert upload(client.as_person(make_member(make_cluster())), thread).status_code == 404
    assert db.session.query(StoredFile).count() == 0
