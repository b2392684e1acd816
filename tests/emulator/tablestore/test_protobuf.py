"""The message encoding: agreement with the vendor's generated classes, and refusal of what is no message."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tablestore.protobuf import table_store_filter_pb2, table_store_pb2

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.protobuf import Message, MessageFormatError

PAIRS: list[tuple[Message, Any]] = [
    (
        messages.GetRangeRequest(
            "t",
            messages.BACKWARD,
            b"a",
            b"b",
            columns_to_get=["x", "é"],
            time_range=messages.TimeRange(1, 1 << 40),
            limit=-1,
            filter=b"f",
        ),
        table_store_pb2.GetRangeRequest,
    ),
    (messages.TableOptions(-1, 3, 86400, False), table_store_pb2.TableOptions),  # noqa: FBT003
    (
        messages.BatchResponse(
            [
                messages.TableInBatchResponse(
                    "t",
                    [
                        messages.RowInBatchResponse(
                            is_ok=True, consumed=messages.ConsumedCapacity(messages.CapacityUnit(1, 0)), row=b"r"
                        ),
                        messages.RowInBatchResponse(is_ok=False, error=messages.Error("c", "m")),
                    ],
                )
            ]
        ),
        table_store_pb2.BatchGetRowResponse,
    ),
    (
        messages.CreateTableRequest(
            messages.TableMeta("t", [messages.PrimaryKeySchema("k", 1, 1)], [messages.DefinedColumnSchema("c", 7)]),
            messages.ReservedThroughput(messages.CapacityUnit(0, 0)),
            messages.TableOptions(-1, 1),
            [messages.PartitionRange(b"\x09", b"\x0a")],
            index_metas=[messages.IndexMeta("i", 0, 0, ["c"], ["d"])],
        ),
        table_store_pb2.CreateTableRequest,
    ),
    (
        messages.DescribeTableResponse(
            messages.TableMeta("t", [messages.PrimaryKeySchema("k", 1)]),
            messages.ReservedThroughputDetails(messages.CapacityUnit(0, 0), 1_700_000_000),
            messages.TableOptions(-1, 1),
            messages.ACTIVE,
            [b"point"],
            [messages.IndexMeta("i", 0, 0, ["c"], [], messages.INCREMENTAL)],
            1_700_000_000_000_000,
        ),
        table_store_pb2.DescribeTableResponse,
    ),
    (messages.ColumnPaginationFilter(3, 5), table_store_filter_pb2.ColumnPaginationFilter),
    (
        messages.SingleColumnValueFilter(1, "c", b"v", True, False, messages.ValueTransferRule("r", 3)),  # noqa: FBT003
        table_store_filter_pb2.SingleColumnValueFilter,
    ),
]


@pytest.mark.parametrize(("message", "vendors"), PAIRS, ids=lambda one: type(one).__name__)
def test_the_vendor_reads_and_writes_the_same(message: Message, vendors: Any) -> None:
    theirs = vendors.FromString(message.serialize())
    assert theirs.ByteSize() == len(message.serialize())
    assert type(message).parse(theirs.SerializeToString()) == message


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_integers_of_all_sizes(value: int) -> None:
    assert messages.TimeRange.parse(messages.TimeRange(value).serialize()).start_time == value
    assert table_store_pb2.TimeRange.FromString(messages.TimeRange(value).serialize()).start_time == value


def test_unknown_fields_are_skipped() -> None:
    strange = b"\xf8\x07\x01" + b"\xf9\x07" + b"8bytes.." + b"\xfd\x07" + b"4by." + b"\xfa\x07\x02xy"
    assert messages.TableNameRequest.parse(strange + b"\x0a\x01t") == messages.TableNameRequest("t")


@pytest.mark.parametrize(
    "data", [b"", b"\x0a\x05t", b"\x0a", b"\x0b\x01", b"\x0a\x02\xff\xfe", b"\x80" * 11, b"\x0a\x01t\x00\x00"]
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(MessageFormatError):
        messages.TableNameRequest.parse(data)


@given(st.binary(max_size=40))
def test_noise_never_crashes(noise: bytes) -> None:
    try:
        messages.CreateTableRequest.parse(noise)
    except MessageFormatError:
        return
