"""The messages of Tablestore's API version 2015-12-31 that the local cloud reads and writes.

Names and numbers are those of the vendor's published ``table_store.proto`` and ``table_store_filter.proto``; a table's
status and the flags of newer clients are taken from its Node.js and Java clients. Where several messages are alike on
the wire, one class stands for them. It is one file, as the vendor's are, for it is read beside them.
"""
# ruff: noqa: D101 - a message is described where the vendor describes it

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from emulator.tablestore.wire.protobuf import Message

# PrimaryKeyType
INTEGER, STRING, BINARY = 1, 2, 3
KEY_TYPES = {INTEGER: "INTEGER", STRING: "STRING", BINARY: "BINARY"}
# DefinedColumnType
COLUMN_INTEGER, COLUMN_DOUBLE, COLUMN_BOOLEAN, COLUMN_STRING, COLUMN_BLOB = 1, 2, 3, 4, 7
# PrimaryKeyOption
AUTO_INCREMENT = 1
# RowExistenceExpectation
IGNORE, EXPECT_EXIST, EXPECT_NOT_EXIST = 0, 1, 2
# ReturnType
RT_NONE, RT_PK = 0, 1
# OperationType
PUT, UPDATE, DELETE = 1, 2, 3
# Direction
FORWARD, BACKWARD = 0, 1
# IndexType, IndexUpdateMode
GLOBAL_INDEX, LOCAL_INDEX = 0, 1
ASYNC_INDEX, SYNC_INDEX = 0, 1
# Status of a table in DescribeTable
ACTIVE = 1


@dataclass
class Empty(Message):
    """Nothing: what most table operations answer and ListTable asks."""


@dataclass
class Error(Message):
    code: Annotated[str, 1]
    message: Annotated[str | None, 2] = None


@dataclass
class PrimaryKeySchema(Message):
    name: Annotated[str, 1]
    type: Annotated[int, 2]
    option: Annotated[int | None, 3] = None


@dataclass
class DefinedColumnSchema(Message):
    name: Annotated[str, 1]
    type: Annotated[int, 2]


@dataclass
class TableOptions(Message):
    time_to_live: Annotated[int | None, 1] = None
    max_versions: Annotated[int | None, 2] = None
    deviation_cell_version_in_sec: Annotated[int | None, 5] = None
    allow_update: Annotated[bool | None, 6] = None


@dataclass
class IndexMeta(Message):
    name: Annotated[str, 1]
    index_update_mode: Annotated[int, 4]
    index_type: Annotated[int, 5]
    primary_key: Annotated[list[str], 2] = field(default_factory=list)
    defined_column: Annotated[list[str], 3] = field(default_factory=list)


@dataclass
class TableMeta(Message):
    table_name: Annotated[str, 1]
    primary_key: Annotated[list[PrimaryKeySchema], 2] = field(default_factory=list)
    defined_column: Annotated[list[DefinedColumnSchema], 3] = field(default_factory=list)


@dataclass
class Condition(Message):
    row_existence: Annotated[int, 1]
    column_condition: Annotated[bytes | None, 2] = None


@dataclass
class CapacityUnit(Message):
    read: Annotated[int | None, 1] = None
    write: Annotated[int | None, 2] = None


@dataclass
class ReservedThroughputDetails(Message):
    capacity_unit: Annotated[CapacityUnit, 1]
    last_increase_time: Annotated[int, 2]
    last_decrease_time: Annotated[int | None, 3] = None


@dataclass
class ReservedThroughput(Message):
    capacity_unit: Annotated[CapacityUnit, 1]


@dataclass
class ConsumedCapacity(Message):
    capacity_unit: Annotated[CapacityUnit, 1]


@dataclass
class StreamSpecification(Message):
    enable_stream: Annotated[bool, 1]
    expiration_time: Annotated[int | None, 2] = None


@dataclass
class SSESpecification(Message):
    enable: Annotated[bool, 1]


