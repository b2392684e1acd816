from __future__ import annotations

import base64
import hashlib
import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate

import oss2
import pytest

from tests.emulator.oss.kit import Oss, error_of


def test_what_is_put_can_be_got_with_its_checksums_and_metadata(bucket: oss2.Bucket) -> None:
    put = bucket.put_object("a.txt", b"hello", headers={"x-oss-meta-Owner": "me", "Cache-Control": "no-cache"})
    got = bucket.get_object("a.txt")
    assert got.read() == b"hello"
    assert put.etag == got.etag == hashlib.md5(b"hello").hexdigest().upper()
    assert put.crc == got.server_crc == 11177612005948864433
    assert len(put.request_id) == 24
    assert got.headers["x-oss-meta-owner"] == "me"
    assert got.headers["cache-control"] == "no-cache"
    assert got.content_type == "text/plain"
    assert got.object_type == "Normal"
    assert abs(got.last_modified - time.time()) < 5


@pytest.mark.parametrize(
    "key",
    [
        "a/b",
        "a//b",
        "a/../b",
        "./a",
        "a b",
        "a+b",
        "a%2Fb",
        "a%20b",
        "图片/文件.jpg",
        "a?b=c",
        "a#b",
        "a&b",
        "a\\b",
        "e\u0301",
        "a\nb",
    ],
)
def test_a_key_is_taken_as_it_is(bucket: oss2.Bucket, key: str) -> None:
    bucket.put_object(key, key.encode())
    assert bucket.get_object(key).read() == key.encode()
    assert [one.key for one in oss2.ObjectIterator(bucket)] == [key]
    assert bucket.copy_object(bucket.bucket_name, key, "copy").status == 200
    bucket.batch_delete_objects([key])
    assert not bucket.object_exists(key)


@pytest.mark.parametrize("path", ["/x/../menjin/a", "//menjin/a", "/menjin%2Fa", "/%2e%2e/menjin/a"])
def test_a_path_is_never_normalised(oss: Oss, path: str) -> None:
    host, port = oss.url.removeprefix("http://").split(":")

    connection = http.client.HTTPConnection(host, int(port))
    connection.putrequest("GET", path)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status in (400, 403, 404)
    answer.read()
    connection.close()


@pytest.mark.parametrize("key", ["/a", "\\a", "a" * 1024])
def test_an_impossible_key_is_refused(oss: Oss, plain: oss2.Bucket, key: str) -> None:
    answer = oss.web.put(f"{oss.url}/{plain.bucket_name}/{key.replace('/', '%2F')}", content=b"")
    assert error_of(answer)[:2] == (400, "InvalidObjectName")


def test_an_empty_object(bucket: oss2.Bucket) -> None:
    assert bucket.put_object("empty", b"").crc == 0
    assert bucket.get_object("empty").read() == b""
    assert bucket.head_object("empty").content_length == 0


def test_large_objects_stream_both_ways(bucket: oss2.Bucket) -> None:
    content = bytes(range(256)) * 20000
    bucket.put_object("large", (content[at : at + 100_000] for at in range(0, len(content), 100_000)))
    assert bucket.get_object("large").read() == content


@pytest.mark.parametrize(
    ("given", "standard", "status", "content"),
    [
        ("bytes=2-4", False, 206, b"234"),
        ("bytes=7-", False, 206, b"789"),
        ("bytes=-3", False, 206, b"789"),
        ("bytes=5-20", False, 200, b"0123456789"),
        ("bytes=20-30", False, 200, b"0123456789"),
        ("bytes=4-2", False, 200, b"0123456789"),
        ("bytes=1-2,4-5", False, 200, b"0123456789"),
        ("lines=1-2", False, 200, b"0123456789"),
        ("bytes=5-20", True, 206, b"56789"),
        ("bytes=-20", True, 206, b"0123456789"),
    ],
)
def test_ranges(plain: oss2.Bucket, given: str, standard: bool, status: int, content: bytes) -> None:
    plain.put_object("digits", b"0123456789")
    headers = {"Range": given} | ({"x-oss-range-behavior": "standard"} if standard else {})
    got = plain.get_object("digits", headers=headers)
    assert (got.status, got.read()) == (status, content)
    assert ("content-range" in got.headers) == (status == 206)


