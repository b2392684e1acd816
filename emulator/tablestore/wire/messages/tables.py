"""Messages about tables and indexes, and those that have no better place."""
# ruff: noqa: D101 - a message is described where the vendor describes it

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from emulator.tablestore.wire.protobuf import Message


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
    update_full_row: Annotated[bool | None, 7] = None


@dataclass
class IndexMeta(Message):
    name: Annotated[str, 1]
    index_update_mode: Annotated[int, 4]
    index_type: Annotated[int, 5]
    primary_key: Annotated[list[str], 2] = field(default_factory=list)
    defined_column: Annotated[list[str], 3] = field(default_factory=list)
    index_sync_phase: Annotated[int | None, 6] = None


@dataclass
class TableMeta(Message):
    table_name: Annotated[str, 1]
    primary_key: Annotated[list[PrimaryKeySchema], 2] = field(default_factory=list)
    defined_column: Annotated[list[DefinedColumnSchema], 3] = field(default_factory=list)


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
class StreamSpecification(Message):
    enable_stream: Annotated[bool, 1]
    expiration_time: Annotated[int | None, 2] = None


@dataclass
class SSESpecification(Message):
    enable: Annotated[bool, 1]


@dataclass
class PartitionRange(Message):
    """From one value of the first key column to another, both bare values."""

    begin: Annotated[bytes, 1]
    end: Annotated[bytes, 2]


@dataclass
class CreateTableRequest(Message):
    table_meta: Annotated[TableMeta, 1]
    reserved_throughput: Annotated[ReservedThroughput, 2]
    table_options: Annotated[TableOptions | None, 3] = None
    partitions: Annotated[list[PartitionRange], 4] = field(default_factory=list)
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
class AddDefinedColumnRequest(Message):
    table_name: Annotated[str, 1]
    columns: Annotated[list[DefinedColumnSchema], 2] = field(default_factory=list)


@dataclass
class DeleteDefinedColumnRequest(Message):
    table_name: Annotated[str, 1]
    columns: Annotated[list[str], 2] = field(default_factory=list)


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
    shard_splits: Annotated[list[bytes], 6] = field(default_factory=list)
    index_metas: Annotated[list[IndexMeta], 8] = field(default_factory=list)
    creation_time: Annotated[int | None, 9] = None


@dataclass
class ListTableResponse(Message):
    table_names: Annotated[list[str], 1] = field(default_factory=list)
