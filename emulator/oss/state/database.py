"""The SQLite file of the service."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from emulator.shared.database import connect, copy_in, copy_out

_SCHEMA = """
CREATE TABLE IF NOT EXISTS bucket (
    name TEXT PRIMARY KEY, created REAL, acl TEXT, storage_class TEXT, redundancy TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS document (
    bucket TEXT, name TEXT, content TEXT, PRIMARY KEY (bucket, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS object (
    bucket TEXT, key TEXT, blob TEXT, size INTEGER, etag TEXT, crc TEXT, modified REAL, kind TEXT, acl TEXT,
    storage_class TEXT, headers TEXT, PRIMARY KEY (bucket, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS upload (
    id TEXT PRIMARY KEY, bucket TEXT, key TEXT, started REAL, acl TEXT, storage_class TEXT, headers TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (
    upload TEXT, number INTEGER, blob TEXT, size INTEGER, etag TEXT, crc TEXT, modified REAL,
    PRIMARY KEY (upload, number)
) WITHOUT ROWID;
"""


class Database:
    """One connection, one transaction at a time. Keys sort by the bytes of their UTF-8, as the service lists them.

    ``changed`` is called after every transaction.
    """

    def __init__(self, path: Path, changed: Callable[[], None]) -> None:
        self._lock = threading.RLock()
        self._connection = connect(path, _SCHEMA)
        self._changed = changed

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; nobody else in between. Nests."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        self._changed()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def clear(self) -> None:
        """Empty every table."""
        with self.transaction() as connection:
            for table in ("bucket", "document", "object", "upload", "part"):
                connection.execute(f"DELETE FROM {table}")

    def save(self, path: Path) -> None:
        """Copy everything into a new file."""
        with self._lock:
            copy_out(self._connection, path)

    def load(self, path: Path) -> None:
        """Put what ``save`` wrote in place of everything."""
        with self._lock:
            copy_in(path, self._connection)
        self._changed()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
