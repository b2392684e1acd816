"""BatchGetRow and BatchWriteRow: many rows in one request, each with an outcome of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from emulator.tablestore.errors import TablestoreError, invalid
from emulator.tablestore.operations import changes, checks, reads, writes
from emulator.tablestore.operations.selection import Selection, selection_of
from emulator.tablestore.operations.writes import Write
from emulator.tablestore.state.space import Space
from emulator.tablestore.state.transactions import Session
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import INCREMENT, Cell, Row, Value

MOST_ROWS_READ = 100
MOST_ROWS_WRITTEN = 200


class _OfTable(Protocol):
    table_name: str


T = TypeVar("T", bound=_OfTable)


def batch_get_row(space: Space, request: messages.BatchGetRowRequest) -> messages.BatchResponse:
    """Rows of several tables, in the order they were asked for."""
    if not request.tables:
        raise invalid("No row specified in the request of BatchGetRow.")
    _check_tables(request.tables)
    _check_count(sum(len(table.primary_key) for table in request.tables), MOST_ROWS_READ)
    asked: list[tuple[str, list[list[Cell]], Selection]] = []
    for table in request.tables:
        if any(table.token):
            raise checks.unsupported("token of a wide row")
        cells = [checks.key_of(key) for key in table.primary_key]
        asked.append((table.table_name, cells, selection_of(table, batched=True)))
    return messages.BatchResponse(
        [
            messages.TableInBatchResponse(name, [_outcome(partial(_read, space, name, key, selection)) for key in rows])
            for name, rows, selection in asked
        ]
    )


def _read(space: Space, name: str, key: list[Cell], selection: Selection) -> messages.RowInBatchResponse:
    answer = reads.read(space, space.table(name), key, selection, None)
    return messages.RowInBatchResponse(is_ok=True, consumed=answer.consumed, row=answer.row)


def batch_write_row(space: Space, request: messages.BatchWriteRowRequest) -> messages.BatchResponse:
    """Writes to several tables.

    One that is refused leaves the others alone; in an atomic batch it takes all those to its table with it.
    """
    if request.is_atomic and request.transaction_id:
        raise checks.unsupported("atomic BatchWriteRow in a local transaction")
    if not request.tables:
        raise invalid("No row is specified in BatchWriteRow.")
    _check_tables(request.tables)
    _check_count(sum(len(table.rows) for table in request.tables), MOST_ROWS_WRITTEN)
    session = space.session(request.transaction_id)
    asked = [(table.table_name, _writes(table)) for table in request.tables]
    _check_size(sum(_size(write.row) for _, rows in asked for write in rows))
    return messages.BatchResponse(
        [
            messages.TableInBatchResponse(
                name,
                _write_together(space, name, rows)
                if request.is_atomic
                else [_outcome(partial(_write, space, name, write, session)) for write in rows],
            )
            for name, rows in asked
        ]
    )


def _writes(table: messages.TableInBatchWriteRowRequest) -> list[Write]:
    """The writes to one table; what is malformed in any of them refuses the whole request."""
    if not table.rows:
        raise invalid(f"No operation is specified for table: '{table.table_name}'.")
    found = []
    for row in table.rows:
        if row.type not in (messages.PUT, messages.UPDATE, messages.DELETE):
            raise invalid("The type of row in batch write operation is invalid.")
        found.append(writes.read_write(row.type, row.row, row.condition, row.return_content))
    _check_repeated(found)
    return found


def _size(row: Row) -> int:
    return changes.size_of(row.key) + changes.size_of(row.cells)


def _check_size(size: int) -> None:
    if size > checks.BIGGEST_REQUEST:
        raise invalid(
            "The total data size of BatchWriteRow request exceeds the limit,"
            f" limit size: {checks.BIGGEST_REQUEST}, data size: {size}."
        )


def _check_repeated(found: list[Write]) -> None:
    """A row may come again in a batch only if nothing depends on which comes first."""
    times = Counter(_identity(write.row) for write in found)
    for write in found:
        if times[_identity(write.row)] == 1:
            continue
        if write.existence != messages.IGNORE:
            raise invalid("Repeated rows do not support row exist expectation check in BatchModify.")
        if write.predicate is not None or any(cell.op == INCREMENT for cell in write.row.cells):
            raise invalid("Repeated rows do not support row condition check in BatchModify.")


def _identity(row: Row) -> tuple[object, ...]:
    return tuple((cell.name, type(cell.value), cell.value) for cell in row.key)


def _write(space: Space, name: str, write: Write, session: Session | None) -> messages.RowInBatchResponse:
    answer = writes.apply(space, space.table(name), write, session)
    return messages.RowInBatchResponse(is_ok=True, consumed=answer.consumed, row=answer.row)


def _write_together(space: Space, name: str, rows: list[Write]) -> list[messages.RowInBatchResponse]:
    """All writes to one table or none of them; then every row tells what the first to fail has failed of."""
    try:
        with space.store.savepoint():
            _check_one_partition(rows)
            return [_write(space, name, write, None) for write in rows]
    except TablestoreError as error:
        return [_failed(error) for _ in rows]


def _check_one_partition(rows: list[Write]) -> None:
    first, *others = (_shown(write.row.key[0].value) for write in rows)
    for other in others:
        if other != first:
            message = f"Data out of scope of atomic. Atomic PartKey:{first}. Data PartKey:{other}"
            raise TablestoreError("OTSDataOutOfRange", message)


def _shown(value: Value | None) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _outcome(act: Callable[[], messages.RowInBatchResponse]) -> messages.RowInBatchResponse:
    try:
        return act()
    except TablestoreError as error:
        return _failed(error)


def _failed(error: TablestoreError) -> messages.RowInBatchResponse:
    return messages.RowInBatchResponse(is_ok=False, error=messages.Error(error.code, error.message))


def _check_tables(tables: list[T]) -> None:
    for table in tables:
        checks.check_table_name(table.table_name)
    for name, times in Counter(table.table_name for table in tables).items():
        if times > 1:
            raise invalid(f"Duplicated table name: '{name}'.")


def _check_count(rows: int, limit: int) -> None:
    if rows > limit:
        raise invalid(f"Rows count exceeds the upper limit: {limit}.")