def test_a_range_outside_is_refused_where_the_standard_is_asked_for(plain: oss2.Bucket) -> None:
    plain.put_object("digits", b"0123456789")
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        plain.get_object("digits", headers={"Range": "bytes=10-", "x-oss-range-behavior": "standard"})
    assert (refused.value.status, refused.value.code) == (416, "InvalidRange")


def test_conditions_on_reading(plain: oss2.Bucket) -> None:
    etag = plain.put_object("a", b"a").etag
    past, future = formatdate(time.time() - 3600, usegmt=True), formatdate(time.time() + 3600, usegmt=True)
    assert plain.get_object("a", headers={"If-Match": f'"{etag}"', "If-Modified-Since": past}).read() == b"a"
    for headers, status in (
        ({"If-Match": "X"}, 412),
        ({"If-Unmodified-Since": past}, 412),
        ({"If-None-Match": etag}, 304),
        ({"If-Modified-Since": future}, 304),
    ):
        with pytest.raises(oss2.exceptions.ServerError) as refused:
            plain.get_object("a", headers=headers)
        assert refused.value.status == status


def test_a_missing_object_says_so_on_get_and_head(bucket: oss2.Bucket) -> None:
    for call in (bucket.get_object, bucket.head_object, bucket.get_object_meta):
        with pytest.raises(oss2.exceptions.NoSuchKey) as refused:
            call("nothing")
        assert refused.value.ec == "0026-00000001"
    assert bucket.delete_object("nothing").status == 204


def test_a_missing_bucket_says_so(oss: Oss) -> None:
    for call in ("put_object", "get_object", "head_object"):
        arguments = ("a", b"") if call == "put_object" else ("a",)
        with pytest.raises(oss2.exceptions.NoSuchBucket) as refused:
            getattr(oss.bucket("missing"), call)(*arguments)
        assert refused.value.ec == "0015-00000101"


def test_content_md5_is_checked(plain: oss2.Bucket) -> None:
    right = base64.b64encode(hashlib.md5(b"hello").digest()).decode()
    plain.put_object("a", b"hello", headers={"Content-MD5": right})
    for wrong in (base64.b64encode(hashlib.md5(b"x").digest()).decode(), "nonsense"):
        with pytest.raises(oss2.exceptions.ServerError) as refused:
            plain.put_object("b", b"hello", headers={"Content-MD5": wrong})
        assert refused.value.code == "InvalidDigest"
    assert not plain.object_exists("b")


def test_forbid_overwrite(bucket: oss2.Bucket) -> None:
    headers = {"x-oss-forbid-overwrite": "true"}
    bucket.put_object("a", b"first", headers=headers)
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        bucket.put_object("a", b"second", headers=headers)
    assert (refused.value.status, refused.value.code, refused.value.ec) == (409, "FileAlreadyExists", "0026-00000002")
    assert bucket.get_object("a").read() == b"first"
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        bucket.put_object("a", b"third", headers={"x-oss-forbid-overwrite": "perhaps"})
    assert refused.value.code == "InvalidArgument"


def test_of_parallel_puts_that_forbid_overwriting_one_wins(oss: Oss, plain: oss2.Bucket) -> None:
    def put(number: int) -> int:
        try:
            return int(plain.put_object("a", str(number), headers={"x-oss-forbid-overwrite": "true"}).status)
        except oss2.exceptions.ServerError as refused:
            return int(refused.status)

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(put, range(24)))
    assert outcomes == [200] + [409] * 23
    assert len(oss.events_of(plain)) == 1


def test_parallel_puts_and_gets_never_mix_contents(plain: oss2.Bucket) -> None:
    contents = {bytes([65 + number]) * 50_000 for number in range(8)}
    plain.put_object("a", next(iter(contents)))

    def work(content: bytes) -> bool:
        plain.put_object("a", content)
        return plain.get_object("a").read() in contents

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, list(contents) * 4))


