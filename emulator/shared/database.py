"""The SQLite files in which the services keep what has to outlive them."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def connect(path: Path, schema: str = "") -> sqlite3.Connection:
    """The database in ``path``, made with its folder if need be; ``schema`` must not mind being there already.

    The write-ahead log is synchronised at checkpoints only (``synchronous=NORMAL``): a killed process loses nothing
    that was acknowledged, a machine without power may lose its last moments. Statements commit by themselves unless
    a transaction is begun; any thread may use the connection, one at a time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.executescript(schema)
    return database


def copy_out(database: sqlite3.Connection, path: Path) -> None:
    """Write all of a database, as it is at this moment, into a new file."""
    copy = sqlite3.connect(path)
    try:
        database.backup(copy)
    finally:
        copy.close()


def copy_in(path: Path, database: sqlite3.Connection) -> None:
    """Put what ``copy_out`` wrote in place of everything in an open database."""
    copy = sqlite3.connect(path)
    try:
        copy.backup(database)
    finally:
        copy.close()
