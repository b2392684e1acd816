"""What only other clients of the vendor ask of a table: split points, predefined columns later on, no transactions."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from tablestore import INF_MAX, INF_MIN, Condition, OTSClient, Row, SecondaryIndexMeta

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Bound, Cell, Value, encode_key, encode_value
from emulator.tablestore.wire.protobuf import Message

from .conftest import TablestoreCloud
from .wire import Answer, call

Make = Callable[..., str]
Refused = Callable[..., Any]
Ask = Callable[[str, Message], Answer]


@pytest.fixture
def ask(cloud: TablestoreCloud, instance: str) -> Ask:
    """Send a message as a request."""
    return lambda operation, request: call(cloud.ports.tablestore, operation, request.serialize(), instance)


def creation(kind: int = messages.STRING, **more: Any) -> messages.CreateTableRequest:
    return messages.CreateTableRequest(
        messages.TableMeta("table", [messages.PrimaryKeySchema("p", kind), messages.PrimaryKeySchema("q", kind)]),
        messages.ReservedThroughput(messages.CapacityUnit(0, 0)),
        messages.TableOptions(-1, 1),
        **more,
    )


def between(*points: Value) -> list[messages.PartitionRange]:
    """The ranges that the vendor's Java client makes of split points."""
    ends = [encode_value(point) for point in (Bound.INF_MIN, *points, Bound.INF_MAX)]
    return [messages.PartitionRange(begin, end) for begin, end in pairwise(ends)]


def described(ask: Ask) -> messages.DescribeTableResponse:
    return messages.DescribeTableResponse.parse(ask("DescribeTable", messages.TableNameRequest("table")).body)


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        (messages.INTEGER, [10_000]),
        (messages.INTEGER, [-5, 0, 30_000]),
        (messages.STRING, ["Chinese", "England", "中国", "中国" * 10]),
        (messages.BINARY, [b"\x01" * 64, b"\x32\x00"]),
        (messages.STRING, []),
    ],
)
def test_split_points_are_told(ask: Ask, kind: int, points: list[Value]) -> None:
    assert ask("CreateTable", creation(kind, partitions=between(*points) if points else [])).status == 200
    assert described(ask).shard_splits == [encode_key([Cell("p", point)]) for point in points]


@pytest.mark.parametrize(
    ("kind", "ranges", "message"),
    [
        (messages.INTEGER, between(*range(10)), "The count of partitions cannot be greater than 10"),
        (messages.STRING, between(1), "The value type of partition does not match with primary key."),
        (
            messages.INTEGER,
            between(-(1 << 63), 1),
            "The value of partition range can not be INT64_MIN or INT64_MAX.",
        ),
        (messages.STRING, between("", "a"), "The value of partition range can not be empty string."),
        (messages.BINARY, between(b"", b"a"), "The value of partition range can not be empty binary."),
        (
            messages.STRING,
            between("中国" * 11),
            "The value of partition range exceeds the MaxLength:64 with CurrentLength:66.",
        ),
        (messages.INTEGER, between(2, 1), "The begin of a partition range must be less than its end."),
        (
            messages.INTEGER,
            between(1, 2)[1:],
            "The partition ranges must follow each other from INF_MIN to INF_MAX.",
        ),
        (
            messages.INTEGER,
            [messages.PartitionRange(b"?", b"?")],
            "data format is invalid, unknown variant type occured.",
        ),
    ],
)
def test_split_points_that_cannot_be(ask: Ask, kind: int, ranges: list[messages.PartitionRange], message: str) -> None:
    assert ask("CreateTable", creation(kind, partitions=ranges)).error == ("OTSParameterInvalid", message)


def test_when_a_table_was_made(ask: Ask) -> None:
    ask("CreateTable", creation())
    made = described(ask).creation_time
    assert made is not None
    assert abs(made / 1_000_000 - time.time()) < 60


def test_transactions_can_be_declined(client: OTSClient, ask: Ask, refused: Refused) -> None:
    ask("CreateTable", creation(enable_local_txn=False))
    message = "Try to call method using explicit transaction on explicit-transaction-disabled table."
    with refused(400, "OTSParameterInvalid", message):
        client.start_local_transaction("table", [("p", "a")])