@dataclass
class CreateTableRequest(Message):
    table_meta: Annotated[TableMeta, 1]
    reserved_throughput: Annotated[ReservedThroughput, 2]
    table_options: Annotated[TableOptions | None, 3] = None
    partitions: Annotated[list[bytes], 4] = field(default_factory=list)
    stream_spec: Annotated[StreamSpecification | None, 5] = None
    sse_spec: Annotated[SSESpecification | None, 6] = None
    index_metas: Annotated[list[IndexMeta], 7] = field(default_factory=list)
    enable_local_txn: Annotated[bool | None, 8] = None


@dataclass
class CreateIndexRequest(Message):
    main_table_name: Annotated[str, 1]
    index_meta: Annotated[IndexMeta, 2]
    include_base_data: Annotated[bool | None, 3] = None


@dataclass
class DropIndexRequest(Message):
    main_table_name: Annotated[str, 1]
    index_name: Annotated[str, 2]


@dataclass
class UpdateTableRequest(Message):
    table_name: Annotated[str, 1]
    reserved_throughput: Annotated[ReservedThroughput | None, 2] = None
    table_options: Annotated[TableOptions | None, 3] = None
    stream_spec: Annotated[StreamSpecification | None, 4] = None


@dataclass
class UpdateTableResponse(Message):
    reserved_throughput_details: Annotated[ReservedThroughputDetails, 1]
    table_options: Annotated[TableOptions, 2]


@dataclass
class TableNameRequest(Message):
    """DescribeTable and DeleteTable name a table and nothing else."""

    table_name: Annotated[str, 1]


@dataclass
class DescribeTableResponse(Message):
    table_meta: Annotated[TableMeta, 1]
    reserved_throughput_details: Annotated[ReservedThroughputDetails, 2]
    table_options: Annotated[TableOptions, 3]
    table_status: Annotated[int, 4]
    index_metas: Annotated[list[IndexMeta], 8] = field(default_factory=list)


@dataclass
class ListTableResponse(Message):
    table_names: Annotated[list[str], 1] = field(default_factory=list)


@dataclass
class TimeRange(Message):
    start_time: Annotated[int | None, 1] = None
    end_time: Annotated[int | None, 2] = None
    specific_time: Annotated[int | None, 3] = None


@dataclass
class ReturnContent(Message):
    return_type: Annotated[int | None, 1] = None
    return_column_names: Annotated[list[str], 2] = field(default_factory=list)


@dataclass
class GetRowRequest(Message):
    table_name: Annotated[str, 1]
    primary_key: Annotated[bytes, 2]
    columns_to_get: Annotated[list[str], 3] = field(default_factory=list)
    time_range: Annotated[TimeRange | None, 4] = None
    max_versions: Annotated[int | None, 5] = None
    filter: Annotated[bytes | None, 7] = None
    start_column: Annotated[str | None, 8] = None
    end_column: Annotated[str | None, 9] = None
    token: Annotated[bytes | None, 10] = None
    transaction_id: Annotated[str | None, 11] = None


@dataclass
class GetRowResponse(Message):
    consumed: Annotated[ConsumedCapacity, 1]
    row: Annotated[bytes, 2]


@dataclass
class WriteRowRequest(Message):
    """What PutRow, UpdateRow and DeleteRow ask alike; ``row`` holds one row in PlainBuffer form."""

    table_name: Annotated[str, 1]
    row: Annotated[bytes, 2]
    condition: Annotated[Condition, 3]
    return_content: Annotated[ReturnContent | None, 4] = None
    transaction_id: Annotated[str | None, 5] = None


@dataclass
class WriteRowResponse(Message):
    """What PutRow, UpdateRow and DeleteRow answer alike."""

    consumed: Annotated[ConsumedCapacity, 1]
    row: Annotated[bytes | None, 2] = None


