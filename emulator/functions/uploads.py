"""Code as clients upload it: the archive as it came, and beside it what was in it. Neither is ever changed."""

from __future__ import annotations

import io
import os
import shutil
import uuid
import zipfile
from pathlib import Path

from emulator.functions import staging
from emulator.shared.folder import remove

_ARCHIVE = "archive.zip"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_EXECUTABLE = 0o100
FOLDERS = ("uploads", "published")
"""What a snapshot has to keep of the folder that holds uploads: code of functions, and layers."""


class Uploads:
    """All uploaded code of functions, in ``home / "uploads"``."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "uploads"

    def add(self, archive: bytes) -> Path:
        """Keep an archive and answer the folder of its content; ``StagingError`` for what is no archive of code."""
        folder = self._folder / uuid.uuid4().hex
        try:
            staging.unpack(archive, folder / "code")
        except staging.StagingError:
            remove(folder)
            raise
        (folder / _ARCHIVE).write_bytes(archive)
        return folder / "code"

    def freeze(self, code: Path) -> Path:
        """The same code in a folder that nobody edits."""
        return code if code.is_relative_to(self._folder) else self.add(pack(code))

    def archive(self, code: Path) -> bytes:
        """What was uploaded to get this folder, or a new archive of one that nobody uploaded."""
        uploaded = code.parent / _ARCHIVE
        return uploaded.read_bytes() if code.is_relative_to(self._folder) and uploaded.exists() else pack(code)

    def keep_only(self, codes: set[Path]) -> None:
        """Delete all that lie elsewhere."""
        for folder in self._folder.glob("*"):
            if not codes & {folder, folder / "code"}:
                remove(folder)


def pack(folder: Path) -> bytes:
    """A zip of all files that count; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, state in staging.files_of(folder):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.external_attr = (0o755 if state.st_mode & _EXECUTABLE else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (folder / name).read_bytes())
    return buffer.getvalue()


def copy(source: Path, target: Path) -> None:
    """Put the uploads of ``source`` in place of those of ``target``; files are shared, not doubled."""
    for name in FOLDERS:
        remove(target / name)
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, copy_function=_share)


def _share(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Another file system.
        shutil.copy2(source, target)
