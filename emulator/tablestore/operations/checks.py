"""What every operation checks about names, keys and values before it acts.

Limits are those of the vendor's page "General limits"; texts those of "Error codes".
"""

from __future__ import annotations

import math
import re

from emulator.tablestore.errors import TablestoreError, invalid, invalid_key
from emulator.tablestore.state.schema import Table, fits_key
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Bound, Cell, KeyValue, Row, RowFormatError, Value, decode_row

LONGEST_KEY_VALUE = 1024
LONGEST_VALUE = 2 * 1024 * 1024
MOST_COLUMNS = 1024
BIGGEST_REQUEST = 4 * 1024 * 1024
UNIT = 4096
"""Bytes that one capacity unit pays for."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,254}")
_INSTANCE = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]{1,14})[A-Za-z0-9]")
_KEY_TYPE_NAMES = {messages.INTEGER: "VT_INTEGER", messages.STRING: "VT_STRING", messages.BINARY: "VT_BLOB"}
_VALUE_TYPE_NAMES = {int: "VT_INTEGER", str: "VT_STRING", bytes: "VT_BLOB", float: "VT_DOUBLE", bool: "VT_BOOLEAN"}


def check_instance_name(name: str) -> None:
    """3 to 16 letters, digits and hyphens, beginning with a letter and not ending with a hyphen."""
    if not _INSTANCE.fullmatch(name):
        raise invalid(f"Invalid instance name: '{name}'.")


def check_table_name(name: str) -> None:
    """1 to 255 letters, digits and underscores, not beginning with a digit."""
    if not _NAME.fullmatch(name):
        raise invalid(f"Invalid table name: '{name}'.")


def check_column_name(name: str) -> None:
    """The rule of table names holds for columns too."""
    if not _NAME.fullmatch(name):
        raise invalid(f"Invalid column name: '{name}'.")


def row_of(data: bytes) -> Row:
    """The row that a request's PlainBuffer field wants written."""
    row = _decoded(data)
    _check_finite(row.key)
    return row


def key_of(data: bytes) -> list[Cell]:
    """The cells of a PlainBuffer field that may hold the key of one row and nothing else."""
    cells = bound_of(data)
    _check_finite(cells)
    return cells


def bound_of(data: bytes) -> list[Cell]:
    """The cells of a PlainBuffer field that may hold an end of a range and nothing else."""
    row = _decoded(data)
    if row.cells:
        raise invalid("Attribute column cannot be given while reading data.")
    if row.delete:
        raise invalid("Delete marker cannot be given.")
    return row.key


def _decoded(data: bytes) -> Row:
    try:
        row = decode_row(data)
    except RowFormatError as error:
        raise invalid(str(error)) from None
    for cell in row.key:
        _check_key_cell(cell)
    return row


def _check_key_cell(cell: Cell) -> None:
    """What holds for the key of any table."""
    if cell.op is not None:
        raise invalid(f"OpType cannot be given for primary key name: '{cell.name}'.")
    if cell.timestamp is not None:
        raise invalid(f"Timestamp cannot be given for primary key name: '{cell.name}'.")
    if cell.value is None:
        raise invalid(f"Cell data broken, PK value cannot be NULL, name: {cell.name}.")
    if isinstance(cell.value, (str, bytes)):
        check_key_length(cell.name, cell.value)


def _check_finite(cells: list[Cell]) -> None:
    for cell in cells:
        if cell.value in (Bound.INF_MIN, Bound.INF_MAX):
            assert isinstance(cell.value, Bound)
            raise invalid(f"VT_{cell.value.name} is an invalid type for the primary key.")


def whole_key(table: Table, cells: list[Cell]) -> list[KeyValue]:
    """The values of a key of the table, all of them plain."""
    values: list[KeyValue] = []
    for value in bounds(table, cells):
        if isinstance(value, Bound):
            raise invalid("PKAutoIncr can't be used for read operations.")
        values.append(value)
    return values


def bounds(table: Table, cells: list[Cell]) -> list[KeyValue | Bound]:
    """The values of a key that may hold infinities or a value that the service is to fill."""
    if len(cells) != len(table.keys):
        raise invalid_key(f"Validate PK size fail. Input: {len(cells)}, Meta: {len(table.keys)}.")
    values: list[KeyValue | Bound] = []
    for cell, column in zip(cells, table.keys, strict=True):
        if cell.name != column.name:
            raise invalid_key(f"Validate PK name fail. Input: {cell.name}, Meta: {column.name}.")
        value = cell.value
        assert value is not None
        if isinstance(value, Bound):
            values.append(value)
            continue
        if isinstance(value, float) or not fits_key(value, column):
            raise invalid_key(
                f"Validate PK type fail. Input: {_VALUE_TYPE_NAMES[type(value)]}, Meta: {_KEY_TYPE_NAMES[column.type]}."
            )
        values.append(value)
    return values


def check_key_length(name: str, value: str | bytes) -> None:
    """A value of a key, an index's included, has at most 1 KB."""
    length = len(value.encode()) if isinstance(value, str) else len(value)
    if length > LONGEST_KEY_VALUE:
        raise invalid(
            f"The length of primary key column: '{name}' exceeds the MaxLength:{LONGEST_KEY_VALUE}"
            f" with CurrentLength:{length}."
        )


def check_value(name: str, value: Value) -> None:
    """An attribute's value: nothing infinite, at most 2 MB."""
    if isinstance(value, Bound):
        raise invalid("data format is invalid, unknown variant type occured.")
    if isinstance(value, float) and not math.isfinite(value):
        raise invalid(f"{'NaN' if math.isnan(value) else 'Infinity'} can't be set to double value.")
    if isinstance(value, (str, bytes)) and len(value) > LONGEST_VALUE // 4:
        length = len(value.encode()) if isinstance(value, str) else len(value)
        if length > LONGEST_VALUE:
            raise invalid(
                f"The length of attribute column: '{name}' exceeds the MaxLength:{LONGEST_VALUE}"
                f" with CurrentLength:{length}."
            )


def units(size: int) -> int:
    """Capacity units that so many bytes cost; nothing is free."""
    return max(1, -(-size // UNIT))


def consumed(space: Space, read: int, write: int) -> messages.ConsumedCapacity:
    """Charge a request capacity units; returns them as its answer names them."""
    space.charge(read, write)
    return messages.ConsumedCapacity(messages.CapacityUnit(read, write))


def unsupported(what: str) -> TablestoreError:
    """The refusal of something the local cloud does not emulate."""
    return invalid(f"Unsupported operation: '{what}'.")
