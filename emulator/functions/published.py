"""Layers as clients publish them: each version once and for all, with its archive, its files and its record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from emulator.functions import staging
from emulator.shared.folder import remove

Version = tuple[str, int]
"""A layer's name and one of its versions."""
_RECORD = "layer.json"
_ARCHIVE = "archive.zip"


class Published:
    """All published layers, in ``home / "published"``."""

    def __init__(self, home: Path) -> None:
        self._home = home / "published"
        self.records: dict[Version, dict[str, Any]] = {}
        """What is known of each version."""
        self.reload()

    def reload(self) -> None:
        """Read anew what is there."""
        self.records = {
            (record.parent.parent.name, int(record.parent.name)): json.loads(record.read_text("utf-8"))
            for record in self._home.glob(f"*/*/{_RECORD}")
        }

    def folder(self, version: Version) -> Path | None:
        """Where a version's files are, deleted or not; None if it never was."""
        files = self._place(version) / "opt"
        return files if files.is_dir() else None

    def archive(self, version: Version) -> bytes:
        """The archive as it was published."""
        return (self._place(version) / _ARCHIVE).read_bytes()

    def newest(self, name: str) -> int:
        """The highest version there is; 0 for none."""
        return max((number for layer, number in self.records if layer == name), default=0)

    def publish(self, version: Version, record: dict[str, Any], archive: bytes) -> None:
        """Keep a new version; ``StagingError`` for what is no archive. It is there for others once ``announce`` ran."""
        place = self._place(version)
        remove(place)
        try:
            staging.build(place / "opt", lambda draft: staging.unpack(archive, draft))
        except staging.StagingError:
            remove(place)
            raise
        (place / _ARCHIVE).write_bytes(archive)
        self._write(version, record)

    def announce(self, version: Version, record: dict[str, Any]) -> None:
        """Let a published version be found."""
        self.records[version] = record

    def drop(self, version: Version) -> None:
        """Let a version be found no more. Its files stay, for functions that were deployed with it go on."""
        del self.records[version]
        (self._place(version) / _RECORD).unlink()

    def change(self, name: str, **fields: Any) -> None:
        """Set fields in the records of all versions of a layer."""
        for version in [version for version in self.records if version[0] == name]:
            self.records[version] = {**self.records[version], **fields}
            self._write(version, self.records[version])

    def _place(self, version: Version) -> Path:
        return self._home / version[0] / str(version[1])

    def _write(self, version: Version, record: dict[str, Any]) -> None:
        draft = self._place(version) / f".{_RECORD}"
        draft.write_text(json.dumps(record), "utf-8")
        draft.rename(self._place(version) / _RECORD)
