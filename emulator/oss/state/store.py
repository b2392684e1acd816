"""All state of the service in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from emulator.oss.state.blobs import Blobs
from emulator.oss.state.buckets import Buckets
from emulator.oss.state.database import Database
from emulator.oss.state.objects import Objects
from emulator.oss.state.uploads import Uploads

_DATABASE, _BLOBS = "oss.db", "blobs"


class Store:
    """Buckets, objects, uploads and their bytes under one folder; ``ring`` is called when something has changed."""

    def __init__(self, folder: Path, ring: Callable[[], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._ring = ring
        self._bytes: int | None = None
        self._database = Database(folder / _DATABASE, self._changed)
        self.blobs = Blobs(folder)
        self.buckets = Buckets(self._database)
        self.objects = Objects(self._database, self.blobs)
        self.uploads = Uploads(self._database, self.blobs)
        self.blobs.sweep(self._living())

    def stored_bytes(self) -> int:
        """What objects and parts take, counted anew only after a change."""
        if self._bytes is None:
            query = "SELECT (SELECT TOTAL(size) FROM object) + (SELECT TOTAL(size) FROM part)"
            self._bytes = int(self._database.rows(query)[0][0])
        return self._bytes

    def save(self, folder: Path) -> None:
        """Write everything into an empty folder."""
        self._database.save(folder / _DATABASE)
        self.blobs.save(self._living(), folder / _BLOBS)

    def load(self, folder: Path) -> None:
        """Take what ``save`` wrote in place of everything."""
        # At every moment, the bytes of every object there is are there: the process may be killed in between.
        self.blobs.adopt(folder / _BLOBS)
        self._database.load(folder / _DATABASE)
        self.blobs.sweep(self._living())

    def clear(self) -> None:
        """Forget everything."""
        self._database.clear()
        self.blobs.clear()

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()

    def _living(self) -> set[str]:
        return self.objects.blobs() | self.uploads.blobs()

    def _changed(self) -> None:
        self._bytes = None
        self._ring()
