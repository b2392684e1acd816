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
