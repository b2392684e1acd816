"""All there is can be put away, and put back in place of what is there then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tablestore import (
    INF_MAX,
    INF_MIN,
    PK_AUTO_INCR,
    CapacityUnit,
    Condition,
    OTSClient,
    OTSServiceError,
    ReservedThroughput,
    ReturnType,
    Row,
    SecondaryIndexMeta,
    TableMeta,
    TableOptions,
)

from .conftest import TablestoreCloud, client_of, running

META = TableMeta("table", [("p", "STRING"), ("n", "INTEGER", PK_AUTO_INCR)], [("s", "STRING")])
NO_UNITS = ReservedThroughput(CapacityUnit(0, 0))


def put(client: OTSClient, value: str) -> int:
    row = Row([("p", "a"), ("n", PK_AUTO_INCR)], [("s", value)])
    returned = client.put_row("table", row, Condition("IGNORE"), ReturnType.RT_PK)[1]
    return int(returned.primary_key[1][1])


def everything(client: OTSClient) -> list[Any]:
    """Tables, and rows of table and index with their times."""
    found: list[Any] = [client.list_table()]
    for name, keys in (("table", "pn"), ("by_s", "spn")):
        ends = [[(key, bound) for key in keys] for bound in (INF_MIN, INF_MAX)]
        rows = client.get_range(name, "FORWARD", *ends)[2]
        found.append([(row.primary_key, row.attribute_columns) for row in rows])
    return found


def test_what_was_saved_comes_back(alone: TablestoreCloud, tmp_path: Path) -> None:
    with client_of(alone.ports.tablestore, "kept") as client:
        client.create_table(META, TableOptions(), NO_UNITS, [SecondaryIndexMeta("by_s", ["s"], [])])
        numbers = [put(client, value) for value in ("one", "two")]
        before, stored = everything(client), alone.service.stored_bytes()
        transaction = client.start_local_transaction("table", [("p", "a")])
        alone.service.save(tmp_path)
        client.abort_transaction(transaction)

        client.delete_row("table", Row([("p", "a"), ("n", numbers[0])]), Condition("EXPECT_EXIST"))
        put(client, "three")
        client.delete_secondary_index("table", "by_s")
        client.create_table(TableMeta("other", [("p", "STRING")]), TableOptions(), NO_UNITS)
        transaction = client.start_local_transaction("table", [("p", "a")])
        alone.service.load(tmp_path)

        assert everything(client) == before
        assert alone.service.stored_bytes() == stored
        assert [index.index_name for index in client.describe_table("table").secondary_indexes] == ["by_s"]
        with pytest.raises(OTSServiceError, match="Session not exist"):
            client.commit_transaction(transaction)
        assert put(client, "four") > numbers[1]
    with running(tmp_path / "restarted") as cloud, client_of(cloud.ports.tablestore, "kept") as client:
        assert client.list_table() == ()
        cloud.service.load(tmp_path)
        assert everything(client) == before
        assert cloud.service.stored_bytes() == stored
