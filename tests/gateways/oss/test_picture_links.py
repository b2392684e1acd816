"""Addresses that show a private picture for a short time: what the vendor's SDK signs, and worth nothing altered."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import httpx
import oss2
import pytest
import time_machine

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import REGION
from menjin.assets.asset import Slot
from menjin.assets.grant_upload import Upload
from menjin.assets.show import PictureLinks
from menjin.gateways.credentials import Credentials
from menjin.gateways.oss.picture_links import OssPictureLinks
from tests.small_cloud import KEY, SmallCloud

CONTENT = b"\xff\xd8 what only the holder of a link may see"


def links_of(small: SmallCloud, credentials: Credentials = KEY) -> PictureLinks:
    return OssPictureLinks(small.environment["UPLOAD_HOST"], "menjin", REGION, credentials)


@pytest.fixture
def key(bucket: oss2.Bucket, upload: Upload) -> str:
    bucket.put_object(upload.key, CONTENT, headers={"x-oss-object-acl": "private"})
    return upload.key


def test_a_link_shows_the_picture_and_asks_that_nobody_keeps_it(small: SmallCloud, key: str) -> None:
    answer = httpx.get(links_of(small).link(key, 300))
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["content-type"] == "image/jpeg"


def test_without_a_link_nobody_sees_it(small: SmallCloud, key: str) -> None:
    host = small.environment["UPLOAD_HOST"]
    for path in (key, f"{key}?response-content-type=text/plain", ""):
        assert httpx.get(f"{host}/{path}").status_code == 403
    assert httpx.head(f"{host}/{key}").status_code == 403


def test_it_ends_after_its_seconds(small: SmallCloud, key: str) -> None:
    link = links_of(small).link(key, 300)
    small.cloud.clock.advance(290)
    assert httpx.get(link).status_code == 200
    small.cloud.clock.advance(20)
    answer = httpx.get(link)
    assert (answer.status_code, "Request has expired." in answer.text) == (403, True)


def test_it_is_good_for_this_picture_and_this_way_alone(small: SmallCloud, key: str, bucket: oss2.Bucket) -> None:
    link = links_of(small).link(key, 300)
    other = key.replace(Slot.FRONT.value, Slot.BACK.value)
    bucket.put_object(other, CONTENT)
    altered = [
        link.replace(key, other),
        link.replace("x-oss-expires=300", "x-oss-expires=3000"),
        link.replace("no-store", "public"),
        link.replace("inline", "attachment"),
        link + "&response-content-type=text%2Fhtml",
        link[:-1] + ("0" if link[-1] != "0" else "1"),
    ]
    assert len({link, *altered}) == 7
    assert [httpx.get(one).status_code for one in altered] == [403] * 6
    for method in ("PUT", "DELETE", "HEAD"):
        assert httpx.request(method, link).status_code == 403
    assert httpx.get(link).status_code == 200


def test_a_temporary_key_signs_for_as_long_as_it_lives_and_may_read(small: SmallCloud, key: str) -> None:
    minted = small.cloud.keys.mint(120, None)
    link = links_of(small, Credentials(minted.id, minted.secret, minted.token)).link(key, 300)
    assert httpx.get(link).content == CONTENT
    small.cloud.clock.advance(130)
    assert httpx.get(link).status_code == 403


def test_the_signers_right_to_read_counts(small: SmallCloud, key: str) -> None:
    policy = (
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:PutObject","Resource":"acs:oss:*:*:menjin/*"}]}'
    )
    minted = small.cloud.keys.mint(120, policy)
    link = links_of(small, Credentials(minted.id, minted.secret, minted.token)).link(key, 60)
    assert httpx.get(link).status_code == 403


@pytest.mark.parametrize("token", [None, "a/token+of=the vendor"])
@pytest.mark.parametrize("key", ["platform/user/4711/identity1.jpg", "a b/\u56fe+~.jpg"])
def test_it_is_signed_as_the_sdk_signs(key: str, token: str | None) -> None:
    host = "https://accounts.oss-cn-hangzhou.aliyuncs.com"
    provider = oss2.credentials.StaticCredentialsProvider(ACCESS_KEY_ID, ACCESS_KEY_SECRET, token)
    bucket = oss2.Bucket(
        oss2.ProviderAuthV4(provider), "https://oss-cn-hangzhou.aliyuncs.com", "accounts", region=REGION
    )
    shown = {"response-cache-control": "no-store", "response-content-disposition": "inline"}
    with time_machine.travel(1_800_000_000, tick=False):
        theirs = bucket.sign_url("GET", key, 300, params=shown, slash_safe=True)
        ours = OssPictureLinks(host, "accounts", REGION, Credentials(ACCESS_KEY_ID, ACCESS_KEY_SECRET, token)).link(
            key, 300
        )
    assert ours.startswith(f"{host}/{quote(key)}?")
    assert parse_qs(urlsplit(ours).query) == parse_qs(urlsplit(theirs).query)
    assert urlsplit(ours)[:3] == urlsplit(theirs)[:3]
