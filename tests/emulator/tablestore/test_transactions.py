"""Local transactions: seen by their owner alone until the commit, and in nobody's way for more than a minute."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tablestore import (
    INF_MAX,
    INF_MIN,
    BatchWriteRowRequest,
    Condition,
    OTSClient,
    PutRowItem,
    Row,
    SecondaryIndexMeta,
    TableInBatchWriteRowItem,
)

from .conftest import TablestoreCloud

Make = Callable[..., str]
Refused = Callable[..., Any]
CONFLICT = (409, "OTSRowOperationConflict", "Data is being modified by the other request.")


@pytest.fixture
def table(client: OTSClient, make_table: Make) -> OTSClient:
    make_table([("p", "INTEGER"), ("r", "STRING")], [("s", "STRING")], [SecondaryIndexMeta("by_s", ["s"], [])])
    put(client, 1, "a", "old")
    put(client, 1, "c", "old")
    put(client, 1, "d", "old")
    return client


def put(client: OTSClient, partition: int, row: str, value: str, transaction: str | None = None) -> None:
    whole = Row([("p", partition), ("r", row)], [("s", value)])
    client.put_row("table", whole, Condition("IGNORE"), transaction_id=transaction)


def values(client: OTSClient, transaction: str | None = None, direction: str = "FORWARD") -> dict[str, str]:
    low, high = [("p", 1), ("r", INF_MIN)], [("p", 1), ("r", INF_MAX)]
    ends = (low, high) if direction == "FORWARD" else (high, low)
    rows = client.get_range("table", direction, *ends, transaction_id=transaction)[2]
    return {row.primary_key[1][1]: row.attribute_columns[0][1] for row in rows}


def in_index(client: OTSClient) -> list[str]:
    bound = [("s", INF_MIN), ("p", INF_MIN), ("r", INF_MIN)], [("s", INF_MAX), ("p", INF_MAX), ("r", INF_MAX)]
    return [row.primary_key[0][1] + row.primary_key[2][1] for row in client.get_range("by_s", "FORWARD", *bound)[2]]


@pytest.mark.parametrize("commit", [True, False])
def test_what_others_see(table: OTSClient, commit: bool) -> None:
    transaction = table.start_local_transaction("table", [("p", 1)])
    put(table, 1, "b", "new", transaction)
    put(table, 1, "c", "new", transaction)
    table.delete_row("table", [("p", 1), ("r", "a")], Condition("EXPECT_EXIST"), transaction_id=transaction)
    assert list(values(table, transaction).items()) == [("b", "new"), ("c", "new"), ("d", "old")]
    assert list(values(table, transaction, "BACKWARD").items()) == [("d", "old"), ("c", "new"), ("b", "new")]
    assert values(table) == {"a": "old", "c": "old", "d": "old"}
    assert table.get_row("table", [("p", 1), ("r", "a")], transaction_id=transaction)[1] is None
    (table.commit_transaction if commit else table.abort_transaction)(transaction)
    after = {"b": "new", "c": "new", "d": "old"} if commit else {"a": "old", "c": "old", "d": "old"}
    assert values(table) == after
    assert in_index(table) == sorted(value + row for row, value in after.items())
    put(table, 1, "e", "free again")


def test_the_partition_is_held(table: OTSClient, refused: Refused) -> None:
    transaction = table.start_local_transaction("table", [("p", 1)])
    with refused(*CONFLICT):
        put(table, 1, "a", "other")
    with refused(*CONFLICT):
        table.start_local_transaction("table", [("p", 1)])
    put(table, 2, "a", "elsewhere")
    table.abort_transaction(transaction)


def test_batches_take_part(table: OTSClient) -> None:
    transaction = table.start_local_transaction("table", [("p", 1)])
    request = BatchWriteRowRequest()
    rows = [PutRowItem(Row([("p", p), ("r", "b")], [("s", "new")]), Condition("IGNORE")) for p in (1, 2)]
    request.add(TableInBatchWriteRowItem("table", rows))
    request.set_transaction_id(transaction)
    succeeded, failed = table.batch_write_row(request).get_put()
    assert (len(succeeded), [one.error_code for one in failed]) == (1, ["OTSDataOutOfRange"])
    assert "b" not in values(table)
    table.commit_transaction(transaction)
    assert values(table)["b"] == "new"


def test_only_inside_the_partition(table: OTSClient, refused: Refused) -> None:
    transaction = table.start_local_transaction("table", [("p", 1)])
    with refused(400, "OTSDataOutOfRange"):
        put(table, 2, "a", "other", transaction)
    with refused(400, "OTSDataOutOfRange"):
        table.get_row("table", [("p", 2), ("r", "a")], transaction_id=transaction)
    with refused(400, "OTSDataOutOfRange"):
        wide = [("p", 1), ("r", INF_MIN)], [("p", 2), ("r", INF_MAX)]
        table.get_range("table", "FORWARD", *wide, transaction_id=transaction)
    table.abort_transaction(transaction)


def test_ids_that_name_nothing(table: OTSClient, refused: Refused) -> None:
    with refused(400, "OTSParameterInvalid", "TransactionID is invalid."):
        put(table, 1, "a", "x", "not existed transaction id")
    transaction = table.start_local_transaction("table", [("p", 1)])
    table.commit_transaction(transaction)
    for again in (table.commit_transaction, table.abort_transaction):
        with refused(404, "OTSSessionNotExist", "Session not exist or may be timeout."):
            again(transaction)


def test_a_minute_and_no_more(cloud: TablestoreCloud, table: OTSClient, refused: Refused) -> None:
    transaction = table.start_local_transaction("table", [("p", 1)])
    put(table, 1, "a", "lost", transaction)
    cloud.clock.advance(61)
    try:
        put(table, 1, "b", "by another")
        with refused(404, "OTSSessionNotExist"):
            table.commit_transaction(transaction)
        assert values(table)["a"] == "old"
    finally:
        cloud.clock.reset()


def test_what_cannot_be_started(table: OTSClient, refused: Refused) -> None:
    with refused(400, "OTSParameterInvalid", "StartLocalTransaction support only one primary key."):
        table.start_local_transaction("table", [("p", 1), ("r", "a")])
    with refused(400, "OTSInvalidPK"):
        table.start_local_transaction("table", [("p", "text")])
    with refused(404, "OTSObjectNotExist"):
        table.start_local_transaction("absent", [("p", 1)])


def test_no_more_than_four_megabytes(table: OTSClient, refused: Refused) -> None:
    transaction = table.start_local_transaction("table", [("p", 1)])

    def big(name: str) -> None:
        row = Row([("p", 1), ("r", name)], [("c", "v" * 1_500_000)])
        table.put_row("table", row, Condition("IGNORE"), transaction_id=transaction)

    big("x")
    big("y")
    with refused(400, "OTSOutOfTransactionDataSizeLimit"):
        big("z")
    table.abort_transaction(transaction)
