"""Configuration of buckets that is kept and given back: capacity, payment, inventories, live channels, encryption."""

from __future__ import annotations

from typing import Any

import oss2
import pytest
from oss2.models import (
    BucketUserQos,
    InventoryBucketDestination,
    InventoryConfiguration,
    InventoryDestination,
    InventorySchedule,
    LifecycleExpiration,
    LifecycleRule,
    LiveChannelInfo,
    LiveChannelInfoTarget,
    ServerSideEncryptionRule,
    Tagging,
    TaggingRule,
)

from tests.emulator.oss.kit import Oss


def _code(call: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(oss2.exceptions.ServerError) as refused:
        call(*arguments, **more)
    return str(refused.value.code)


def test_a_capacity_is_kept(plain: oss2.Bucket) -> None:
    assert plain.get_bucket_storage_capacity().storage_capacity == -1
    plain.set_bucket_storage_capacity(BucketUserQos(100))
    assert plain.get_bucket_storage_capacity().storage_capacity == 100
    assert _code(plain.set_bucket_storage_capacity, BucketUserQos(-2)) == "InvalidArgument"


def test_who_pays_is_kept(plain: oss2.Bucket) -> None:
    assert plain.get_bucket_request_payment().payer == "BucketOwner"
    plain.put_bucket_request_payment("Requester")
    assert plain.get_bucket_request_payment().payer == "Requester"
    assert _code(plain.put_bucket_request_payment, "Nobody") == "MalformedXML"


def _inventory(name: str) -> InventoryConfiguration:
    destination = InventoryBucketDestination("1", "acs:ram::1:role/r", "b", "CSV", "p")
    return InventoryConfiguration(
        inventory_id=name,
        is_enabled=True,
        included_object_versions="All",
        inventory_schedule=InventorySchedule("Daily"),
        inventory_destination=InventoryDestination(destination),
    )


def test_inventories_are_kept_and_listed_in_pages(plain: oss2.Bucket) -> None:
    assert _code(plain.list_bucket_inventory_configurations) == "NoSuchInventory"
    assert _code(plain.get_bucket_inventory_configuration, "i-000") == "NoSuchInventory"
    for number in range(101):
        plain.put_bucket_inventory_configuration(_inventory(f"i-{number:03}"))
    assert _code(plain.put_bucket_inventory_configuration, _inventory("i-000")) == "InventoryAlreadyExist"
    assert plain.get_bucket_inventory_configuration("i-000").inventory_schedule.frequency == "Daily"
    first = plain.list_bucket_inventory_configurations()
    assert (len(first.inventory_configurations), first.is_truncated) == (100, True)
    rest = plain.list_bucket_inventory_configurations(first.next_continuation_token)
    assert [one.inventory_id for one in rest.inventory_configurations] == ["i-100"]
    plain.delete_bucket_inventory_configuration("i-000")
    assert _code(plain.get_bucket_inventory_configuration, "i-000") == "NoSuchInventory"
    wrong = _inventory("wrong")
    wrong.inventory_schedule.frequency = "Hourly"
    assert _code(plain.put_bucket_inventory_configuration, wrong) == "MalformedXML"


def test_live_channels_are_kept_and_idle(oss: Oss, plain: oss2.Bucket) -> None:
    assert _code(plain.get_live_channel, "c1") == "NoSuchLiveChannel"
    made = plain.create_live_channel("c1", LiveChannelInfo(description="d", target=LiveChannelInfoTarget()))
    host = f"{plain.bucket_name}.{oss.url.removeprefix('http://')}"
    assert (made.publish_url, made.play_url) == (f"rtmp://{host}/live/c1", f"http://{host}/c1/playlist.m3u8")
    plain.create_live_channel("c2", LiveChannelInfo(target=LiveChannelInfoTarget(playlist_name="a.m3u8")))
    assert plain.get_live_channel("c1").description == "d"
    assert plain.get_live_channel_stat("c1").status == "Idle"
    plain.put_live_channel_status("c1", "disabled")
    assert plain.get_live_channel_stat("c1").status == "Disabled"
    assert plain.get_live_channel_history("c1").records == []
    assert [one.name for one in oss2.LiveChannelIterator(plain, max_keys=1)] == ["c1", "c2"]
    assert _code(plain.get_vod_playlist, "c1", 1, 2) == "InvalidArgument"
    assert _code(plain.post_vod_playlist, "c3", "p.m3u8", 1, 2) == "NoSuchLiveChannel"
    plain.delete_live_channel("c1")
    assert [one.name for one in plain.list_live_channel().channels] == ["c2"]
    wrong = LiveChannelInfo(target=LiveChannelInfoTarget(frag_count=0))
    assert _code(plain.create_live_channel, "c3", wrong) == "InvalidArgument"


def test_objects_are_encrypted_as_their_bucket_says(plain: oss2.Bucket) -> None:
    rule = ServerSideEncryptionRule("KMS", "key")
    rule.kms_data_encryption = "SM4"
    plain.put_bucket_encryption(rule)
    assert plain.get_bucket_info().bucket_encryption_rule.kms_data_encryption == "SM4"
    names = ("x-oss-server-side-encryption", "x-oss-server-side-encryption-key-id", "x-oss-server-side-data-encryption")

    def told(key: str) -> list[str | None]:
        return [plain.head_object(key).headers.get(name) for name in names]

    plain.put_object("a", b"")
    assert told("a") == ["KMS", "key", "SM4"]
    plain.put_object("b", b"", headers={names[0]: "AES256", names[2]: "SM4"})
    assert told("b") == ["AES256", None, None]
    rule.sse_algorithm, rule.kms_master_keyid = "AES256", None
    plain.put_bucket_encryption(rule)
    assert plain.get_bucket_encryption().kms_data_encryption is None
    assert _code(plain.put_object, "c", b"", headers={names[0]: "KMS", names[2]: "ROT13"}) == (
        "InvalidEncryptionAlgorithmError"
    )


def test_how_an_upload_is_encrypted_is_said_at_its_beginning(plain: oss2.Bucket) -> None:
    told = {"x-oss-server-side-encryption": "AES256"}
    begun = plain.init_multipart_upload("m", headers=told)
    assert _code(plain.upload_part, "m", begun.upload_id, 1, b"x", headers=told) == "InvalidArgument"
    part = plain.upload_part("m", begun.upload_id, 1, b"x")
    parts = [oss2.models.PartInfo(1, part.etag)]
    assert _code(plain.complete_multipart_upload, "m", begun.upload_id, parts, headers=told) == "InvalidArgument"
    whole = plain.complete_multipart_upload("m", begun.upload_id, parts)
    assert [one.headers["x-oss-server-side-encryption"] for one in (begun, part, whole)] == ["AES256"] * 3


@pytest.mark.parametrize(("key", "value", "accepted"), [("k" * 129, "v", True), ("%&", "v", False), ("k", ")%", False)])
def test_lifecycle_rules_for_impossible_tags_are_refused(
    plain: oss2.Bucket, key: str, value: str, accepted: bool
) -> None:
    rule = LifecycleRule("r", "a/", expiration=LifecycleExpiration(days=5), tagging=Tagging(TaggingRule()))
    rule.tagging.tag_set.tagging_rule[key] = value
    lifecycle = oss2.models.BucketLifecycle([rule])
    if accepted:
        assert plain.put_bucket_lifecycle(lifecycle).status == 200
    else:
        assert _code(plain.put_bucket_lifecycle, lifecycle) == "InvalidArgument"
