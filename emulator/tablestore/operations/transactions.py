"""StartLocalTransaction, CommitTransaction, AbortTransaction. Each costs a write unit, which its answer cannot name."""

from __future__ import annotations

from emulator.tablestore.errors import invalid, invalid_key
from emulator.tablestore.operations import checks
from emulator.tablestore.state import keys
from emulator.tablestore.state.schema import fits_key
from emulator.tablestore.state.space import Space
from emulator.tablestore.wire import messages
from emulator.tablestore.wire.plainbuffer import Bound


def start(space: Space, request: messages.StartLocalTransactionRequest) -> messages.Transaction:
    """Open a transaction on one partition key of one table."""
    checks.check_table_name(request.table_name)
    cells = checks.key_of(request.key)
    table = space.table(request.table_name)
    if len(cells) != 1:
        raise invalid("StartLocalTransaction support only one primary key.")
    if table.main is not None:
        raise invalid("Can't write index table directly")
    if not table.local_transactions:
        raise invalid("Try to call method using explicit transaction on explicit-transaction-disabled table.")
    first, value = table.keys[0], cells[0].value
    if cells[0].name != first.name:
        raise invalid_key(f"Validate PK name fail. Input: {cells[0].name}, Meta: {first.name}.")
    if value is None or isinstance(value, (Bound, float)) or not fits_key(value, first):
        raise invalid_key("Primary key schema mismatch.")
    partition = keys.encode([value])
    space.charge(0, 1)
    return messages.Transaction(space.sessions.begin(space.instance, table, partition, space.now).id)


def commit(space: Space, request: messages.Transaction) -> messages.Empty:
    """Let what the transaction wrote take effect."""
    session = space.sessions.find(space.instance, request.transaction_id, space.now)
    space.charge(0, 1)
    space.commit(session)
    return messages.Empty()


def abort(space: Space, request: messages.Transaction) -> messages.Empty:
    """Forget what the transaction wrote."""
    session = space.sessions.find(space.instance, request.transaction_id, space.now)
    space.charge(0, 1)
    space.sessions.end(session)
    return messages.Empty()