def test_rows_that_may_only_be_written_whole_are_refused(ask: Ask) -> None:
    whole = messages.TableOptions(-1, 1, update_full_row=True)
    answer = ask("CreateTable", replace(creation(), table_options=whole))
    assert answer.error == ("OTSParameterInvalid", "Unsupported operation: 'update_full_row'.")


def added(*columns: tuple[str, int]) -> messages.AddDefinedColumnRequest:
    return messages.AddDefinedColumnRequest("table", [messages.DefinedColumnSchema(*column) for column in columns])


def deleted(*names: str) -> messages.DeleteDefinedColumnRequest:
    return messages.DeleteDefinedColumnRequest("table", list(names))


def test_columns_predefined_later_can_be_indexed(client: OTSClient, make_table: Make, ask: Ask) -> None:
    make_table([("p", "STRING")])
    for name, state in (("a", "open"), ("b", 7), ("c", "shut")):
        client.put_row("table", Row([("p", name)], [("state", state), ("n", name)]), Condition("IGNORE"))
    assert (
        ask("AddDefinedColumn", added(("state", messages.COLUMN_STRING), ("n", messages.COLUMN_INTEGER))).status == 200
    )
    assert client.describe_table("table").table_meta.defined_columns == [("state", "STRING"), ("n", "INTEGER")]
    client.create_secondary_index("table", SecondaryIndexMeta("by_state", ["state"], ["n"]), include_base_data=True)
    ends = [[("state", bound), ("p", bound)] for bound in (INF_MIN, INF_MAX)]
    found = client.get_range("by_state", "FORWARD", *ends)[2]
    # What had another type before there was an index is neither in its key nor among its columns.
    assert [[value for _, value in row.primary_key] for row in found] == [["open", "a"], ["shut", "c"]]
    assert [row.attribute_columns for row in found] == [[], []]


def test_a_predefined_column_in_use_stays(client: OTSClient, make_table: Make, ask: Ask) -> None:
    make_table([("p", "STRING")], [("s", "STRING"), ("t", "STRING")], [SecondaryIndexMeta("by_s", ["s"], [])])
    message = "Can't delete defined column 's', it is used by a secondary index."
    assert ask("DeleteDefinedColumn", deleted("t", "s")).error == ("OTSParameterInvalid", message)
    assert ask("DeleteDefinedColumn", deleted("t")).status == 200
    assert client.describe_table("table").table_meta.defined_columns == [("s", "STRING")]
    client.delete_secondary_index("table", "by_s")
    assert ask("DeleteDefinedColumn", deleted("s")).status == 200


@pytest.mark.parametrize(
    ("operation", "request_", "message"),
    [
        ("AddDefinedColumn", added(("p", messages.COLUMN_STRING)), "Duplicated defined column name: 'p'."),
        ("AddDefinedColumn", added(("s", messages.COLUMN_STRING)), "Duplicated defined column name: 's'."),
        ("AddDefinedColumn", added(("x", 99)), "Invalid column type: 99."),
        ("AddDefinedColumn", added(), "No defined column is specified."),
        (
            "AddDefinedColumn",
            added(*((f"c{n}", messages.COLUMN_STRING) for n in range(32))),
            "The number of defined columns must be in range: [0, 32].",
        ),
        ("DeleteDefinedColumn", deleted("absent"), "Column does not exist: 'absent'."),
        ("DeleteDefinedColumn", deleted(), "No defined column is specified."),
    ],
)
def test_predefined_columns_that_cannot_be(
    make_table: Make, ask: Ask, operation: str, request_: Message, message: str
) -> None:
    make_table([("p", "STRING")], [("s", "STRING")])
    assert ask(operation, request_).error == ("OTSParameterInvalid", message)


def test_an_index_has_the_columns_it_has(make_table: Make, ask: Ask) -> None:
    make_table([("p", "STRING")], [("s", "STRING")], [SecondaryIndexMeta("by_s", ["s"], [])])
    request = messages.AddDefinedColumnRequest("by_s", [messages.DefinedColumnSchema("x", messages.COLUMN_STRING)])
    message = "Can't change defined columns of index table"
    assert ask("AddDefinedColumn", request).error == ("OTSParameterInvalid", message)
