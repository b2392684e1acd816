"""Columns that a table knows of: those of its key, and the predefined ones, which can be added to and taken away."""

from __future__ import annotations

import msgspec

from emulator.tablestore.errors import invalid
from emulator.tablestore.operations import checks
from emulator.tablestore.state.schema import DefinedColumn, KeyColumn, Table
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages

MOST_KEYS = 4
MOST_DEFINED = 32
_COLUMN_TYPES = (
    messages.COLUMN_INTEGER,
    messages.COLUMN_DOUBLE,
    messages.COLUMN_BOOLEAN,
    messages.COLUMN_STRING,
    messages.COLUMN_BLOB,
)


def keys(columns: list[messages.PrimaryKeySchema]) -> list[KeyColumn]:
    """The key that a request describes; refused if no table can have it."""
    if not 1 <= len(columns) <= MOST_KEYS:
        raise invalid(f"The number of primary key columns must be in range: [1, {MOST_KEYS}].")
    found: list[KeyColumn] = []
    for column in columns:
        checks.check_column_name(column.name)
        if column.type not in messages.KEY_TYPES:
            raise invalid("Invalid column type, only STRING,INTEGER,BINARY is allowed.")
        if column.name in (one.name for one in found):
            raise invalid(f"Duplicated primary key name: '{column.name}'.")
        found.append(KeyColumn(column.name, column.type, column.option == messages.AUTO_INCREMENT))
    filled = [column for column in found if column.auto_increment]
    if len(filled) > 1:
        raise invalid("AUTO_INCREMENT primary key count must <= 1.")
    if filled and filled[0].type != messages.INTEGER:
        raise invalid("AUTO_INCREMENT primary key must be integer.")
    if found[0].auto_increment:
        raise invalid("PkAutoIncr cannot be set as first pk column")
    return found


def defined(columns: list[messages.DefinedColumnSchema], taken: set[str]) -> list[DefinedColumn]:
    """The predefined columns that a request describes, for a table where names are ``taken`` already."""
    for column in columns:
        checks.check_column_name(column.name)
        if column.type not in _COLUMN_TYPES:
            raise invalid(f"Invalid column type: {column.type}.")
        if column.name in taken:
            raise invalid(f"Duplicated defined column name: '{column.name}'.")
        taken = taken | {column.name}
    return [DefinedColumn(column.name, column.type) for column in columns]


def check_count(columns: list[DefinedColumn]) -> None:
    """Refuse more predefined columns than a table may have."""
    if len(columns) > MOST_DEFINED:
        raise invalid(f"The number of defined columns must be in range: [0, {MOST_DEFINED}].")


def add_defined_column(space: Space, request: messages.AddDefinedColumnRequest) -> messages.Empty:
    """Predefine more columns of a table; rows that have such columns stay as they are."""
    table = _main_table(space, request.table_name, bool(request.columns))
    taken = {column.name for column in table.keys} | {column.name for column in table.defined}
    columns = [*table.defined, *defined(request.columns, taken)]
    check_count(columns)
    space.store.save_table(space.instance, msgspec.structs.replace(table, defined=columns))
    return messages.Empty()


def delete_defined_column(space: Space, request: messages.DeleteDefinedColumnRequest) -> messages.Empty:
    """Make ordinary columns of predefined ones; those that an index uses are kept until the index is gone."""
    table = _main_table(space, request.table_name, bool(request.columns))
    there = {column.name for column in table.defined}
    used = {name for index in table.indexes for name in index.keys + index.columns}
    for name in request.columns:
        if name not in there:
            raise invalid(f"Column does not exist: '{name}'.")
        if name in used:
            raise invalid(f"Can't delete defined column '{name}', it is used by a secondary index.")
    columns = [column for column in table.defined if column.name not in request.columns]
    space.store.save_table(space.instance, msgspec.structs.replace(table, defined=columns))
    return messages.Empty()


def _main_table(space: Space, name: str, any_columns: bool) -> Table:
    checks.check_table_name(name)
    table = space.table(name)
    if table.main is not None:
        raise invalid("Can't change defined columns of index table")
    if not any_columns:
        raise invalid("No defined column is specified.")
    return table
