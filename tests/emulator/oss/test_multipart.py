from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor

import oss2
import pytest
from oss2.models import PartInfo

from tests.emulator.oss.kit import Oss

PART = b"p" * 102400


def _send(bucket: oss2.Bucket, key: str, parts: list[bytes]) -> tuple[str, list[PartInfo]]:
    upload = bucket.init_multipart_upload(key, headers={"Content-Type": "image/png", "x-oss-meta-a": "1"}).upload_id
    sent = [bucket.upload_part(key, upload, number, part) for number, part in enumerate(parts, 1)]
    return upload, [
        PartInfo(number, one.etag, size=len(parts[number - 1]), part_crc=one.crc) for number, one in enumerate(sent, 1)
    ]


def test_parts_become_one_object(bucket: oss2.Bucket) -> None:
    upload, parts = _send(bucket, "big", [PART, b"tail"])
    done = bucket.complete_multipart_upload("big", upload, parts)
    digests = hashlib.md5(PART).digest() + hashlib.md5(b"tail").digest()
    assert done.etag == hashlib.md5(digests).hexdigest().upper() + "-2"
    got = bucket.get_object("big")
    assert got.read() == PART + b"tail"
    assert (got.object_type, got.content_type, got.headers["x-oss-meta-a"]) == ("Multipart", "image/png", "1")
    with pytest.raises(oss2.exceptions.NoSuchUpload):
        bucket.list_parts("big", upload)


def test_complete_all_needs_no_list(plain: oss2.Bucket) -> None:
    upload, _ = _send(plain, "big", [PART, b"tail"])
    plain.complete_multipart_upload("big", upload, None, headers={"x-oss-complete-all": "yes"})
    assert plain.get_object("big").read() == PART + b"tail"


def test_wrong_lists_are_refused_and_the_upload_stays(plain: oss2.Bucket) -> None:
    upload, parts = _send(plain, "big", [PART, b"tail"])
    for wrong, code in (
        ([parts[1], parts[0]], "InvalidPartOrder"),
        ([parts[0], PartInfo(2, "0" * 32)], "InvalidPart"),
        ([parts[0], PartInfo(3, parts[1].etag)], "InvalidPart"),
    ):
        with pytest.raises(oss2.exceptions.ServerError) as refused:
            _complete(plain, upload, wrong)
        assert refused.value.code == code
    assert len(plain.list_parts("big", upload).parts) == 2
    assert not plain.object_exists("big")


def _complete(bucket: oss2.Bucket, upload: str, parts: list[PartInfo]) -> None:
    listed = "".join(f"<Part><PartNumber>{one.part_number}</PartNumber><ETag>{one.etag}</ETag></Part>" for one in parts)
    body = f"<CompleteMultipartUpload>{listed}</CompleteMultipartUpload>"
    bucket._do("POST", bucket.bucket_name, "big", params={"uploadId": upload}, data=body)


def test_a_small_part_counts_at_the_end_only(plain: oss2.Bucket) -> None:
    upload, parts = _send(plain, "big", [b"small", b"tail"])
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        plain.complete_multipart_upload("big", upload, parts)
    assert refused.value.code == "EntityTooSmall"


def test_a_part_sent_again_replaces_and_abort_forgets(plain: oss2.Bucket) -> None:
    upload, _ = _send(plain, "big", [b"one"])
    plain.upload_part("big", upload, 1, b"other")
    assert [one.size for one in plain.list_parts("big", upload).parts] == [5]
    plain.abort_multipart_upload("big", upload)
    with pytest.raises(oss2.exceptions.NoSuchUpload):
        plain.upload_part("big", upload, 1, b"x")


def test_a_part_can_be_copied(plain: oss2.Bucket) -> None:
    plain.put_object("source", b"0123456789")
    upload = plain.init_multipart_upload("big").upload_id
    part = plain.upload_part_copy(plain.bucket_name, "source", (2, 5), "big", upload, 1)
    plain.complete_multipart_upload("big", upload, [PartInfo(1, part.etag)])
    assert plain.get_object("big").read() == b"2345"
    upload = plain.init_multipart_upload("big").upload_id
    part = plain.upload_part_copy(plain.bucket_name, "source", (7, None), "big", upload, 1)
    plain.complete_multipart_upload("big", upload, [PartInfo(1, part.etag)])
    assert plain.get_object("big").read() == b"789"


def test_uploads_and_parts_are_listed_in_pages(plain: oss2.Bucket) -> None:
    uploads = sorted((key, plain.init_multipart_upload(key).upload_id) for key in ("a", "a", "b/1", "b/2", "c"))
    found = oss2.MultipartUploadIterator(plain, max_uploads=2)
    assert [(one.key, one.upload_id) for one in found] == uploads
    folded = oss2.MultipartUploadIterator(plain, delimiter="/", max_uploads=1)
    assert [one.key for one in folded] == ["a", "a", "b/", "c"]
    key, upload = uploads[0]
    for number in (1, 2, 3):
        plain.upload_part(key, upload, number, b"x")
    assert [one.part_number for one in oss2.PartIterator(plain, key, upload, max_parts=2)] == [1, 2, 3]


def test_of_parallel_completions_one_makes_the_object(oss: Oss, plain: oss2.Bucket) -> None:
    upload, parts = _send(plain, "big", [PART, b"tail"])

    def complete(_: int) -> int:
        try:
            return int(plain.complete_multipart_upload("big", upload, parts).status)
        except oss2.exceptions.NoSuchUpload:
            return 404

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(complete, range(6))) == [200] + [404] * 5
    names = [one["eventName"] for one in oss.events_of(plain)]
    assert names.count("ObjectCreated:CompleteMultipartUpload") == 1


def test_parts_in_sequence_amount_to_a_whole(oss: Oss, plain: oss2.Bucket) -> None:
    upload = plain.init_multipart_upload("m", params={"sequential": ""}).upload_id
    plain.upload_part("m", upload, 1, b"x" * 102400)
    with pytest.raises(oss2.exceptions.PartNotSequential):
        plain.upload_part("m", upload, 3, b"y")
    plain.upload_part("m", upload, 2, b"z")
    plain.upload_part("m", upload, 2, b"y")
    plain.complete_multipart_upload("m", upload, None, headers={"x-oss-complete-all": "yes"})
    digest = base64.b64encode(hashlib.md5(b"x" * 102400 + b"y").digest()).decode()
    got = plain.get_object("m")
    assert (got.headers["Content-MD5"], got.headers["ETag"][-3:]) == (digest, '-2"')
    assert not [name for name in got.headers if "sequential" in name or "whole" in name]
