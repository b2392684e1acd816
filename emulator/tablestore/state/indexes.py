"""Secondary indexes: tables that follow a main table.

An index's key is its own columns and then those of the main table's key that are missing. A row that lacks one of the
index's columns has no row there; a value of another type than the predefined one, written before there was an index,
is as good as none. Rows of an index change in the same breath as those of its table, for global indexes
too, although the service lets those lag by some milliseconds.
"""

from __future__ import annotations

from emulator.tablestore.state import keys
from emulator.tablestore.state.rows import StoredRow
from emulator.tablestore.state.schema import KEY_OF_COLUMN, Index, KeyColumn, Table, fits_column, fits_key
from emulator.tablestore.state.store import Store


def table_behind(index: Index, main: Table, identifier: int) -> Table:
    """The table that holds an index of ``main``."""
    of_key = {column.name: KeyColumn(column.name, column.type) for column in main.keys}
    defined = {column.name: column for column in main.defined}
    own = [of_key.get(name) or KeyColumn(name, KEY_OF_COLUMN[defined[name].type]) for name in index.keys]
    return Table(
        id=identifier,
        name=index.name,
        keys=own + [column for name, column in of_key.items() if name not in index.keys],
        defined=[defined[name] for name in index.columns],
        options=main.options,
        read_units=0,
        write_units=0,
        throughput_set_at=main.throughput_set_at,
        main=main.name,
    )


def entry(main: Table, behind: Table, row: StoredRow) -> StoredRow | None:
    """What ``row`` of the main table is in the index; ``None`` if it has no place there."""
    of_key = dict(zip((column.name for column in main.keys), row.key, strict=True))
    newest = {name: versions[0] for name, versions in row.columns.items()}
    values = []
    for column in behind.keys:
        if column.name in of_key:
            values.append(of_key[column.name])
        elif column.name in newest and fits_key(newest[column.name][1], column):
            values.append(newest[column.name][1])
        else:
            return None
    covered = {
        column.name: [newest[column.name]]
        for column in behind.defined
        if column.name in newest and fits_column(newest[column.name][1], column)
    }
    return StoredRow(values, covered, row.written)


def follow(store: Store, instance: str, main: Table, old: StoredRow | None, new: StoredRow | None) -> None:
    """Bring the indexes of a table in line with a row that was ``old`` and is ``new``."""
    for index in main.indexes:
        behind = store.table(instance, index.name)
        assert behind is not None
        gone = entry(main, behind, old) if old else None
        here = entry(main, behind, new) if new else None
        if gone and (here is None or here.key != gone.key):
            store.delete(behind, keys.encode(gone.key))
        if here:
            store.put(behind, keys.encode(here.key), here)


def build(store: Store, main: Table, behind: Table) -> None:
    """Fill a new index with the rows that its table already has."""
    for row in list(store.rows(main)):
        here = entry(main, behind, row)
        if here:
            store.put(behind, keys.encode(here.key), here)
