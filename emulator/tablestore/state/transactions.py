"""Local transactions: one table, one partition key, at most a minute.

What a transaction writes lies over the table until the commit; others see the table as it was, and whoever else wants
to write the partition is refused. Transactions live in memory: a killed process has aborted them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from emulator.tablestore.errors import TablestoreError, invalid
from emulator.tablestore.state.rows import StoredRow, pack
from emulator.tablestore.state.schema import Table

LIFE_MS = 60_000
MOST_BYTES = 4 * 1024 * 1024


@dataclass
class Session:
    """One open transaction: what it has written by key, ``None`` for a row it has deleted."""

    id: str
    instance: str
    table: Table
    partition: bytes
    ends: int
    rows: dict[bytes, StoredRow | None] = field(default_factory=dict)
    written: int = 0

    def write(self, key: bytes, row: StoredRow | None) -> None:
        """Lay one row over the table; refused when the transaction has written too much."""
        self.written += len(key) + (len(pack(row)) if row else 0)
        if self.written > MOST_BYTES:
            raise TablestoreError("OTSOutOfTransactionDataSizeLimit")
        self.rows[key] = row

    def check_reaches(self, table: Table, key: bytes) -> None:
        """Refuse a key of another table or partition."""
        if table.id != self.table.id or not key.startswith(self.partition):
            raise TablestoreError("OTSDataOutOfRange")


class Sessions:
    """The open transactions of all instances."""

    def __init__(self) -> None:
        self._open: dict[str, Session] = {}

    def begin(self, instance: str, table: Table, partition: bytes, now: int) -> Session:
        """Open a transaction and hold its partition; refused while another holds it."""
        self.check_free(table, partition, now, None)
        session = Session(str(uuid.uuid4()), instance, table, partition, now + LIFE_MS)
        self._open[session.id] = session
        return session

    def find(self, instance: str, identifier: str, now: int) -> Session:
        """The open transaction of that id; refused if there is none, or none any more."""
        try:
            uuid.UUID(identifier)
        except ValueError:
            raise invalid("TransactionID is invalid.") from None
        self._expire(now)
        session = self._open.get(identifier)
        if session is None or session.instance != instance:
            raise TablestoreError("OTSSessionNotExist")
        return session

    def end(self, session: Session) -> None:
        """Forget a transaction and let go of its partition."""
        del self._open[session.id]

    def check_free(self, table: Table, key: bytes, now: int, own: Session | None) -> None:
        """Refuse to write a key whose partition a transaction other than ``own`` holds."""
        if not self._open:
            return
        self._expire(now)
        for session in self._open.values():
            if session is not own and session.table.id == table.id and key.startswith(session.partition):
                raise TablestoreError("OTSRowOperationConflict")

    def forget_table(self, table: Table) -> None:
        """Abort what is open on a table that goes."""
        self._open = {one.id: one for one in self._open.values() if one.table.id != table.id}

    def clear(self) -> None:
        """Abort everything."""
        self._open.clear()

    def _expire(self, now: int) -> None:
        for session in [one for one in self._open.values() if one.ends <= now]:
            del self._open[session.id]
