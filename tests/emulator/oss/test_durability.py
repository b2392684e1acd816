"""What was acknowledged is still there after the process died."""

from __future__ import annotations

import hashlib
import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import oss2
import pytest

from emulator.shared.options import Ports
from tests.emulator.oss.kit import Oss, running

_SERVE = """
import sys, threading
from pathlib import Path
from emulator.shared.options import Ports
from tests.emulator.oss.kit import running
with running(Path(sys.argv[1]), Ports(0, 0, int(sys.argv[2]), 0, 0, 0, 0)):
    print("ready", flush=True)
    threading.Event().wait()
"""
_WRITES, _ENOUGH, _THREADS = 1000, 500, 4


def _content(folder: Path) -> list[Path]:
    return [path for path in (folder / "oss" / "blobs").glob("*/*") if path.is_file()]


@contextmanager
def _child(data: Path, root: Path) -> Iterator[tuple[subprocess.Popen[bytes], Ports]]:
    """The service in a process of its own."""
    ports = Ports.below(0)
    command = [sys.executable, "-c", _SERVE, str(data), str(ports.oss)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        try:
            yield child, ports
        finally:
            child.kill()


def _bytes_of(key: str) -> bytes:
    """What the object of that key is to hold: no two are alike, and none fits into one write of the disk cache."""
    return hashlib.sha512(key.encode()).digest() * 100


@contextmanager
def _bucket(ports: Ports) -> Iterator[oss2.Bucket]:
    """The first bucket, through connections of its own."""
    session = oss2.Session()
    with closing(session.session):
        key_pair = oss2.Auth("LOCALKEYID", "LOCALKEYSECRET")
        yield oss2.Bucket(key_pair, f"http://127.0.0.1:{ports.oss}", "menjin", session=session)


def _write(ports: Ports, keys: Iterator[str], acknowledged: list[str], enough: threading.Event) -> None:
    """Put objects until there are no more keys or nobody answers. Without the SDK, which is slower than the service."""
    with (
        closing(http.client.HTTPConnection("127.0.0.1", ports.oss)) as web,
        suppress(OSError, http.client.HTTPException),
    ):
        for key in keys:
            web.request("PUT", f"/menjin/{key}", _bytes_of(key))
            answer = web.getresponse()
            answer.read()
            assert answer.status == 200
            acknowledged.append(key)
            if len(acknowledged) == _ENOUGH:
                enough.set()


def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path, root: Path) -> None:
    keys, acknowledged, enough = iter([f"k{number}" for number in range(_WRITES)]), list[str](), threading.Event()
    with _child(tmp_path, root) as (child, ports), ThreadPoolExecutor(_THREADS) as writers:
        with _bucket(ports) as bucket:
            bucket.put_bucket_acl("public-read-write")
            upload = bucket.init_multipart_upload("m").upload_id
            bucket.upload_part("m", upload, 1, b"part")
        for _ in range(_THREADS):
            writers.submit(_write, ports, keys, acknowledged, enough)
        assert enough.wait(30)
        child.send_signal(signal.SIGKILL)
    assert _ENOUGH <= len(acknowledged) < _WRITES
    with running(tmp_path, ports) as oss:
        for key in acknowledged:
            assert oss.service.read_object("menjin", key) == (_bytes_of(key), "application/octet-stream")
        # What was under way is there as a whole, or not at all.
        again = oss.bucket("menjin")
        there = [one.key for one in oss2.ObjectIterator(again, max_keys=1000)]
        assert all(again.get_object(key).read() == _bytes_of(key) for key in set(there) - set(acknowledged))
        assert len(_content(tmp_path)) == len(there) + 1
        again.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
        assert again.get_object("m").read() == b"part"


