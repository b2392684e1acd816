"""Hears at once when somebody saves a file of code, so that the next request is served by what was saved.

Linux tells by inotify. Elsewhere nobody hears anything, and the look that is taken twice a second has to do.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from emulator.functions.staging import IGNORED, UNREAD

_SAVED = 0x8 | 0x40 | 0x80 | 0x100 | 0x200
"""IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE of inotify(7): when a file is whole, not before."""
_EVENT = struct.Struct("iIII")
_MANY = 200
"""Folders beyond which a tree is not followed: it is built, not edited."""


class Saves:
    """Calls ``heard`` in the loop whenever something that counts is saved in a place that is followed."""

    def __init__(self, heard: Callable[[], None]) -> None:
        self._heard = heard
        self._loop = asyncio.get_running_loop()
        self._files: dict[int, set[str]] = {}
        """By the number of a folder of which only these files matter."""
        self._fd = -1
        if sys.platform == "linux":
            self._libc = ctypes.CDLL(None, use_errno=True)
            self._fd = self._libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._fd >= 0:
            self._loop.add_reader(self._fd, self._read)

    def follow(self, files: Iterable[Path], folders: Iterable[Path]) -> None:
        """Hear of these files, and of all that is in these folders.

        To be called again after a change: it may have brought folders.
        """
        if self._fd < 0:
            return
        for file in files:
            # An editor may put another file in its place: the folder is told of both.
            self._files.setdefault(self._watch(str(file.parent)), set()).add(file.name)
        for path in chain.from_iterable(map(_all_below, folders)):
            self._watch(path)

    def stop(self) -> None:
        """Hear no more."""
        if self._fd >= 0:
            self._loop.remove_reader(self._fd)
            os.close(self._fd)
            self._fd = -1

    def _watch(self, path: str) -> int:
        """The folder's number; one that is followed already has the same as before."""
        return int(self._libc.inotify_add_watch(self._fd, os.fsencode(path), _SAVED))

    def _read(self) -> None:
        # Which file it was, the look that follows finds out by itself.
        if any(self._counts(folder, name) for folder, name in _events(os.read(self._fd, 1 << 16))):
            self._heard()

    def _counts(self, folder: int, name: str) -> bool:
        if folder in self._files:
            return name in self._files[folder]
        return name not in IGNORED and not name.endswith(UNREAD)


def _events(data: bytes) -> Iterator[tuple[int, str]]:
    """The folder's number and the name of every ``struct inotify_event``."""
    while data:
        folder, _, _, size = _EVENT.unpack_from(data)
        end = _EVENT.size + size
        yield folder, os.fsdecode(data[_EVENT.size : end].rstrip(b"\0"))
        data = data[end:]


def _all_below(place: Path) -> list[str]:
    found = []
    for base, folders, _ in os.walk(place):
        folders[:] = [name for name in folders if name not in IGNORED]
        found.append(base)
        if len(found) > _MANY:
            return []
    return found
