"""Tables as the console shows them, and word to it that they have changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from tablestore import Condition, OTSClient, OTSServiceError, Row, SecondaryIndexMeta

from .conftest import TablestoreCloud

Make = Callable[..., str]
KEYS = [("p", "STRING"), ("n", "INTEGER"), ("b", "BINARY")]


@pytest.fixture
def table(client: OTSClient, make_table: Make) -> OTSClient:
    make_table(KEYS, [("s", "STRING")], [SecondaryIndexMeta("by_s", ["s"], [])])
    for number in range(7):
        key = [("p", "a" if number % 2 else "b"), ("n", -number), ("b", bytearray(b"\x00\xff"))]
        client.put_row("table", Row(key, [("s", f"s{number}"), ("raw", bytearray(b"\x01"))]), Condition("IGNORE"))
    return client


def test_what_tables_there_are(cloud: TablestoreCloud, instance: str, table: OTSClient) -> None:
    assert instance in cloud.service.instances()
    assert cloud.service.tables(instance) == [
        {
            "name": "by_s",
            "keys": [
                {"name": "s", "type": "STRING"},
                {"name": "p", "type": "STRING"},
                {"name": "n", "type": "INTEGER"},
                {"name": "b", "type": "BINARY"},
            ],
            "rows": 7,
            "index_of": "table",
            "time_to_live": -1,
            "max_versions": 1,
        },
        {
            "name": "table",
            "keys": [
                {"name": "p", "type": "STRING"},
                {"name": "n", "type": "INTEGER"},
                {"name": "b", "type": "BINARY"},
            ],
            "rows": 7,
            "index_of": None,
            "time_to_live": -1,
            "max_versions": 1,
        },
    ]
    assert cloud.service.tables("no-such") == []


def test_rows_are_plain(cloud: TablestoreCloud, instance: str, table: OTSClient) -> None:
    rows = cloud.service.rows(instance, "table")
    assert [(row["p"], row["n"]) for row in rows] == [
        ("a", -5), ("a", -3), ("a", -1), ("b", -6), ("b", -4), ("b", -2), ("b", 0)
    ]  # fmt: skip
    assert rows[0] == {"p": "a", "n": -5, "b": "00ff", "s": "s5", "raw": "01"}
    assert cloud.service.rows(instance, "absent") == []


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 100])
def test_pages_are_the_rows_in_pieces(cloud: TablestoreCloud, instance: str, table: OTSClient, limit: int) -> None:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = cloud.service.page(instance, "table", after, limit)
        assert page["columns"] == ["p", "n", "b", "raw", "s"]
        assert 1 <= len(page["rows"]) <= limit
        found += page["rows"]
        after = page["next"]
        if after is None:
            break
    assert found == cloud.service.rows(instance, "table")


def test_a_page_of_what_is_not_there(cloud: TablestoreCloud, instance: str, table: OTSClient) -> None:
    assert cloud.service.page(instance, "absent") == {"columns": [], "rows": [], "next": None}
    with pytest.raises(ValueError, match="after"):
        cloud.service.page(instance, "table", after="?")


def test_what_has_expired_is_not_shown(
    cloud: TablestoreCloud, instance: str, client: OTSClient, make_table: Make
) -> None:
    make_table([("p", "INTEGER")], time_to_live=86400)
    client.put_row("table", Row([("p", 1)], [("c", 1)]), Condition("IGNORE"))
    try:
        cloud.clock.advance(86401)
        assert cloud.service.rows(instance, "table") == []
        assert cloud.service.page(instance, "table") == {"columns": ["p"], "rows": [], "next": None}
    finally:
        cloud.clock.reset()


def test_writes_ring_and_reads_do_not(cloud: TablestoreCloud, client: OTSClient, make_table: Make) -> None:
    async def rung(act: Callable[[], object]) -> bool:
        """Whether ``act`` rings for tables, told by what is heard before the ring that follows."""
        heard: set[str] = set()
        task = asyncio.ensure_future(listen(heard))
        await asyncio.sleep(0)
        await asyncio.to_thread(act)
        cloud.changes.ring("timers")
        await task
        return "tables" in heard

    async def listen(heard: set[str]) -> None:
        async for topics in cloud.changes.follow():
            heard |= topics
            if "timers" in topics:
                return

    def rings(act: Callable[[], object]) -> bool:
        return asyncio.run(rung(act))

    def put() -> None:
        client.put_row("table", Row([("p", 1)], [("c", 1)]), Condition("IGNORE"))

    def refused() -> None:
        with pytest.raises(OTSServiceError):
            client.get_row("table", [("q", 1)])

    assert rings(lambda: make_table([("p", "INTEGER")]))
    assert rings(put)
    assert not rings(lambda: client.get_row("table", [("p", 1)]))
    assert not rings(refused)
    assert rings(lambda: client.delete_table("table"))
