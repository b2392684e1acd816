"""BatchWriteRow with ``is_atomic``, which the Python client cannot ask for: all rows of a table, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tablestore import INF_MAX, INF_MIN, Condition, OTSClient, Row, SecondaryIndexMeta

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Cell, encode_rows
from emulator.tablestore.wire.plainbuffer import Row as WireRow

from .conftest import TablestoreCloud
from .wire import Answer, call

Make = Callable[..., str]
Write = Callable[..., Answer]
KEYS = [("p", "INTEGER"), ("r", "STRING")]
FAILED = messages.Error("OTSConditionCheckFail", "Condition check failed.")


@pytest.fixture
def tables(client: OTSClient, make_table: Make) -> OTSClient:
    make_table(KEYS, [("s", "STRING")], [SecondaryIndexMeta("by_s", ["s"], [])], name="one")
    make_table(KEYS, name="two")
    client.put_row("one", Row([("p", 1), ("r", "a")], [("s", "old")]), Condition("IGNORE"))
    return client


@pytest.fixture
def write(cloud: TablestoreCloud, instance: str) -> Write:
    """Write batches of rows, each with an expectation, to tables by name."""

    def send(transaction: str | None = None, **tables: list[messages.RowInBatchWriteRowRequest]) -> Answer:
        asked = [messages.TableInBatchWriteRowRequest(name, rows) for name, rows in tables.items()]
        request = messages.BatchWriteRowRequest(asked, transaction, is_atomic=True)
        return call(cloud.ports.tablestore, "BatchWriteRow", request.serialize(), instance)

    return send


def put(partition: int, row: str, expected: int = messages.IGNORE) -> messages.RowInBatchWriteRowRequest:
    whole = WireRow([Cell("p", partition), Cell("r", row)], [Cell("s", "new")])
    return messages.RowInBatchWriteRowRequest(messages.PUT, encode_rows([whole]), messages.Condition(expected))


def outcomes(answer: Answer) -> list[list[messages.Error | None]]:
    """Of each table the errors of its rows, in order."""
    return [[row.error for row in table.rows] for table in messages.BatchResponse.parse(answer.body).tables]


def rows(client: OTSClient, table: str) -> dict[Any, Any]:
    low, high = [("p", INF_MIN), ("r", INF_MIN)], [("p", INF_MAX), ("r", INF_MAX)]
    found = client.get_range(table, "FORWARD", low, high)[2]
    return {tuple(value for _, value in row.primary_key): row.attribute_columns[0][1] for row in found}


def in_index(client: OTSClient) -> list[str]:
    ends = [[(name, bound) for name in "spr"] for bound in (INF_MIN, INF_MAX)]
    return [row.primary_key[0][1] + row.primary_key[2][1] for row in client.get_range("by_s", "FORWARD", *ends)[2]]


def test_all_rows_of_a_partition(tables: OTSClient, write: Write) -> None:
    answer = write(one=[put(1, "a", messages.EXPECT_EXIST), put(1, "b", messages.EXPECT_NOT_EXIST)], two=[put(9, "z")])
    assert outcomes(answer) == [[None, None], [None]]
    assert rows(tables, "one") == {(1, "a"): "new", (1, "b"): "new"}
    assert in_index(tables) == ["newa", "newb"]


def test_one_that_fails_takes_its_table_with_it_and_no_other(tables: OTSClient, write: Write) -> None:
    failing = [put(1, "a"), put(1, "c"), put(1, "b", messages.EXPECT_EXIST), put(1, "d")]
    assert outcomes(write(one=failing, two=[put(9, "z")])) == [[FAILED] * 4, [None]]
    assert rows(tables, "one") == {(1, "a"): "old"}
    assert in_index(tables) == ["olda"]
    assert rows(tables, "two") == {(9, "z"): "new"}


def test_another_partition_fails_all(tables: OTSClient, write: Write) -> None:
    message = "Data out of scope of atomic. Atomic PartKey:0. Data PartKey:1"
    assert outcomes(write(two=[put(0, "a"), put(0, "b"), put(1, "a")])) == [
        [messages.Error("OTSDataOutOfRange", message)] * 3
    ]
    assert rows(tables, "two") == {}


def test_not_inside_a_transaction(tables: OTSClient, write: Write) -> None:
    transaction = tables.start_local_transaction("one", [("p", 1)])
    answer = write(transaction, one=[put(1, "b")])
    message = "Unsupported operation: 'atomic BatchWriteRow in a local transaction'."
    assert answer.error == ("OTSParameterInvalid", message)
