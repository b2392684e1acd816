"""Messages that read and write rows. Fields of bytes hold rows in PlainBuffer form."""
# ruff: noqa: D101 - a message is described where the vendor describes it

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from emulator.tablestore.wire.messages.tables import CapacityUnit, Error
from emulator.tablestore.wire.protobuf import Message


@dataclass
class Condition(Message):
    row_existence: Annotated[int, 1]
    column_condition: Annotated[bytes | None, 2] = None


@dataclass
class ConsumedCapacity(Message):
    capacity_unit: Annotated[CapacityUnit, 1]


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
