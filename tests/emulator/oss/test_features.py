"""Tags, links, archives, encryption headers, compression and configuration documents."""

from __future__ import annotations

import http.client
from datetime import date

import oss2
import pytest
from oss2.models import (
    BucketLifecycle,
    BucketReferer,
    LifecycleExpiration,
    LifecycleRule,
    ServerSideEncryptionRule,
    StorageTransition,
    Tagging,
    TaggingRule,
)

from tests.emulator.oss.kit import Oss


def _code(call: object, *arguments: object, **more: object) -> str:
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        call(*arguments, **more)  # type: ignore[operator]
    return str(refused.value.code)


def _tags(pairs: dict[str, str]) -> Tagging:
    tagging = Tagging(TaggingRule())
    tagging.tag_set.tagging_rule.update(pairs)
    return tagging


def test_tags_come_with_the_object_or_afterwards(bucket: oss2.Bucket) -> None:
    bucket.put_object("a", b"", headers={"x-oss-tagging": "k1=v1&k2=%E4%B8%AD"})
    assert bucket.get_object_tagging("a").tag_set.tagging_rule == {"k1": "v1", "k2": "中"}
    head = bucket.head_object("a").headers
    assert (head["x-oss-tagging-count"], "x-oss-tagging" in head) == ("2", False)
    bucket.put_object_tagging("a", _tags({"x": "1"}))
    bucket.copy_object(bucket.bucket_name, "a", "b")
    assert bucket.get_object_tagging("b").tag_set.tagging_rule == {"x": "1"}
    bucket.delete_object_tagging("a")
    assert bucket.get_object_tagging("a").tag_set.tagging_rule == {}


@pytest.mark.parametrize(
    "pairs", [{"k" * 129: "v"}, {"k": "v" * 257}, {"": "v"}, {"%": "v"}, {str(n): "v" for n in range(11)}]
)
def test_tags_that_are_wrong_are_refused(plain: oss2.Bucket, pairs: dict[str, str]) -> None:
    plain.put_object("a", b"")
    assert _code(plain.put_object_tagging, "a", _tags(pairs)) == "InvalidTag"


def test_a_link_is_followed_by_reading(bucket: oss2.Bucket) -> None:
    bucket.put_object("目标", b"bytes", headers={"Content-Type": "image/png"})
    bucket.put_symlink("目标", "link", headers={"x-oss-meta-a": "1"})
    assert bucket.get_symlink("link").target_key == "目标"
    got = bucket.get_object("link")
    assert (got.read(), got.content_type, got.headers["x-oss-meta-a"]) == (b"bytes", "image/png", "1")
    assert bucket.head_object("link").content_length == 5
    bucket.delete_object("目标")
    assert _code(bucket.get_object, "link") == "SymlinkTargetNotExist"
    bucket.put_object("plain", b"")
    assert _code(bucket.get_symlink, "plain") == "NotSymlink"


def test_an_archived_object_is_read_after_its_restoration(oss: Oss, plain: oss2.Bucket) -> None:
    plain.put_object("a", b"cold", headers={"x-oss-storage-class": "Archive"})
    assert _code(plain.get_object, "a") == "InvalidObjectState"
    assert _code(plain.copy_object, plain.bucket_name, "a", "b") == "InvalidObjectState"
    assert plain.restore_object("a").status == 202
    assert _code(plain.restore_object, "a") == "RestoreAlreadyInProgress"
    assert plain.head_object("a").headers["x-oss-restore"] == 'ongoing-request="true"'
    assert 'ongoing-request="true"' in plain.list_objects().object_list[0].restore_info
    try:
        oss.cloud.clock.advance(61)
        assert plain.get_object("a").read() == b"cold"
        assert 'ongoing-request="false", expiry-date="' in plain.head_object("a").headers["x-oss-restore"]
        assert plain.restore_object("a").status == 200
        oss.cloud.clock.advance(2 * 24 * 3600)
        assert _code(plain.get_object, "a") == "InvalidObjectState"
    finally:
        oss.cloud.clock.reset()
    plain.put_object("warm", b"")
    assert _code(plain.restore_object, "warm") == "OperationNotSupported"


