"""Uploaded objects as they are now: bounded, and an outage is not a missing picture."""

from __future__ import annotations

import gzip

import oss2
import pytest

from emulator.shared.options import HOST
from menjin.assets.grant_upload import Upload
from menjin.assets.record_upload import Pictures, Stored
from menjin.failures import Unavailable
from menjin.gateways.oss.pictures import OssPictures
from tests.small_cloud import KEY, SmallCloud

CONTENT = bytes(range(256)) * 40
MOST = 20_000


@pytest.fixture
def pictures(small: SmallCloud) -> Pictures:
    return small.parts().pictures()


@pytest.fixture
def key(bucket: oss2.Bucket, upload: Upload) -> str:
    bucket.put_object(upload.key, CONTENT)
    return upload.key


def test_an_object_is_read_with_its_etag(pictures: Pictures, bucket: oss2.Bucket, key: str) -> None:
    assert pictures.read(key, MOST) == Stored(CONTENT, bucket.head_object(key).etag, "image/jpeg")
    assert pictures.etag(key) == bucket.head_object(key).etag


def test_the_etag_tells_versions_apart(pictures: Pictures, bucket: oss2.Bucket, key: str) -> None:
    before = pictures.etag(key)
    bucket.put_object(key, b"another")
    assert pictures.etag(key) != before


def test_what_is_larger_is_not_read(pictures: Pictures, key: str) -> None:
    assert pictures.read(key, len(CONTENT)) == Stored(CONTENT, str(pictures.etag(key)), "image/jpeg")
    assert pictures.read(key, len(CONTENT) - 1) == Stored(b"", str(pictures.etag(key)), "image/jpeg")


def test_what_would_unfold_is_not_read(pictures: Pictures, bucket: oss2.Bucket, key: str) -> None:
    bucket.put_object(key, gzip.compress(CONTENT), headers={"Content-Encoding": "gzip"})
    assert pictures.read(key, MOST) == Stored(b"", str(pictures.etag(key)), "image/jpeg")


def present(pictures: Pictures, key: str) -> Stored:
    found = pictures.read(key, MOST)
    assert found is not None
    return found


def test_an_object_is_replaced_privately_and_keeps_its_type(pictures: Pictures, bucket: oss2.Bucket, key: str) -> None:
    bucket.put_object(key, CONTENT, headers={"Content-Type": "image/png", "x-oss-object-acl": "public-read"})
    etag = pictures.replace(key, present(pictures, key), b"clean")
    assert pictures.read(key, MOST) == Stored(b"clean", str(etag), "image/png")
    assert bucket.get_object_acl(key).acl == "private"


def test_another_object_is_not_replaced(pictures: Pictures, bucket: oss2.Bucket, key: str) -> None:
    older = present(pictures, key)
    bucket.put_object(key, b"newer")
    assert pictures.replace(key, older, b"clean") is None
    assert present(pictures, key).content == b"newer"
    pictures.delete(key)
    assert pictures.replace(key, older, b"clean") is None
    assert pictures.etag(key) is None


@pytest.mark.parametrize(("kind", "replaced"), [("error", True), ("drop", False)])
def test_a_write_is_tried_again_unless_it_took_effect(
    small: SmallCloud, pictures: Pictures, key: str, kind: str, replaced: bool
) -> None:
    small.fault("oss", "PutObject", kind)
    assert (pictures.replace(key, present(pictures, key), b"clean") is not None) == replaced
    assert present(pictures, key).content == b"clean"
    small.fault("oss", "PutObject", "error", times=2)
    with pytest.raises(Unavailable):
        pictures.replace(key, present(pictures, key), b"cleaner")


def test_a_missing_object_is_nothing(pictures: Pictures, key: str) -> None:
    pictures.delete(key)
    assert pictures.read(key, MOST) is None
    assert pictures.etag(key) is None
    pictures.delete(key)


@pytest.mark.parametrize("operation", ["GetObject", "HeadObject", "DeleteObject"])
def test_one_failure_is_tried_again_and_two_are_an_outage(
    small: SmallCloud, pictures: Pictures, key: str, operation: str
) -> None:
    work = {"GetObject": lambda: pictures.read(key, MOST), "HeadObject": lambda: pictures.etag(key)}.get(
        operation, lambda: pictures.delete(key)
    )
    for kind in ("error", "drop"):
        small.fault("oss", operation, kind)
        work()
        assert small.cloud.faults.all() == []
        small.fault("oss", operation, kind, times=2)
        with pytest.raises(Unavailable) as outage:
            work()
        assert outage.value.service == "oss"
        small.cloud.faults.clear()


def test_a_missing_bucket_is_the_deployments_fault(small: SmallCloud, key: str) -> None:
    pictures = small.parts(OSS_BUCKET="no-such-bucket").pictures()
    for work in (lambda: pictures.read(key, MOST), lambda: pictures.etag(key), lambda: pictures.delete(key)):
        with pytest.raises(Unavailable):
            work()


def test_a_wrong_key_is_an_outage_and_is_not_shown(small: SmallCloud, key: str) -> None:
    from menjin.gateways.credentials import Credentials

    pictures = small.parts(Credentials("LOCALKEYID", "another-secret")).pictures()
    with pytest.raises(Unavailable) as outage:
        pictures.read(key, MOST)
    assert "another-secret" not in f"{outage.value!r} {outage.value.__cause__!r} {pictures!r}"


def test_a_temporary_key_reads(small: SmallCloud, key: str) -> None:
    from menjin.gateways.credentials import Credentials

    minted = small.cloud.keys.mint(900, None)
    assert small.parts(Credentials(minted.id, minted.secret, minted.token)).pictures().read(key, MOST) is not None


def test_nobody_there(key: str) -> None:
    pictures = OssPictures(f"http://{HOST}:9", "menjin", "cn-hangzhou", KEY)
    with pytest.raises(Unavailable):
        pictures.etag(key)
