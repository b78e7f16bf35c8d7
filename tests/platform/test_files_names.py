"""Names of uploaded files: safe to keep, to send, and to save on any system."""

from __future__ import annotations

import pytest

from benchplatform.files.names import clean_name, extension_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Träff 3.pdf", "Träff 3.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Miriam\\slides.pptx", "slides.pptx"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\u200f\u2066b\ufeff.pdf", "ab.pdf"),
        ("line\nbreak\x00\x7f.pdf", "linebreak.pdf"),
        ("...hidden.pdf", "hidden.pdf"),
        ("Tra\u0308ff.pdf", "Träff.pdf"),
        ("what? now: a|b*.pdf", "what- now- a-b-.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("console.pdf", "console.pdf"),
        ("two\u00a0\u2003words .pdf. ", "two words.pdf"),
        ("", "file"),
        ("../..", "file"),
        ("\u202e", "file"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("å" * 190 + ".pdf", "å" * 118 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_cleaned_name_stays_as_it_is() -> None:
    for name in ("Träff 3.pdf", "_con.pdf", "what- now.pdf"):
        assert clean_name(clean_name(name)) == clean_name(name)


def test_extension() -> None:
    assert extension_of("A.B.PDF") == ".pdf"
    assert extension_of("nothing") == ""
