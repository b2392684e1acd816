"""The whole state of the local cloud, kept under a name and brought back.

A snapshot is a folder under ``snapshots`` of the data folder: what each part wrote, and when. It has its name once it
is complete. ``--fresh`` and a reset leave snapshots alone: they were made to be come back to.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from emulator.shared.clock import Clock
from emulator.shared.folder import SNAPSHOTS, remove

_NAME = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][\w\u4e00-\u9fff.-]{0,63}", re.ASCII)
_MANIFEST = "snapshot.json"


class SnapshotError(ValueError):
    """There is no such snapshot, there is one already, or the name will not do; the text says which."""


class Part(Protocol):
    """Something with state."""

    def save(self, folder: Path) -> None:
        """Write all state into an empty folder while going on."""

    def load(self, folder: Path) -> None:
        """Take what ``save`` wrote in place of the present state. No call is under way."""


class Snapshots:
    """The snapshots of one data folder."""

    def __init__(
        self, data: Path, clock: Clock, parts: Mapping[str, Part], alone: asyncio.Lock, restored: Callable[[], None]
    ) -> None:
        """``parts``: name → owner of state, those that call others first. ``alone`` is held while state is replaced.

        ``restored`` is called when everything is as it was.
        """
        self._folder, self._clock, self._parts = data / SNAPSHOTS, clock, parts
        self._alone, self._restored = alone, restored

    def names(self) -> list[dict[str, Any]]:
        """``{name, at, bytes}``, the latest first; ``at`` in epoch seconds of the local cloud's clock."""
        found = [_described(path.parent) for path in self._folder.glob(f"[!.]*/{_MANIFEST}")]
        return sorted(found, key=lambda one: float(one["at"]), reverse=True)

    async def save(self, name: str) -> dict[str, Any]:
        """Keep the present state under a new name; ``SnapshotError`` if it is taken."""
        final = self._path(name)
        async with self._alone:
            if final.exists():
                raise SnapshotError(f"there is a snapshot '{name}' already")
            draft = self._draft(name)
            try:
                self._write(draft)
                draft.rename(final)
            except BaseException:
                remove(draft)
                raise
        return _described(final)

    async def restore(self, name: str) -> None:
        """Bring a state back. The clock is as far ahead of real time as it was then; faults stay in force."""
        async with self._alone:
            folder = self._existing(name)
            moved = _manifest(folder)["clock_moved_s"]
            # The clock first: what has a time to live has it by this clock.
            self._clock.reset()
            self._clock.advance(moved)
            for part, owner in self._parts.items():
                owner.load(folder / part)
            self._restored()

    def delete(self, name: str) -> None:
        """Forget a snapshot."""
        # Its name goes first: half of a snapshot must never be taken for one.
        remove(self._existing(name).rename(self._draft(name)))

    def _draft(self, name: str) -> Path:
        """Where a snapshot lies that is not complete, or not any longer; nothing is there."""
        draft = self._folder / f".{name}"
        remove(draft)
        return draft

    def _existing(self, name: str) -> Path:
        path = self._path(name)
        if not (path / _MANIFEST).is_file():
            raise SnapshotError(f"there is no snapshot '{name}'")
        return path

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise SnapshotError(
                "a name has 1 to 64 letters, digits, '.', '-' and '_', and begins with a letter or digit"
            )
        return self._folder / name

    def _write(self, draft: Path) -> None:
        for part, owner in self._parts.items():
            (draft / part).mkdir(parents=True)
            owner.save(draft / part)
        size = sum(path.stat().st_size for path in draft.rglob("*") if path.is_file())
        about = {"at": self._clock.now(), "clock_moved_s": self._clock.moved, "bytes": size}
        (draft / _MANIFEST).write_text(json.dumps(about), encoding="utf-8")


def _manifest(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / _MANIFEST).read_text(encoding="utf-8")))


def _described(folder: Path) -> dict[str, Any]:
    manifest = _manifest(folder)
    return {"name": folder.name, "at": manifest["at"], "bytes": manifest["bytes"]}
