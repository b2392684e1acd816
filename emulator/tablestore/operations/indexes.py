"""CreateIndex and DropIndex, and indexes that come with their table. ListSearchIndex finds none."""

from __future__ import annotations

import msgspec

from emulator.tablestore.errors import TablestoreError, invalid
from emulator.tablestore.operations import checks
from emulator.tablestore.state import indexes
from emulator.tablestore.state.schema import FOREVER, KEY_OF_COLUMN, Index, Table
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages

MOST_INDEXES = 5
MOST_KEYS = 4
MOST_COLUMNS = 32


def create_index(space: Space, request: messages.CreateIndexRequest) -> messages.Empty:
    """Make an index on a table, with the rows that are there if so asked."""
    checks.check_table_name(request.main_table_name)
    main = space.table(request.main_table_name)
    space.check_room(request.index_meta.name, 1)
    behind = add(space, main, planned(space, main, request.index_meta))
    if request.include_base_data:
        indexes.build(space.store, space.table(main.name), behind)
    return messages.Empty()


def drop_index(space: Space, request: messages.DropIndexRequest) -> messages.Empty:
    """Forget an index."""
    checks.check_table_name(request.main_table_name)
    main = space.table(request.main_table_name)
    index = main.index(request.index_name)
    if index is None:
        raise TablestoreError("OTSObjectNotExist")
    space.store.drop_table(space.instance, space.table(index.name))
    rest = [one for one in main.indexes if one is not index]
    space.store.save_table(space.instance, msgspec.structs.replace(main, indexes=rest))
    return messages.Empty()


def list_search_index(_: Space, __: messages.Empty) -> messages.Empty:
    """No table has a search index."""
    return messages.Empty()


def planned(space: Space, main: Table, asked: messages.IndexMeta) -> Index:
    """The index that a request describes, checked against its table."""
    checks.check_table_name(asked.name)
    if main.main is not None:
        raise invalid("Can't create index on index table")
    if asked.name == main.name or space.store.table(space.instance, asked.name):
        raise TablestoreError("OTSObjectAlreadyExist")
    index = Index(asked.name, asked.primary_key, asked.defined_column, asked.index_type)
    check_options(main)
    _check_columns(main, index)
    _check_kind(main, index, asked.index_update_mode)
    return index


def _check_columns(main: Table, index: Index) -> None:
    of_key = {column.name for column in main.keys}
    defined = {column.name: column for column in main.defined}
    if not 1 <= len(index.keys) <= MOST_KEYS:
        raise invalid(f"The number of primary key columns must be in range: [1, {MOST_KEYS}] in index.")
    if len(index.columns) > MOST_COLUMNS:
        raise invalid(f"The number of attribute columns must be in range: [0, {MOST_COLUMNS}] in index.")
    named = index.keys + index.columns
    for name in named:
        if named.count(name) > 1:
            raise invalid(f"Duplicated column name in index: '{name}'.")
    for name in index.keys:
        if name not in of_key and name not in defined:
            raise invalid(f"Column does not exist: '{name}'.")
        if name in defined and defined[name].type not in KEY_OF_COLUMN:
            raise invalid("Invalid column type, only STRING,INTEGER,BINARY is allowed.")
    for name in index.columns:
        if name not in defined:
            raise invalid(f"Column does not exist: '{name}'.")


def _check_kind(main: Table, index: Index, update_mode: int) -> None:
    modes = {messages.GLOBAL_INDEX: messages.ASYNC_INDEX, messages.LOCAL_INDEX: messages.SYNC_INDEX}
    if index.type not in modes:
        raise invalid(f"Invalid index type: {index.type}.")
    if update_mode != modes[index.type]:
        raise invalid(f"Invalid index update mode: {update_mode}.")
    if index.type == messages.LOCAL_INDEX and index.keys[0] != main.keys[0].name:
        raise invalid("The first primary key column of a local index must be that of its table.")


def check_options(main: Table) -> None:
    """Refuse options that a table with an index cannot have."""
    if main.options.max_versions != 1:
        raise invalid("The max versions of a table with secondary index must be 1.")
    if main.options.time_to_live != FOREVER and main.options.allow_update:
        raise invalid("The time to live of a table with secondary index must be -1 unless allow_update is false.")


def add(space: Space, main: Table, index: Index) -> Table:
    """Keep an index that was checked; returns the table behind it."""
    main = space.table(main.name)
    if len(main.indexes) == MOST_INDEXES:
        raise invalid(f"Number of index per table exceeds the quota:{MOST_INDEXES}.")
    behind = indexes.table_behind(index, main, space.store.free_id())
    space.store.save_table(space.instance, behind)
    space.store.save_table(space.instance, msgspec.structs.replace(main, indexes=[*main.indexes, index]))
    return behind


def described(index: Index) -> messages.IndexMeta:
    """An index as DescribeTable shows it."""
    mode = messages.SYNC_INDEX if index.type == messages.LOCAL_INDEX else messages.ASYNC_INDEX
    return messages.IndexMeta(index.name, mode, index.type, index.keys, index.columns, messages.INCREMENTAL)
