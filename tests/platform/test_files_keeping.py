"""Keeping a file: durable bytes first, then its row; images without what they should not tell."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from benchplatform.accounts.models import Person
from benchplatform.database import db
from benchplatform.files.actions import Refused, keep
from benchplatform.files.models import StoredFile
from benchplatform.meetings.models import Meeting

from .. import documents, factories

Scene = tuple[Person, Meeting]


@pytest.fixture
def scene(app: Flask) -> Scene:
    cluster = factories.make_cluster(organisations=[factories.make_organisation()])
    return factories.make_member(cluster), factories.make_meeting(cluster)


def content_of(app: Flask, file: StoredFile) -> bytes:
    return b"".join(app.extensions["bench_files"].read(file.digest))


def incoming(app: Flask) -> list[Any]:
    return list(app.extensions["bench_files"].incoming.iterdir())


def test_a_kept_file_is_all_there(app: Flask, scene: Scene) -> None:
    person, meeting = scene
    file = keep(documents.upload(documents.pdf(), "C:\\Träff\u202e.pdf"), person, meeting)
    db.session.commit()
    db.session.refresh(file)
    assert (file.name, file.media_type, file.size) == ("Träff.pdf", "application/pdf", len(documents.pdf()))
    assert (file.programme_id, file.cluster_id, file.uploaded_by_id) == (
        meeting.programme_id,
        meeting.cluster_id,
        person.id,
    )
    assert content_of(app, file) == documents.pdf()
    assert incoming(app) == []


def test_a_name_gets_the_extension_of_its_content(app: Flask, scene: Scene) -> None:
    for given, kept in (("slides.exe", "slides.exe.pdf"), ("slides", "slides.pdf"), ("SLIDES.PDF", "SLIDES.PDF")):
        assert keep(documents.upload(documents.pdf(), given), *scene).name == kept


def test_what_is_refused_leaves_nothing(app: Flask, scene: Scene) -> None:
    before = set(app.extensions["bench_files"].contents())
    for content, name in ((b"MZ", "a.pdf"), (documents.pdf() + b" " * 2_000_000, "a.pdf"), (b"", "a.png")):
        with pytest.raises(Refused):
            keep(documents.upload(content, name), *scene)
    assert db.session.scalar(sa.select(sa.func.count(StoredFile.id))) == 0
    assert set(app.extensions["bench_files"].contents()) == before
    assert incoming(app) == []


def test_a_photograph_does_not_tell_where_it_was_taken(app: Flask, scene: Scene) -> None:
    original = documents.photograph()
    assert b"Camera of Miriam" in original
    assert b"taken at home" in original
    file = keep(documents.upload(original, "photo.jpg"), *scene)
    kept = content_of(app, file)
    assert b"Camera" not in kept
    assert b"taken at home" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (20, 40), "turned the right way up"
        assert [_colour(image, y) for y in (5, 35)] == ["red", "blue"]
    assert incoming(app) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_metadata_of_each_kind_is_gone_and_the_colours_stay(app: Flask, scene: Scene, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Miriam"
    profile = b"a colour profile" * 20
    given: dict[str, Any] = {"exif": exif, "icc_profile": profile}
    original = documents.image(kind, **given, **({} if kind == "PNG" else {"xmp": b"<x>Miriam was here</x>"}))
    file = keep(documents.upload(original, f"a.{kind.lower()}"), *scene)
    kept = content_of(app, file)
    assert b"Miriam" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.format == kind
        assert image.info["icc_profile"] == profile
        assert image.size == (40, 20)


def test_transparency_stays(app: Flask, scene: Scene) -> None:
    content = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(content, "PNG")
    palette = Image.new("P", (4, 4), 0)
    palette.putpalette([255, 0, 0] * 256)
    with_palette = BytesIO()
    palette.save(with_palette, "PNG", transparency=0)
    for original in (content, with_palette):
        kept = content_of(app, keep(documents.upload(original.getvalue(), "a.png"), *scene))
        with Image.open(BytesIO(kept)) as image:
            assert image.convert("RGBA").getpixel((1, 1)) == (255, 0, 0, 0)


def test_the_same_content_is_stored_once(app: Flask, scene: Scene) -> None:
    files = [keep(documents.upload(documents.pdf(), name), *scene) for name in ("a.pdf", "b.pdf")]
    assert files[0].digest == files[1].digest
    assert [digest for digest, _ in app.extensions["bench_files"].contents()].count(files[0].digest) == 1


def _colour(image: Image.Image, y: int) -> str:
    red, _green, blue = image.convert("RGB").getpixel((10, y))  # type: ignore[misc]
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_with_damaged_metadata_is_kept_without_it(app: Flask, scene: Scene, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Miriam"
    broken = exif.tobytes().replace(b"MM\0*", b"XX\0*").replace(b"II*\0", b"XX*\0")
    assert broken != exif.tobytes()
    file = keep(documents.upload(documents.image(kind, exif=broken), f"a.{kind.lower()}"), *scene)
    assert b"Miriam" not in content_of(app, file)
    assert incoming(app) == []


def test_a_photograph_of_a_phone_is_kept_without_the_pictures_after_it(app: Flask, scene: Scene) -> None:
    content, preview = BytesIO(), Image.new("RGB", (20, 10), "blue")
    Image.new("RGB", (40, 20), "red").save(content, "MPO", save_all=True, append_images=[preview])
    kept = content_of(app, keep(documents.upload(content.getvalue(), "photo.jpg"), *scene))
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size, getattr(image, "n_frames", 1)) == ("JPEG", (40, 20), 1)
