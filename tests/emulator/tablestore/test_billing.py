"""What is counted: the capacity units that answers name, and the bytes that rows take."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tablestore import (
    INF_MAX,
    INF_MIN,
    BatchGetRowRequest,
    BatchWriteRowRequest,
    CapacityUnit,
    Condition,
    OTSClient,
    OTSServiceError,
    PutRowItem,
    ReservedThroughput,
    Row,
    SecondaryIndexMeta,
    TableInBatchGetRowItem,
    TableInBatchWriteRowItem,
    TableMeta,
    TableOptions,
)

from emulator.tablestore.state import keys
from emulator.tablestore.state.rows import StoredRow
from emulator.tablestore.state.schema import KeyColumn, Options, Table
from emulator.tablestore.state.store import Store
from emulator.tablestore.wire import messages

from .conftest import TablestoreCloud, client_of

META = TableMeta("table", [("p", "INTEGER")], [("s", "STRING")])
BIG = "v" * 9000
"""Three units, with what is around it."""


@pytest.fixture
def client(alone: TablestoreCloud) -> Iterator[OTSClient]:
    with client_of(alone.ports.tablestore, "billed") as one:
        index = SecondaryIndexMeta("by_s", ["s"], [])
        one.create_table(META, TableOptions(), ReservedThroughput(CapacityUnit(0, 0)), [index])
        yield one


def units(cloud: TablestoreCloud) -> tuple[float, float]:
    """Read and write units counted so far."""
    counted = {line["item"]: line["units"] for line in cloud.meter.report()["items"]}
    return counted["tablestore.read_unit"], counted["tablestore.write_unit"]


def put(client: OTSClient, number: int, value: str = "x", condition: str = "IGNORE") -> Any:
    return client.put_row("table", Row([("p", number)], [("s", "s"), ("v", value)]), Condition(condition))[0]


def test_writes_and_reads_count_as_they_say(alone: TablestoreCloud, client: OTSClient) -> None:
    assert units(alone) == (0, 0)
    consumed = put(client, 1, BIG, "EXPECT_NOT_EXIST")
    assert (consumed.read, consumed.write) == (1, 3)
    assert units(alone) == (1, 3)
    assert client.get_row("table", [("p", 1)])[0].read == 3
    assert client.get_range("table", "FORWARD", [("p", INF_MIN)], [("p", INF_MAX)])[0].read == 3
    assert units(alone) == (7, 3)


def test_every_row_of_a_batch_counts(alone: TablestoreCloud, client: OTSClient) -> None:
    batch = BatchWriteRowRequest()
    rows = [PutRowItem(Row([("p", n)], [("v", BIG)]), Condition("IGNORE")) for n in range(3)]
    batch.add(TableInBatchWriteRowItem("table", rows))
    client.batch_write_row(batch)
    assert units(alone) == (0, 9)
    wanted = BatchGetRowRequest()
    wanted.add(TableInBatchGetRowItem("table", [[("p", n)] for n in range(4)], [], None, 1))
    client.batch_get_row(wanted)
    assert units(alone) == (10, 9)


def test_a_condition_that_fails_costs_too_and_a_refusal_nothing(alone: TablestoreCloud, client: OTSClient) -> None:
    with pytest.raises(OTSServiceError, match="Condition check failed"):
        put(client, 1, BIG, "EXPECT_EXIST")
    assert units(alone) == (1, 1)
    with pytest.raises(OTSServiceError, match="Validate PK"):
        client.get_row("table", [("q", 1)])
    assert units(alone) == (1, 1)


def test_each_step_of_a_transaction_costs_a_unit(alone: TablestoreCloud, client: OTSClient) -> None:
    client.abort_transaction(client.start_local_transaction("table", [("p", 1)]))
    ended = client.start_local_transaction("table", [("p", 1)])
    client.commit_transaction(ended)
    assert units(alone) == (0, 4)
    for end in (client.commit_transaction, client.abort_transaction):
        with pytest.raises(OTSServiceError, match="OTSSessionNotExist"):
            end(ended)
    assert units(alone) == (0, 4), "what is refused costs nothing"


def recounted(data: Path) -> int:
    """The bytes of all rows, counted one by one."""
    with closing(sqlite3.connect(data / "tablestore.db")) as database:
        return int(database.execute("SELECT COALESCE(SUM(LENGTH(key) + LENGTH(body)), 0) FROM data").fetchone()[0])


def test_stored_bytes(alone: TablestoreCloud, client: OTSClient) -> None:
    stored: Callable[[], int] = alone.service.stored_bytes
    assert stored() == 0
    put(client, 1, BIG)
    assert 9000 < stored() < 9200
    put(client, 1, "short")
    put(client, 2, BIG)
    client.update_row("table", Row([("p", 2)], {"DELETE_ALL": ["s"]}), Condition("IGNORE"))
    client.delete_row("table", Row([("p", 1)]), Condition("IGNORE"))
    assert stored() == recounted(alone.options.data) > 9000
    assert [(table["name"], table["rows"]) for table in alone.service.tables("billed")] == [("by_s", 0), ("table", 1)]
    client.delete_table("table")
    assert stored() == 0


def test_a_file_from_before_there_was_a_count(tmp_path: Path) -> None:
    file = tmp_path / "tablestore.db"
    table = Table(1, "table", [KeyColumn("p", messages.INTEGER)], [], Options(), 0, 0, 0)
    store = Store(file)
    store.put(table, keys.encode([1]), StoredRow([1], {"v": [(1, BIG)]}, 1))
    stored = store.stored_bytes()
    store.close()
    with closing(sqlite3.connect(file)) as database:
        database.executescript(
            "DROP TRIGGER data_more; DROP TRIGGER data_other; DROP TRIGGER data_less; DROP TABLE volume;"
        )
    store = Store(file)
    assert (store.stored_bytes(), store.held(table)) == (stored, 1)
    store.close()
