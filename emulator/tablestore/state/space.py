"""What one request works on: an instance of the service, at one moment, perhaps inside a transaction."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from emulator.tablestore.errors import TablestoreError
from emulator.tablestore.state import indexes
from emulator.tablestore.state.rows import StoredRow
from emulator.tablestore.state.schema import Table
from emulator.tablestore.state.store import Store
from emulator.tablestore.state.transactions import Session, Sessions

MOST_TABLES = 64
"""Tables of an instance, those behind indexes included."""


@dataclass
class Space:
    """The tables of one instance. ``now`` is in milliseconds since the epoch."""

    instance: str
    store: Store
    sessions: Sessions
    now: int
    policy: str | None = None
    """What the caller may do; everything, without one."""
    read_units: int = 0
    write_units: int = 0
    """Capacity units that the request has used so far."""

    def charge(self, read: int, write: int) -> None:
        """Count capacity units."""
        self.read_units += read
        self.write_units += write

    def table(self, name: str) -> Table:
        """The table of that name; refused if there is none."""
        table = self.store.table(self.instance, name)
        if table is None:
            raise TablestoreError("OTSObjectNotExist")
        return table

    def check_room(self, name: str, more: int) -> None:
        """Refuse a table name that is taken, and more tables than an instance may have."""
        names = self.store.names(self.instance)
        if name in names:
            raise TablestoreError("OTSObjectAlreadyExist")
        if len(names) + more > MOST_TABLES:
            raise TablestoreError("OTSQuotaExhausted", f"Number of tables exceeds the quota:{MOST_TABLES}.")

    def session(self, identifier: str | None) -> Session | None:
        """The transaction that a request names, if it names one."""
        return self.sessions.find(self.instance, identifier, self.now) if identifier else None

    def get(self, table: Table, key: bytes, session: Session | None) -> StoredRow | None:
        """The row of that key, as the transaction sees it."""
        if session:
            session.check_reaches(table, key)
            if key in session.rows:
                return session.rows[key]
        return self.store.get(table, key)

    def replace(
        self, table: Table, key: bytes, old: StoredRow | None, new: StoredRow | None, session: Session | None
    ) -> None:
        """Put ``new`` where ``old`` was, ``None`` standing for no row, and bring the indexes in line."""
        if session:
            session.write(key, new)
            return
        if new:
            self.store.put(table, key, new)
        elif old:
            self.store.delete(table, key)
        if table.indexes:
            indexes.follow(self.store, self.instance, table, old, new)

    def scan(self, table: Table, start: bytes, end: bytes, session: Session | None) -> Iterator[StoredRow]:
        """Rows from ``start`` inclusive to ``end`` exclusive, in the direction that leads from one to the other."""
        stored = self.store.scan(table, start, end)
        if session is None:
            return (row for _, row in stored)
        session.check_reaches(table, start)
        session.check_reaches(table, end)
        return self._scan_over(stored, start, end, session)

    def _scan_over(
        self, stored: Iterator[tuple[bytes, StoredRow]], start: bytes, end: bytes, session: Session
    ) -> Iterator[StoredRow]:
        falling = start > end
        low, high = (end, start) if falling else (start, end)
        written = [
            (key, row) for key, row in session.rows.items() if low <= key <= high and key != end and row is not None
        ]
        written.sort(key=lambda one: one[0], reverse=falling)
        untouched = ((key, row) for key, row in stored if key not in session.rows)
        for _, row in heapq.merge(written, untouched, key=lambda one: one[0], reverse=falling):
            yield row

    def commit(self, session: Session) -> None:
        """Let a transaction's writes take effect and end it."""
        table = self.table(session.table.name)
        for key, row in session.rows.items():
            self.replace(table, key, self.store.get(table, key), row, None)
        self.sessions.end(session)
