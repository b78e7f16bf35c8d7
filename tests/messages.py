"""Gather the messages of the platform and of each plugin into their catalogues; a new one has no words yet.

python -m tests.messages
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCES = (ROOT / "benchplatform", *sorted((ROOT / "plugins").glob("bench_*")))
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "lazy_ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
OPTIONS = {"**/templates/**": {"trimmed": "true", "silent": "false"}}


def gathered(source: Path) -> Catalog:
    """Every message in the Python files and templates below a folder."""
    makers = "The Benchplatform developers"
    found = Catalog(
        locale="sv",
        header_comment="# The Swedish words, one entry for each message in the code.",
        project="Benchplatform",
        version="0.1",
        msgid_bugs_address="see SECURITY.md and CONTRIBUTING.md",
        last_translator=makers,
        language_team="Swedish",
        charset="utf-8",
    )
    for file, line, message, comments, context in extract_from_dir(source, METHODS, OPTIONS, KEYWORDS):
        found.add(message, None, [(file, line)], auto_comments=comments, context=context)
    return found


def catalogue(source: Path, locale: str = "sv") -> Path:
    return source / "translations" / locale / "LC_MESSAGES" / "messages.po"


def read(source: Path) -> Catalog:
    path = catalogue(source)
    if not path.exists():
        return Catalog(locale="sv")
    with path.open("rb") as file:
        return read_po(file, locale="sv")


def update(source: Path) -> list[str]:
    """Write the folder's catalogue with what is new in it and without what is gone; the messages without words."""
    known, found, path = read(source), gathered(source), catalogue(source)
    for message in found:
        old = known.get(message.id)
        if message.id and old is not None:
            message.string = old.string
    found.fuzzy, found.creation_date, found.revision_date = False, known.creation_date, known.revision_date
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, found, width=120, omit_header=False, no_location=True, sort_output=True)
    return [str(message.id) for message in found if message.id and not is_whole(message.string)]


def is_whole(words: str | tuple[str, ...] | list[str]) -> bool:
    return all(words) if isinstance(words, tuple | list) else bool(words)


if __name__ == "__main__":
    for folder in SOURCES:
        for missing in update(folder):
            print(f"{folder.name}: {missing}")
