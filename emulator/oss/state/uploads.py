"""Multipart uploads that are under way, and their parts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from emulator.oss.state.blobs import Blob, Blobs
from emulator.oss.state.database import Database


@dataclass(frozen=True)
class Upload:
    """What was said at the beginning, kept for the object that the parts become."""

    id: str
    bucket: str
    key: str
    started: float
    acl: str = "default"
    storage_class: str = "Standard"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One part; ``etag`` is upper-case hex without quotes."""

    number: int
    blob: str
    size: int
    etag: str
    crc: int
    modified: float


class Uploads:
    """Upload id → upload and parts."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database, self._blobs = database, blobs

    def begin(self, upload: Upload) -> None:
        """Keep a new upload."""
        row = tuple({**vars(upload), "headers": json.dumps(upload.headers)}.values())
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def find(self, bucket: str, key: str, upload_id: str) -> Upload | None:
        """The upload of that id, if it is for that object."""
        query = "SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?"
        rows = self._database.rows(query, upload_id, bucket, key)
        return _read_upload(rows[0]) if rows else None

    def of(self, bucket: str) -> list[Upload]:
        """All uploads of a bucket by key and id."""
        rows = self._database.rows("SELECT * FROM upload WHERE bucket = ? ORDER BY key, id", bucket)
        return [_read_upload(row) for row in rows]

    def put_part(self, upload_id: str, number: int, blob: Blob, modified: float) -> bool:
        """Keep a part, replacing one of the same number; False if the upload has ended meanwhile."""
        with self._database.transaction() as connection:
            if not connection.execute("SELECT 1 FROM upload WHERE id = ?", (upload_id,)).fetchone():
                self._blobs.remove([blob.id])
                return False
            old = connection.execute("SELECT blob FROM part WHERE upload = ? AND number = ?", (upload_id, number))
            replaced = [row[0] for row in old.fetchall()]
            row = (upload_id, number, blob.id, blob.size, blob.md5, str(blob.crc), modified)
            connection.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        self._blobs.remove(replaced)
        return True

    def parts(self, upload_id: str) -> list[Part]:
        """All parts by number."""
        query = "SELECT number, blob, size, etag, crc, modified FROM part WHERE upload = ? ORDER BY number"
        return [
            Part(number, blob, size, etag, int(crc), modified)
            for number, blob, size, etag, crc, modified in self._database.rows(query, upload_id)
        ]

    def end(self, upload_id: str) -> bool:
        """Forget the upload and its parts; False if that has happened before."""
        blobs = [part.blob for part in self.parts(upload_id)]
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM part WHERE upload = ?", (upload_id,))
            ended = connection.execute("DELETE FROM upload WHERE id = ?", (upload_id,)).rowcount > 0
        self._blobs.remove(blobs)
        return ended

    def blobs(self) -> set[str]:
        """Every blob that a part names."""
        return {blob for (blob,) in self._database.rows("SELECT blob FROM part")}


def _read_upload(row: tuple[Any, ...]) -> Upload:
    return replace(Upload(*row), headers=json.loads(row[-1]))
