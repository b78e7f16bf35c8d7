"""The house stays as it was built: small files, short functions, floors that only lean downwards, quiet tools."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from .sources import ROOT, python_files, templates, tracked

LONGEST_FILE = 250
LONGEST_TEST = 350
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 100


def test_a_file_fits_in_the_head() -> None:
    ours = [path for path in tracked() if path.suffix in (".py", ".js", ".css") and "migrations" not in path.parts]
    tests = [path for path in ours if "tests" in path.parts]
    assert _longer([path for path in ours if path not in tests], LONGEST_FILE) == []
    assert _longer(tests, LONGEST_TEST) == []


def test_a_template_fits_on_a_screen() -> None:
    assert _longer(templates(), LONGEST_TEMPLATE) == []


def test_a_function_does_one_thing() -> None:
    long = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                long += [f"{path.name}: {node.name} has {lines} lines"] if lines > LONGEST_FUNCTION else []
    assert long == []


def test_every_file_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix == ".py"
        and path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] == "tests"}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    "command",
    [
        ["lint-imports", "--no-cache"],
        ["ruff", "check", "--no-cache"],
        ["ruff", "format", "--check", "--no-cache"],
        ["mypy"],
    ],
    ids=" ".join,
)
def test_the_tools_are_quiet(command: list[str]) -> None:
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run([str(tool), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _longer(paths: list[Path], limit: int) -> list[str]:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in paths}
    return [f"{path.relative_to(ROOT)} has {lines} lines" for path, lines in lengths.items() if lines > limit]
