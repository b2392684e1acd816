"""What happens while a request's body is still on its way does not undo what others were told is done."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import oss2

from tests.emulator.oss.kit import Oss

_TAGS = b"<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"


@contextmanager
def _half_sent(
    bucket: oss2.Bucket, method: str, key: str, body: bytes, **query: str
) -> Iterator[http.client.HTTPConnection]:
    """A request whose head the service has, and half of whose body; the rest is sent by whoever leaves the block."""
    parts = urlsplit(bucket.sign_url(method, key, 60, params=query))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    half = len(body) // 2
    connection.putrequest(method, f"{parts.path}?{parts.query}")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body[:half])
    # Another request, answered after that one was begun.
    bucket.object_exists("anything")
    yield connection
    connection.send(body[half:])


def _answered(connection: http.client.HTTPConnection) -> int:
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def test_tags_do_not_bring_a_replaced_object_back(plain: oss2.Bucket) -> None:
    plain.put_object("k", b"old")
    with _half_sent(plain, "PUT", "k", _TAGS, tagging="") as request:
        plain.put_object("k", b"new")
    assert _answered(request) == 200
    assert plain.get_object("k").read() == b"new"
    assert plain.get_object_tagging("k").tag_set.tagging_rule == {"k": "v"}


def test_a_restoration_does_not_bring_a_replaced_object_back(plain: oss2.Bucket) -> None:
    archived = {"x-oss-storage-class": "Archive"}
    plain.put_object("k", b"old", headers=archived)
    days = b"<RestoreRequest><Days>2</Days></RestoreRequest>"
    with _half_sent(plain, "POST", "k", days, restore="") as request:
        etag = plain.put_object("k", b"new", headers=archived).etag
    assert _answered(request) == 202
    assert plain.head_object("k").etag == etag


def test_appending_keeps_what_was_said_of_the_object_meanwhile(plain: oss2.Bucket) -> None:
    plain.append_object("k", 0, b"one")
    with _half_sent(plain, "POST", "k", b" two", append="", position="3") as request:
        plain.put_object_acl("k", oss2.OBJECT_ACL_PUBLIC_READ)
    assert _answered(request) == 200
    assert plain.get_object("k").read() == b"one two"
    assert plain.get_object_acl("k").acl == oss2.OBJECT_ACL_PUBLIC_READ


def test_no_object_comes_into_a_bucket_that_is_gone(oss: Oss) -> None:
    bucket = oss.new_bucket()
    with _half_sent(bucket, "PUT", "k", b"late") as request:
        bucket.delete_bucket()
    assert _answered(request) == 404
    bucket.create_bucket()
    assert not bucket.object_exists("k")


def test_an_upload_outlasts_the_return_of_a_snapshot(oss: Oss, plain: oss2.Bucket, tmp_path: Path) -> None:
    with _half_sent(plain, "PUT", "k", b"late") as request:
        oss.service.save(tmp_path)
        oss.service.load(tmp_path)
    assert _answered(request) == 200
    assert plain.get_object("k").read() == b"late"
