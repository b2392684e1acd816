"""Objects: rows that name a blob. Replacing an object replaces its row; the old blob goes afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from emulator.oss.state.blobs import Blobs
from emulator.oss.state.database import Database

_COLUMNS = "bucket, key, blob, size, etag, crc, modified, kind, acl, storage_class, headers"
_PAGE = 1000


@dataclass(frozen=True)
class StoredObject:
    """``etag`` is upper-case hex without quotes, ``headers`` are those to be sent back on reading."""

    bucket: str
    key: str
    blob: str
    size: int
    etag: str
    crc: int
    modified: float
    kind: str = "Normal"
    acl: str = "default"
    storage_class: str = "Standard"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        """The stored type."""
        return self.headers.get("content-type", "application/octet-stream")


class OverwriteForbiddenError(Exception):
    """The object is there already and must not be replaced."""


class Objects:
    """Bucket + key → object."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database, self._blobs = database, blobs

    def find(self, bucket: str, key: str) -> StoredObject | None:
        """The object, or None."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM object WHERE bucket = ? AND key = ?", bucket, key)
        return _read(rows[0]) if rows else None

    def put(self, stored: StoredObject, *, overwrite: bool = True) -> int:
        """Make the object visible; returns the size of what it replaced (0 if nothing)."""
        with self._database.transaction() as connection:
            old = self.find(stored.bucket, stored.key)
            if old and not overwrite:
                raise OverwriteForbiddenError
            query = f"INSERT OR REPLACE INTO object ({_COLUMNS}) VALUES ({'?, ' * 10}?)"
            connection.execute(query, _written(stored))
        if old and old.blob != stored.blob:
            self._blobs.remove([old.blob])
        return old.size if old else 0

    def remove(self, bucket: str, key: str) -> StoredObject | None:
        """Delete the object; returns what was there."""
        with self._database.transaction() as connection:
            old = self.find(bucket, key)
            connection.execute("DELETE FROM object WHERE bucket = ? AND key = ?", (bucket, key))
        if old:
            self._blobs.remove([old.blob])
        return old

    def after(self, bucket: str, prefix: str, start: str, *, inclusive: bool = False) -> Iterator[StoredObject]:
        """The objects whose keys begin with ``prefix`` and follow ``start``, in the order of the keys' bytes."""
        comparison = ">=" if inclusive or prefix > start else ">"
        start = max(prefix, start)
        query = f"SELECT {_COLUMNS} FROM object WHERE bucket = ? AND key {{}} ? ORDER BY key LIMIT {_PAGE}"
        while True:
            rows = self._database.rows(query.format(comparison), bucket, start)
            for row in rows:
                stored = _read(row)
                if not stored.key.startswith(prefix):
                    return
                yield stored
            if len(rows) < _PAGE:
                return
            start, comparison = rows[-1][1], ">"

    def statistics(self, bucket: str) -> tuple[int, int]:
        """How many objects there are and how many bytes they hold."""
        query = "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM object WHERE bucket = ?"
        count, size = self._database.rows(query, bucket)[0]
        return count, size

    def by_class(self, bucket: str) -> dict[str, tuple[int, int]]:
        """Storage class → how many objects of it there are and how many bytes they hold."""
        query = "SELECT storage_class, COUNT(*), SUM(size) FROM object WHERE bucket = ? GROUP BY storage_class"
        return {name: (count, size) for name, count, size in self._database.rows(query, bucket)}

    def blobs(self) -> set[str]:
        """Every blob that an object names."""
        return {blob for (blob,) in self._database.rows("SELECT blob FROM object")}


def _written(stored: StoredObject) -> tuple[Any, ...]:
    """The object as a row; its checksum as text, since SQLite's integers have a sign."""
    columns = {**vars(stored), "crc": str(stored.crc), "headers": json.dumps(stored.headers)}
    return tuple(columns.values())


def _read(row: tuple[Any, ...]) -> StoredObject:
    stored = StoredObject(*row)
    return replace(stored, crc=int(stored.crc), headers=json.loads(row[-1]))
