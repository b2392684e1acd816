"""What was acknowledged is still there after the process died."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
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


def _content(folder: Path) -> list[Path]:
    return [path for path in (folder / "oss" / "blobs").glob("*/*") if path.is_file()]


def test_acknowledged_objects_survive_a_killed_process(tmp_path: Path, root: Path) -> None:
    ports = Ports.below(0)
    command = [sys.executable, "-c", _SERVE, str(tmp_path), str(ports.oss)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        session = oss2.Session()
        bucket = oss2.Bucket(
            oss2.Auth("LOCALKEYID", "LOCALKEYSECRET"), f"http://127.0.0.1:{ports.oss}", "menjin", session=session
        )
        for number in range(20):
            bucket.put_object(f"k{number}", str(number)).resp.read()
        upload = bucket.init_multipart_upload("m").upload_id
        bucket.upload_part("m", upload, 1, b"part")
        child.send_signal(signal.SIGKILL)
        session.session.close()
    with running(tmp_path, ports) as oss:
        again = oss.bucket("menjin")
        assert [again.get_object(f"k{number}").read() for number in range(20)] == [b"%d" % n for n in range(20)]
        again.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
        assert again.get_object("m").read() == b"part"


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
