"""Buckets and the documents that configure them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from emulator.oss.state.database import Database

ACLS = ("private", "public-read", "public-read-write")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


@dataclass(frozen=True)
class Bucket:
    """One bucket; ``created`` in epoch seconds."""

    name: str
    created: float
    acl: str = "private"
    storage_class: str = "Standard"
    redundancy: str = "LRS"


def is_bucket_name(name: str) -> bool:
    """3 to 63 lower-case letters, digits and hyphens, a hyphen at neither end."""
    return bool(_NAME.fullmatch(name))


class Buckets:
    """Name → bucket, and bucket + name → configuration document."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, name: str) -> Bucket | None:
        """The bucket of that name."""
        rows = self._database.rows("SELECT * FROM bucket WHERE name = ?", name)
        return Bucket(*rows[0]) if rows else None

    def all(self) -> list[Bucket]:
        """Every bucket by name."""
        return [Bucket(*row) for row in self._database.rows("SELECT * FROM bucket ORDER BY name")]

    def save(self, bucket: Bucket) -> None:
        """Create or replace."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?, ?)", tuple(vars(bucket).values()))

    def remove(self, name: str) -> bool:
        """Delete an empty bucket with its configuration; False if it still holds objects or uploads."""
        with self._database.transaction() as connection:
            for table in ("object", "upload"):
                if connection.execute(f"SELECT 1 FROM {table} WHERE bucket = ? LIMIT 1", (name,)).fetchone():
                    return False
            connection.execute("DELETE FROM document WHERE bucket = ?", (name,))
            connection.execute("DELETE FROM bucket WHERE name = ?", (name,))
        return True

    def document(self, bucket: str, name: str) -> str | None:
        """A configuration document as it was put."""
        rows = self._database.rows("SELECT content FROM document WHERE bucket = ? AND name = ?", bucket, name)
        return rows[0][0] if rows else None

    def documents(self, bucket: str, prefix: str) -> list[tuple[str, str]]:
        """Name and content of every configuration document whose name begins with ``prefix``, by name."""
        query = "SELECT name, content FROM document WHERE bucket = ? AND substr(name, 1, ?) = ? ORDER BY name"
        return self._database.rows(query, bucket, len(prefix), prefix)

    def put_document(self, bucket: str, name: str, content: str) -> None:
        """Keep a configuration document; a bucket that is gone meanwhile keeps none for its successor."""
        query = "INSERT OR REPLACE INTO document SELECT name, ?, ? FROM bucket WHERE name = ?"
        with self._database.transaction() as connection:
            connection.execute(query, (name, content, bucket))

    def remove_document(self, bucket: str, name: str) -> None:
        """Drop a configuration document, if there is one."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM document WHERE bucket = ? AND name = ?", (bucket, name))
