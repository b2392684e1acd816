"""Assets: one picture a slot, an upload recorded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from menjin.assets.asset import Asset, Slot
from menjin.gateways.tablestore.assets import TablestoreAssets
from menjin.gateways.tablestore.connection import Tablestore

FRONT = Asset(
    "qqsl", 7, Slot.FRONT, "qqsl/user/7/identity1.jpg", '"A"', 12345, 1_800_000_000_000, "image/jpeg", 856, 540
)


@pytest.fixture
def assets(tablestore: Tablestore) -> TablestoreAssets:
    return TablestoreAssets(tablestore)


def test_nothing_is_there_before_the_first_upload(assets: TablestoreAssets) -> None:
    assert assets.find("qqsl", 7, Slot.FRONT) is None
    assert assets.all("qqsl", 7) == []


def test_a_record_comes_back_as_it_was_made(assets: TablestoreAssets) -> None:
    assert assets.record(FRONT) == FRONT
    assert assets.find("qqsl", 7, Slot.FRONT) == FRONT
    spoilt = replace(FRONT, slot=Slot.BACK, type="", width=0, height=0, usable=False)
    assets.record(spoilt)
    assert assets.find("qqsl", 7, Slot.BACK) == spoilt


def test_a_second_delivery_of_an_upload_changes_nothing(assets: TablestoreAssets) -> None:
    assets.record(FRONT)
    assert assets.record(replace(FRONT, recorded_at=1_900_000_000_000, width=1)) == FRONT
    assert assets.find("qqsl", 7, Slot.FRONT) == FRONT


def test_another_upload_replaces_it(assets: TablestoreAssets) -> None:
    assets.record(FRONT)
    newer = replace(FRONT, etag='"B"', size=1)
    assert assets.record(newer) == newer
    assert assets.find("qqsl", 7, Slot.FRONT) == newer


def test_all_lists_the_slots_of_one_account_alone(assets: TablestoreAssets) -> None:
    back = replace(FRONT, slot=Slot.BACK)
    for one in (FRONT, back, replace(FRONT, account_id=77), replace(FRONT, system="platform")):
        assets.record(one)
    assert sorted(one.slot.value for one in assets.all("qqsl", 7)) == ["identity1", "identity2"]
    assert assets.find("platform", 7, Slot.BACK) is None


def test_forgetting_needs_the_etag(assets: TablestoreAssets) -> None:
    assets.record(FRONT)
    assets.forget(replace(FRONT, etag='"B"'))
    assert assets.find("qqsl", 7, Slot.FRONT) == FRONT
    assets.forget(FRONT)
    assert assets.find("qqsl", 7, Slot.FRONT) is None
    assets.forget(FRONT)


def test_parallel_deliveries_of_one_upload_record_it_once(
    assets: TablestoreAssets, parallel: Callable[..., list[Any]]
) -> None:
    results = parallel([lambda n=number: assets.record(replace(FRONT, recorded_at=n)) for number in range(16)])
    assert set(results) == {assets.find("qqsl", 7, Slot.FRONT)}


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_lost_answers_do_no_harm(assets: TablestoreAssets, fault: Callable[..., None], kind: str) -> None:
    fault("PutRow", kind, code="OTSTimeout")
    assert assets.record(FRONT) == FRONT
    fault("DeleteRow", kind, code="OTSTimeout")
    assets.forget(FRONT)
    assert assets.find("qqsl", 7, Slot.FRONT) is None
