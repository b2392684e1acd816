"""CreateTable, DescribeTable, UpdateTable, ListTable, DeleteTable."""

from __future__ import annotations

import msgspec

from emulator.tablestore.errors import invalid
from emulator.tablestore.operations import checks, columns, indexes, partitions
from emulator.tablestore.state.schema import DEVIATION, FOREVER, SHORTEST_LIFE, Options, Table
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages

_LONGEST_DEVIATION = ((1 << 63) - 1) // 1_000_000


def create_table(space: Space, request: messages.CreateTableRequest) -> messages.Empty:
    """Make a table and the indexes asked for with it.

    Local transactions are open on every table for which they are not declined: the service opens them on demand, and
    not every client of its can send that demand.
    """
    meta = request.table_meta
    checks.check_table_name(meta.table_name)
    _refuse_extras(request)
    keys = columns.keys(meta.primary_key)
    defined = columns.defined(meta.defined_column, {column.name for column in keys})
    columns.check_count(defined)
    read_units, write_units = _throughput(request.reserved_throughput)
    space.check_room(meta.table_name, 1 + len(request.index_metas))
    table = Table(
        id=space.store.free_id(),
        name=meta.table_name,
        keys=keys,
        defined=defined,
        options=_first_options(request.table_options),
        read_units=read_units,
        write_units=write_units,
        throughput_set_at=space.now // 1000,
        created_at=space.now,
        split_points=partitions.points(request.partitions, keys[0]),
        local_transactions=request.enable_local_txn is not False,
    )
    planned = [indexes.planned(space, table, one) for one in request.index_metas]
    space.store.save_table(space.instance, table)
    for index in planned:
        indexes.add(space, table, index)
    return messages.Empty()


def _refuse_extras(request: messages.CreateTableRequest) -> None:
    if request.stream_spec and request.stream_spec.enable_stream:
        raise checks.unsupported("stream")
    if request.sse_spec and request.sse_spec.enable:
        raise checks.unsupported("server-side encryption")


def _throughput(asked: messages.ReservedThroughput) -> tuple[int, int]:
    read, write = asked.capacity_unit.read or 0, asked.capacity_unit.write or 0
    if min(read, write) < 0:
        raise invalid(f"Invalid Capacity Unit: {min(read, write)}. Capacity Unit must be nonnegative.")
    return read, write


def _first_options(asked: messages.TableOptions | None) -> Options:
    if asked is None or asked.time_to_live is None:
        raise invalid("Time-to-live is missing while creating table.")
    if asked.max_versions is None:
        raise invalid("MaxVersions is missing while creating table.")
    return _merged(Options(deviation=DEVIATION), asked)


def _merged(options: Options, asked: messages.TableOptions) -> Options:
    """Options with those that are asked for in place of what was."""
    if asked.update_full_row:
        raise checks.unsupported("update_full_row")
    new = Options(
        options.time_to_live if asked.time_to_live is None else asked.time_to_live,
        options.max_versions if asked.max_versions is None else asked.max_versions,
        options.deviation if asked.deviation_cell_version_in_sec is None else asked.deviation_cell_version_in_sec,
        options.allow_update if asked.allow_update is None else asked.allow_update,
    )
    if new.time_to_live != FOREVER and new.time_to_live <= 0:
        raise invalid("TimeToLive cannot be 0 or less than -1.")
    if 0 < new.time_to_live < SHORTEST_LIFE:
        raise invalid(f"TimeToLive must be -1 or not less than {SHORTEST_LIFE}.")
    if new.max_versions <= 0:
        raise invalid("The maximum versions cannot be less than or equal to 0")
    if not 0 <= new.deviation <= _LONGEST_DEVIATION:
        raise invalid("The maximum deviation must be in range [0, INT64_MAX/1000000].")
    return new


def describe_table(space: Space, request: messages.TableNameRequest) -> messages.DescribeTableResponse:
    """Everything about a table."""
    table = _named(space, request.table_name)
    meta = messages.TableMeta(
        table.name,
        [
            messages.PrimaryKeySchema(
                column.name, column.type, messages.AUTO_INCREMENT if column.auto_increment else None
            )
            for column in table.keys
        ],
        [messages.DefinedColumnSchema(column.name, column.type) for column in table.defined],
    )
    return messages.DescribeTableResponse(
        meta,
        _details(table),
        _options(table),
        messages.ACTIVE,
        partitions.described(table),
        [indexes.described(one) for one in table.indexes],
        table.created_at * 1000,
    )


def update_table(space: Space, request: messages.UpdateTableRequest) -> messages.UpdateTableResponse:
    """Change options or reserved throughput; what is not named stays."""
    table = _named(space, request.table_name)
    if table.main is not None:
        raise checks.unsupported("UpdateTable of an index")
    if request.stream_spec is not None:
        raise checks.unsupported("stream")
    if request.table_options is None and request.reserved_throughput is None:
        raise invalid("No parameter is specified while updating table.")
    if request.table_options is not None:
        if request.table_options == messages.TableOptions():
            raise invalid("No parameter is specified in table options.")
        table = msgspec.structs.replace(table, options=_merged(table.options, request.table_options))
        if table.indexes:
            indexes.check_options(table)
    if request.reserved_throughput is not None:
        read, write = _throughput(request.reserved_throughput)
        table = msgspec.structs.replace(table, read_units=read, write_units=write, throughput_set_at=space.now // 1000)
    space.store.save_table(space.instance, table)
    for index in table.indexes:
        behind = space.table(index.name)
        space.store.save_table(space.instance, msgspec.structs.replace(behind, options=table.options))
    return messages.UpdateTableResponse(_details(table), _options(table))


def list_table(space: Space, _: messages.Empty) -> messages.ListTableResponse:
    """Names of all tables, those behind indexes included."""
    return messages.ListTableResponse(space.store.names(space.instance))


def delete_table(space: Space, request: messages.TableNameRequest) -> messages.Empty:
    """Forget a table, its rows and its indexes."""
    table = _named(space, request.table_name)
    if table.main is not None:
        raise invalid("Can't delete index table directly")
    space.sessions.forget_table(table)
    for index in table.indexes:
        space.store.drop_table(space.instance, space.table(index.name))
    space.store.drop_table(space.instance, table)
    return messages.Empty()


def _named(space: Space, name: str) -> Table:
    checks.check_table_name(name)
    return space.table(name)


def _details(table: Table) -> messages.ReservedThroughputDetails:
    return messages.ReservedThroughputDetails(
        messages.CapacityUnit(table.read_units, table.write_units), table.throughput_set_at
    )


def _options(table: Table) -> messages.TableOptions:
    options = table.options
    return messages.TableOptions(options.time_to_live, options.max_versions, options.deviation, options.allow_update)
