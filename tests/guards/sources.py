"""What is in the repository, for the guards that read it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tracked() -> list[Path]:
    """Files that git keeps or would keep, ours alone; from the tree itself where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return [path for path in sorted(ROOT.rglob("*")) if path.is_file() and ".venv" not in path.parts]
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    """Our code, without tests and migrations."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in CODE]


def templates() -> list[Path]:
    ours = [path for path in tracked() if path.relative_to(ROOT).parts[0] in CODE]
    return [path for path in ours if "templates" in path.parts and path.suffix in (".html", ".txt")]


CODE = ("benchplatform", "plugins")
