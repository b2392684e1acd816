"""Pictures named by ``Url``: fetched from the local object store, and from nowhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import oss2
import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException

from emulator.oss.service import OssService
from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import Options, Ports
from tests.emulator.alone import SmallCloud, loop_in_a_thread

from .conftest import Vendor

PICTURE = b"bytes that were taught as a card"
CARD = {"face": {"data": {"name": "张三"}}}


class Place:
    """Both services, a bucket and an address of its one object."""

    def __init__(self, vendor: Vendor, bucket: oss2.Bucket) -> None:
        self.vendor, self.bucket = vendor, bucket
        self.url = bucket.sign_url("GET", "cards/one.jpg", 60)

    def recognise(self, url: str) -> object:
        return self.vendor.recognise("RecognizeIdcard", b"", Url=url)

    def refusal(self, url: str) -> tuple[int, str]:
        with pytest.raises(ServerException) as caught:
            self.recognise(url)
        return caught.value.get_http_status(), caught.value.get_error_code()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("url")
    cloud = SmallCloud(Options(root=folder, data=folder, ports=Ports.below(0), ocr_qps=0))
    with loop_in_a_thread() as wait:
        vendor, store = Vendor(cloud), OssService(cloud)
        for service in (vendor.service, store):
            wait(service.start())
        auth = oss2.Auth(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
        bucket = oss2.Bucket(auth, f"http://127.0.0.1:{cloud.ports.oss}", "menjin")
        bucket.put_object("cards/one.jpg", PICTURE)
        sha256 = hashlib.sha256(PICTURE).hexdigest()
        vendor.service.teach([{"sha256": sha256, "operation": "RecognizeIdcard", "data": CARD}])
        yield Place(vendor, bucket)
        for service in (vendor.service, store):
            wait(service.stop())
        cloud.outbox.close()
        cloud.meter.close()


def test_a_picture_in_the_local_store_is_fetched(place: Place) -> None:
    assert place.recognise(place.url) == {"data": CARD}


def test_a_bucket_goes_by_its_public_name_too(place: Place) -> None:
    auth = oss2.Auth(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
    public = oss2.Bucket(auth, "https://oss-cn-hangzhou.aliyuncs.com", "menjin")
    assert place.recognise(public.sign_url("GET", "cards/one.jpg", 60)) == {"data": CARD}


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/card.jpg",
        "http://127.0.0.1:22/",
        "http://127.0.0.1/card.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://menjin.oss-cn-hangzhou.aliyuncs.com.example.com/card.jpg",
        "http://[::1]/card.jpg",
    ],
)
def test_nothing_is_fetched_from_elsewhere(place: Place, url: str) -> None:
    assert place.refusal(url) == (400, "notSafeImageUrl")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "card.jpg", "http://a@127.0.0.1:1/", "http://[::1", "x" * 2049])
def test_what_is_no_address_is_illegal(place: Place, url: str) -> None:
    assert place.refusal(url) == (400, "IllegalImageUrl")


def test_what_cannot_be_had_is_illegal(place: Place) -> None:
    assert place.refusal(place.url.replace("one.jpg", "two.jpg")) == (400, "IllegalImageUrl")
    assert place.refusal(place.url.replace("Signature=", "Signature=x")) == (400, "IllegalImageUrl")


def test_a_picture_is_given_in_one_way(place: Place) -> None:
    with pytest.raises(ServerException) as caught:
        place.vendor.recognise("RecognizeIdcard", PICTURE, Url=place.url)
    assert caught.value.get_error_code() == "IllegalImageUrl"
