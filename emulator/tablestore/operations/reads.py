"""GetRow and GetRange."""

from __future__ import annotations

from emulator.tablestore.errors import invalid
from emulator.tablestore.operations import checks
from emulator.tablestore.operations.selection import Selection, key_row, selection_of
from emulator.tablestore.state import keys
from emulator.tablestore.state.schema import Table
from emulator.tablestore.state.space import Space
from emulator.tablestore.state.transactions import Session
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Bound, Cell, Row, encode_rows

MOST_SCANNED = 5000
MOST_SCANNED_BYTES = 4 * 1024 * 1024


def get_row(space: Space, request: messages.GetRowRequest) -> messages.GetRowResponse:
    """One row, or no bytes for none."""
    checks.check_table_name(request.table_name)
    if request.token:
        raise checks.unsupported("token of a wide row")
    selection = selection_of(request)
    cells = checks.key_of(request.primary_key)
    session = space.session(request.transaction_id)
    return read(space, space.table(request.table_name), cells, selection, session)


def read(
    space: Space, table: Table, cells: list[Cell], selection: Selection, session: Session | None
) -> messages.GetRowResponse:
    """One row as a read returns it."""
    row = space.get(table, keys.encode(checks.whole_key(table, cells)), session)
    live = row.live(table.options, space.now) if row else None
    returned, size = selection.of(table, row.key, live) if row and live is not None else (None, 0)
    consumed = checks.consumed(space, checks.units(size), 0)
    return messages.GetRowResponse(consumed, encode_rows([returned] if returned else []))


def get_range(space: Space, request: messages.GetRangeRequest) -> messages.GetRangeResponse:
    """Rows between two keys, up to a limit, and the key to go on with if there are more."""
    checks.check_table_name(request.table_name)
    if request.token:
        raise checks.unsupported("token of a wide row")
    if request.limit is not None and request.limit <= 0:
        raise invalid("The limit must be greater than 0.")
    selection = selection_of(request)
    session = space.session(request.transaction_id)
    table = space.table(request.table_name)
    start, end = _ends(table, request)
    returned: list[Row] = []
    scanned, size, following = 0, 0, b""
    for row in space.scan(table, start, end, session):
        live = row.live(table.options, space.now)
        if live is None:
            continue
        if len(returned) == request.limit or scanned == MOST_SCANNED or size >= MOST_SCANNED_BYTES:
            following = encode_rows([key_row(table, row.key)])
            break
        one, read_size = selection.of(table, row.key, live)
        scanned, size = scanned + 1, size + read_size
        if one:
            returned.append(one)
    consumed = checks.consumed(space, checks.units(size), 0)
    return messages.GetRangeResponse(consumed, encode_rows(returned), following or None)


def _ends(table: Table, request: messages.GetRangeRequest) -> tuple[bytes, bytes]:
    """The two ends of a range in sortable form, checked to lie in its direction."""
    if request.direction not in (messages.FORWARD, messages.BACKWARD):
        raise invalid(f"Invalid direction: {request.direction}.")
    start = _bound(table, request.inclusive_start_primary_key)
    end = _bound(table, request.exclusive_end_primary_key)
    if request.direction == messages.FORWARD and start >= end:
        raise invalid("Begin key must less than end key in FORWARD")
    if request.direction == messages.BACKWARD and start <= end:
        raise invalid("Begin key must more than end key in BACKWARD")
    return start, end


def _bound(table: Table, data: bytes) -> bytes:
    values = checks.bounds(table, checks.bound_of(data))
    if Bound.AUTO_INCREMENT in values:
        raise invalid("PKAutoIncr can't be used for read operations.")
    return keys.encode(values)
