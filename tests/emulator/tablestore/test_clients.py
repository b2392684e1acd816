"""The vendor's other client: many calls at once, under signature version 4."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import tablestore
from tablestore import INF_MAX, INF_MIN, Condition, Row

from emulator.shared.keys import ACCESS_KEY_ID, ACCESS_KEY_SECRET

from .conftest import TablestoreCloud

MANY = 200


def test_many_calls_at_once(cloud: TablestoreCloud, instance: str, make_table: Callable[..., str]) -> None:
    make_table([("p", "INTEGER")])

    async def work() -> list[int]:
        async with tablestore.AsyncOTSClient(
            f"http://127.0.0.1:{cloud.ports.tablestore}",
            ACCESS_KEY_ID,
            ACCESS_KEY_SECRET,
            instance,
            region="cn-hangzhou",
            retry_policy=tablestore.NoRetryPolicy(),
        ) as client:
            rows = [Row([("p", number)], [("c", number)]) for number in range(MANY)]
            await asyncio.gather(*(client.put_row("table", row, Condition("EXPECT_NOT_EXIST")) for row in rows))
            found = client.xget_range(
                "table", "FORWARD", [("p", INF_MIN)], [("p", INF_MAX)], tablestore.CapacityUnit(0, 0), max_version=1
            )
            return [row.primary_key[0][1] async for row in found]

    assert asyncio.run(work()) == list(range(MANY))
