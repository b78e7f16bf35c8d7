"""The plugin in `docs/plugins.md` works as it stands there, in a process of its own: its table is not ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from .sources import ROOT

FILE = re.compile(r"^`(bench_notes/[\w./]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)

VISIT = """
import sys

sys.path[:0] = sys.argv[1:2]
from bench_notes import plugin

from benchplatform import migrating
from benchplatform.app import create_app
from tests.client import Client
from tests.factories import make_cluster, make_lead, make_member, make_organisation

app = create_app({"LOCALE": "en", "FILES_URL": "", "DATABASE_URL": ""}, sys.argv[1] + "/instance", plugins=[plugin])
app.testing, app.test_client_class = True, Client
with app.app_context():
    migrating.upgrade(app)
    assert [found for found in migrating.differences(app) if "bench_note" in str(found)] == []
    cluster = make_cluster("Own", organisations=[make_organisation()])
    member, lead = make_member(cluster), make_lead(cluster)
    client = app.test_client().as_person(member)
    assert client.post_form("/clusters/own/notes/", {"text": ""}).status_code == 422
    assert client.post_form("/clusters/own/notes/", {"text": "<b>Hej</b>"}).location == "/clusters/own/notes/"
    for address in ("/clusters/own/notes/", "/clusters/own/"):
        assert "&lt;b&gt;Hej&lt;/b&gt;" in client.get(address).text
    assert client.as_person(lead).post_form("/clusters/own/notes/", {"text": "x"}).status_code == 403
    migrating.downgrade(app, "bench_notes", "base")
    assert migrating.pending(app) == ["bench_notes"]
print("it works")
"""


def test_the_example_works_as_it_stands(tmp_path: Path) -> None:
    files = dict(FILE.findall((ROOT / "docs" / "plugins.md").read_text("utf-8")))
    assert len(files) == 7
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    command = [sys.executable, "-c", VISIT, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.endswith("it works\n"), done.stderr[-3000:]
