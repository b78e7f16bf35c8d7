"""What is installed is what is in the repository, and no file tells where it was made."""

from __future__ import annotations

import re
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest

from .sources import ROOT, tracked

PLACES = re.compile(rf"{re.escape(str(ROOT))}/|(?<![\w.])/(?:root|home/\w+|Users/\w+)/")
REGISTRY = re.compile(r"https?://[^\s\"']+/(?:simple|packages)/|\"resolved\": *\"http|--(?:extra-)?index-url")
TOLD = re.compile(
    r"\b(?:claude|anthropic|chatgpt|openai|llm|language model|ai assistant)\b|\bissue (?:#|no\.? ?)\d", re.I
)
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".css",
    ".js",
    ".json",
    ".cfg",
    ".toml",
    ".in",
    ".po",
    ".svg",
    ".mako",
    ".yml",
    "",
}


def configuration() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", "utf-8")
    return parser


def folders() -> dict[str, Path]:
    """Top-level package -> its folder."""
    lines = configuration()["options"]["package_dir"].split("\n")
    return {name.strip(): ROOT / folder.strip() for name, folder in (line.split("=") for line in lines if line)}


def package_of(path: Path) -> str | None:
    """The dotted name of the package that a folder is, below one of the top-level folders."""
    for name, folder in folders().items():
        if path == folder or folder in path.parents:
            return ".".join([name, *path.relative_to(folder).parts])
    return None


def test_the_packages_are_those_on_disk() -> None:
    listed = set(configuration()["options"]["packages"].split())
    found = {package_of(path.parent) for path in tracked() if path.name == "__init__.py"} - {None}
    assert found == listed


def test_everything_that_is_no_code_goes_into_the_wheel() -> None:
    patterns = configuration()["options.package_data"]["*"].split()
    packages = set(configuration()["options"]["packages"].split())
    left = []
    for path in tracked():
        inside = [parent for parent in path.parents if package_of(parent) in packages]
        if inside and path.suffix != ".py":
            name = path.relative_to(inside[0]).as_posix()
            left += [name] if not any(_fits(name, pattern) for pattern in patterns) else []
    assert left == []


def _fits(name: str, pattern: str) -> bool:
    parts, wanted = name.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatch, parts, wanted))


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_dependencies_are_pinned_with_hashes_and_without_an_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+(?:\[[\w,]+\])?)==", text, re.MULTILINE)
    blocks = re.findall(
        r"^[A-Za-z0-9._-]+(?:\[[\w,]+\])?==.*\\\n(?:    --hash=sha256:[0-9a-f]{64}.*\n)+", text, re.MULTILINE
    )
    assert len(pins) == len(blocks) > 20
    assert "://" not in "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


def test_everything_that_runs_is_pinned() -> None:
    wanted = re.findall(r"^([A-Za-z0-9_-]+)", configuration()["options"]["install_requires"], re.MULTILINE)
    pinned = (ROOT / "requirements" / "run.txt").read_text("utf-8").lower().replace("_", "-")
    assert [name for name in wanted if f"\n{name.lower().replace('_', '-')}" not in f"\n{pinned}"] == []


def test_no_file_tells_where_or_by_whom_it_was_made() -> None:
    told = []
    for path in tracked():
        if path.suffix in TEXT and path != Path(__file__):
            text = path.read_text("utf-8")
            told += [
                f"{path.relative_to(ROOT)}: {found[0]}"
                for found in map(_found_in(text), (PLACES, REGISTRY, TOLD))
                if found
            ]
    assert told == []


def _found_in(text: str) -> object:
    return lambda pattern: pattern.search(text)  # type: ignore[attr-defined]


def test_nothing_is_left_open() -> None:
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b|pytest\.mark\.(?:skip\b|xfail)|\bbreakpoint\(")
    code = [path for path in tracked() if path.suffix in (".py", ".html", ".js", ".css") and path != Path(__file__)]
    assert [str(path.relative_to(ROOT)) for path in code if marks.search(path.read_text("utf-8"))] == []
