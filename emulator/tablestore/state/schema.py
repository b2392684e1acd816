"""What a table is: its key, its predefined columns, its options and its indexes."""

from __future__ import annotations

import msgspec

from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import KeyValue, Scalar

FOREVER = -1
"""The time to live of cells that never expire."""
SHORTEST_LIFE = 86400
DEVIATION = 86400
"""Seconds that a cell's own timestamp may lie off the present, unless the table says otherwise."""


class KeyColumn(msgspec.Struct, frozen=True):
    """One column of a primary key; ``type`` as in ``PrimaryKeySchema``."""

    name: str
    type: int
    auto_increment: bool = False


class DefinedColumn(msgspec.Struct, frozen=True):
    """One predefined column; ``type`` as in ``DefinedColumnSchema``."""

    name: str
    type: int


class Options(msgspec.Struct, frozen=True):
    """Options of a table; times in seconds."""

    time_to_live: int = FOREVER
    max_versions: int = 1
    deviation: int = DEVIATION
    allow_update: bool = True


class Index(msgspec.Struct, frozen=True):
    """A secondary index as it was asked for; its table's key is ``keys`` and the rest of the main table's key."""

    name: str
    keys: list[str]
    columns: list[str]
    type: int


class Table(msgspec.Struct):
    """One table, or the table behind an index: then ``main`` names the table it follows and nobody writes it."""

    id: int
    name: str
    keys: list[KeyColumn]
    defined: list[DefinedColumn]
    options: Options
    read_units: int
    write_units: int
    throughput_set_at: int
    indexes: list[Index] = []
    main: str | None = None
    created_at: int = 0
    """Milliseconds since the epoch."""
    split_points: list[bytes] = []
    """Bare values of the first key column."""
    local_transactions: bool = True

    @property
    def has_auto_increment(self) -> bool:
        """Whether the service fills a column of the key."""
        return any(column.auto_increment for column in self.keys)

    def index(self, name: str) -> Index | None:
        """The index of that name."""
        return next((one for one in self.indexes if one.name == name), None)


_KEY_TYPES: dict[int, type] = {messages.INTEGER: int, messages.STRING: str, messages.BINARY: bytes}
_COLUMN_TYPES: dict[int, type] = {
    messages.COLUMN_INTEGER: int,
    messages.COLUMN_DOUBLE: float,
    messages.COLUMN_BOOLEAN: bool,
    messages.COLUMN_STRING: str,
    messages.COLUMN_BLOB: bytes,
}
KEY_OF_COLUMN = {
    messages.COLUMN_INTEGER: messages.INTEGER,
    messages.COLUMN_STRING: messages.STRING,
    messages.COLUMN_BLOB: messages.BINARY,
}
"""Predefined column type → the type it has in an index key; others cannot be in one."""


def fits_key(value: Scalar | KeyValue, column: KeyColumn) -> bool:
    """Whether a value has the type of a key column."""
    return type(value) is _KEY_TYPES[column.type]


def fits_column(value: Scalar, column: DefinedColumn) -> bool:
    """Whether a value has the type of a predefined column."""
    return type(value) is _COLUMN_TYPES[column.type]
