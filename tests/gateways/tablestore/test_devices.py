"""Devices: known to the one account that was logged in to on them, for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from menjin.clock import now
from menjin.failures import Unavailable
from menjin.gateways.tablestore.connection import Tablestore
from menjin.gateways.tablestore.devices import TablestoreDevices
from tests.gateways.tablestore.people import an_account

ACCOUNT = an_account()
TOKEN = "a-token-of-the-browsers-own-making"
DAY_S = 86_400


@pytest.fixture
def devices(tablestore: Tablestore) -> TablestoreDevices:
    return TablestoreDevices(tablestore)


def test_a_device_is_known_once_remembered(devices: TablestoreDevices, rows: Callable[..., Any]) -> None:
    assert not devices.knows(ACCOUNT, TOKEN)
    for _ in range(3):
        devices.remember(ACCOUNT, TOKEN, now())
    assert devices.knows(ACCOUNT, TOKEN)
    assert len(rows("device")) == 1


def test_it_is_known_to_no_other_account(devices: TablestoreDevices, rows: Callable[..., Any]) -> None:
    devices.remember(ACCOUNT, TOKEN, now())
    for other in (replace(ACCOUNT, id=7), replace(ACCOUNT, system="platform")):
        assert not devices.knows(other, TOKEN)
        devices.remember(other, TOKEN, now())
    assert len({row["device"] for row in rows("device")}) == 3
    assert not devices.knows(ACCOUNT, f"{TOKEN}x")


def test_its_token_is_not_readable(devices: TablestoreDevices, rows: Callable[..., Any]) -> None:
    devices.remember(ACCOUNT, TOKEN, now())
    assert TOKEN not in repr(rows("device"))


def test_it_is_forgotten_400_days_after_its_last_login(cloud: Any, devices: TablestoreDevices) -> None:
    devices.remember(ACCOUNT, TOKEN, now())
    cloud.clock.advance(399 * DAY_S)
    assert devices.knows(ACCOUNT, TOKEN)
    devices.remember(ACCOUNT, TOKEN, now())
    cloud.clock.advance(399 * DAY_S)
    assert devices.knows(ACCOUNT, TOKEN)
    cloud.clock.advance(2 * DAY_S)
    assert not devices.knows(ACCOUNT, TOKEN)


@pytest.mark.parametrize("token", ["", "门禁", "x" * 100_000, "\ud800", "a\x00b", "7:a"])
def test_any_text_may_be_a_token(devices: TablestoreDevices, token: str) -> None:
    assert not devices.knows(ACCOUNT, token)
    devices.remember(ACCOUNT, token, now())
    assert devices.knows(ACCOUNT, token)


@pytest.mark.parametrize("kind", ["drop", "error"])
def test_a_lost_answer_is_asked_for_again(devices: TablestoreDevices, fault: Callable[..., None], kind: str) -> None:
    fault("PutRow", kind, code="OTSTimeout")
    devices.remember(ACCOUNT, TOKEN, now())
    fault("GetRow", kind, code="OTSTimeout")
    assert devices.knows(ACCOUNT, TOKEN)


def test_an_outage_is_told_but_fails_no_login_that_succeeded(
    devices: TablestoreDevices, fault: Callable[..., None]
) -> None:
    fault("*", "error", code="OTSServerUnavailable", times=99)
    with pytest.raises(Unavailable):
        devices.knows(ACCOUNT, TOKEN)
    devices.remember(ACCOUNT, TOKEN, now())