@dataclass
class TableInBatchGetRowRequest(Message):
    table_name: Annotated[str, 1]
    primary_key: Annotated[list[bytes], 2] = field(default_factory=list)
    token: Annotated[list[bytes], 3] = field(default_factory=list)
    columns_to_get: Annotated[list[str], 4] = field(default_factory=list)
    time_range: Annotated[TimeRange | None, 5] = None
    max_versions: Annotated[int | None, 6] = None
    filter: Annotated[bytes | None, 8] = None
    start_column: Annotated[str | None, 9] = None
    end_column: Annotated[str | None, 10] = None


@dataclass
class BatchGetRowRequest(Message):
    tables: Annotated[list[TableInBatchGetRowRequest], 1] = field(default_factory=list)


@dataclass
class RowInBatchResponse(Message):
    """The outcome of one row of a batch, read or written."""

    is_ok: Annotated[bool, 1]
    error: Annotated[Error | None, 2] = None
    consumed: Annotated[ConsumedCapacity | None, 3] = None
    row: Annotated[bytes | None, 4] = None


@dataclass
class TableInBatchResponse(Message):
    table_name: Annotated[str, 1]
    rows: Annotated[list[RowInBatchResponse], 2] = field(default_factory=list)


@dataclass
class BatchResponse(Message):
    """What BatchGetRow and BatchWriteRow answer alike."""

    tables: Annotated[list[TableInBatchResponse], 1] = field(default_factory=list)


@dataclass
class RowInBatchWriteRowRequest(Message):
    type: Annotated[int, 1]
    row: Annotated[bytes, 2]
    condition: Annotated[Condition, 3]
    return_content: Annotated[ReturnContent | None, 4] = None


@dataclass
class TableInBatchWriteRowRequest(Message):
    table_name: Annotated[str, 1]
    rows: Annotated[list[RowInBatchWriteRowRequest], 2] = field(default_factory=list)


@dataclass
class BatchWriteRowRequest(Message):
    tables: Annotated[list[TableInBatchWriteRowRequest], 1] = field(default_factory=list)
    transaction_id: Annotated[str | None, 2] = None
    is_atomic: Annotated[bool | None, 3] = None


@dataclass
class GetRangeRequest(Message):
    table_name: Annotated[str, 1]
    direction: Annotated[int, 2]
    inclusive_start_primary_key: Annotated[bytes, 7]
    exclusive_end_primary_key: Annotated[bytes, 8]
    columns_to_get: Annotated[list[str], 3] = field(default_factory=list)
    time_range: Annotated[TimeRange | None, 4] = None
    max_versions: Annotated[int | None, 5] = None
    limit: Annotated[int | None, 6] = None
    filter: Annotated[bytes | None, 10] = None
    start_column: Annotated[str | None, 11] = None
    end_column: Annotated[str | None, 12] = None
    token: Annotated[bytes | None, 13] = None
    transaction_id: Annotated[str | None, 14] = None


@dataclass
class GetRangeResponse(Message):
    consumed: Annotated[ConsumedCapacity, 1]
    rows: Annotated[bytes, 2]
    next_start_primary_key: Annotated[bytes | None, 3] = None


@dataclass
class StartLocalTransactionRequest(Message):
    table_name: Annotated[str, 1]
    key: Annotated[bytes, 2]


@dataclass
class Transaction(Message):
    """The id of a local transaction: what Start answers, and what Commit and Abort ask."""

    transaction_id: Annotated[str, 1]


@dataclass
class Filter(Message):
    type: Annotated[int, 1]
    filter: Annotated[bytes, 2]


@dataclass
class ValueTransferRule(Message):
    regex: Annotated[str, 1]
    cast_type: Annotated[int | None, 2] = None


@dataclass
class SingleColumnValueFilter(Message):
    comparator: Annotated[int, 1]
    column_name: Annotated[str, 2]
    column_value: Annotated[bytes, 3]
    filter_if_missing: Annotated[bool, 4]
    latest_version_only: Annotated[bool, 5]
    value_trans_rule: Annotated[ValueTransferRule | None, 6] = None


@dataclass
class CompositeColumnValueFilter(Message):
    combinator: Annotated[int, 1]
    sub_filters: Annotated[list[Filter], 2] = field(default_factory=list)
