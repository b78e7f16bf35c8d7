"""The day on one A4 page, as a PDF that a screen reader finds its way in."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pypdfium2
import pytest

from benchplatform import printing
from benchplatform.files.checks import Refused
from benchplatform.files.kinds import recognise
from benchplatform.meetings.models import SlotKind
from tests import documents
from tests.client import Client
from tests.factories import make_cluster, make_meeting, make_member, make_organisation, make_person, make_slot

SHEET = "/clusters/north/meetings/3/agenda.pdf"

pytestmark = pytest.mark.skipif(not printing.is_there(), reason="the libraries for PDFs are not here")


@pytest.fixture
def meeting(cluster):
    found = make_meeting(cluster, day=dt.date(2026, 12, 10), place="Rådhuset <b>", host_id=cluster.organisations[1].id)
    make_slot(found, "Fika & mingel", dt.time(9, 30), 30, SlotKind.BREAK)
    make_slot(found, "Nyckeltal – hur mäter ni?", dt.time(10, 0), 60)
    return found


@pytest.fixture
def member(cluster):
    return make_member(cluster, person=make_person(locale="sv"))


def read(content: bytes) -> tuple[int, str]:
    """How many pages, and their text."""
    document = pypdfium2.PdfDocument(content)
    return len(document), "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_day_is_on_one_page_in_the_readers_language(client: Client, meeting, member) -> None:
    page = client.as_person(member).get("/clusters/north/meetings/3/agenda").text
    assert f'href="{SHEET}"' in page
    answer = client.get(SHEET)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=traff-3-2026-12-10.pdf"
    assert pypdfium2.raw.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(answer.data))
    pages, text = read(answer.data)
    assert pages == 1
    for words in ("Träff 3", "Torsdag 10 december 2026, 09.30–16.00", "Rådhuset <b>", "Värd: Berga"):
        assert words in text
    assert text.index("Fika & mingel") < text.index("10.00–11.00") < text.index("Nyckeltal – hur mäter ni?")
    assert "90 min, 09.30–11.00, inga luckor" in text


def test_a_long_day_is_set_smaller_and_one_without_end_takes_more_pages(client: Client, meeting, member) -> None:
    for number in range(30):
        make_slot(meeting, f"Punkt {number}: något som tar sin lilla tid", dt.time(11, number), 1)
    assert read(client.as_person(member).get(SHEET).data)[0] == 1
    for number in range(120):
        make_slot(meeting, f"Punkt {number}", dt.time(12, number % 60), 1)
    assert read(client.get(SHEET).data)[0] > 1


def test_others_get_none(client: Client, meeting) -> None:
    stranger = make_member(make_cluster("South", organisations=[make_organisation()]))
    assert client.as_person(stranger).get(SHEET).status_code == 404


def test_where_no_pdf_can_be_made_there_is_no_link(client: Client, meeting, member, monkeypatch) -> None:
    monkeypatch.setattr(printing, "LIBRARIES", ("no-such-library",))
    printing.is_there.cache_clear()
    try:
        assert SHEET not in client.as_person(member).get("/clusters/north/meetings/3/agenda").text
        assert client.get(SHEET).status_code == 404
    finally:
        printing.is_there.cache_clear()


def test_making_one_does_not_let_damaged_images_in(client: Client, meeting, member) -> None:
    client.as_person(member).get(SHEET)
    with pytest.raises(Refused):
        recognise(BytesIO(documents.image()[:60]), "a.png")
