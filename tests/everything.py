"""What `make test` does: get what is missing and may be installed, say what is not, and run every test.

The tests run twice: all of them on SQLite, then those of the platform and the plugins on PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchplatform import printing

from . import postgres
from .browser import chromium

HERE = Path(__file__).parent
PYTEST = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "worksteal"]
NODE = HERE.parent / ".venv" / "bin" / "npm"


@dataclass(frozen=True)
class Program:
    """A program of the system that some tests need."""

    package: str
    needed_for: str
    where: Callable[[], object]

    @property
    def is_there(self) -> bool:
        return bool(self.where())


PROGRAMS = (
    Program("chromium-headless-shell", "the journeys in a browser", chromium),
    Program("libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core", "the tests of PDFs", printing.is_there),
    Program("postgresql", "the tests on PostgreSQL", lambda: postgres.program("initdb")),
)


def main() -> int:
    no_skips = "--no-skips" in sys.argv
    missing = [program for program in PROGRAMS if not program.is_there]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _install([name for program in missing for name in program.package.split()])
    printing.is_there.cache_clear()
    missing = [program for program in PROGRAMS if not program.is_there]
    for program in missing:
        print(
            f"{program.package} is missing, so {program.needed_for} are skipped. Get it: apt install {program.package}"
        )
    if missing and no_skips:
        return 1
    _install_axe()
    flags = ["--no-skips"] if no_skips else []
    codes = [subprocess.call([*PYTEST, *flags])]
    if postgres.program("initdb"):
        print("The same on PostgreSQL:", flush=True)
        codes.append(subprocess.call([*PYTEST, *flags, "--database", "postgresql", "tests/platform", "tests/plugins"]))
    return max(codes)


def _install(packages: list[str]) -> None:
    print(f"Installing {' and '.join(packages)}.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "--quiet=2", *arguments], env=environment, check=False, stdout=subprocess.DEVNULL)


def _install_axe() -> None:
    """axe-core judges the accessibility of each page; npm comes from a wheel where the system has none."""
    if (HERE / "node_modules" / "axe-core" / "axe.min.js").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        wheels = ["--quiet", "--require-hashes", "-r", str(HERE.parent / "requirements" / "node.txt")]
        subprocess.run([sys.executable, "-m", "pip", "install", *wheels], check=True)
        npm = str(NODE)
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)


if __name__ == "__main__":
    sys.exit(main())
