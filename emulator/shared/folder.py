"""The folder that holds all state of one local cloud, used by one local cloud at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import IO

MARK = "local-cloud"
SNAPSHOTS = "snapshots"
"""Stays when a folder is emptied: what lies there was kept on purpose."""
_WRITABLE = 0o755


class FolderError(Exception):
    """The folder cannot be used; the text says why and what to do."""


class Folder:
    """A claimed data folder. The claim ends with :meth:`release`, or with the process, however it ends."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        """Claim ``path``, made if need be and emptied if ``fresh``; ``FolderError`` if it is not ours to use."""
        self.path = path
        self._mark = _claim(path)
        if fresh:
            _empty(path)

    def release(self) -> None:
        """Let another local cloud have the folder."""
        self._mark.close()


def _claim(path: Path) -> IO[str]:
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(path.iterdir()) and not (path / MARK).exists():
            # --fresh deletes what a data folder holds, so no folder with somebody's files may become one.
            raise FolderError(f"{path} holds files that are not the local cloud's: choose an empty folder or a new one")
        mark = (path / MARK).open("a+", encoding="utf-8")
    except OSError as error:
        raise FolderError(f"{path} cannot hold the state of a local cloud: {error.strerror}") from error
    try:
        # A POSIX lock belongs to this process alone: no child that outlives it keeps the folder claimed.
        fcntl.lockf(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        mark.seek(0)
        owner = mark.read().strip()
        mark.close()
        raise FolderError(f"{path} is in use by another local cloud (process {owner}): stop it first") from error
    mark.truncate(0)
    mark.write(f"{os.getpid()}\n")
    mark.flush()
    return mark


def _empty(path: Path) -> None:
    for entry in path.iterdir():
        if entry.name in (MARK, SNAPSHOTS):
            continue
        if entry.is_dir() and not entry.is_symlink():
            remove(entry)
        else:
            entry.unlink(missing_ok=True)


def remove(folder: Path) -> None:
    """Delete a folder of ours, if it is there, with what is read-only in it: code is staged that way."""
    for base, _, _ in os.walk(folder):
        os.chmod(base, _WRITABLE)
    shutil.rmtree(folder, ignore_errors=True)
