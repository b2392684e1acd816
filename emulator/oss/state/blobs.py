"""Immutable files of bytes, each complete under its final name or not there at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import crcmod

_PIECE = 1024 * 1024
# ECMA-182, reflected, all ones before and after: the variant of XZ, which the SDKs compute to compare.
_crc64: Callable[[bytes, int], int] = crcmod.mkCrcFun(
    0x142F0E1EBA9EA3693, initCrc=0, rev=True, xorOut=0xFFFFFFFFFFFFFFFF
)


@dataclass(frozen=True)
class Blob:
    """A stored file: its name, size in bytes, MD5 in upper-case hex, CRC-64."""

    id: str
    size: int
    md5: str
    crc: int


class BlobWriter:
    """Bytes on their way in. Leaving the ``with`` block without ``commit`` throws them away."""

    def __init__(self, incoming: Path, final: Path) -> None:
        self._incoming, self._final = incoming, final
        self._md5 = hashlib.md5()
        self.size = 0
        self.crc = 0
        self._file: BinaryIO = incoming.open("wb")

    def write(self, chunk: bytes) -> None:
        """Add bytes at the end."""
        self._file.write(chunk)
        self._md5.update(chunk)
        self.crc = _crc64(chunk, self.crc)
        self.size += len(chunk)

    def copy_from(self, file: BinaryIO, start: int, length: int) -> None:
        """Add ``length`` bytes of a file from ``start`` on. Slow for large ones: call it in a thread."""
        file.seek(start)
        while length and (piece := file.read(min(_PIECE, length))):
            self.write(piece)
            length -= len(piece)

    @property
    def md5(self) -> bytes:
        """The digest of what has been written so far."""
        return self._md5.digest()

    def commit(self) -> Blob:
        """Give the file its final name."""
        self._file.close()
        self._final.parent.mkdir(exist_ok=True)
        self._incoming.rename(self._final)
        return Blob(self._final.name, self.size, self._md5.hexdigest().upper(), self.crc)

    def __enter__(self) -> BlobWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._incoming.unlink(missing_ok=True)


class Blobs:
    """A folder of blobs, spread over 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self._incoming, self._final = folder / "incoming", folder / "blobs"
        # Half-written files of an interrupted run.
        shutil.rmtree(self._incoming, ignore_errors=True)
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._final.mkdir(exist_ok=True)

    def writer(self) -> BlobWriter:
        """Begin a new blob."""
        name = secrets.token_hex(16)
        return BlobWriter(self._incoming / name, self._path(name))

    def open(self, blob: str) -> BinaryIO:
        """The bytes of a blob; they stay readable when the blob is removed meanwhile."""
        return self._path(blob).open("rb")

    def join(self, blobs: Iterable[str], writer: BlobWriter) -> None:
        """Copy blobs one after the other into a writer. Slow for large ones: call it in a thread."""
        for blob in blobs:
            with self.open(blob) as file:
                while piece := file.read(_PIECE):
                    writer.write(piece)

    def remove(self, blobs: Iterable[str]) -> None:
        """Forget blobs."""
        for blob in blobs:
            self._path(blob).unlink(missing_ok=True)

    def save(self, blobs: Iterable[str], folder: Path) -> None:
        """Keep blobs in a folder of somebody else."""
        folder.mkdir()
        for blob in blobs:
            _link(self._path(blob), folder / blob)

    def adopt(self, folder: Path) -> None:
        """Have everything that ``save`` kept in a folder."""
        for kept in folder.iterdir():
            path = self._path(kept.name)
            path.parent.mkdir(exist_ok=True)
            if not path.exists():
                _link(kept, path)

    def clear(self) -> None:
        """Forget every blob."""
        shutil.rmtree(self._final, ignore_errors=True)
        self._final.mkdir(exist_ok=True)

    def sweep(self, living: set[str]) -> None:
        """Remove the blobs that no row names; what is still on its way in stays."""
        for path in self._final.glob("*/*"):
            if path.name not in living:
                path.unlink()

    def _path(self, blob: str) -> Path:
        return self._final / blob[:2] / blob


def _link(source: Path, target: Path) -> None:
    """Give a file that nobody changes a second name, or copy it where that cannot be."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