def test_encryption_headers_are_told_again(plain: oss2.Bucket) -> None:
    put = plain.put_object("a", b"", headers={"x-oss-server-side-encryption": "AES256"})
    assert put.headers["x-oss-server-side-encryption"] == "AES256"
    assert plain.head_object("a").headers["x-oss-server-side-encryption"] == "AES256"
    plain.put_object("a", b"", headers={"x-oss-server-side-encryption": "KMS"})
    assert plain.head_object("a").headers["x-oss-server-side-encryption-key-id"]
    wrong = {"x-oss-server-side-encryption": "ROT13"}
    assert _code(plain.put_object, "a", b"", headers=wrong) == "InvalidEncryptionAlgorithmError"


@pytest.mark.parametrize(
    ("accepted", "kind", "size", "packed"),
    [
        ("gzip", "text/plain", 1024, True),
        ("deflate, gzip;q=0.5", "application/json; charset=utf-8", 4000, True),
        ("gzip", "text/plain", 1023, False),
        ("gzip", "image/png", 4000, False),
        ("identity", "text/plain", 4000, False),
    ],
)
def test_text_travels_compressed_to_whom_takes_it(
    oss: Oss, plain: oss2.Bucket, accepted: str, kind: str, size: int, packed: bool
) -> None:
    plain.put_object("a", b"x" * size, headers={"Content-Type": kind, "x-oss-object-acl": "public-read"})
    got = oss.web.get(f"{oss.url}/{plain.bucket_name}/a", headers={"Accept-Encoding": accepted})
    assert got.content == b"x" * size
    assert (got.headers.get("content-encoding") == "gzip") is packed
    assert ("content-length" in got.headers) is not packed


def test_configuration_documents_are_kept_and_dropped(bucket: oss2.Bucket) -> None:
    assert _code(bucket.get_bucket_lifecycle) == "NoSuchLifecycle"
    bucket.put_bucket_lifecycle(BucketLifecycle([LifecycleRule("r", "中/", expiration=LifecycleExpiration(days=3))]))
    rule = bucket.get_bucket_lifecycle().rules[0]
    assert (rule.id, rule.prefix, rule.expiration.days) == ("r", "中/", 3)
    bucket.delete_bucket_lifecycle()
    assert _code(bucket.get_bucket_lifecycle) == "NoSuchLifecycle"
    assert _code(bucket.put_bucket_lifecycle, "<Other/>") == "MalformedXML"
    assert _code(bucket.get_bucket_website) == "NoSuchWebsiteConfiguration"
    bucket.put_bucket_referer(BucketReferer(allow_empty_referer=True, referers=["http://a"]))
    assert bucket.get_bucket_referer().referers == ["http://a"]
    bucket.put_bucket_tagging(_tags({"a": "1", "b": "2"}))
    bucket.delete_bucket_tagging(params={"tagging": "a"})
    assert bucket.get_bucket_tagging().tag_set.tagging_rule == {"b": "2"}


def test_the_default_encryption_of_a_bucket_is_checked_and_shown(plain: oss2.Bucket) -> None:
    assert _code(plain.get_bucket_encryption) == "NoSuchServerSideEncryptionRule"
    plain.put_bucket_encryption(ServerSideEncryptionRule("KMS", "key"))
    assert plain.get_bucket_encryption().kms_master_keyid == "key"
    assert plain.get_bucket_info().bucket_encryption_rule.sse_algorithm == "KMS"
    assert _code(plain.put_bucket_encryption, ServerSideEncryptionRule("AES256", "key")) == "InvalidArgument"


def test_contradictory_lifecycle_rules_are_refused(plain: oss2.Bucket) -> None:
    rule = LifecycleRule("r", "a/", expiration=LifecycleExpiration(days=5))
    for transition, code in (
        (StorageTransition(days=6, storage_class="IA"), "InvalidArgument"),
        (StorageTransition(days=1, storage_class="Standard"), "InvalidArgument"),
        (StorageTransition(created_before_date=date(2026, 1, 1), storage_class="IA"), "InvalidRequest"),
    ):
        rule.storage_transitions = [transition]
        assert _code(plain.put_bucket_lifecycle, BucketLifecycle([rule])) == code
    assert _code(plain.get_bucket_lifecycle) == "NoSuchLifecycle"


def test_a_body_that_is_announced_and_never_sent_does_no_harm(oss: Oss, plain: oss2.Bucket) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", oss.cloud.ports.oss)
    for _ in range(2):
        connection.request("GET", f"/{plain.bucket_name}/a", headers={"Content-Length": "9"})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["connection"]) == (403, "close")
        answer.read()
    connection.close()
