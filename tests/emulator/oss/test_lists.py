from __future__ import annotations

import oss2
import pytest

KEYS = ["a", "b/1", "b/2", "b/c/3", "d", "é", "中/1", "𝄞"]


@pytest.fixture
def filled(bucket: oss2.Bucket) -> oss2.Bucket:
    for key in KEYS:
        bucket.put_object(key, b"x")
    return bucket


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_of_any_size_give_every_key_once_in_the_order_of_bytes(filled: oss2.Bucket, size: int) -> None:
    assert [one.key for one in oss2.ObjectIterator(filled, max_keys=size)] == KEYS
    assert [one.key for one in oss2.ObjectIteratorV2(filled, max_keys=size)] == KEYS


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_delimiter_folds_keys_into_prefixes(filled: oss2.Bucket, size: int) -> None:
    folded = ["a", "b/", "d", "é", "中/", "𝄞"]
    assert [one.key for one in oss2.ObjectIterator(filled, delimiter="/", max_keys=size)] == folded
    assert [one.key for one in oss2.ObjectIteratorV2(filled, delimiter="/", max_keys=size)] == folded


def test_prefix_and_start(filled: oss2.Bucket) -> None:
    assert [one.key for one in filled.list_objects(prefix="b/", delimiter="/").object_list] == ["b/1", "b/2"]
    assert filled.list_objects(prefix="b/", delimiter="/").prefix_list == ["b/c/"]
    assert [one.key for one in filled.list_objects(marker="b/2").object_list] == KEYS[3:]
    assert [one.key for one in filled.list_objects_v2(start_after="b/2", prefix="b").object_list] == ["b/c/3"]


def test_an_item_says_all_that_the_sdk_wants(filled: oss2.Bucket) -> None:
    item = filled.list_objects_v2(max_keys=1, fetch_owner=True).object_list[0]
    assert (item.key, item.size, item.type, item.storage_class) == ("a", 1, "Normal", "Standard")
    assert item.owner.id == "1234567890"


@pytest.mark.parametrize("params", [{"max_keys": 0}, {"max_keys": 1001}])
def test_page_sizes_outside_are_refused(bucket: oss2.Bucket, params: dict[str, int]) -> None:
    with pytest.raises(oss2.exceptions.InvalidArgument):
        bucket.list_objects(**params)


def test_an_unknown_token_is_refused(bucket: oss2.Bucket) -> None:
    with pytest.raises(oss2.exceptions.InvalidArgument):
        bucket.list_objects_v2(continuation_token="nonsense")
