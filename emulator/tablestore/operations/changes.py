"""What a write makes of a row: its cells checked, and the row as it is afterwards."""

from __future__ import annotations

from emulator.tablestore.errors import invalid
from emulator.tablestore.operations import checks
from emulator.tablestore.state import rows
from emulator.tablestore.state.rows import Columns, StoredRow
from emulator.tablestore.state.schema import KEY_OF_COLUMN, Table, fits_column
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import (
    DELETE_ALL_VERSIONS,
    DELETE_ONE_VERSION,
    INCREMENT,
    Bound,
    Cell,
    KeyValue,
    Row,
)

_INT64 = range(-(1 << 63), 1 << 63)
_TIMESTAMPS = range(((1 << 63) - 1) // 1000)
_REQUEST = {messages.PUT: "PutRow", messages.UPDATE: "UpdateRow"}


def check_shape(kind: int, row: Row) -> None:
    """Refuse a row that does not look like what the operation takes."""
    if kind == messages.DELETE:
        if row.cells:
            raise invalid("Invalid delete row request: unexpected cells in request")
        if not row.delete:
            raise invalid("Invalid request of delete row: missing RowDeleteMarker in request")
        return
    if row.delete:
        raise invalid("Invalid request of put/update row: unexpected RowDeleteMarker in request.")
    if kind == messages.UPDATE and not row.cells:
        raise invalid("Invalid update row request: missing cells in request")
    if len(row.cells) > checks.MOST_COLUMNS:
        raise invalid(
            f"The number of attribute columns exceeds the limit, limit count: {checks.MOST_COLUMNS},"
            f" column count: {len(row.cells)}."
        )
    of_key = {cell.name for cell in row.key}
    for cell in row.cells:
        _check_cell(kind, cell)
        if cell.name in of_key:
            raise invalid(f"Duplicated attribute column name with primary key column: '{cell.name}'.")
    size = size_of(row.cells)
    if size > checks.BIGGEST_REQUEST:
        raise invalid(
            f"The total data size of {_REQUEST[kind]} request exceeds the limit,"
            f" limit size: {checks.BIGGEST_REQUEST}, data size: {size}."
        )


def _check_cell(kind: int, cell: Cell) -> None:
    checks.check_column_name(cell.name)
    if cell.timestamp is not None and cell.timestamp not in _TIMESTAMPS:
        raise invalid("Timestamp must be in range [0, INT64_MAX/1000).")
    if cell.op in (DELETE_ALL_VERSIONS, DELETE_ONE_VERSION):
        _check_deletion(kind, cell)
        return
    if cell.op is not None:
        _check_update(kind, cell)
        if cell.op != INCREMENT:
            raise invalid(f"Invalid op type of cell: {cell.op}.")
        if type(cell.value) is not int:
            raise invalid(f"Invalid cell: {cell.name}. Reason: only an integer can be incremented by")
        return
    if cell.value is None:
        raise invalid(
            "Invalid request of put row: find cells without values"
            if kind == messages.PUT
            else f"Invalid cell: {cell.name}. Reason: missing value"
        )
    checks.check_value(cell.name, cell.value)


def _check_deletion(kind: int, cell: Cell) -> None:
    _check_update(kind, cell)
    if cell.value is not None:
        raise invalid("Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.")
    if cell.op == DELETE_ONE_VERSION and cell.timestamp is None:
        raise invalid("Timestamp must be given when type is DELETE_ONE_VERSION.")
    if cell.op == DELETE_ALL_VERSIONS and cell.timestamp is not None:
        raise invalid("Timestamp cannot be given when type is DELETE_ALL_VERSION.")


def _check_update(kind: int, cell: Cell) -> None:
    if kind == messages.PUT:
        raise invalid(f"OpType cannot be given for column name: '{cell.name}' in PutRow.")


def size_of(cells: list[Cell]) -> int:
    """Bytes that the cells of a request count for: names and values."""
    total = 0
    for cell in cells:
        total += len(cell.name)
        if cell.value is not None and not isinstance(cell.value, Bound):
            total += rows.size_of(cell.value)
    return total


def outcome(
    table: Table, kind: int, key: list[KeyValue], cells: list[Cell], live: Columns | None, now: int
) -> StoredRow | None:
    """The row after the write; ``None`` if there is none. ``live`` is what was seen of it before."""
    if kind == messages.DELETE:
        return None
    _check_against(table, cells, now)
    if kind == messages.PUT:
        columns: Columns = {}
        for cell in cells:
            _put(table, columns, cell, now)
        return StoredRow(list(key), columns, now)
    if not table.options.allow_update:
        raise invalid("UpdateRow is not allowed on a table whose allow_update is false.")
    columns = {name: list(versions) for name, versions in (live or {}).items()}
    _update(table, columns, cells, now)
    if live is None and not columns:
        return None
    return StoredRow(list(key), columns, now)


def _check_against(table: Table, cells: list[Cell], now: int) -> None:
    """What only the table can tell of a request's cells."""
    defined = {column.name: column for column in table.defined} if table.indexes else {}
    in_keys = {name for index in table.indexes for name in index.keys}
    slack = table.options.deviation * 1000
    for cell in cells:
        if cell.timestamp is not None and cell.op != DELETE_ONE_VERSION:
            if table.indexes:
                raise invalid("Timestamp cannot be given for a table with secondary index.")
            if not now - slack <= cell.timestamp < now + slack:
                raise invalid(f"Invalid timestamp. Cell: {cell.name}.")
        column = defined.get(cell.name)
        if column is None or cell.value is None or isinstance(cell.value, Bound):
            continue
        if not fits_column(cell.value, column):
            raise invalid(f"The type of column '{cell.name}' does not match its predefined type.")
        if cell.name in in_keys and column.type in KEY_OF_COLUMN and isinstance(cell.value, (str, bytes)):
            checks.check_key_length(cell.name, cell.value)


def _put(table: Table, columns: Columns, cell: Cell, now: int) -> None:
    stamp = now if cell.timestamp is None else cell.timestamp
    assert cell.value is not None
    assert not isinstance(cell.value, Bound)
    rows.put(columns, cell.name, (stamp, cell.value), table.options.max_versions)


def _update(table: Table, columns: Columns, cells: list[Cell], now: int) -> None:
    incremented = {cell.name for cell in cells if cell.op == INCREMENT}
    for cell in cells:
        if cell.name in incremented:
            if cell.op != INCREMENT:
                raise invalid(f"Column '{cell.name}' can't be incremented and changed in one request.")
            _put(table, columns, _sum(columns, cell), now)
        elif cell.op == DELETE_ALL_VERSIONS:
            columns.pop(cell.name, None)
        elif cell.op == DELETE_ONE_VERSION:
            kept = [version for version in columns.get(cell.name, ()) if version[0] != cell.timestamp]
            if kept:
                columns[cell.name] = kept
            else:
                columns.pop(cell.name, None)
        else:
            _put(table, columns, cell, now)


def _sum(columns: Columns, cell: Cell) -> Cell:
    """The cell that an increment comes to; a column that is not there counts from nought."""
    versions = columns.get(cell.name)
    before = versions[0][1] if versions else 0
    if type(before) is not int:
        raise invalid(f"Column '{cell.name}' is not an integer and can't be incremented.")
    assert type(cell.value) is int
    after = before + cell.value
    if after not in _INT64:
        raise invalid(f"The increment of column '{cell.name}' overflows.")
    return cell._replace(value=after, op=None)
