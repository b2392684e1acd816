"""Time to live: cells that have expired are gone at once, whoever asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tablestore import INF_MAX, INF_MIN, Condition, OTSClient, Row, TableOptions

from .conftest import TablestoreCloud

Make = Callable[..., str]
KEY = [("p", "a")]
DAY = 86400


@pytest.fixture(autouse=True)
def clock(cloud: TablestoreCloud) -> Iterator[Any]:
    yield cloud.clock
    cloud.clock.reset()


def columns_of(client: OTSClient) -> dict[str, Any] | None:
    row = client.get_row("table", KEY)[1]
    return {name: value for name, value, _ in row.attribute_columns} if row else None


def test_cells_expire_one_by_one_and_the_row_with_the_last(client: OTSClient, make_table: Make, clock: Any) -> None:
    make_table([("p", "STRING")], time_to_live=DAY)
    client.put_row("table", Row(KEY, [("early", 1)]), Condition("IGNORE"))
    clock.advance(DAY - 60)
    client.update_row("table", Row(KEY, {"PUT": [("late", 2)]}), Condition("IGNORE"))
    assert columns_of(client) == {"early": 1, "late": 2}
    clock.advance(61)
    assert columns_of(client) == {"late": 2}
    clock.advance(DAY)
    assert columns_of(client) is None
    assert client.get_range("table", "FORWARD", [("p", INF_MIN)], [("p", INF_MAX)])[2] == []
    client.put_row("table", Row(KEY, [("new", 1)]), Condition("EXPECT_NOT_EXIST"))
    assert columns_of(client) == {"new": 1}


def test_an_own_timestamp_makes_a_shorter_life(client: OTSClient, make_table: Make, clock: Any) -> None:
    make_table([("p", "STRING")], time_to_live=DAY)
    stamp = int((time.time() - DAY + 120) * 1000)
    client.put_row("table", Row(KEY, [("code", "x", stamp)]), Condition("IGNORE"))
    assert columns_of(client) == {"code": "x"}
    clock.advance(121)
    assert columns_of(client) is None


def test_no_expiry_without_a_time_to_live(client: OTSClient, make_table: Make, clock: Any) -> None:
    make_table([("p", "STRING")])
    client.put_row("table", Row(KEY, [("c", 1)]), Condition("IGNORE"))
    clock.advance(10 * 365 * DAY)
    assert columns_of(client) == {"c": 1}


def test_a_longer_life_brings_back_what_was_not_purged(client: OTSClient, make_table: Make, clock: Any) -> None:
    make_table([("p", "STRING")], time_to_live=DAY)
    client.put_row("table", Row(KEY, [("c", 1)]), Condition("IGNORE"))
    clock.advance(DAY + 1)
    assert columns_of(client) is None
    client.update_table("table", TableOptions(2 * DAY, None, None))
    assert columns_of(client) == {"c": 1}


def test_a_row_without_columns_expires_too(client: OTSClient, make_table: Make, clock: Any) -> None:
    make_table([("p", "STRING")], time_to_live=DAY)
    client.put_row("table", Row(KEY, [("c", 1)]), Condition("IGNORE"))
    client.update_row("table", Row(KEY, {"DELETE_ALL": ["c"]}), Condition("IGNORE"))
    assert columns_of(client) == {}
    clock.advance(DAY + 1)
    assert columns_of(client) is None


def test_the_console_sees_live_rows_alone(
    cloud: TablestoreCloud, client: OTSClient, instance: str, make_table: Make, clock: Any
) -> None:
    make_table([("p", "STRING"), ("b", "BINARY")], time_to_live=DAY, max_version=2)
    key = [("p", "a"), ("b", bytearray(b"\x01\x02"))]
    for value in (1, 2):
        client.update_row("table", Row(key, {"PUT": [("c", value), ("f", 0.5)]}), Condition("IGNORE"))
    assert cloud.service.rows(instance, "table") == [{"p": "a", "b": "0102", "c": 2, "f": 0.5}]
    assert cloud.service.rows(instance, "absent") == []
    clock.advance(DAY + 1)
    assert cloud.service.rows(instance, "table") == []