def test_copy_keeps_or_replaces_metadata(bucket: oss2.Bucket) -> None:
    bucket.put_object("源", b"bytes", headers={"x-oss-meta-a": "1", "Content-Type": "image/png"})
    bucket.copy_object(bucket.bucket_name, "源", "kept")
    bucket.copy_object(
        bucket.bucket_name, "源", "new", headers={"x-oss-metadata-directive": "REPLACE", "x-oss-meta-b": "2"}
    )
    kept, new = bucket.head_object("kept"), bucket.head_object("new")
    assert (kept.headers["x-oss-meta-a"], kept.content_type) == ("1", "image/png")
    assert "x-oss-meta-a" not in new.headers
    assert new.headers["x-oss-meta-b"] == "2"
    with pytest.raises(oss2.exceptions.NoSuchKey):
        bucket.copy_object(bucket.bucket_name, "nothing", "x")
    with pytest.raises(oss2.exceptions.PreconditionFailed):
        bucket.copy_object(bucket.bucket_name, "源", "x", headers={"x-oss-copy-source-if-match": "X"})


def test_append_continues_where_the_object_ends(bucket: oss2.Bucket) -> None:
    first = bucket.append_object("log", 0, b"one,", init_crc=0)
    second = bucket.append_object("log", first.next_position, b"two", init_crc=first.crc)
    assert second.next_position == 7
    assert bucket.get_object("log").read() == b"one,two"
    with pytest.raises(oss2.exceptions.PositionNotEqualToLength) as refused:
        bucket.append_object("log", 3, b"x")
    assert refused.value.next_position == 7
    bucket.put_object("plain", b"")
    with pytest.raises(oss2.exceptions.ObjectNotAppendable):
        bucket.append_object("plain", 0, b"x")


def test_batch_delete_takes_keys_that_xml_does_not(bucket: oss2.Bucket) -> None:
    keys = ["a", "<b>", "c&d", "e\x01f", "中"]
    for key in keys:
        bucket.put_object(key, b"")
    assert sorted(bucket.batch_delete_objects(keys).deleted_keys) == sorted(keys)
    assert list(oss2.ObjectIterator(bucket)) == []


def test_signed_requests_may_override_response_headers(oss: Oss, bucket: oss2.Bucket) -> None:
    bucket.put_object("a.html", b"<p>")
    params = {"response-content-type": "text/plain", "response-content-disposition": "attachment"}
    got = oss.web.get(bucket.sign_url("GET", "a.html", 60, params=params))
    assert got.headers["content-type"] == "text/plain"
    assert got.headers["content-disposition"] == "attachment"


def test_object_acl_opens_one_object(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("a", b"open")
    url = f"{oss.url}/{plain.bucket_name}/a"
    assert error_of(oss.web.get(url)) == (403, "AccessDenied", "0003-00000001")
    assert plain.get_object_acl("a").acl == "default"
    plain.put_object_acl("a", "public-read")
    assert oss.web.get(url).content == b"open"
    assert oss.web.put(url, content=b"x").status_code == 403


def test_a_public_bucket_is_open_as_far_as_its_acl_says(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("a", b"a")
    url = f"{oss.url}/{plain.bucket_name}"
    plain.put_bucket_acl("public-read")
    assert oss.web.get(f"{url}/a").status_code == 200
    assert oss.web.put(f"{url}/b", content=b"b").status_code == 403
    assert oss.web.get(url).status_code == 403
    plain.put_bucket_acl("public-read-write")
    assert oss.web.put(f"{url}/b", content=b"b").status_code == 200
    assert oss.web.get(f"{url}/?acl").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["versions", "objectInfo", "select", "asyncFetch", "x-oss-process=video/snapshot", "nonsense", "versionId=1"],
)
def test_what_is_not_emulated_is_refused(oss: Oss, plain: oss2.Bucket, query: str) -> None:
    plain.put_object("a", b"a", headers={"x-oss-object-acl": "public-read"})
    assert error_of(oss.web.get(f"{oss.url}/{plain.bucket_name}/a?{query}"))[:2] == (501, "NotImplemented")


def test_a_copy_of_what_has_not_changed_is_no_copy(bucket: oss2.Bucket) -> None:
    etag = bucket.put_object("a", b"a").etag
    headers = {"x-oss-copy-source-if-none-match": etag}
    with pytest.raises(oss2.exceptions.NotModified):
        bucket.copy_object(bucket.bucket_name, "a", "b", headers=headers)
    assert not bucket.object_exists("b")
