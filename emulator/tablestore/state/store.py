"""Where tables and rows lie: one SQLite file, so that what was acknowledged survives a killed process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from emulator.shared.database import connect, copy_in, copy_out
from emulator.tablestore.state.rows import StoredRow, pack, unpack
from emulator.tablestore.state.schema import Table

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (id INTEGER PRIMARY KEY, instance TEXT, name TEXT, body BLOB, UNIQUE (instance, name));
CREATE TABLE IF NOT EXISTS data (meta INTEGER, key BLOB, body BLOB, PRIMARY KEY (meta, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counter (meta INTEGER, partition BLOB, last INTEGER, PRIMARY KEY (meta, partition))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS volume (meta INTEGER PRIMARY KEY, held INTEGER, bytes INTEGER);
CREATE TRIGGER IF NOT EXISTS data_more AFTER INSERT ON data BEGIN
    INSERT INTO volume VALUES (new.meta, 1, LENGTH(new.key) + LENGTH(new.body))
        ON CONFLICT (meta) DO UPDATE SET held = held + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER IF NOT EXISTS data_other AFTER UPDATE ON data BEGIN
    UPDATE volume SET bytes = bytes + LENGTH(new.body) - LENGTH(old.body) WHERE meta = new.meta;
END;
CREATE TRIGGER IF NOT EXISTS data_less AFTER DELETE ON data BEGIN
    UPDATE volume SET held = held - 1, bytes = bytes - LENGTH(old.key) - LENGTH(old.body) WHERE meta = old.meta;
END;
INSERT INTO volume SELECT meta, COUNT(*), SUM(LENGTH(key) + LENGTH(body)) FROM data
    WHERE NOT EXISTS (SELECT 1 FROM volume) GROUP BY meta;
"""
"""``volume`` follows ``data``, so that nobody has to count; a file made before there was one is counted once."""


class Store:
    """All tables of all instances. Whoever uses it holds ``lock``, so that every request sees a serial history."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.RLock()
        self._db = connect(path, _SCHEMA)
        self._tables = self._read_tables()

    def _read_tables(self) -> dict[tuple[str, str], Table]:
        return {
            (instance, name): msgspec.msgpack.decode(body, type=Table)
            for instance, name, body in self._db.execute("SELECT instance, name, body FROM meta")
        }

    def save(self, path: Path) -> None:
        """Write everything into a new file."""
        with self.lock:
            copy_out(self._db, path)

    def load(self, path: Path) -> None:
        """Put what ``save`` wrote in place of everything."""
        with self.lock:
            copy_in(path, self._db)
            self._tables = self._read_tables()

    def close(self) -> None:
        """Let go of the file."""
        with self.lock:
            self._db.close()

    def clear(self) -> None:
        """Forget all tables of all instances."""
        with self.lock, self.transaction():
            for table in ("meta", "data", "counter", "volume"):
                self._db.execute(f"DELETE FROM {table}")
            self._tables = {}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of the block, or none of them."""
        tables = self._tables
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            self._tables = tables
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """All writes to rows in the block, or none of them, inside a transaction that goes on either way."""
        self._db.execute("SAVEPOINT one")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO one")
            raise
        finally:
            self._db.execute("RELEASE one")

    def stored_bytes(self) -> int:
        """How many bytes all rows take, keys and everything."""
        with self.lock:
            return int(self._db.execute("SELECT COALESCE(SUM(bytes), 0) FROM volume").fetchone()[0])

    def held(self, table: Table) -> int:
        """How many rows a table holds, those included that have expired and not been written since."""
        found = self._db.execute("SELECT held FROM volume WHERE meta = ?", (table.id,)).fetchone()
        return int(found[0]) if found else 0

    def instances(self) -> list[str]:
        """Names of the instances that have tables, in order."""
        return sorted({instance for instance, _ in self._tables})

    def table(self, instance: str, name: str) -> Table | None:
        """The table of that name, an index's included."""
        return self._tables.get((instance, name))

    def names(self, instance: str) -> list[str]:
        """Names of an instance's tables in order, those of indexes included."""
        return sorted(name for owner, name in self._tables if owner == instance)

    def free_id(self) -> int:
        """A number that no table has."""
        return 1 + max((table.id for table in self._tables.values()), default=0)

    def save_table(self, instance: str, table: Table) -> None:
        """Keep a new table, or what has changed about one."""
        self._db.execute(
            "INSERT OR REPLACE INTO meta (id, instance, name, body) VALUES (?, ?, ?, ?)",
            (table.id, instance, table.name, msgspec.msgpack.encode(table)),
        )
        self._tables = {**self._tables, (instance, table.name): table}

    def drop_table(self, instance: str, table: Table) -> None:
        """Forget a table and its rows."""
        self._db.execute("DELETE FROM meta WHERE id = ?", (table.id,))
        self._db.execute("DELETE FROM data WHERE meta = ?", (table.id,))
        self._db.execute("DELETE FROM counter WHERE meta = ?", (table.id,))
        self._db.execute("DELETE FROM volume WHERE meta = ?", (table.id,))
        self._tables = {name: one for name, one in self._tables.items() if name != (instance, table.name)}

    def get(self, table: Table, key: bytes) -> StoredRow | None:
        """The row of that key."""
        found = self._db.execute("SELECT body FROM data WHERE meta = ? AND key = ?", (table.id, key)).fetchone()
        return unpack(found[0]) if found else None

    def put(self, table: Table, key: bytes, row: StoredRow) -> None:
        """Keep a row in place of what that key had."""
        query = "INSERT INTO data VALUES (?, ?, ?) ON CONFLICT (meta, key) DO UPDATE SET body = excluded.body"
        self._db.execute(query, (table.id, key, pack(row)))

    def delete(self, table: Table, key: bytes) -> None:
        """Forget the row of that key, if there is one."""
        self._db.execute("DELETE FROM data WHERE meta = ? AND key = ?", (table.id, key))

    def scan(self, table: Table, start: bytes, end: bytes) -> Iterator[tuple[bytes, StoredRow]]:
        """Rows from ``start`` inclusive to ``end`` exclusive, falling when ``start`` is the greater."""
        if start <= end:
            query = "SELECT key, body FROM data WHERE meta = ? AND key >= ? AND key < ? ORDER BY key"
        else:
            query = "SELECT key, body FROM data WHERE meta = ? AND key <= ? AND key > ? ORDER BY key DESC"
        for key, body in self._db.execute(query, (table.id, start, end)):
            yield key, unpack(body)

    def rows(self, table: Table) -> Iterator[StoredRow]:
        """All rows of a table, in the order of their keys."""
        for (body,) in self._db.execute("SELECT body FROM data WHERE meta = ? ORDER BY key", (table.id,)):
            yield unpack(body)

    def next_number(self, table: Table, partition: bytes, at_least: int) -> int:
        """A number greater than all that the partition has been given."""
        query = (
            "INSERT INTO counter (meta, partition, last) VALUES (?, ?, ?)"
            " ON CONFLICT (meta, partition) DO UPDATE SET last = MAX(last + 1, excluded.last) RETURNING last"
        )
        return int(self._db.execute(query, (table.id, partition, at_least)).fetchone()[0])
