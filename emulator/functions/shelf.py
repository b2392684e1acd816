"""Objects of one kind by name, in memory for reading and on disk for the next run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
TABLE = "CREATE TABLE IF NOT EXISTS deployed (kind TEXT, name TEXT, document TEXT, PRIMARY KEY (kind, name))"


class Shelf(Generic[Value]):
    """One kind of object, by name; kept ones survive a restart."""

    def __init__(
        self, db: sqlite3.Connection, kind: str, write: Callable[[Value], Any], read: Callable[[Any], Value]
    ) -> None:
        self._db, self._kind, self._write, self._read = db, kind, write, read
        self.items: dict[str, Value] = {}
        self.reload()

    def reload(self) -> None:
        """Forget what is in memory alone, and read what is on disk."""
        rows = self._db.execute("SELECT name, document FROM deployed WHERE kind = ?", (self._kind,))
        self.items = {name: self._read(json.loads(document)) for name, document in rows}

    def put(self, name: str, value: Value, *, keep: bool = True) -> None:
        """Add or replace; ``keep`` writes it to disk before it counts."""
        if keep:
            row = (self._kind, name, json.dumps(self._write(value)))
            self._db.execute("INSERT OR REPLACE INTO deployed VALUES (?, ?, ?)", row)
        self.items[name] = value

    def drop(self, name: str) -> None:
        """Remove, from disk too."""
        self._db.execute("DELETE FROM deployed WHERE kind = ? AND name = ?", (self._kind, name))
        self.items.pop(name, None)