def test_a_snapshot_brings_everything_back(tmp_path: Path) -> None:
    data, snapshot, second = tmp_path / "data", tmp_path / "snapshot", tmp_path / "second"
    snapshot.mkdir()
    second.mkdir()
    with running(data) as oss:
        bucket = oss.bucket("menjin")
        bucket.put_object("a", b"before", headers={"x-oss-meta-a": "1"})
        bucket.put_bucket_tagging(oss2.models.Tagging())
        upload = bucket.init_multipart_upload("m").upload_id
        bucket.upload_part("m", upload, 1, b"part")
        oss.service.save(snapshot)
        stored = oss.service.stored_bytes()
        bucket.put_object("a", b"after all")
        bucket.put_object("b", b"new")
        bucket.abort_multipart_upload("m", upload)
        other = oss.new_bucket()
        oss.service.load(snapshot)
        assert bucket.get_object("a").read() == b"before"
        assert bucket.head_object("a").headers["x-oss-meta-a"] == "1"
        assert not bucket.object_exists("b")
        assert other.bucket_name not in [one["name"] for one in oss.service.buckets()]
        assert oss.service.stored_bytes() == stored
        assert len(_content(data)) == 2
    with running(tmp_path / "elsewhere") as oss:
        oss.service.load(snapshot)
        oss.service.save(second)
        bucket = oss.bucket("menjin")
        bucket.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
        assert bucket.get_object("m").read() == b"part"
    assert len(list((snapshot / "blobs").iterdir())) == len(list((second / "blobs").iterdir())) == 2


def test_state_and_callback_key_outlive_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as oss:
        oss.bucket("menjin").put_object("a", b"a", headers={"x-oss-meta-a": "1"})
        pem = oss.web.get(f"{oss.url}/callback_pub_key_v1.pem").content
    (tmp_path / "oss" / "incoming" / "half").write_bytes(b"interrupted")
    (tmp_path / "oss" / "blobs" / "aa").mkdir(exist_ok=True)
    (tmp_path / "oss" / "blobs" / "aa" / "aaaa").write_bytes(b"orphan")
    with running(tmp_path) as oss:
        assert oss.bucket("menjin").head_object("a").headers["x-oss-meta-a"] == "1"
        assert oss.web.get(f"{oss.url}/callback_pub_key_v1.pem").content == pem
        assert len(_content(tmp_path)) == 1
        assert list((tmp_path / "oss" / "incoming").iterdir()) == []


def test_a_reset_forgets_all_but_the_first_bucket(tmp_path: Path) -> None:
    with running(tmp_path) as oss:
        oss.new_bucket().put_object("a", b"a")
        oss.bucket("menjin").put_object("a", b"a")
        oss.service.reset()
        assert oss.bucket("menjin").list_objects().object_list == []
        assert _content(tmp_path) == []
        assert oss.bucket("menjin").put_object("a", b"b").status == 200


def test_replaced_deleted_and_refused_bytes_do_not_pile_up(oss: Oss, plain: oss2.Bucket) -> None:
    folder = oss.cloud.options.data
    before = len(_content(folder))
    for content in (b"1", b"2", b"3"):
        plain.put_object("a", content)
    plain.append_object("log", 0, b"x")
    plain.append_object("log", 1, b"y")
    for headers in ({"x-oss-forbid-overwrite": "true"}, {"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}):
        with pytest.raises(oss2.exceptions.ServerError):
            plain.put_object("a", b"4", headers=headers)
    upload = plain.init_multipart_upload("m").upload_id
    plain.upload_part("m", upload, 1, b"one")
    plain.upload_part("m", upload, 1, b"two")
    plain.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
    assert len(_content(folder)) == before + 3
    for key in ("a", "log", "m"):
        plain.delete_object(key)
    assert len(_content(folder)) == before


def test_an_upload_that_breaks_off_leaves_nothing(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_bucket_acl("public-read-write")
    host, port = oss.url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port))
    connection.putrequest("PUT", f"/{plain.bucket_name}/broken")
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b"only this much")
    connection.close()
    plain.put_object("whole", b"")
    assert not plain.object_exists("broken")
    assert [one["eventName"] for one in oss.events_of(plain)] == ["ObjectCreated:PutObject"]
