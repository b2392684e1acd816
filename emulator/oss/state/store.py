"""All state of the service in one place."""

from __future__ import annotations

from pathlib import Path

from emulator.oss.state.blobs import Blobs
from emulator.oss.state.buckets import Buckets
from emulator.oss.state.database import Database
from emulator.oss.state.objects import Objects
from emulator.oss.state.uploads import Uploads


class Store:
    """Buckets, objects, uploads and their bytes under one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._database = Database(folder / "oss.db")
        self.blobs = Blobs(folder)
        self.buckets = Buckets(self._database)
        self.objects = Objects(self._database, self.blobs)
        self.uploads = Uploads(self._database, self.blobs)
        self.blobs.sweep(self.objects.blobs() | self.uploads.blobs())

    def clear(self) -> None:
        """Forget everything."""
        self._database.clear()
        self.blobs.clear()

    def close(self) -> None:
        """Let go of the files."""
        self._database.close()
