"""PutRow, UpdateRow, DeleteRow."""

from __future__ import annotations

from dataclasses import dataclass

from emulator.tablestore.errors import TablestoreError, invalid
from emulator.tablestore.operations import changes, checks, filters
from emulator.tablestore.operations.selection import key_row
from emulator.tablestore.state import keys
from emulator.tablestore.state.rows import Columns, StoredRow, size_of_key, values_of
from emulator.tablestore.state.schema import Table
from emulator.tablestore.state.space import Space
from emulator.tablestore.state.transactions import Session
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import INCREMENT, Bound, Cell, KeyValue, Row, encode_rows

_EXPECTATIONS = {
    messages.IGNORE: "IGNORE",
    messages.EXPECT_EXIST: "EXPECT_EXIST",
    messages.EXPECT_NOT_EXIST: "EXPECT_NOT_EXIST",
}


@dataclass
class Write:
    """One row that is to be written, read and found well formed."""

    kind: int
    row: Row
    existence: int
    predicate: filters.Predicate | None
    returns: int
    return_columns: list[str]
    """For ``RT_AFTER_MODIFY``: the incremented columns whose new values are wanted."""

    @property
    def conditional(self) -> bool:
        """Whether the write asks anything of the row that is there."""
        return self.existence != messages.IGNORE or self.predicate is not None


def read_write(kind: int, data: bytes, condition: messages.Condition, returns: messages.ReturnContent | None) -> Write:
    """The write that a request asks; refused if it is malformed, whatever the table."""
    row = checks.row_of(data)
    changes.check_shape(kind, row)
    if condition.row_existence not in _EXPECTATIONS:
        raise invalid(f"Invalid row-existence expectation: {condition.row_existence}.")
    wanted = returns or messages.ReturnContent()
    return_type = wanted.return_type or messages.RT_NONE
    _check_returns(kind, row, return_type, wanted.return_column_names)
    predicate = filters.parse(condition.column_condition)
    return Write(kind, row, condition.row_existence, predicate, return_type, wanted.return_column_names)


def _check_returns(kind: int, row: Row, return_type: int, names: list[str]) -> None:
    """Only what an increment makes of a column can be returned, and only when its name is given."""
    if return_type not in (messages.RT_NONE, messages.RT_PK, messages.RT_AFTER_MODIFY):
        raise invalid(f"Invalid return type: {return_type}.")
    if return_type != messages.RT_AFTER_MODIFY:
        if names:
            raise invalid("Return column names can only be given for RT_AFTER_MODIFY.")
        return
    incremented = {cell.name for cell in row.cells if cell.op == INCREMENT}
    if kind != messages.UPDATE or not names:
        raise invalid("RT_AFTER_MODIFY returns the incremented columns that an update names.")
    for name in names:
        if name not in incremented:
            raise invalid(f"Invalid return column name: '{name}'. Reason: it is not incremented.")


def put_row(space: Space, request: messages.WriteRowRequest) -> messages.WriteRowResponse:
    """Write a row in place of whatever its key had."""
    return _single(space, messages.PUT, request)


def update_row(space: Space, request: messages.WriteRowRequest) -> messages.WriteRowResponse:
    """Change some columns of a row, or make the row."""
    return _single(space, messages.UPDATE, request)


def delete_row(space: Space, request: messages.WriteRowRequest) -> messages.WriteRowResponse:
    """Remove a row."""
    return _single(space, messages.DELETE, request)


def _single(space: Space, kind: int, request: messages.WriteRowRequest) -> messages.WriteRowResponse:
    checks.check_table_name(request.table_name)
    write = read_write(kind, request.row, request.condition, request.return_content)
    session = space.session(request.transaction_id)
    return apply(space, space.table(request.table_name), write, session)


def apply(space: Space, table: Table, write: Write, session: Session | None) -> messages.WriteRowResponse:
    """Check and write one row. Nothing is written when anything is refused."""
    if table.main is not None:
        raise invalid("Can't write index table directly")
    key = _key(space, table, write, session)
    encoded = keys.encode(key)
    if session:
        session.check_reaches(table, encoded)
    space.sessions.check_free(table, encoded, space.now, session)
    old = space.get(table, encoded, session)
    live = old.live(table.options, space.now) if old else None
    if not _condition_holds(table, write, key, live):
        space.charge(1, 1)
        raise TablestoreError("OTSConditionCheckFail")
    new = changes.outcome(table, write.kind, key, write.row.cells, live, space.now)
    space.replace(table, encoded, old, new, session)
    size = size_of_key((column.name for column in table.keys), key) + changes.size_of(write.row.cells)
    consumed = checks.consumed(space, int(write.conditional), checks.units(size))
    return messages.WriteRowResponse(consumed, _returned(table, write, key, new))


def _returned(table: Table, write: Write, key: list[KeyValue], new: StoredRow | None) -> bytes | None:
    if write.returns == messages.RT_PK:
        return encode_rows([key_row(table, key)])
    if write.returns != messages.RT_AFTER_MODIFY or new is None:
        return None
    newest = [(name, new.columns[name][0]) for name in sorted(set(write.return_columns))]
    return encode_rows([Row([], [Cell(name, value, None, stamp) for name, (stamp, value) in newest])])


def _key(space: Space, table: Table, write: Write, session: Session | None) -> list[KeyValue]:
    """The key of the row; a column that the service fills gets its number here."""
    if not table.has_auto_increment:
        return checks.whole_key(table, write.row.key)
    values = checks.bounds(table, write.row.key)
    filled = [column.auto_increment for column in table.keys].index(True)
    if values[filled] is not Bound.AUTO_INCREMENT:
        if write.kind != messages.DELETE and write.existence != messages.EXPECT_EXIST:
            raise invalid(
                f"Invalid expect: {_EXPECTATIONS[write.existence]}"
                " when modify a specific row for table with pk auto increment"
            )
        return checks.whole_key(table, write.row.key)
    if write.kind == messages.DELETE:
        raise invalid("Invalid row to delete which with pk auto increment")
    if write.existence != messages.IGNORE:
        raise invalid(f"Invalid expect: {_EXPECTATIONS[write.existence]} when modify row with pk auto increment")
    if write.predicate is not None:
        raise invalid("Can't set condition when modify row with pk auto increment")
    if session:
        raise invalid("PkAutoIncr can't be used in a local transaction.")
    number = space.store.next_number(table, keys.encode(values[:1]), space.now * 1000)
    cells = list(write.row.key)
    cells[filled] = Cell(table.keys[filled].name, number)
    return checks.whole_key(table, cells)


def _condition_holds(table: Table, write: Write, key: list[KeyValue], live: Columns | None) -> bool:
    """Ask first for the row's existence, then for its columns."""
    expected = {messages.EXPECT_EXIST: True, messages.EXPECT_NOT_EXIST: False}.get(write.existence)
    if expected is not None and (live is not None) != expected:
        return False
    if write.predicate is None:
        return True
    # Of a row that is not there, not even the key is seen.
    of_key = {column.name: value for column, value in zip(table.keys, key, strict=True)} if live is not None else {}
    return write.predicate(lambda name: values_of(name, of_key, live or {}))
