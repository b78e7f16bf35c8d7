"""A wheel built from the checkout does everything without the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that nothing of the build is left in the checkout."""
    copy = tmp_path_factory.mktemp("build") / "checkout"
    ignored = shutil.ignore_patterns(
        ".*", "instance", "node_modules", "*.egg-info", "build", "dist", "*.mo", "__pycache__"
    )
    shutil.copytree(ROOT, copy, ignore=ignored)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--skip-dependency-check", str(copy)]
    subprocess.run(build, check=True, capture_output=True)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`benchplatform` in a clean environment: the wheel is installed there, its dependencies are lent to it."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home)
    install = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install"]
    subprocess.run([*install, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    packages = next((home / "lib").glob("python*/site-packages"))
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin" / "benchplatform"


def test_the_wheel_holds_templates_styles_translations_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "benchplatform/templates/alone.html",
        "benchplatform/static/css/tokens.css",
        "benchplatform/translations/sv/LC_MESSAGES/messages.mo",
        "benchplatform/content/meeting_templates.json",
        "bench_presentations/templates/presentations/presentation_page.html",
        "bench_presentations/translations/sv/LC_MESSAGES/messages.mo",
        "benchplatform_migrations/env.py",
        "benchplatform_migrations/versions/0001_first_version.py",
    } <= names
    assert not [name for name in names if name.startswith(("tests/", "instance/"))]


def test_it_is_set_up_checked_and_served_without_the_checkout(command: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = subprocess.run(
            [str(command), *arguments], check=False, cwd=tmp_path, env=_environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "The database is up to date." in run("init")
    assert "/passwords/" in run("person", "create-administrator", "ada@example.org", "Ada")
    lines = run("check")
    assert "ok     migrations     up to date" in lines
    assert "wrong" not in lines
    assert "programmes.administer" in run("permissions")
    served = subprocess.Popen(
        [str(command), "serve", "--port", "0"], cwd=tmp_path, env=_environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout
        address = re.search(r"http://\S+", served.stdout.readline())
        assert address
        page = urllib.request.urlopen(address.group() + "sign-in").read().decode()
        assert "Logga in" in page
    finally:
        served.terminate()
        served.wait()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("BENCH_", "PYTHON"))}
