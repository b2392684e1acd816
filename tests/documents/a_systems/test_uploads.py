"""Document A, asset: a photograph as avatar keeps the picture, and nothing of where and when it was taken."""

from __future__ import annotations

from typing import Any

import httpx
import oss2
import pytest

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET
from emulator.shared.options import HOST, REGION
from tests.assets.photographs import SIDES, drawing, photograph, said_by
from tests.documents.a_systems.client import success
from tests.documents.a_systems.visitor import Visitor
from tests.product import Product, wait_for


@pytest.fixture
def bucket(product: Product) -> oss2.Bucket:
    """As its owner reaches it."""
    endpoint = f"http://{HOST}:{product.cloud.ports.oss}"
    return oss2.Bucket(oss2.AuthV4(ACCESS_KEY_ID, ACCESS_KEY_SECRET), endpoint, "menjin", region=REGION)


def key_of(visitor: Visitor, slot: str = "avatar") -> str:
    return f"{visitor.system}/user/{visitor.user['id']}/{slot}.jpg"


def recorded(product: Product, visitor: Visitor) -> dict[str, Any] | None:
    """What the tables say of the avatar."""
    rows = product.cloud.tablestore.rows("menjin", "asset")
    found = [one for one in rows if (one["object"], one["slot"]) == (key_of(visitor), "avatar")]
    assert len(found) < 2
    return found[0] if found else None


def check(product: Product, bucket: oss2.Bucket, visitor: Visitor) -> bytes:
    """The object is clean and the record is about it; returns it."""
    found = bucket.get_object(key_of(visitor))
    content = bytes(found.read())
    row = recorded(product, visitor)
    assert row is not None
    assert (row["etag"], row["size"], row["usable"]) == (found.etag, len(content), True)
    assert said_by(content) == set()
    return content


@pytest.mark.parametrize(("kind", "picture"), [("jpeg", photograph(6)), ("png", drawing(6, late=True))])
def test_an_avatar_is_turned_cleaned_and_told_as_it_is_kept(
    member: Visitor, product: Product, bucket: oss2.Bucket, kind: str, picture: bytes
) -> None:
    # Callback and events say the same twice, at the same time.
    product.fault(service="oss", operation="Callback", kind="duplicate")
    product.fault(service="oss", operation="Event", kind="duplicate", times=2)
    answer = member.upload("avatar", picture, f"image/{kind}")
    assert answer.status_code == 200
    width, height = SIDES[::-1]
    size = len(bucket.get_object(key_of(member)).read())
    told = {"slot": "avatar", "key": key_of(member), "size": size, "type": f"image/{kind}"}
    assert answer.json() == success({**told, "width": width, "height": height})
    product.settle()
    assert len(check(product, bucket, member)) == size
    assert bucket.head_object(key_of(member)).content_type == f"image/{kind}"


def test_without_a_callback_the_event_cleans_it(member: Visitor, product: Product, bucket: oss2.Bucket) -> None:
    product.fault(service="oss", operation="Callback", kind="error")
    assert member.upload("avatar", photograph()).status_code == 203
    product.settle()
    check(product, bucket, member)


def test_an_instance_that_dies_between_cleaning_and_recording(
    member: Visitor, product: Product, bucket: oss2.Bucket
) -> None:
    # The event of the upload is lost; that of the cleaned object comes late.
    product.fault(service="oss", operation="Event", kind="drop")
    product.fault(service="oss", operation="Event", kind="delay", delay_ms=1500)
    product.fault(service="oss", operation="PutObject", kind="kill")
    assert member.upload("avatar", photograph(6)).status_code == 203
    assert said_by(bucket.get_object(key_of(member)).read()) == set()
    assert recorded(product, member) is None, "and it is not recorded before"
    product.clear_faults()
    wait_for(lambda: recorded(product, member))
    product.settle()
    check(product, bucket, member)


def test_a_card_stays_as_it_was_uploaded(member: Visitor, product: Product, bucket: oss2.Bucket) -> None:
    assert member.upload("identity1", photograph(6)).json()["data"]["size"] == len(photograph(6))
    product.settle()
    assert bucket.get_object(key_of(member, "identity1")).read() == photograph(6)


def test_nobody_reads_a_picture_by_its_address(member: Visitor, product: Product) -> None:
    host = member.policy(slot="identity1").json()["data"]["host"]
    for slot in ("avatar", "identity1"):
        assert member.upload(slot, photograph()).status_code == 200
        for path in (key_of(member, slot), f"{key_of(member, slot)}?acl", "?prefix=platform"):
            assert httpx.get(f"{host}/{path}").status_code == 403
